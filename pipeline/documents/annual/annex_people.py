"""Annexed tables about people: the commissioners with their results, and the exceptions in force."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.chinese.figures import figure
from pipeline.documents.annual.annex_scope import Scope, marked, toned
from pipeline.forms import ACHIEVEMENTS, EXCEPTIONS, RESULTS, SPOT_CHECKS
from pipeline.plan import Deadline, Minimum, Plan
from pipeline.rules.tally import GradeShare, MinimumResult, PersonTally, ReportState, Standing
from pipeline.sheets.writing.layout import As, Cell, Field, Formula, Row, SheetOut, total_row

_DONE, _REPORTS, _STANDING = "完成情况", "月报（份）", "达标情况"
_GRADE = "考核等次"
_REPORT_STATES = (ReportState.ON_TIME, ReportState.LATE, ReportState.MISSING)
_PERSON_FIELDS = (
    Field("编号", 6.5, align="center"),
    Field("姓名", 9, align="center"),
    Field("派出单位", 15),
    Field("所属工作站", 10),
    Field("聘期起", 10.5, "date"),
    Field("聘期止", 10.5, "date"),
    Field("服务企业数", 5.5, "number", align="center"),
)
_EXCEPTION_FIELDS = (
    Field("序号", 6, "number", align="center"),
    Field("编号", 9, align="center"),
    Field("姓名", 12, align="center"),
    Field("考核项", 20),
    Field("要求", 10, "number"),
    Field("完成", 10, "number"),
    Field("单位", 8, align="center"),
    Field("理由", 44),
    Field("批准人", 14, align="center"),
    Field("批准日期", 12, "date"),
)


def people_sheet(scope: Scope) -> SheetOut:
    """One row a commissioner: each minimum's figure, reports by state, records, how each duty stands, the grade.

    Minimums are the plan's, however many. Service days and policy sessions are shown even where the plan asks none.
    """
    deadline = scope.plan.deadlines.get("monthly_report")
    fields = _fields(scope.plan, deadline)
    rows = tuple(_row(person, scope, deadline) for person in scope.tally.people)
    unsaid = _unsaid(fields, rows, scope)
    return SheetOut(
        "特派员考核",
        scope.title("考核情况表"),
        fields,
        rows,
        note=scope.note(),
        closing=(
            total_row(
                fields,
                rows,
                others={field.key: unsaid[field.key] for field in fields if field.total and field.key in unsaid},
            ),
            _met_row(fields, scope, unsaid),
            *(_grade_row(fields, share) for share in scope.tally.grade_shares),
        ),
        foot=_requirements(scope.plan.minimums, deadline) + _held_by_several(scope),
        landscape=True,
        filtered=True,
        keep=2,
    )


def _unasked(minimums: tuple[Minimum, ...]) -> tuple[str, ...]:
    asked = {minimum.measure for minimum in minimums}
    return tuple(measure for measure in ("service_days", "policy_sessions") if measure not in asked)


def _fields(plan: Plan, deadline: Deadline | None) -> tuple[Field, ...]:
    words = {"service_days": "服务天数\n（天）", "policy_sessions": "政策宣传\n（次）"}
    headings = [words[measure] for measure in _unasked(plan.minimums)]
    headings += [f"{entry.label}\n（{entry.unit}）" for entry in plan.minimums]
    done = [Field(heading, 6.5, "days", total=True, align="center", group=_DONE) for heading in headings]
    states = _REPORT_STATES if deadline else ()
    reports = [Field(plan.labels[state], 5, "number", total=True, align="center", group=_REPORTS) for state in states]
    records = (
        Field("知识产权与技术合同\n（项）", 7, "number", total=True, align="center"),
        Field("接受抽查\n（次）", 5.5, "number", total=True, align="center"),
    )
    duties = [*plan.minimums, deadline] if deadline else list(plan.minimums)
    standing = [Field(duty.label, 7.2, align="center", group=_STANDING) for duty in duties]
    return (*_PERSON_FIELDS, *done, *reports, *records, *standing, Field(_GRADE, 6.5, align="center"))


def _row(person: PersonTally, scope: Scope, deadline: Deadline | None) -> Row:
    commissioner = person.commissioner
    values = {"service_days": person.days.value, "policy_sessions": person.policy_sessions.value}
    cells: list[Cell] = [
        commissioner.id,
        commissioner.name,
        commissioner.employer,
        commissioner.workstation,
        commissioner.term_start,
        commissioner.term_end,
        len(person.served),
    ]
    cells += [values[measure] for measure in _unasked(scope.plan.minimums)]
    unsaid, told = scope.not_provided, scope.tally.provided
    cells += [
        unsaid if result.standing is Standing.NOT_PROVIDED else toned(result.count.value, result.standing)
        for result in person.minimums
    ]
    if deadline:
        cells += [_reports(person, state, scope) for state in _REPORT_STATES]
    cells.append(len(person.achievements) if told(ACHIEVEMENTS.name) else unsaid)
    cells.append(len(person.spot_checks) if told(SPOT_CHECKS.name) else unsaid)
    cells += [marked(result.standing, scope.plan) for result in person.minimums]
    if deadline:
        cells.append(marked(person.reports.standing, scope.plan) if person.reports else None)
    grade: Cell = person.result.grade if person.result else None
    return (*cells, grade if told(RESULTS.name) else unsaid)


def _reports(person: PersonTally, state: ReportState, scope: Scope) -> Cell:
    if person.reports and person.reports.of(ReportState.NOT_PROVIDED):
        return scope.not_provided
    return len(person.reports.of(state)) if person.reports else None


def _unsaid(fields: tuple[Field, ...], rows: tuple[Row, ...], scope: Scope) -> dict[str, Cell]:
    """The columns, by key, that nobody handed in anything for: they have no total."""
    unsaid = scope.not_provided
    return {field.key: unsaid for field, *cells in zip(fields, *rows, strict=True) if unsaid in cells}


def _met_row(fields: tuple[Field, ...], scope: Scope, unsaid: Mapping[str, Cell]) -> Row:
    """How many met each duty; an excused one counts as met."""
    words = {scope.plan.labels[standing] for standing in (Standing.MET, Standing.EXEMPTED)}
    standings = [
        [result.standing for result in person.minimums] + ([person.reports.standing] if person.reports else [])
        for person in scope.tally.people
    ]

    def cell(field: Field, number: int) -> Cell:
        text = "+".join(f'COUNTIF({{{field.key}:}},"{word}")' for word in sorted(words))
        done = sum(1 for row in standings if row[number] in (Standing.MET, Standing.EXEMPTED))
        return Formula(f"={text}", done)

    duties = [field for field in fields if field.group == _STANDING]
    others = {field.key: unsaid.get(field.key) or cell(field, number) for number, field in enumerate(duties)}
    said = {"派出单位": "达标人数（含例外）"}
    return tuple(others.get(field.key, said.get(field.key)) for field in fields)


def _grade_row(fields: tuple[Field, ...], share: GradeShare) -> Row:
    """The share of a grade among those who have one, beside the share that may have it."""
    given = f'COUNTIF({{{_GRADE}:}},"{share.grade}")'
    cells: dict[str, Cell] = {
        "派出单位": f"{share.grade}占比（上限{figure(share.cap, '%')}）",
        _GRADE: As(Formula(f"={given}/COUNTA({{{_GRADE}:}})", share.share), "percent"),
    }
    return tuple(cells.get(field.key) for field in fields)


def _requirements(minimums: tuple[Minimum, ...], deadline: Deadline | None) -> str:
    asked = [f"{entry.label} {entry.value} {entry.unit}（{entry.clause}）" for entry in minimums]
    if deadline and deadline.day:
        asked.append(f"{deadline.label}每月 {deadline.day} 日前（{deadline.clause}）")
    return f"方案要求：{'；'.join(asked)}。" if asked else ""


def _held_by_several(scope: Scope) -> str:
    """Why a total of this table may be more than the district has: said where somebody shares a project or a right."""
    people = scope.tally.people
    shared = [one.thing for person in people for one in person.projects]
    shared += [one.thing for person in people for one in person.achievements]
    said = f"几人共同承担的项目和成果，各人分别计入，合计大于{scope.plan.whole_county}的实际数。"
    return said if any(shared) else ""


def exceptions_sheet(scope: Scope) -> SheetOut:
    """The accepted exceptions that cover a shortfall today: an exception holds for its very figure only."""
    found = [
        (person, result)
        for person in scope.tally.people
        for result in person.minimums
        if result.standing is Standing.EXEMPTED
    ]
    return SheetOut(
        "例外",
        scope.title("考核例外事项表"),
        _EXCEPTION_FIELDS,
        tuple(_exception_row(number, person, result) for number, (person, result) in enumerate(found, 1)),
        note=scope.note(),
        empty=scope.nothing(EXCEPTIONS.name),
        landscape=True,
    )


def _exception_row(number: int, person: PersonTally, result: MinimumResult) -> Row:
    exception = result.exception
    assert exception is not None
    return (
        number,
        person.commissioner.id,
        person.commissioner.name,
        result.minimum.label,
        result.required,
        result.count.value,
        result.minimum.unit,
        exception.reason,
        exception.approved_by,
        exception.approved_on,
    )
