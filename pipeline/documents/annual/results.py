"""What the submission says of results: targets, the assessment of each duty, money; sentences and table rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from pipeline.chinese.dates import day
from pipeline.chinese.figures import figure, in_prose, money, percent, shortfall, together
from pipeline.chinese.lists import listed, titled
from pipeline.forms import EXPENSES, RESULTS
from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules.requirements import clauses, report_requirement, requirement
from pipeline.rules.tally import (
    GradeShare,
    MinimumResult,
    PersonTally,
    ReportResult,
    ReportState,
    Standing,
    Tally,
    TargetResult,
)

Row = dict[str, str]

SHORT = (ReportState.LATE, ReportState.MISSING)
NO_FIGURE = "—"


def word(standing: Standing, plan: Plan) -> str:
    """The plan's word for how a duty or target stands: 达标, 推进中, 未提供."""
    return plan.labels[standing.value]


def period(dataset: Dataset, plan: Plan) -> str:
    """全年, or 年初以来 while the year is not over on the as-of day."""
    return "全年" if dataset.as_of >= plan.last_day else "年初以来"


def aim(result: TargetResult) -> str:
    """30人; of a soft target 努力实现100%; 多于30人 where by reading the number itself is not enough."""
    bound = ("努力实现" if result.target.soft else "") + ("多于" if result.above else "")
    return f"{bound}{figure(result.target.value, result.target.unit)}"


def target_rows(targets: Sequence[TargetResult], plan: Plan) -> list[Row]:
    """One row a target, in the plan's order."""
    return [
        {
            "序号": str(number),
            "任务": result.target.label,
            "目标值": aim(result),
            "完成值": figure(result.value, result.target.unit) if result.measured else word(result.standing, plan),
            "完成率": percent(result.rate) if result.measured and not result.stands_at else NO_FIGURE,
            "是否达标": plan.labels[result.standing.value],
            "依据": clauses(result.target),
        }
        for number, result in enumerate(targets, start=1)
    ]


def target_paragraphs(targets: Sequence[TargetResult], dataset: Dataset, plan: Plan) -> list[str]:
    """How many targets are met, then each of them with its figures, by how it stands.

    A target that is only striven for and not reached is neither met nor unmet.
    """
    if not targets:
        return [f"{titled(plan.name)}没有设定目标任务。"]
    standings = Counter(result.standing for result in targets)
    counts = [f"{plan.labels[standing.value]}{standings[standing]}项" for standing in Standing if standings[standing]]
    paragraphs = [f"{titled(plan.name)}确定目标任务{len(targets)}项，截至{day(dataset.as_of)}，{listed(counts)}。"]
    for standing in Standing:
        said = [_target(result) for result in targets if result.standing is standing]
        if said:
            paragraphs.append(f"{plan.labels[standing.value]}的任务：{'；'.join(said)}。")
    return paragraphs


def _target(result: TargetResult) -> str:
    target = result.target
    if not result.measured:
        return f"{target.label}（目标{aim(result)}）"
    if result.stands_at:
        return f"{target.label}{figure(result.value, target.unit)}（目标{aim(result)}）"
    text = f"{target.label}{figure(result.value, target.unit)}，完成目标（{aim(result)}）的{percent(result.rate)}"
    return f"{text}，差{shortfall(result.gap, target.unit)}" if result.gap else text


def appraisal(plan: Plan, tally: Tally) -> list[str]:
    """Each minimum and the monthly reports: how many people, and by 编号 and 姓名 those who fall short; then grades."""
    people = tally.people
    if not people:
        return [f"没有在聘的{plan.labels['commissioner_short']}，未开展考核。"]
    items = [_minimum(index, people, plan) for index in range(len(plan.minimums))]
    if people[0].reports is not None:
        items.append(_reports(people, plan))
    first = f"对{len(people)}名{plan.labels['commissioner_short']}逐人核对，"
    first += "各项任务完成情况如下。" if items else "方案没有设定每人的任务。"
    return [first, *(f"{number}.{item}" for number, item in enumerate(items, start=1)), _grades(tally, plan)]


def _minimum(index: int, people: Sequence[PersonTally], plan: Plan) -> str:
    minimum = plan.minimums[index]
    asked = f"{minimum.label}（{requirement(minimum, minimum.value, plan)}）"
    groups: dict[Standing, list[tuple[PersonTally, MinimumResult]]] = {standing: [] for standing in Standing}
    for person in people:
        groups[person.minimums[index].standing].append((person, person.minimums[index]))
    if groups[Standing.NOT_PROVIDED]:
        return f"{minimum.label}：{word(Standing.NOT_PROVIDED, plan)}。"
    said = [f"{plan.labels['met']}{len(groups[Standing.MET])}人"]
    for standing in (Standing.UNMET, Standing.EXEMPTED):
        if groups[standing]:
            names = [f"{_who(person)}（{figure(one.count.value, minimum.unit)}）" for person, one in groups[standing]]
            said.append(f"{plan.labels[standing.value]}{len(names)}人：{listed(names)}")
    if groups[Standing.NOT_DUE]:
        said.append(f"{plan.labels['not_due']}{len(groups[Standing.NOT_DUE])}人")
    return f"{asked}：{'；'.join(said)}。"


def _reports(people: Sequence[PersonTally], plan: Plan) -> str:
    results = [(person, person.reports) for person in people if person.reports is not None]
    deadline = results[0][1].deadline
    asked = f"{deadline.label}（{report_requirement(deadline, plan)}）"
    standings = {one.standing for _, one in results}
    owed = sum(one.owed for _, one in results)
    if Standing.NOT_PROVIDED in standings:
        return f"{deadline.label}：{word(Standing.NOT_PROVIDED, plan)}。"
    if standings == {Standing.NOT_OWED}:
        return f"{deadline.label}：{word(Standing.NOT_OWED, plan)}。"
    if not owed:
        return f"{asked}：尚无到期的月份。"
    states = (ReportState.ON_TIME, *SHORT)
    counts = [f"{plan.labels[state.value]}{sum(len(one.of(state)) for _, one in results)}次" for state in states]
    text = f"应报{owed}次，{listed(counts)}"

    def failed(reports: ReportResult) -> str:
        found = [(plan.labels[state.value], len(reports.of(state))) for state in SHORT]
        return listed(f"{label}{number}次" for label, number in found if number)

    short = [f"{_who(person)}（{failed(one)}）" for person, one in results if one.of(*SHORT)]
    either = "或".join(plan.labels[state.value] for state in SHORT)
    text += f"；有{either}的{len(short)}人：{listed(short)}" if short else ""
    free = sum(1 for _, one in results if one.standing is Standing.NOT_OWED)
    text += f"；{word(Standing.NOT_OWED, plan)}{free}人" if free else ""
    return f"{asked}：{text}。"


def _grades(tally: Tally, plan: Plan) -> str:
    """Grades in the plan's order, others after them; then the share of each that the plan caps, against its cap."""
    if not tally.provided(RESULTS.name):
        return f"考核等次{word(Standing.NOT_PROVIDED, plan)}。"
    given = Counter(person.result.grade for person in tally.people if person.result is not None)
    if not given:
        return "考核等次尚未评定。"
    order = [grade for grade in plan.grades if given[grade]] + sorted(set(given) - set(plan.grades))
    pending = len(tally.people) - given.total()
    counts = [f"{grade}{given[grade]}人" for grade in order] + ([f"尚未评定{pending}人"] if pending else [])
    text = f"考核等次：{listed(counts)}。"
    shares = [_against_cap(share) for share in tally.grade_shares]
    return f"{text}已评定的{given.total()}人中，{'；'.join(shares)}。" if shares else text


def _against_cap(share: GradeShare) -> str:
    """优秀占75%，超过35%的比例上限（至多1人）."""
    over, most = ("超过", f"（至多{share.most}人）") if share.over else ("不超过", "")
    return f"{share.grade}占{percent(share.share)}，{over}{figure(share.cap, '%')}的比例上限{most}"


def fund_rows(tally: Tally) -> list[Row]:
    """One row a use, permitted ones first; none where nothing was spent, or nobody said what was."""
    if not tally.records.expenses:
        return []
    total = total_spent(tally)
    return [
        {
            "序号": str(number),
            "用途": use,
            "金额": money(amount),
            "占比": percent(amount / total) if total else NO_FIGURE,
        }
        for number, (use, amount) in enumerate(tally.expenses_by_use.items(), start=1)
    ]


def fund_paragraphs(plan: Plan, tally: Tally) -> list[str]:
    """What was spent, and what of it on uses the plan does not list. Entries that cancel each other are told too."""
    span, entries = period(tally.records, plan), tally.records.expenses
    if not tally.provided(EXPENSES.name):
        return [f"经费支出情况{word(Standing.NOT_PROVIDED, plan)}。"]
    if not entries:
        return [f"{span}未发生经费支出。"]
    uses = {use: amount for use, amount in tally.expenses_by_use.items() if amount}
    total, amounts, rounded = together(total_spent(tally), uses.values())
    spent = f"支出经费{total}" if total_spent(tally) else f"登记经费支出{len(entries)}笔，冲抵后合计{total}"
    first = f"{span}{spent}"
    if uses:
        parts = "；".join(f"{use}{amount}" for use, amount in zip(uses, amounts, strict=True))
        first += f"，其中：{parts}" + ("（按四舍五入列示，准确金额见下表）" if rounded else "")
    others = {use: amount for use, amount in uses.items() if use not in plan.funds.items}
    if not others:
        return [f"{first}。"]
    unlisted = in_prose(sum(others.values(), Decimal(0)))
    return [f"{first}。", f"方案{clauses(plan.funds)}没有列明的用途支出{unlisted}：{listed(others)}。"]


def total_spent(tally: Tally) -> Decimal:
    return sum(tally.expenses_by_use.values(), Decimal(0))


def names_of(people: Iterable[PersonTally]) -> str:
    return listed(_who(person) for person in people)


def _who(person: PersonTally) -> str:
    return person.commissioner.who
