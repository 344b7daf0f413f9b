"""The lists of an assessment sheet: postings, projects, rights and contracts, spot checks, one row a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.chinese.dates import day, term
from pipeline.chinese.figures import money
from pipeline.chinese.lists import NONE
from pipeline.documents.evidence import evidence_of
from pipeline.plan import Plan
from pipeline.rules.measures import Recordlike, number_of
from pipeline.rules.tally import PersonTally

Row = dict[str, str]
Names = Callable[[Iterable[str]], str]  # credit codes -> names of the enterprises


def or_none(rows: Sequence[Row], keys: str, first: str, nothing: str = NONE) -> list[Row]:
    """The rows, or one row that says `nothing` in the column `first`."""
    return list(rows) or [dict.fromkeys(keys.split(), "") | {first: nothing}]


def postings(person: PersonTally, names: Names) -> list[Row]:
    """One row an enterprise."""
    rows = [
        {
            "序号": str(number),
            "企业": names([enterprise]),
            "期限": "；".join(term(pairing.start, pairing.end) for pairing in pairings),
            "内容": "；".join(dict.fromkeys(pairing.content for pairing in pairings if pairing.content)),
        }
        for number, (enterprise, pairings) in enumerate(person.postings.items(), start=1)
    ]
    return or_none(rows, "序号 企业 期限 内容", "企业")


def projects(person: PersonTally, plan: Plan, names: Names, nothing: str) -> list[Row]:
    joint = {True: plan.labels["yes"], False: plan.labels["no"], None: ""}
    rows = [
        {
            "名称": entry.name,
            "级别": entry.level,
            "企业": names(entry.enterprises),
            "日期": day(entry.date),
            "联合承担": joint[entry.joint],
            "状态": _both(entry.state, entry.evidence),
        }
        for entry in person.projects
    ]
    return or_none(rows, "名称 级别 企业 日期 联合承担 状态", "名称", nothing)


def achievements(person: PersonTally, names: Names, nothing: str) -> list[Row]:
    rows = [
        {
            "类型": entry.kind,
            "名称": entry.name,
            "企业": names(entry.enterprises),
            "日期": day(entry.date),
            "登记编号": entry.registration_number,
            "金额": _both("" if entry.amount is None else f"{money(entry.amount)}元", entry.evidence),
        }
        for entry in person.achievements
    ]
    return or_none(rows, "类型 名称 企业 日期 登记编号 金额", "名称", nothing)


def spot_checks(person: PersonTally, nothing: str) -> list[Row]:
    rows = [
        {
            "日期": day(entry.date),
            "单位": entry.inspector,
            "类别": entry.inspector_kind,
            "结果": entry.result,
            "备注": entry.note,
        }
        for entry in person.spot_checks
    ]
    return or_none(rows, "日期 单位 类别 结果 备注", "单位", nothing)


def found_in(records: Iterable[Recordlike]) -> str:
    """Stands beside a heading: the rows of everything listed below it, nothing where nothing is listed."""
    places = evidence_of(number_of(records).parts, "项")
    return "" if places == NONE else f"（佐证：{places}）"


def _both(*texts: str) -> str:
    return "；".join(text for text in texts if text)
