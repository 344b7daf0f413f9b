"""Words below or between the rows of a table that are no data: totals, feet, examples, labels."""

from __future__ import annotations

import re

from pipeline.sheets.grid import Cell
from pipeline.sheets.tables.headings import normal

_SPAN = r"本[页月年]|本季度?|全年|全部|第?[一二三四1-4]季度|[上下]半年|(\d{1,2}|[一二三四五六七八九十]{1,2})月份?"
_TOTAL = re.compile(rf"(\d{{4}}年度?)?({_SPAN})?(合计|总计|小计|共计|累计)([:(\d].*)?")
_CONTINUED = re.compile(r"\(?([接承续][上前]页|[转接]下页|续[上前]?表)\)?")
_FOOT = re.compile(
    r"(填表人|填报人|制表人?|审核人?|复核人?|经办人|审批人?|负责人|单位负责人|主管领导|分管领导|填表日期|填报日期|填表时间|填报单位|单位盖章)"
    r"([:(_].*)?|(注|备注|说明|填表说明|填报说明)\d?[:.].*|注\d*"
)
_LABEL = re.compile(r"\s*[^:：]{1,18}[:：].*", re.DOTALL)
_EXAMPLE = re.compile(r"[(\[]?(示例|样例|填写示例|填报示例)|例:")


def is_label(cell: Cell) -> bool:
    """Whether a cell says what it is: 单位（盖章）：, 填表时间：2024年."""
    return isinstance(cell, str) and _LABEL.fullmatch(cell) is not None


def is_foot(cell: str) -> bool:
    """Whether a text begins a row that is no data: 合计, 填表人：, 注：, （示例）, （续表）."""
    words = normal(cell)
    whole = any(one.fullmatch(words) for one in (_TOTAL, _FOOT, _CONTINUED))
    return whole or _EXAMPLE.match(words) is not None
