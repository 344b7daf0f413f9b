"""Annexed tables about enterprises: coverage by kind, each enterprise, the three flags of 三清零."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.documents.annual.annex_scope import YES, Scope, tick, ticks
from pipeline.records import Flags
from pipeline.rules.tally import EnterpriseTally, Standing
from pipeline.sheets.writing.layout import Cell, Field, Formula, Marked, Row, SheetOut, total_row

OTHER = "其他企业"
SERVED, UNSERVED, HAS, HAS_NOT = "已服务", "未服务", "有", "无"
_START, _END, _ALL = "期初", "期末", "三项齐备"


def _kinds(scope: Scope) -> tuple[str, str, str]:
    """The plan's words for the three kinds the programme is for."""
    labels = scope.plan.labels
    return labels["above_scale"], labels["high_tech"], labels["tech_sme"]


def coverage_sheet(scope: Scope) -> SheetOut:
    """How many enterprises of each kind were served.

    An enterprise stands in one body row only, so that the rows add up; the closing rows say the same for each kind,
    where one of several kinds counts in each.
    """
    kinds = _kinds(scope)
    fields = (
        Field("企业类别", 38),
        *(Field(kind, 10, align="center") for kind in kinds),
        *(Field(heading, 9, "number", align="center") for heading in ("企业数", "已服务", "未服务")),
        Field("覆盖率", 10, "percent"),
    )
    counted, none = _crosstab(scope.tally.enterprises), scope.plan.labels[Standing.NONE]
    return SheetOut(
        "企业分类覆盖",
        scope.title("服务企业分类覆盖表"),
        fields,
        tuple(_group_row(group, kinds, none) for group in counted),
        note=scope.note("单位：家"),
        closing=tuple(_closing_rows(counted, kinds, none)),
        foot=(
            f"{kinds[1]}、{kinds[2]}按截止日有效的认定统计。"
            "一家企业兼有几类的，合计以上各行只列一次，“其中”各行分别计入。"
        ),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Enterprises of the same combination of kinds, counted."""

    marks: tuple[bool, ...]  # one a kind
    served: int
    unserved: int


def _crosstab(entries: Sequence[EnterpriseTally]) -> list[_Group]:
    """Combination of kinds by served or not; from all three kinds down to none."""
    counted = Counter(((entry.above_scale, entry.high_tech, entry.tech_sme), entry.served) for entry in entries)
    combinations = sorted({marks for marks, _ in counted}, reverse=True)
    return [_Group(marks, counted[marks, True], counted[marks, False]) for marks in combinations]


def _group_row(group: _Group, kinds: Sequence[str], none: str) -> Row:
    words = "、".join(kind for kind, mark in zip(kinds, group.marks, strict=True) if mark)
    number = Formula("={已服务}+{未服务}", group.served + group.unserved)
    ticked = (tick(mark) for mark in group.marks)
    return words or OTHER, *ticked, number, group.served, group.unserved, _rate([group], none)


def _closing_rows(groups: Sequence[_Group], kinds: Sequence[str], none: str) -> Iterator[Row]:
    """The total, then each kind, then the three kinds together with each enterprise once."""
    yield _closing_row("合计", "=SUM({%s:})", groups, kinds, none)
    for number, kind in enumerate(kinds):
        having = [group for group in groups if group.marks[number]]
        yield _closing_row(f"其中：{kind}", f'=SUMIF({{{kind}:}},"{YES}",{{%s:}})', having, kinds, none)
    key = [group for group in groups if any(group.marks)]
    yield _closing_row("以上三类（每家只计一次）", f'=SUMIF({{企业类别:}},"<>{OTHER}",{{%s:}})', key, kinds, none)


def _closing_row(label: str, formula: str, groups: Sequence[_Group], kinds: Sequence[str], none: str) -> Row:
    served, unserved = sum(group.served for group in groups), sum(group.unserved for group in groups)
    figures = {"企业数": served + unserved, "已服务": served, "未服务": unserved}
    cells = (Formula(formula % key, value) for key, value in figures.items())
    return label, *(None for _ in kinds), *cells, _rate(groups, none)


def _rate(groups: Sequence[_Group], none: str) -> Formula:
    """The share served; `none` of no enterprises at all."""
    number = sum(group.served + group.unserved for group in groups)
    rate = Decimal(sum(group.served for group in groups)) / number if number else none
    return Formula(f'=IF({{企业数}}=0,"{none}",{{已服务}}/{{企业数}})', rate)


def enterprises_sheet(scope: Scope) -> SheetOut:
    """Each enterprise of the directory: its kinds as valid on the as-of day; whether, how often and by whom served."""
    entries = scope.tally.enterprises
    above_scale, high_tech, tech_sme = kinds = _kinds(scope)
    fields = (
        Field("序号", 6, "number", align="center"),
        Field("企业名称", 42),
        Field("统一社会信用代码", 21, align="center"),
        *(Field(kind, 9, align="center") for kind in kinds),
        Field("是否服务", 9, align="center"),
        Field("服务次数", 7, "number", total=True, align="center"),
        Field("服务特派员", 32),
    )
    rows = tuple(_enterprise_row(number, entry, scope) for number, entry in enumerate(entries, 1))
    counts: dict[str, Cell] = {
        "序号": None,
        "企业名称": "合计",
        above_scale: ticks(above_scale, sum(entry.above_scale for entry in entries)),
        high_tech: ticks(high_tech, sum(entry.high_tech for entry in entries)),
        tech_sme: ticks(tech_sme, sum(entry.tech_sme for entry in entries)),
        "是否服务": Formula(f'=COUNTIF({{是否服务:}},"{SERVED}")', sum(entry.served for entry in entries)),
    }
    return SheetOut(
        "企业与覆盖",
        scope.title("服务企业情况表"),
        fields,
        rows,
        note=scope.note(),
        closing=(total_row(fields, rows, others=counts),),
        foot="一次服务涉及几家企业的，各计一次。三类企业中尚未服务的以底色标出。",
        landscape=True,
        filtered=True,
        keep=2,
    )


def _enterprise_row(number: int, entry: EnterpriseTally, scope: Scope) -> Row:
    served: Cell = SERVED if entry.served else Marked(UNSERVED, "orange") if entry.key_kind else UNSERVED
    return (
        number,
        entry.enterprise.name,
        entry.enterprise.credit_code,
        tick(entry.above_scale),
        tick(entry.high_tech),
        tick(entry.tech_sme),
        served,
        entry.visits,
        scope.people(entry.commissioners),
    )


def three_zero_sheet(scope: Scope) -> SheetOut:
    """规上工业企业 with their three flags at both ends of the year; plan.toml names the flags (flag_1 to flag_3)."""
    flags = tuple(scope.plan.labels[f"flag_{number}"] for number in (1, 2, 3))
    fields = (
        Field("序号", 6, "number", align="center"),
        Field("企业名称", 42),
        Field("统一社会信用代码", 21, align="center"),
        *(Field(flag, 10, align="center", group=end) for end in (_START, _END) for flag in (*flags, _ALL)),
        Field("本年新增", 9, align="center"),
    )
    entries = [entry for entry in scope.tally.enterprises if entry.above_scale]
    return SheetOut(
        "三清零",
        scope.title(f"推动{scope.plan.labels['above_scale']}“{scope.plan.labels['three_zero']}”情况表"),
        fields,
        tuple(_three_zero_row(number, entry, scope) for number, entry in enumerate(entries, 1)),
        note=scope.note(),
        closing=(_three_zero_total(fields, entries),),
        foot="期末三项齐备、期初已知且不齐备的，计为本年新增；期初有不详的，不计入新增。",
        landscape=True,
        filtered=True,
        keep=2,
    )


def _end_cells(flags: Flags, unknown: str) -> tuple[Cell, ...]:
    words = {True: HAS, False: HAS_NOT, None: unknown}
    return (*(words[flag] for flag in flags), tick(flags.cleared))


def _three_zero_row(number: int, entry: EnterpriseTally, scope: Scope) -> Row:
    firm, unknown = entry.enterprise, scope.plan.labels["unknown"]
    new: Cell = Marked(tick(True), "green") if entry.three_zero_new else ""
    return number, firm.name, firm.credit_code, *_end_cells(firm.start, unknown), *_end_cells(firm.end, unknown), new


def _three_zero_total(fields: Sequence[Field], entries: Sequence[EnterpriseTally]) -> Row:
    """How many enterprises have each flag, all three, and are new."""

    def counts(ends: Sequence[Flags], group: str) -> list[Cell]:
        *keys, last = [field.key for field in fields if field.group == group]
        columns = zip(*ends, strict=True) if ends else [()] * len(keys)
        cells: list[Cell] = [
            Formula(f'=COUNTIF({{{key}:}},"{HAS}")', sum(flag is True for flag in column))
            for key, column in zip(keys, columns, strict=True)
        ]
        return [*cells, ticks(last, sum(flags.cleared for flags in ends))]

    start = counts([entry.enterprise.start for entry in entries], _START)
    end = counts([entry.enterprise.end for entry in entries], _END)
    new = ticks("本年新增", sum(entry.three_zero_new for entry in entries))
    return None, "合计（有或齐备的家数）", None, *start, *end, new
