"""check/问题清单.xlsx: every problem in one table, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.check.findings import Finding
from pipeline.check.given_back.results import Results
from pipeline.check.levels import LEVELS, MEANINGS
from pipeline.chinese.dates import day
from pipeline.plan import Reading
from pipeline.plan.questions import chosen
from pipeline.sheets.writing.layout import Field, Linked, Marked, Row, SheetOut, Tone, total_row

_TONES: Mapping[str, Tone] = dict(zip(LEVELS, ("red", "orange", "yellow", "blue", "green"), strict=True))

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
_READING_FIELDS = (
    Field("序号", 6, "number", align="center"),
    Field("依据", 12, align="center"),
    Field("事项", 32),
    Field("采用的理解", 28),
    Field("理由", 44),
    Field("决定人", 18, align="center"),
    Field("决定日期", 11, "date"),
    Field("plan.toml", 30),
)
_SOLVED_FIELDS = (Field("序号", 6, "number", align="center"), Field("级别", 10, align="center"), Field("说明", 90))
_WITHHELD_FIELDS = (Field("序号", 6, "number", align="center"), Field("文件", 36), Field("原因", 56))


def problem_list(results: Results) -> list[SheetOut]:
    """The sheets 汇总, 问题 and, where there are any, 未生成文件, 已解决 and 解读事项."""
    note = f"截至{day(results.as_of)}"
    sheets = [_summary(results, note), _problems(results, note)]
    if results.withheld:
        title = f"{results.title}（未生成文件）"
        rows = tuple((number, document, reason) for number, (document, reason) in enumerate(results.withheld, 1))
        sheets.append(SheetOut("未生成文件", title, _WITHHELD_FIELDS, rows, note=note, keep=1))
    if results.compared.solved:
        title = f"{results.title}（与上次检查相比已解决）"
        gone = tuple((number, word, sentence) for number, (word, sentence) in enumerate(results.compared.solved, 1))
        sheets.append(SheetOut("已解决", title, _SOLVED_FIELDS, gone, note=note, keep=1))
    return [*sheets, _readings(results.readings)] if results.readings else sheets


def _readings(readings: Sequence[Reading]) -> SheetOut:
    """Where the plan's text leaves a choice: what was chosen, why, and who decided. For the office alone."""
    rows: tuple[Row, ...] = tuple(
        (
            number,
            entry.clause,
            entry.question,
            chosen(entry),
            entry.reason,
            entry.decided_by or Marked("未决定，暂按默认", "yellow"),
            entry.decided_on,
            f"[reading.{entry.id}]",
        )
        for number, entry in enumerate(readings, 1)
    )
    return SheetOut(
        "解读事项",
        "方案解读事项",
        _READING_FIELDS,
        rows,
        note="方案文字可有不同理解之处；没有决定的，暂按默认理解统计。请在 plan.toml 中填写 decided_by 和 decided_on。",
        landscape=True,
        keep=1,
    )


def _summary(results: Results, note: str) -> SheetOut:
    counted = Counter(
        (one.level, results.rule_name(one.problem), one.problem.clause or "") for one in results.compared.findings
    )
    rows: tuple[Row, ...] = tuple(
        (Marked(word, _TONES[word]), rule, clause, counted[word, rule, clause])
        for word, rule, clause in sorted(counted, key=lambda key: (LEVELS.index(key[0]), key[1:]))
    )
    return SheetOut(
        "汇总",
        f"{results.title}（汇总）",
        _SUMMARY_FIELDS,
        rows,
        note=note,
        closing=(total_row(_SUMMARY_FIELDS, rows),),
        foot="\n".join(_foot(results)),
        empty="没有发现问题",
    )


def _foot(results: Results) -> Iterator[str]:
    yield "；".join(f"{word}：{meaning}" for word, meaning in MEANINGS.items()) + "。"
    if results.withheld:
        yield f"因存在错误，有 {len(results.withheld)} 份文件没有生成，名称和原因见「未生成文件」。"
    if results.changes:
        yield f"与上次检查相比：{'，'.join(f'{name} {number} 条' for name, number in results.changes.items())}。"
    if results.left_out:
        yield f"未计入查看日期以后的记录：{results.left_out}。"


def _problems(results: Results, note: str) -> SheetOut:
    return SheetOut(
        "问题",
        results.title,
        _PROBLEM_FIELDS,
        tuple(_row(number, finding, results) for number, finding in enumerate(results.compared.findings, 1)),
        note=note,
        empty="没有发现问题",
        landscape=True,
        filtered=True,
        keep=2,
    )


def _row(number: int, finding: Finding, results: Results) -> Row:
    problem, answer = finding.problem, finding.answer
    place, word = problem.place, finding.level
    correction = finding.corrections[0] if finding.corrections else ""
    return (
        number,
        Marked(word, _TONES[word]),
        finding.progress.value or None,
        results.rule_name(problem),
        problem.clause,
        place.shown_workbook if place else None,
        place.shown_sheet if place else None,
        place.row if place else None,
        place.column if place else None,
        problem.subject,
        finding.words.about.removeprefix(problem.subject or "").strip(),
        finding.sentence,
        Linked(correction, correction) if correction else None,
        answer.action.value if answer else None,
        answer.note if answer else None,
        answer.by if answer else None,
        answer.on if answer else None,
    )
