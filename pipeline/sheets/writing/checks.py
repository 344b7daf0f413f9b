"""How XlsxWriter is told what may be typed into a column and what is noted at its heading."""

from __future__ import annotations

from typing import Any

from pipeline.sheets.writing.layout import Check, DateBetween, NumberBetween, OneOf
from pipeline.sheets.writing.styles import BODY_FONT, lines_of

_TITLE = "请核对"
_BOX_WIDTH, _LINE_HEIGHT = 36, 17  # of a note: half-width characters; pixels a line


def validation(check: Check) -> dict[str, Any]:
    """The data validation of a column. What no list names is asked about, what is no date or number is refused."""
    common = {"error_title": _TITLE, "error_message": check.refusal, "ignore_blank": True}
    rule = check.rule
    if isinstance(rule, OneOf):
        return common | {
            "validate": "list",
            "source": list(rule.words),
            "error_type": "stop" if rule.strict else "warning",
        }
    if isinstance(rule, DateBetween):
        return common | {"validate": "date", "criteria": "between", "minimum": rule.first, "maximum": rule.last}
    assert isinstance(rule, NumberBetween)
    return common | {"validate": "decimal", "criteria": "between", "minimum": rule.least, "maximum": rule.most}


def comment_box(text: str) -> dict[str, Any]:
    """The options of a note at a heading: large enough for its text, and nobody named as its author."""
    height = (lines_of(text, _BOX_WIDTH) + 1) * _LINE_HEIGHT
    return {"font_name": BODY_FONT, "font_size": 9, "width": 240, "height": height, "author": ""}
