"""Annexed lists: pairings, applications, rights and contracts, policy topics, trainings, expenses."""

from __future__ import annotations

from decimal import Decimal

from pipeline.chinese.lists import listed
from pipeline.documents.annual.annex_scope import YUAN, Scope, tick, ticks
from pipeline.documents.annual.results import NO_FIGURE
from pipeline.forms import ACHIEVEMENTS, EXPENSES, PAIRINGS, PROJECTS, TRAININGS, Form
from pipeline.records import things
from pipeline.rules.predicates import permitted_use
from pipeline.sheets.writing.layout import Cell, Field, Formula, Row, SheetOut, total_row

_NUMBER = Field("序号", 6, "number", align="center")
_WHO = (Field("编号", 7, align="center"), Field("姓名", 9, align="center"))
_PAIRING_FIELDS = (
    _NUMBER,
    *_WHO,
    Field("所属工作站", 13),
    Field("服务企业", 30),
    Field("统一社会信用代码", 20, align="center"),
    Field("服务起", 11, "date"),
    Field("服务止", 11, "date"),
    Field("服务内容", 28),
    Field("原协议编号", 14),
)
_PROJECT_FIELDS = (
    _NUMBER,
    *_WHO,
    Field("服务企业", 28),
    Field("项目名称", 36),
    Field("项目级别", 9, align="center"),
    Field("申报日期", 11, "date"),
    Field("是否联合承担", 8, align="center"),
    Field("状态", 10, align="center"),
    Field("佐证材料", 20),
)
_ACHIEVEMENT_FIELDS = (
    _NUMBER,
    *_WHO,
    Field("服务企业", 24),
    Field("类别", 9, align="center"),
    Field("类型", 9, align="center"),
    Field("名称", 28),
    Field("登记编号", 18),
    Field("日期", 11, "date"),
    Field("合同金额", 14, "money", total=True),
    Field("佐证材料", 16),
)
_TOPIC_FIELDS = (_NUMBER, Field("政策", 54), Field("培训场数", 12, "number"), Field("是否已宣讲", 12, align="center"))
_TRAINING_FIELDS = (
    _NUMBER,
    Field("日期", 11, "date"),
    Field("主题", 36),
    Field("形式", 7, align="center"),
    Field("主办", 26),
    Field("人数", 8, "number", total=True),
    Field("讲师", 12, align="center"),
    Field("政策内容", 36),
)
_USE_FIELDS = (
    _NUMBER,
    Field("用途", 46),
    Field("方案列明", 10, align="center"),
    Field("金额", 16, "money", total=True),
    Field("占比", 10, "percent"),
)
_EXPENSE_FIELDS = (
    _NUMBER,
    Field("日期", 11, "date"),
    Field("事项", 40),
    Field("用途", 34),
    Field("金额", 15, "money", total=True),
    Field("收款方", 26),
    Field("凭证号", 16),
)


def pairings_sheet(scope: Scope) -> SheetOut:
    """Who was posted where, and when; people in order of 编号."""
    found = [(person.commissioner, pairing) for person in scope.tally.people for pairing in person.pairings]
    rows: tuple[Row, ...] = tuple(
        (
            number,
            person.id,
            person.name,
            person.workstation,
            scope.firms([pairing.enterprise]),
            pairing.enterprise,
            pairing.start,
            pairing.end,
            pairing.content,
            pairing.original_agreement,
        )
        for number, (person, pairing) in enumerate(found, 1)
    )
    return _list(PAIRINGS, "派驻关系", "派驻关系表", _PAIRING_FIELDS, rows, scope, keep=3)


def projects_sheet(scope: Scope) -> SheetOut:
    """Applications helped, a row each with all who hold it; whether jointly stays empty where the log leaves it so."""
    joint = {True: scope.plan.labels["yes"], False: scope.plan.labels["no"], None: ""}
    found = things(project for person in scope.tally.people for project in person.projects)
    rows: tuple[Row, ...] = tuple(
        (
            number,
            listed(one.commissioners),
            listed(map(scope.name, one.commissioners)),
            scope.firms(project.enterprises),
            project.name,
            project.level,
            project.date,
            joint[project.joint],
            project.state,
            project.evidence,
        )
        for number, one in enumerate(found, 1)
        for project in (one.record,)
    )
    return _list(PROJECTS, "项目申报", "协助项目申报情况表", _PROJECT_FIELDS, rows, scope, keep=3)


def achievements_sheet(scope: Scope) -> SheetOut:
    """Rights, contracts and systems, a row each with all who hold it and the group plan.toml puts its kind in."""
    groups = {kind: group for group, kinds in scope.plan.achievement_groups.items() for kind in kinds}
    found = things(entry for person in scope.tally.people for entry in person.achievements)
    rows: tuple[Row, ...] = tuple(
        (
            number,
            listed(one.commissioners),
            listed(map(scope.name, one.commissioners)),
            scope.firms(entry.enterprises),
            groups.get(entry.kind, "其他"),
            entry.kind,
            entry.name,
            entry.registration_number,
            entry.date,
            entry.amount,
            entry.evidence,
        )
        for number, one in enumerate(found, 1)
        for entry in (one.record,)
    )
    closing = (total_row(_ACHIEVEMENT_FIELDS, rows),)
    name = ACHIEVEMENTS.name
    return _list(ACHIEVEMENTS, name, f"{name}情况表", _ACHIEVEMENT_FIELDS, rows, scope, YUAN, closing=closing, keep=3)


def topics_sheet(scope: Scope) -> SheetOut:
    """The plan's policy topics, and how many trainings dealt with each; one training may deal with several."""
    covered = scope.tally.topics_covered
    told = scope.tally.provided(TRAININGS.name)
    rows: tuple[Row, ...] = tuple(
        (number, topic, count if told else scope.not_provided, tick(count > 0) if told else scope.not_provided)
        for number, (topic, count) in enumerate(covered.items(), 1)
    )
    done = ticks("是否已宣讲", sum(count > 0 for count in covered.values()))
    return SheetOut(
        "政策与培训",
        scope.title("政策培训覆盖表"),
        _TOPIC_FIELDS,
        rows,
        note=scope.note(),
        closing=((None, "已宣讲的政策项数", None, done if told else scope.not_provided),),
        foot="一场培训涉及几项政策的，各计一场。",
    )


def trainings_sheet(scope: Scope) -> SheetOut:
    """The trainings held, in order of date."""
    rows: tuple[Row, ...] = tuple(
        (
            number,
            training.date,
            training.subject,
            training.mode,
            training.host,
            training.people,
            training.lecturer,
            training.topics,
        )
        for number, training in enumerate(scope.dataset.trainings, 1)
    )
    closing = (total_row(_TRAINING_FIELDS, rows),)
    return _list(TRAININGS, "培训活动", "培训活动情况表", _TRAINING_FIELDS, rows, scope, closing=closing)


def uses_sheet(scope: Scope) -> SheetOut:
    """Expenses by use, in yuan: the plan's uses in its order, others after them."""
    listed = scope.plan.funds.items
    spent = scope.tally.expenses_by_use
    whole = sum(spent.values(), Decimal(0))
    share = f'=IF(SUM({{金额:}})=0,"{NO_FIGURE}",{{金额}}/SUM({{金额:}}))'
    told, unsaid = scope.tally.provided(EXPENSES.name), scope.not_provided

    def figures(amount: Decimal) -> tuple[Cell, Cell]:
        return (amount, Formula(share, amount / whole if whole else NO_FIGURE)) if told else (unsaid, unsaid)

    rows: tuple[Row, ...] = tuple(
        (number, use, tick(use in listed), *figures(amount)) for number, (use, amount) in enumerate(spent.items(), 1)
    )
    return SheetOut(
        "经费",
        scope.title("经费支出汇总表"),
        _USE_FIELDS,
        rows,
        note=scope.note(YUAN),
        closing=(total_row(_USE_FIELDS, rows, others={} if told else {"金额": unsaid}),),
    )


def expenses_sheet(scope: Scope) -> SheetOut:
    """Each expense, in yuan, in order of date."""
    rows: tuple[Row, ...] = tuple(
        (
            number,
            entry.date,
            entry.item,
            permitted_use(entry.use, scope.plan) or entry.use,
            entry.amount,
            entry.payee,
            entry.voucher,
        )
        for number, entry in enumerate(scope.dataset.expenses, 1)
    )
    closing = (total_row(_EXPENSE_FIELDS, rows),)
    return _list(EXPENSES, "经费明细", "经费支出明细表", _EXPENSE_FIELDS, rows, scope, YUAN, closing=closing)


def _list(
    form: Form,
    name: str,
    subject: str,
    fields: tuple[Field, ...],
    rows: tuple[Row, ...],
    scope: Scope,
    *notes: str,
    closing: tuple[Row, ...] = (),
    keep: int = 1,
) -> SheetOut:
    """A long list of a form's records: landscape, with a filter."""
    return SheetOut(
        name,
        scope.title(subject),
        fields,
        rows,
        note=scope.note(*notes),
        closing=closing,
        empty=scope.nothing(form.name),
        landscape=True,
        filtered=True,
        keep=keep,
    )
