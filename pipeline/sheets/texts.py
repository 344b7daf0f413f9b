"""What dates, numbers and names have in common as words: white space, Chinese numerals, the text of a cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

from pipeline.ooxml.unseen import UNSEEN
from pipeline.sheets.grid import Cell, Displayed

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f"
SPACE = re.compile(rf"[\s{_CONTROLS}{UNSEEN}]+")
AROUND = re.compile(rf"^[\s{_CONTROLS}{UNSEEN}]+|[\s{_CONTROLS}{UNSEEN}]+$")
INVISIBLE = re.compile(f"[{_CONTROLS}{UNSEEN}]+")
UNPRINTABLE = re.compile(f"[{_CONTROLS}]+")  # no Office file can hold these, and nobody sees them
LONE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # half a character, or none: shown, not dropped
_BREAKS = re.compile(r"[\r\n\t]+")
# C0 and C1 controls, marks of direction and of nothing, line and paragraph ends, halves of characters, tags
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
# What a csv, or a cell pasted as text, keeps of an error; #### of a column that was too narrow
ERROR_WORD = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|#{2,})")
_CHINESE_DIGITS = {one: str(digit) for digit, one in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS |= {"零": "0", "○": "0", "两": "2"}
_TENS = re.compile(r"(?<!\d)([一二三四五六七八九]?)十([一二三四五六七八九]?)(?!\d)")
_DIGIT = "[〇一二三四五六七八九零○两]"
_YEAR = re.compile(rf"{_DIGIT}{{4}}(?=年)")
_ALONE = re.compile(rf"(?<![\d十〇一二三四五六七八九零○两]){_DIGIT}(?![\d十〇一二三四五六七八九零○两])")
LONGEST_SHOWN = 40  # characters of a cell in a message
MOST_DIGITS = 21  # of a number; a larger one is shown with its exponent, as office programs do


class Wrong(str):
    """The code of what is wrong with a cell, in place of its value."""

    __slots__ = ()


def seen(words: str) -> str:
    """The words without the characters that nobody sees."""
    return INVISIBLE.sub("", words)


def arabic(words: str) -> str:
    """Chinese numerals below a hundred as digits: 二〇二四年七月十二日 is 2024年7月12日.

    Digits side by side count as one number in a year only: 两三天 is no 23 days, and stays as it is.
    """
    words = _TENS.sub(lambda match: _tens(match.group(1), match.group(2)), words)
    words = _YEAR.sub(lambda match: "".join(_CHINESE_DIGITS[one] for one in match.group()), words)
    return _ALONE.sub(lambda match: _CHINESE_DIGITS[match.group()], words)


def _tens(tens: str, ones: str) -> str:
    return (_CHINESE_DIGITS[tens] if tens else "1") + (_CHINESE_DIGITS[ones] if ones else "0")


def shown(cell: Cell) -> str:
    """The cell as the office sees it, for messages and texts: 5.0 is "5", a date 2024-07-02, true TRUE, hours 36:00."""
    if isinstance(cell, str):
        text = UNPRINTABLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
        return AROUND.sub("", LONE.sub("\N{REPLACEMENT CHARACTER}", text))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Displayed):
        return cell.words
    if isinstance(cell, dt.timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{'-' * (minutes < 0)}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
    if isinstance(cell, int | float):
        return format(plain(cell), "f") if abs(cell) < 10**MOST_DIGITS else format(cell, ".15g").upper()
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return cell.isoformat("minutes") if isinstance(cell, dt.time) else str(getattr(cell, "shown", cell))


def one_line(text: str) -> str:
    """The text as a sentence may quote it: its line breaks are spaces, and what steers a screen is shown."""
    return visible(_BREAKS.sub(" ", text))


def visible(text: str) -> str:
    """The text on one line, with U+FFFD for every character that is none or steers what shows it.

    A line break or an escape sequence in a file's name could write lines of its own on a terminal, a direction mark
    show what stands there the other way round.
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(words: str) -> str:
    """The words as a message quotes them: the first of them and … where they are long."""
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"


def plain(cell: int | float) -> Decimal:
    """A number cell with the 15 digits that a spreadsheet keeps, whole numbers without a point."""
    if not math.isfinite(cell):
        return Decimal(cell)
    if cell == int(cell):
        return Decimal(int(cell))
    return Decimal(format(cell, ".15g"))
