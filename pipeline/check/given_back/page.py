"""check/check.html: the year's problems on one page for the browser.

The context is plain; its keys are Chinese because the office reads them as tags in templates/检查结果.html. What a
problem is grouped and filtered by stands beside it as numbers, and the names they stand for are the choices of the
filters: no text of anybody's becomes part of a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from pipeline.check.answers import Answer
from pipeline.check.findings import Finding
from pipeline.check.given_back.page_groups import View, views
from pipeline.check.given_back.results import Results
from pipeline.check.levels import LEVELS, MEANINGS
from pipeline.check.whereabouts import cell, within
from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed
from pipeline.problems import Place

Context = dict[str, object]

LONG = 500  # characters of a sentence from which on an item may be divided between printed pages

# What each level is called in the page's style sheet.
_STYLES: Mapping[str, str] = dict(zip(LEVELS, ("error", "unmet", "doubt", "exempted", "answered"), strict=True))


def check_page(results: Results, related: Sequence[tuple[str, str]] = ()) -> Context:
    """The context of templates/检查结果.html: text, lists and dicts alone.

    A problem has the number that it has in 问题清单.xlsx. `related` are further files of the check, what to call each
    and its path. All paths are relative to `check/`.
    """
    ways, findings = views(results), results.compared.findings
    return {
        "标题": results.title,
        "截至日期": day(results.as_of),
        "总数": str(len(findings)),
        "级别": _levels(findings, ways[0]),
        "变化": [{"名称": name, "条数": str(count)} for name, count in results.changes.items()],
        "相关文件": [{"名称": name, "链接": _href(path)} for name, path in related],
        "未生成份数": str(len(results.withheld)),
        "未生成": _withheld(results.withheld),
        "未计入": results.left_out,
        "分组方式": [_choices(way) for way in ways],
        "分组": _groups(results, ways),
        "已解决": [
            {"级别": word, "样式": _STYLES[word], "说明": sentence} for word, sentence in results.compared.solved
        ],
    }


def _levels(findings: Sequence[Finding], by_level: View) -> list[Context]:
    """Every level with its count; a level without problems has no group to lead to."""
    counts = Counter(one.level for one in findings)
    return [
        {
            "名称": word,
            "样式": _STYLES[word],
            "含义": MEANINGS[word],
            "条数": str(counts[word]),
            "号": str(by_level.groups.index(word)) if word in by_level.groups else "",
        }
        for word in LEVELS
    ]


def _withheld(withheld: Sequence[tuple[str, str]]) -> list[Context]:
    """Each reason once, with its documents: one bad workbook may withhold them all."""
    by_reason: dict[str, list[str]] = {}
    for document, reason in withheld:
        by_reason.setdefault(reason, []).append(document)
    return [{"原因": reason, "文件": listed(documents)} for reason, documents in by_reason.items()]


def _choices(way: View) -> Context:
    options = [{"号": str(number), "名称": group} for number, group in enumerate(way.groups)]
    return {"代号": way.code, "名称": way.name, "选项": options}


def _groups(results: Results, ways: Sequence[View]) -> list[Context]:
    """The problems by level: what is read where the browser runs no script."""
    members: dict[str, list[Context]] = {}
    for place, finding in enumerate(results.compared.findings):
        numbers = {way.code: way.numbers[place] for way in ways}
        members.setdefault(numbers["level"], []).append(_item(place + 1, finding, results, numbers))
    return [
        {"号": str(number), "名称": group, "条数": str(len(members[str(number)])), "问题": members[str(number)]}
        for number, group in enumerate(ways[0].groups)
    ]


def _item(number: int, finding: Finding, results: Results, numbers: Mapping[str, str]) -> Context:
    problem = finding.problem
    about = (
        ("规则", results.rule_name(problem)),
        ("依据", f"方案{problem.clause}" if problem.clause else ""),
        ("对象", _subject(problem.subject or "", finding.words.about)),
        ("工作站", listed(finding.stations, nothing="")),
    )
    return {
        "序号": str(number),
        "级别": finding.level,
        "样式": _STYLES[finding.level],
        "变化": finding.progress.value,
        "说明": finding.sentence,
        "事项": _told(about),
        "工作簿": problem.place.shown_workbook if problem.place else "",
        "位置": _place(problem.place) if problem.place else "",
        "待改副本": [{"名称": path, "链接": _href(path)} for path in finding.corrections],
        "答复": _answer(finding.answer) if finding.answer else [],
        "待答复": "是" if finding.answer is None and not problem.exempted else "",
        "篇幅长": "是" if len(finding.sentence) > LONG else "",
        "所在组": numbers,
    }


def _subject(subject: str, about: str) -> str:
    """Name and code of an enterprise; a person is called by both already."""
    return about if subject in about else f"{about}（{subject}）"


def _place(place: Place) -> str:
    """「企业名录」第 52 行「高企发证日期」（F52 单元格): a link cannot lead to a cell."""
    return within(place) + (f"（{cell(place)} 单元格）" if cell(place) else "")


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
