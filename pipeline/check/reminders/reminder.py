"""check/催办/<工作站>.docx: what a workstation is asked to correct, what its people owe and by when, and how to answer.

The context is plain; its keys are Chinese because the office reads them as tags in templates/催办单.docx. A station
reads of its own people only, and of nobody's ID, phone or bank numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from pipeline.check.answers import Action
from pipeline.check.audiences.stations import Stations
from pipeline.check.findings import Finding
from pipeline.check.folder import path_of
from pipeline.check.reminders.items import Item, items
from pipeline.check.reminders.owed import Overdue, judged, missed_forms, not_provided, overdue, to_come, undecided
from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed, titled
from pipeline.chinese.numerals import chinese
from pipeline.forms import PRIVATE
from pipeline.plan import Minimum, Plan
from pipeline.problems import Severity
from pipeline.records import Dataset
from pipeline.rules.tally import Tally

Context = dict[str, object]

BLANK_DAY = "＿＿＿＿年＿＿月＿＿日"  # low lines, which stay when the text is copied
NOBODY = "—"
LATE, COMING = "到期未完成的任务", "尚未到期的任务"


def reminders(
    dataset: Dataset, plan: Plan, tally: Tally, findings: Sequence[Finding], stations: Stations
) -> dict[str, Context]:
    """The context of templates/催办单.docx for each workstation that owes something, stations in order.

    `findings` are those of the whole check: a duty that is short is reminded of where one of them says so, because
    what rests on rows that cannot be trusted is nobody's fault yet.
    """
    found, missed = judged(findings), missed_forms(findings)
    to_correct = [one for one in findings if _is_to_correct(one)]
    contexts: dict[str, Context] = {}
    for name in sorted({person.workstation for person in dataset.commissioners if person.workstation}):
        people = [person for person in tally.people if person.commissioner.workstation == name]
        wrong = items(to_correct, stations.words_for(name))
        late, coming = overdue(people, found, plan), to_come(people, plan, dataset.as_of)
        absent = not_provided(people, dataset.as_of, missed)
        if wrong or late or coming or absent:
            contexts[name] = {
                "标题": plan.heading("工作催办单"),
                "工作站": name,
                "截至日期": day(dataset.as_of),
                "导语": _opening(wrong, late, coming, absent, dataset, plan),
                "节": _headings(wrong, late, coming),
                "更正": _books(wrong),
                "未完成": [{"序号": str(number), **one.row} for number, one in enumerate(late, 1)],
                "暂不认定": _undecided(undecided(people, found), absent, plan),
                "未到期": coming,
                "办法": _answers(wrong, late, coming, dataset.as_of, plan),
                "落款": _office(plan),
                "日期": BLANK_DAY,
            }
    return contexts


def _is_to_correct(finding: Finding) -> bool:
    """An error or a doubt that stands; what is short is a duty, and a doubt that was confirmed as true is settled."""
    return finding.problem.severity is not Severity.UNMET and not (finding.problem.exempted or finding.silenced)


def _headings(wrong: Sequence[Item], late: Sequence[Overdue], coming: Sequence[object]) -> dict[str, str]:
    """The headings by their keys, numbered through; empty for a part that has nothing."""
    parts = (
        ("更正", "需要更正或核对的台账记录", wrong),
        ("未完成", LATE, late),
        ("未到期", COMING, coming),
        ("办法", "怎么办", (True,)),
    )
    numbers = iter(range(1, len(parts) + 1))
    return {key: f"{chinese(next(numbers))}、{heading}" if part else "" for key, heading, part in parts}


def _opening(
    wrong: Sequence[Item],
    late: Sequence[Overdue],
    coming: Sequence[object],
    absent: Sequence[str],
    dataset: Dataset,
    plan: Plan,
) -> str:
    errors = _errors(wrong)
    doubts = len(wrong) - errors
    owed = [
        f"错误记录{errors}条" if errors else "",
        f"存疑记录{doubts}条" if doubts else "",
        f"{LATE}{len(late)}项（涉及{len({one.person for one in late})}人）" if late else "",
        f"{COMING}{len(coming)}项" if coming else "",
        f"{plan.labels['not_provided']}的台账{len(absent)}种" if absent else "",
    ]
    day_of = day(dataset.as_of)
    return f"根据{titled(plan.name)}，截至{day_of}，你站有{listed(filter(None, owed))}。请按下列内容逐项办理。"


def _errors(wrong: Sequence[Item]) -> int:
    return sum(1 for item in wrong if item.finding.problem.severity is Severity.ERROR)


def _books(wrong: Sequence[Item]) -> list[Context]:
    """The items by workbook, the station's own first, numbered through."""
    numbers = iter(range(1, len(wrong) + 1))
    return [
        {"工作簿": heading, "行": [_line(next(numbers), item) for item in items]}
        for heading, items in groupby(wrong, key=_book)
    ]


def _book(item: Item) -> str:
    if item.sent:
        return f"{item.workbook}（你站报送，请直接更正）"
    if item.workbook:
        return f"{item.workbook}（不由你站填报，请核实后告知联系单位更正）"
    return "其他工作站报送的工作簿中涉及你站人员的记录（请核实后告知联系单位）"


def _line(number: int, item: Item) -> dict[str, str]:
    answer = item.finding.answer
    answered = f"已答复“{answer.action}”，问题仍在。" if answer else ""
    return {
        "序号": str(number),
        "级别": item.finding.level,
        "位置": item.where or NOBODY,
        "对象": item.words.about or NOBODY,
        "问题": item.words.fact,
        "办法": answered + item.words.remedy,
    }


def _undecided(names: Sequence[str], absent: Sequence[str], plan: Plan) -> str:
    """What cannot be judged yet: because rows are wrong, or because no form was handed in at all."""
    told = []
    if names:
        told.append(f"下列任务因有关台账存在错误，暂不认定是否完成，更正后再行统计：{listed(names)}。")
    if absent:
        told.append(
            f"下列台账{plan.labels['not_provided']}，括号中的任务暂不认定是否完成，请补报；确实没有内容的，请报送只有表头的空表：{listed(absent)}。"
        )
    return "".join(told)


def _answers(
    wrong: Sequence[Item],
    late: Sequence[Overdue],
    coming: Sequence[object],
    as_of: dt.date,
    plan: Plan,
) -> list[str]:
    """How to answer, a paragraph each, numbered."""
    lines = [*_on_records(wrong), *_on_duties(late)]
    if coming:
        lines.append(f"“{COMING}”所列任务，请在最迟日期当日或者以前完成，并及时登记台账。")
    if _errors(wrong) and (late or coming):
        lines.append("任务完成情况按能够认定的台账记录统计，台账更正后以重新统计的结果为准。")
    sent = "更正后的工作簿和有关说明" if any(item.sent for item in wrong) else "有关情况说明和补录的台账"
    lines.append(f"请于{_return_by(as_of, plan)}前，将{sent}报送联系单位（{_contact(plan)}）。")
    return [f"{number}.{line}" for number, line in enumerate(lines, 1)]


def _on_records(wrong: Sequence[Item]) -> Iterable[str]:
    sent = [item for item in wrong if item.sent]
    if _errors(wrong):
        yield "级别为“错误”的必须更正，更正以前有关记录不作为依据。"
    corrections = sorted({item.finding.corrections[0] for item in sent if item.finding.corrections and _leads(item)})
    if corrections:
        named = listed(map(path_of, corrections))
        yield (
            f"你站报送的工作簿，可在随本单发回的待改副本（{named}，有问题的单元格已着色并附批注）中更正，"
            "也可在原工作簿中更正，两者选一，不要同时报送；只改有问题的单元格，其他内容和工作表名称不要改动。"
        )
        yield (
            f"在待改副本首页「问题」表中逐条答复：“处理”一栏选填{listed(Action)}，并填写“说明”“处理人”“日期”。"
            f"存疑的记录经核对无误的，填“{Action.TRUE}”并说明理由。"
        )
    elif sent:
        yield "你站报送的工作簿，请在原工作簿中更正后重新报送；只改有问题的地方，其他内容和工作表名称不要改动。"
    if len(sent) < len(wrong):
        yield "不由你站填报的工作簿，请核实有关情况，把正确内容书面告知联系单位，由联系单位更正。"
    if any(item.finding.problem.place and item.finding.problem.place.column in PRIVATE for item in wrong):
        yield "身份证号、联系电话、银行账号等，请当面核对，不要写在本单或者答复中。"


def _leads(item: Item) -> bool:
    """Whether the problem's own place is the one shown: its copy is the first named, and the station's own."""
    place = item.finding.problem.place
    return place is not None and place.workbook == item.place.workbook


def _on_duties(late: Sequence[Overdue]) -> Iterable[str]:
    if late:
        yield f"“{LATE}”所列任务，请督促本人补做、补报；实际已经完成的，请补录台账并附佐证材料。"
    excusable = dict.fromkeys(one.duty.label for one in late if isinstance(one.duty, Minimum) and one.duty.exemptable)
    if excusable:
        yield f"{listed(excusable)}确因特殊情况不能达到要求的，请填写「例外说明」，写明理由，按程序报批。"


def _return_by(as_of: dt.date, plan: Plan) -> str:
    """The day of the plan's own submission where it is fixed and still to come; else a blank for the hand."""
    deadline = plan.deadlines.get("report_up")
    return day(deadline.date) if deadline and deadline.date and deadline.date >= as_of else BLANK_DAY


def _office(plan: Plan) -> str:
    return _of_notice(plan, "contact_office") or plan.issuer


def _contact(plan: Plan) -> str:
    """The office, with whom to ask there and their telephone as far as configured."""
    known = (("联系人", _of_notice(plan, "contact_person")), ("联系电话", _of_notice(plan, "contact_phone")))
    return "，".join([_office(plan), *(f"{name}：{value}" for name, value in known if value)])


def _of_notice(plan: Plan, key: str) -> str:
    """A word of the plan's [notice]; empty where it is not decided."""
    return str(plan.notice.get(key) or "")
