"""check/问题清单.xlsx: every problem in one table, and how many there are of each kind."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.check.findings import Finding, Progress
from pipeline.chinese.dates import day
from pipeline.problems import Problem, Severity
from pipeline.sheets.writing.layout import Field, Linked, Marked, Row, SheetOut, Tone, total_row

EXEMPTED, ANSWERED = "例外", "已答复"
LEVELS: Mapping[Severity, str] = {Severity.ERROR: "错误", Severity.UNMET: "未达标", Severity.DOUBT: "存疑"}
_TONES: Mapping[str, Tone] = {"错误": "red", "未达标": "orange", "存疑": "yellow", "例外": "blue", "已答复": "green"}
_MEANING = (
    "错误：记录不可信，用到它的文件暂不生成；未达标：未达到方案要求，文件照常生成并如实写明；"
    "存疑：请核对，不影响生成；例外：已有批准的例外说明，视同达标；已答复：存疑已确认属实，数值不变不再提示。"
)

_PROBLEM_FIELDS = (
    Field("序号", 6, "number", align="center"),
    Field("级别", 8, align="center"),
    Field("进展", 7, align="center"),
    Field("规则", 22),
    Field("依据", 11, align="center"),
    Field("工作簿", 18),
    Field("工作表", 12),
    Field("行", 6, "number", align="center"),
    Field("列", 12),
    Field("对象", 20),
    Field("姓名/企业", 16),
    Field("说明", 60),
    Field("待改副本", 24),
    Field("处理", 8, align="center"),
    Field("处理说明", 20),
    Field("处理人", 10, align="center"),
    Field("处理日期", 12, "date", align="center"),
)
_SUMMARY_FIELDS = (
    Field("级别", 12, align="center"),
    Field("规则", 46),
    Field("依据", 20, align="center"),
    Field("条数", 10, "number", total=True),
)
_SOLVED_FIELDS = (Field("序号", 6, "number", align="center"), Field("级别", 10, align="center"), Field("说明", 90))
_WITHHELD_FIELDS = (Field("序号", 6, "number", align="center"), Field("文件", 36), Field("原因", 56))


def problem_list(
    findings: Sequence[Finding],
    labels: Mapping[str, str],
    *,
    title: str,
    as_of: dt.date,
    withheld: Sequence[tuple[str, str]] = (),
    later: Mapping[str, int] | None = None,
    solved: Sequence[tuple[str, str]] | None = None,
) -> list[SheetOut]:
    """The sheets 汇总, 问题 and, where there are any, 未生成文件 and 已解决.

    `labels` names rules (a rule without a label stands as its id); `withheld` holds document and reason; `later`
    counts rows left out, by form; `solved` holds level and sentence of what only the check before found, None where
    there was none.
    """
    note = f"截至{day(as_of)}"
    sheets = [
        _summary(findings, labels, title, note, withheld, later or {}, solved),
        _problems(findings, labels, title, note),
    ]
    if withheld:
        rows = tuple((number, document, reason) for number, (document, reason) in enumerate(withheld, 1))
        sheets.append(SheetOut("未生成文件", f"{title}（未生成文件）", _WITHHELD_FIELDS, rows, note=note, keep=1))
    if solved:
        gone = tuple((number, word, sentence) for number, (word, sentence) in enumerate(solved, 1))
        sheets.append(SheetOut("已解决", f"{title}（与上次检查相比已解决）", _SOLVED_FIELDS, gone, note=note, keep=1))
    return sheets


def level(problem: Problem) -> str:
    """The word staff read for how much a problem matters; an excused one is a level of its own."""
    return EXEMPTED if problem.exempted else LEVELS[problem.severity]


def level_of(finding: Finding) -> str:
    """The same for a finding: a doubt confirmed as true has a level of its own."""
    return ANSWERED if finding.silenced else level(finding.problem)


def rule_name(problem: Problem, labels: Mapping[str, str]) -> str:
    """Name and id: the id is what 例外说明 asks for. The id alone where the rule has no name."""
    label = labels.get(problem.rule)
    return f"{label}（{problem.rule}）" if label else problem.rule


def _summary(
    findings: Sequence[Finding],
    labels: Mapping[str, str],
    title: str,
    note: str,
    withheld: Sequence[tuple[str, str]],
    later: Mapping[str, int],
    solved: Sequence[tuple[str, str]] | None,
) -> SheetOut:
    counted = Counter((level_of(one), rule_name(one.problem, labels), one.problem.clause or "") for one in findings)
    order = list(_TONES)
    rows: tuple[Row, ...] = tuple(
        (Marked(word, _TONES[word]), rule, clause, counted[word, rule, clause])
        for word, rule, clause in sorted(counted, key=lambda key: (order.index(key[0]), key[1:]))
    )
    foot = [_MEANING]
    if withheld:
        foot.append(f"因存在错误，有 {len(withheld)} 份文件没有生成，名称和原因见「未生成文件」。")
    if solved is not None:
        new = sum(one.progress is Progress.NEW for one in findings)
        stays = sum(one.progress is Progress.STAYS for one in findings)
        foot.append(f"与上次检查相比：新增 {new} 条，仍在 {stays} 条，已解决 {len(solved)} 条。")
    if any(later.values()):
        left_out = "、".join(f"{form} {number} 条" for form, number in later.items() if number)
        foot.append(f"晚于截止日期、未计入的记录：{left_out}。")
    return SheetOut(
        "汇总",
        f"{title}（汇总）",
        _SUMMARY_FIELDS,
        rows,
        note=note,
        closing=(total_row(_SUMMARY_FIELDS, rows),),
        foot="\n".join(foot),
        empty="没有发现问题",
    )


def _problems(findings: Sequence[Finding], labels: Mapping[str, str], title: str, note: str) -> SheetOut:
    return SheetOut(
        "问题",
        title,
        _PROBLEM_FIELDS,
        tuple(_row(number, finding, labels) for number, finding in enumerate(findings, 1)),
        note=note,
        empty="没有发现问题",
        landscape=True,
        filtered=True,
        keep=2,
    )


def _row(number: int, finding: Finding, labels: Mapping[str, str]) -> Row:
    problem, answer = finding.problem, finding.answer
    place, word = problem.place, level_of(finding)
    copy = finding.copies[0] if finding.copies else ""
    return (
        number,
        Marked(word, _TONES[word]),
        finding.progress.value or None,
        rule_name(problem, labels),
        problem.clause,
        place.shown_workbook if place else None,
        place.shown_sheet if place else None,
        place.row if place else None,
        place.column if place else None,
        problem.subject,
        problem.who.removeprefix(problem.subject or "").strip(),
        finding.sentence,
        Linked(copy, copy) if copy else None,
        answer.action.value if answer else None,
        answer.note if answer else None,
        answer.by if answer else None,
        answer.on if answer else None,
    )
