"""What a number format makes people see of a value. A cell means what it shows: 2024年3月 is no day, 001 is not 1.

Only what a format hides or adds is told here; most show the value as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from pipeline.sheets.grid import Cell, Displayed

_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|(?P<end>;)|(?P<sign>.)',
    re.IGNORECASE | re.DOTALL,
)
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
_BUILT_IN |= dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')  # of the Chinese programs
_MONEY = frozenset("¥￥$€元圆 -+()")


class Format(NamedTuple):
    """The positive section of a number format: its signs, and its words, in their order; `words[i]` says whether
    `signs[i]` is a word of it."""

    signs: tuple[str, ...]
    words: tuple[bool, ...]
    elapsed: bool

    @property
    def placeholders(self) -> str:
        return "".join(sign for sign, word in zip(self.signs, self.words, strict=True) if not word)

    @property
    def is_date(self) -> bool:
        return not set("ymdhse").isdisjoint(self.placeholders.lower().replace("general", ""))


def built_in(number: int) -> str:
    """The format of a number that no workbook needs to declare, where it hides anything; "" else."""
    return _BUILT_IN.get(number, "")


def parsed(code: str) -> Format:
    signs: list[str] = []
    words: list[bool] = []
    elapsed = False
    for part in _PART.finditer(code):
        if part["end"]:
            break
        elapsed = elapsed or bool(part["elapsed"])
        word = part["quoted"] if part["quoted"] is not None else part["escaped"]
        said = word if word is not None else part["sign"] or ""
        signs += said
        words += [word is not None or not said.isascii()] * len(said)
    return Format(tuple(signs), tuple(words), elapsed)


@cache
def tells(code: str) -> bool:
    """Whether a format shows something else than the value."""
    form = parsed(code)
    if form.elapsed:
        return False  # read as hours, whatever the format says more
    marks = form.placeholders.lower()
    if form.is_date:
        return "d" not in marks and ("y" in marks or _has_month(marks))
    if "%" in marks:
        return True
    if not _is_simple(form):
        return False
    words = {sign for sign, word in zip(form.signs, form.words, strict=True) if word}
    return marks.count("0") > 1 or not words <= _MONEY


def displayed(cell: Cell, code: str) -> Cell:
    """The cell as its format, one that `tells`, shows it: words where a day is hidden, a number with its words."""
    form = parsed(code)
    marks = form.placeholders.lower()
    if isinstance(cell, dt.date):
        return _month(cell, marks) if form.is_date and cell.year > 1910 else cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    if "%" in marks:
        return f"{cell * 100:.{marks.partition('.')[2].count('0')}f}%"
    if form.is_date or not _is_simple(form) or cell != int(cell) or not 0 <= cell < 1e15:
        return cell
    return Displayed(cell, _filled(form, str(int(cell))))


def _month(day: dt.date, marks: str) -> str:
    year = f"{day.year}年" if "y" in marks or "e" in marks else ""
    return f"{year}{day.month}月" if _has_month(marks) else year


def _has_month(marks: str) -> bool:
    """Whether an m stands for months: not beside hours or seconds."""
    return "m" in re.sub(r"h[^a-z]*m+|m+[^a-z]*s", "", marks)


def _is_simple(form: Format) -> bool:
    """Whether the format is of whole numbers: zeros, or the general one, among words."""
    marks = form.placeholders.lower().replace("general", "#").replace("g/", "#")
    return bool(marks.strip(" -")) and set(marks) <= set("0# -")


def _filled(form: Format, digits: str) -> str:
    """The digits put in the places of the format from the right, zeros where none is left."""
    general = "".join(form.signs).lower().replace("g/通用格式", "0").replace("general", "0")
    words = form.words if len(general) == len(form.signs) else [sign not in "0#" for sign in general]
    signs = form.signs if len(general) == len(form.signs) else tuple(general)
    rest, out = list(digits), []
    places = [index for index, word in enumerate(words) if not word and signs[index] in "0#"]
    for index in range(len(signs) - 1, -1, -1):
        if index not in places:
            out.append(signs[index])
            continue
        if rest:
            out.append(rest.pop())
        elif signs[index] == "0":
            out.append("0")
        if index == places[0]:
            out += reversed(rest)
            rest = []
    return "".join(reversed(out))
