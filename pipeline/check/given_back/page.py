"""check/check.html: the year's problems on one page for the browser.

The context is plain; its keys are Chinese because the office reads them as tags in templates/检查结果.html. What a
problem is grouped and filtered by stands beside it as numbers, and the names they stand for are the choices of the
filters: no text of anybody's becomes part of a script.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from pipeline.check.findings import Answer, Finding, Progress
from pipeline.check.given_back.page_groups import LEVEL_WORDS, View, views
from pipeline.check.given_back.problem_list import level_of, rule_name
from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed
from pipeline.problems import Place

Context = dict[str, object]

LONG = 500  # characters of a sentence from which on an item may be divided between printed pages

# What each level is called in the page's style sheet, and what it means for the office.
_STYLES = dict(zip(LEVEL_WORDS, ("error", "unmet", "doubt", "exempted", "answered"), strict=True))
_MEANINGS = dict(
    zip(
        LEVEL_WORDS,
        (
            "记录不可信，用到它的文件暂不生成",
            "未达到方案要求，文件照常生成并如实写明",
            "请核对，不影响生成",
            "已有批准的例外说明，视同达标",
            "存疑已确认属实，数值不变不再提示",
        ),
        strict=True,
    )
)


def check_page(
    findings: Sequence[Finding],
    solved: Sequence[tuple[str, str]],
    labels: Mapping[str, str],
    *,
    title: str,
    as_of: dt.date,
    withheld: Sequence[tuple[str, str]] = (),
    later: Mapping[str, int] | None = None,
    compared: bool = False,
    related: Sequence[tuple[str, str]] = (),
) -> Context:
    """The context of templates/检查结果.html: text, lists and dicts alone.

    `findings` are numbered as they come, so that a number is the one in 问题清单.xlsx. `solved` holds level and
    sentence of each problem that only the check before had; `compared` says whether there was one. `labels` names
    rules; `withheld` holds document and reason; `later` counts rows left out, by form; `related` are further files of
    the check, what to call each and its path. All paths are relative to `check/`. No private number is taken out here.
    """
    ways = views(findings, labels)
    left_out = [f"{form} {number} 条" for form, number in (later or {}).items() if number]
    return {
        "标题": title,
        "截至日期": day(as_of),
        "总数": str(len(findings)),
        "级别": _levels(findings, ways[0]),
        "变化": _changes(findings, solved) if compared else [],
        "相关文件": [{"名称": name, "链接": _href(path)} for name, path in related],
        "未生成份数": str(len(withheld)),
        "未生成": _withheld(withheld),
        "未计入": listed(left_out, nothing=""),
        "分组方式": [_choices(way) for way in ways],
        "分组": _groups(findings, labels, ways),
        "已解决": [{"级别": word, "样式": _STYLES[word], "说明": sentence} for word, sentence in solved],
    }


def _levels(findings: Sequence[Finding], by_level: View) -> list[Context]:
    """Every level with its count; a level without problems has no group to lead to."""
    counts = Counter(map(level_of, findings))
    return [
        {
            "名称": word,
            "样式": _STYLES[word],
            "含义": _MEANINGS[word],
            "条数": str(counts[word]),
            "号": str(by_level.groups.index(word)) if word in by_level.groups else "",
        }
        for word in LEVEL_WORDS
    ]


def _changes(findings: Sequence[Finding], solved: Sequence[tuple[str, str]]) -> list[Context]:
    counts = Counter(one.progress for one in findings)
    found = (("新增", counts[Progress.NEW]), ("仍在", counts[Progress.STAYS]), ("已解决", len(solved)))
    return [{"名称": name, "条数": str(count)} for name, count in found]


def _withheld(withheld: Sequence[tuple[str, str]]) -> list[Context]:
    """Each reason once, with its documents: one bad workbook may withhold them all."""
    by_reason: dict[str, list[str]] = {}
    for document, reason in withheld:
        by_reason.setdefault(reason, []).append(document)
    return [{"原因": reason, "文件": listed(documents)} for reason, documents in by_reason.items()]


def _choices(way: View) -> Context:
    options = [{"号": str(number), "名称": group} for number, group in enumerate(way.groups)]
    return {"代号": way.code, "名称": way.name, "选项": options}


def _groups(findings: Sequence[Finding], labels: Mapping[str, str], ways: Sequence[View]) -> list[Context]:
    """The problems by level: what is read where the browser runs no script."""
    members: dict[str, list[Context]] = {}
    for place, finding in enumerate(findings):
        numbers = {way.code: way.numbers[place] for way in ways}
        members.setdefault(numbers["level"], []).append(_item(place + 1, finding, labels, numbers))
    return [
        {"号": str(number), "名称": group, "条数": str(len(members[str(number)])), "问题": members[str(number)]}
        for number, group in enumerate(ways[0].groups)
    ]


def _item(number: int, finding: Finding, labels: Mapping[str, str], numbers: Mapping[str, str]) -> Context:
    problem = finding.problem
    word = level_of(finding)
    about = (
        ("规则", rule_name(problem, labels)),
        ("依据", f"方案{problem.clause}" if problem.clause else ""),
        ("对象", _subject(problem.subject or "", problem.who)),
        ("工作站", listed(finding.stations, nothing="")),
    )
    return {
        "序号": str(number),
        "级别": word,
        "样式": _STYLES[word],
        "变化": finding.progress.value,
        "说明": finding.sentence,
        "事项": _told(about),
        "工作簿": problem.place.shown_workbook if problem.place else "",
        "位置": _cell(problem.place) if problem.place else "",
        "副本": [{"名称": path, "链接": _href(path)} for path in finding.copies],
        "答复": _answer(finding.answer) if finding.answer else [],
        "待答复": "是" if finding.answer is None and not problem.exempted else "",
        "篇幅长": "是" if len(finding.sentence) > LONG else "",
        "所在组": numbers,
    }


def _subject(subject: str, who: str) -> str:
    """Name and code of an enterprise; a person is called by both already."""
    return who if subject in who else f"{who}（{subject}）" if who else subject


def _cell(place: Place) -> str:
    """Where in the workbook: 「企业名录」第 52 行「高企发证日期」（F52 单元格). A link cannot lead to a cell."""
    sheet = f"「{place.shown_sheet}」" if place.sheet else ""
    row = f"第 {place.row} 行" if place.row else ""
    column = f"「{place.column}」" if place.column else ""
    cell = f"（{place.letter}{place.row} 单元格）" if place.letter and place.row else ""
    return f"{sheet}{row}{column}{cell}"


def _answer(answer: Answer) -> list[Context]:
    on = day(answer.on) if answer.on else ""
    return _told((("处理", answer.action.value), ("说明", answer.note), ("处理人", answer.by), ("日期", on)))


def _told(facts: Sequence[tuple[str, str]]) -> list[Context]:
    """What is known of something, name and value; what is empty is left out."""
    return [{"项": name, "值": value} for name, value in facts if value]


def _href(path: str) -> str:
    """The path as a link of this page: what has a meaning in addresses, or is no ASCII, in the bytes of UTF-8.

    Without a scheme and without a host, whatever the file is called.
    """
    return "/".join(quote(part, safe="", errors="replace") for part in path.split("/") if part)
