"""Words below or between the rows of a table that are no data: totals, feet, examples, labels, numbers of columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.sheets.grid import Cell, Flaw, is_filled
from pipeline.sheets.tables.headings import normal
from pipeline.sheets.texts import SPACE, shown

_SPAN = (
    r"本[页月年季周旬]|本季度?|全年|全部|全站|第?[一二三四1-4]季度|[上下]半年"
    r"|(\d{1,2}|[一二三四五六七八九十]{1,2})(月份?)?([-至到](\d{1,2}|[一二三四五六七八九十]{1,2}))?月份?"
)
_SUM = "合计|总计|小计|共计|累计|总和|汇总|平均值?|平均数|计数|求和"
_TOTAL = re.compile(rf"(\d{{4}}年度?)?({_SPAN})?({_SUM}|总计数|总平均值)([:(\d].*)?")
_SUBTOTAL = re.compile(rf".{{1,60}}({_SUM})([:(\d].*)?")  # of a group: 王建军 汇总, as Excel writes it
_CONTINUED = re.compile(
    r"\(?([接承续][上前]页|[转接]下页|续[上前]?表|第\d+页(,?/?共\d+页)?|共\d+页)\)?|[-—]*以下(空白|无正文)[-—]*"
)
_FOOT = re.compile(
    r"(填表人|填报人|制表人?|审核人?|复核人?|经办人|审批人?|负责人|单位负责人|主管领导|分管领导|站长|填表日期|填报日期"
    r"|制表日期|审核日期|打印日期|报送日期|填表时间|填报时间|制表时间|填报单位|报送单位|单位盖章|单位公章|公章|盖章|签字|签名)"
    r"(签字|签名|签章)?([:(_\d].*)?|(注|备注|说明|填表说明|填报说明)\d?[:.].*|注\d*|\d*年\d*月\d*日?填"
)
_BLANK_DATE = re.compile(r"年月日")
_LABEL = re.compile(r"\s*[^:：]{1,18}[:：].*", re.DOTALL)
_EXAMPLE = re.compile(
    r"[(\[](填写|填报|填表)?(示例|样例|范例)[)\]].*|(填写|填报|填表)?(示例|样例|范例)(行|\d*)(:.*)?|例\d*(:.*)?"
)
_NUMERIC = re.compile(r"[-+]?[\d,]*\.?\d+%?(元|万元|天|个|家|户|人|人次|次|场|项|件|份|篇|条)?")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_HANZI = "一二三四五六七八九十"
_ORDINAL = re.compile(
    r"(?:\(?(\d{1,2})\)?|([A-Z])|([甲乙丙丁戊己庚辛壬癸])|\(?([一二三四五六七八九十])\)?|栏?次)(?:[=＝].*)?"
)


def is_label(cell: Cell) -> bool:
    """Whether a cell says what it is: 单位（盖章）：, 填表时间：2024年."""
    return isinstance(cell, str) and _LABEL.fullmatch(cell) is not None


def is_foot(cell: str) -> bool:
    """Whether a text begins a row that is no data: 填表人：, 注：, （续表）, 第 2 页."""
    words = normal(cell)
    return any(one.fullmatch(words) for one in (_FOOT, _CONTINUED, _BLANK_DATE))


def is_total(cell: str) -> bool:
    """Whether a text is that of a sum by itself: 合计, 1-6月小计, 合计：12 天."""
    return _TOTAL.fullmatch(normal(cell)) is not None


def is_subtotal(cell: str) -> bool:
    """Whether a text may be that of the sum of a group: 王建军 汇总. Somebody may be called so."""
    return _SUBTOTAL.fullmatch(normal(cell)) is not None


def is_example(cell: str) -> bool:
    """Whether a text begins the row that shows how to fill in: 示例, （示例）2024-3-12, 例：. 示例科技公司 does not."""
    return _EXAMPLE.fullmatch(normal(cell)) is not None


def is_amount(cell: Cell) -> bool:
    """Whether a cell holds a number and no word: 12, 12 天, an error of a formula."""
    if isinstance(cell, Flaw):
        return True
    if isinstance(cell, str):
        return _NUMERIC.fullmatch(SPACE.sub("", unicodedata.normalize("NFKC", cell))) is not None
    return isinstance(cell, int | float)


def are_column_numbers(cells: Sequence[Cell], width: int) -> bool:
    """Whether a row counts the columns of a table of `width` columns: 1 2 3, 甲 乙 1 2, （1）（2）, ①②, A B C.

    Each kind of number runs on from the first, and most columns have one.
    """
    last: dict[int, int] = {}
    filled = [cell for cell in cells if is_filled(cell)]
    if len(filled) < 2 or 2 * len(filled) < width:
        return False
    for cell in filled:
        match = None
        if isinstance(cell, str | int | float) and not isinstance(cell, bool):
            match = _ORDINAL.fullmatch(SPACE.sub("", unicodedata.normalize("NFKC", shown(cell))).upper())
        if match is None:
            return False
        kind = match.lastindex or 0
        if kind == 0:  # 栏次, above the numbers' own column
            continue
        place = _place(kind, match.group(kind))
        if place != last.get(kind, place - 1 if place <= 2 else 0) + 1:
            return False
        last[kind] = place
    return bool(last)


def _place(kind: int, words: str) -> int:
    if kind == 1:
        return int(words)
    return (ord(words) - ord("A") if kind == 2 else (_STEMS if kind == 3 else _HANZI).index(words)) + 1
