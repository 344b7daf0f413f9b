"""The blank workbooks: every form ready to be filled in, with a sheet 填表说明, from what the reader goes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pipeline.forms import WORKBOOKS, Column, Form
from pipeline.forms.offers import GUIDE, choices, example, last_day
from pipeline.forms.shared import WORKSTATION
from pipeline.plan import Plan
from pipeline.sheets.declare import Kind
from pipeline.sheets.values.amounts import MOST
from pipeline.sheets.values.dates import YEARS
from pipeline.sheets.writing.layout import Check, DateBetween, Entry, Field, NumberBetween, OneOf, Plain, Row, SheetOut
from pipeline.sheets.writing.layout import Kind as Shown
from pipeline.sheets.writing.styles import display_width

ROWS = 2000  # made ready in each form
RULED = 22  # framed also when empty: a printed page
REQUIRED = "*"  # at the heading; the reader passes over it

_SHOWN: Mapping[Kind, Shown] = {Kind.DATE: "date", Kind.NUMBER: "number", Kind.MONEY: "money"}
_PATTERNS: Mapping[Kind, str] = {Kind.DATE: "yyyy-m-d", Kind.NUMBER: "General", Kind.MONEY: "#,##0.00"}
_TEXT = "@"
_NARROWEST, _WIDEST = 7, 20  # half-width characters of a column
_ONE_LINE = 11  # of a heading
_BROADEST: Mapping[Kind, str] = {Kind.DATE: "0000-00-00", Kind.MONEY: "0,000,000.00"}
_ANY_DATE = dt.date(YEARS[0], 1, 1), dt.date(YEARS[1] - 1, 12, 31)

_GUIDE_FIELDS = (
    Field("工作表", 20),
    Field("栏目", 20),
    Field("必填", 6, align="center"),
    Field("填写内容", 50),
    Field("可以选的内容", 46),
    Field("表头也可以写作", 28),
)
_GUIDE_NOTE = (
    "1. 带 * 的栏目（表头为黄色）必须填写，其他栏目没有内容的空着。用不上的工作表空着即可，不必删除。",
    "2. 每张表的第一行（灰色斜体）是示例，人名、单位和号码都是虚构的，填写前请删去整行。"
    "原样留着的示例不会读取；改了内容的按正式记录读取，备注没有清空的会提示核对。",
    "3. 日期写作 {year}-7-2 的样子，年、月、日都要有。身份证号、账号、编号等栏目已设为文本格式，请直接录入；"
    "从别处复制来的，请用“粘贴为数值”，以免改掉格式。",
    "4. 有下拉列表的栏目请从列表中选。确需填写列表以外的内容，也可以填，检查时会提示核对；“是”“否”的栏目除外。",
    "5. 行数不够的，接着往下填。可以增加栏目、调整栏目的先后，表头的文字请不要改（可用的其他写法见最后一列）。",
)
_STATION_NOTE = "6. 各工作站分别填报，文件名请写明工作站，如“某某工作站.xlsx”。"


def blank_forms(plan: Plan) -> dict[str, list[SheetOut]]:
    """The sheets of each blank workbook of the plan's year, by the workbook's name, 填表说明 first."""
    return {
        name: [_guide(name, forms, plan), *(_blank(form, plan) for form in forms)] for name, forms in WORKBOOKS.items()
    }


def _blank(form: Form, plan: Plan) -> SheetOut:
    cells = example(form, plan)
    fields = tuple(_field(form, column, cells[column.heading], plan) for column in form.columns)
    of_station = any(column.heading == WORKSTATION.heading for column in form.columns)
    who = "工作站" if of_station else "填报单位"
    return SheetOut(
        form.name,
        _title(form, plan),
        fields,
        (),
        note=f"{who}：{'　' * 16}填表人：{'　' * 10}填表日期：",
        landscape=True,
        keep=_kept(form),
        entry=Entry(tuple(cells.values()), ROWS, RULED),
    )


def _title(form: Form, plan: Plan) -> str:
    commissioner = plan.labels["commissioner"]
    words = form.title or "{commissioner}" + form.name
    return f"{plan.year}年{plan.county}{words.format(commissioner=commissioner)}"


def _field(form: Form, column: Column, shown: Plain, plan: Plan) -> Field:
    """The column as it is to be filled in; as wide as its example, a long heading in two lines."""
    heading = f"{REQUIRED if column.required else ''}{column.heading}{'（元）' if column.kind is Kind.MONEY else ''}"
    words = shown if isinstance(shown, str) else _BROADEST.get(column.kind, "")
    across = display_width(heading)
    width = max(display_width(words), across if across <= _ONE_LINE else -(-across // 2)) + 2
    return Field(
        heading,
        min(max(width, _NARROWEST), _WIDEST),
        _SHOWN.get(column.kind, "text"),
        align="center" if column.kind in (Kind.YES_NO, Kind.MONTH) else None,
        tone="yellow" if column.required else None,
        comment=f"{'必填。' if column.required else ''}{_guidance(form, column, plan)}",
        pattern=_PATTERNS.get(column.kind, _TEXT),
        check=_check(form, column, plan),
    )


def _check(form: Form, column: Column, plan: Plan) -> Check | None:
    """What Excel and WPS ask before they take a value; none for free text, and for lists too long to be offered."""
    words = choices(column, plan)
    if column.kind is Kind.DATE:
        first, last = _span(form, column, plan)
        within = f" {_plain(first)} 至 {_plain(last)} 之间的" if column.this_year else ""
        return Check(DateBetween(first, last), f"请填写{within}日期，写作 {plan.year}-7-2 的样子，年、月、日都要有。")
    if column.kind is Kind.MONEY:
        return Check(NumberBetween(-int(MOST), int(MOST)), "请只填数字，以元为单位，不写“元”或“万元”。")
    if column.kind is Kind.NUMBER:
        return Check(NumberBetween(0, int(MOST)), "请只填数字，不写单位，不能小于 0。")
    if column.several or not OneOf.offerable(words):
        return None
    if column.kind is Kind.YES_NO:
        return Check(OneOf(words, strict=True), f"这一栏只填“{'”或“'.join(words)}”，不清楚的空着。")
    return Check(
        OneOf(words), "填写的内容不在下拉列表中。请从列表中选择；确需填写其他内容的，可以保留，检查时会提示核对。"
    )


def _span(form: Form, column: Column, plan: Plan) -> tuple[dt.date, dt.date]:
    """The dates that the reader takes: of the year where something happened in it, else any that is no slip."""
    return (plan.first_day, last_day(form, plan)) if column.this_year else _ANY_DATE


def _guidance(form: Form, column: Column, plan: Plan) -> str:
    """What to write into the column, in a few words."""
    first, last = _span(form, column, plan)
    chosen = choices(column, plan) and not column.several
    of_kind = {
        Kind.TEXT: "从列表中选" if chosen else "" if column.hint else "按实际情况填写",
        Kind.NAME: "姓名",
        Kind.FIRM: "单位名称",
        Kind.FIRMS: "单位名称",
        Kind.IDENTIFIER: "号码，单元格须为文本格式",
        Kind.DATE: f"日期，{_plain(first)} 至 {_plain(last)}" if column.this_year else "日期",
        Kind.MONTH: "月份",
        Kind.NUMBER: "数字，不写单位",
        Kind.MONEY: "金额，以元为单位",
        Kind.YES_NO: "“是”或“否”",
    }
    return "；".join(part for part in (of_kind[column.kind], column.hint) if part)


def _plain(date: dt.date) -> str:
    return f"{date.year}-{date.month}-{date.day}"


def _kept(form: Form) -> int:
    """How many columns stay in view: through the name of whom or what a row is about, where it stands in front."""
    kinds = [column.kind for column in form.columns[:2]]
    return next((number for number, kind in enumerate(kinds, 1) if kind in (Kind.NAME, Kind.FIRM)), 0)


def _guide(workbook: str, forms: tuple[Form, ...], plan: Plan) -> SheetOut:
    rows = tuple(_explained(form, column, plan) for form in forms for column in form.columns)
    note = [line.format(year=plan.year) for line in _GUIDE_NOTE]
    if any(column.heading == WORKSTATION.heading for form in forms for column in form.columns):
        note.append(_STATION_NOTE)
    title = f"{GUIDE}（{plan.heading(workbook)}）"
    return SheetOut(GUIDE, title, _GUIDE_FIELDS, rows, note="\n".join(note), landscape=True)


def _explained(form: Form, column: Column, plan: Plan) -> Row:
    labels = {minimum.id: f"{minimum.id}（{minimum.label}）" for minimum in plan.minimums}
    words = choices(column, plan) if column.kind is not Kind.YES_NO else ()
    return (
        form.name,
        column.heading,
        "是" if column.required else "",
        _guidance(form, column, plan),
        "、".join(labels.get(word, word) for word in words),
        "、".join(column.aliases),
    )
