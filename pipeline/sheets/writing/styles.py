"""How written sheets look: fonts, borders, number formats, fills. The fonts are those of office PCs."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pipeline.sheets.writing.layout import Align, Kind, Tone

BODY_FONT, HEAD_FONT = "宋体", "黑体"  # 宋体 falls back to its Ext-B sister for rare characters; 仿宋_GB2312 does not
SIZE = 10.5  # 五号
LINE = 14.5  # points a line of 五号 takes
ROOMY = 18.75  # height of a row of one line, a whole number of pixels
TALLEST = 408.75  # no row can be taller

_NUMBERS: dict[Kind, str] = {"money": "#,##0.00", "date": "yyyy-mm-dd"}
# What rounding would make the whole, or nothing at all. With conditions, because a live cell may change.
_ALMOST_ONE = '[>=1]0.0%;[>=0.9995]"99.9%";0.0%'
_ALMOST_ALL = '[>=100]#,##0.0;[>=99.95]"99.9";#,##0.0'
_ALMOST_NONE = '[>=0.05]#,##0.0;[>0]"0.1";#,##0'
_ALIGN: dict[Kind, Align] = {
    "text": "left",
    "number": "right",
    "money": "right",
    "percent": "right",
    "points": "right",
    "short": "right",
    "date": "center",
    "days": "right",
}
_TONES: dict[Tone, tuple[str, str]] = {  # fill, font: pale enough to stay readable on a black-and-white printer
    "red": ("#F8CBCB", "#8A0000"),
    "orange": ("#FBE2CF", "#8A3B00"),
    "yellow": ("#FFF5CC", "#665200"),
    "blue": ("#DCE9F7", "#17406D"),
    "green": ("#E3F1DC", "#2B5619"),
    "grey": ("#EDEDED", "#444444"),
}
_BASE: dict[str, Any] = {"font_name": BODY_FONT, "font_size": SIZE, "valign": "vcenter", "text_wrap": True}
_BOX: dict[str, Any] = {**_BASE, "border": 1, "border_color": "#7F7F7F"}


def number_format(kind: Kind, value: object) -> str:
    """The number format of a figure: no needless zeros, shares with one decimal.

    What is short of the whole never reads 100%, and what it is short by never 0.
    """
    if kind in _NUMBERS:
        return _NUMBERS[kind]
    if not isinstance(value, int | float | Decimal):
        return "General"
    if kind == "percent":
        return _ALMOST_ONE if Decimal("0.9995") <= Decimal(value) < 1 else "0.0%"
    if value == int(value):
        return "#,##0"
    if kind == "points":
        return _ALMOST_ALL if Decimal("99.95") <= Decimal(value) < 100 else "#,##0.0"
    if kind == "short":
        return _ALMOST_NONE if 0 < Decimal(value) < Decimal("0.05") else "#,##0.0"
    return "#,##0.0#" if Decimal(value) * 100 % 1 == 0 else "#,##0.0"  # beyond cents: the noise of a division


class Styles:
    """The formats of one workbook, each made once, in the order of first use."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def _format(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    @property
    def title(self) -> Format:
        return self._format(**_BASE | {"font_name": HEAD_FONT, "font_size": 16, "align": "center"})

    @property
    def note(self) -> Format:
        return self._format(**_BASE, align="left")

    def heading(self, tone: Tone | None) -> Format:
        properties = _BOX | {"font_name": HEAD_FONT, "bold": True, "align": "center", "bg_color": "#E4E9F0"}
        if tone:
            properties |= {"bg_color": _TONES[tone][0]}
        return self._format(**properties)

    @property
    def empty(self) -> Format:
        return self._format(**_BOX, align="center")

    def cell(self, kind: Kind, value: object, align: Align | None, tone: Tone | None, strong: bool) -> Format:
        """The format of one body cell. `strong` marks closing rows."""
        properties = _BOX | {"align": align or _ALIGN[kind]}
        if properties["align"] == "right":
            properties["indent"] = 1  # keeps figures off the rule and the text beside them
        if isinstance(value, str):
            properties["num_format"] = "@"
        elif value is not None:
            properties["num_format"] = number_format(kind, value)
        if strong:
            properties |= {"bold": True, "bg_color": "#F3F3F3"}
        if tone:
            properties |= {"bg_color": _TONES[tone][0], "font_color": _TONES[tone][1]}
        return self._format(**properties)

    def open_cell(self, kind: Kind, align: Align | None, pattern: str) -> Format:
        """The format of an empty framed cell that somebody will fill."""
        return self._format(**_BOX | _open(kind, align, pattern))

    def open_column(self, kind: Kind, align: Align | None, pattern: str) -> Format:
        """The same for a whole column, without the frame."""
        return self._format(**_BASE | _open(kind, align, pattern))

    def example(self, kind: Kind, align: Align | None, pattern: str) -> Format:
        """The same for a cell that shows how to fill it."""
        return self._format(**_BOX | _open(kind, align, pattern) | {"italic": True, "font_color": "#808080"})

    @property
    def frame(self) -> Format:
        """What a row gets once it is filled."""
        return self._format(border=1, border_color="#7F7F7F")


def _open(kind: Kind, align: Align | None, pattern: str) -> dict[str, Any]:
    side = align or _ALIGN[kind]
    return {"align": side, "num_format": pattern} | ({"indent": 1} if side == "right" else {})


def lines_of(text: str, width: float) -> int:
    """How many lines `text` takes in a column of `width` characters, a Chinese character counting two."""
    room = max(int(width), 2)
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))


def display_width(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
