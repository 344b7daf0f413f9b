"""Dates and months as offices write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from pipeline.sheets.grid import Cell
from pipeline.sheets.texts import SPACE, Wrong, arabic, plain, shown

NOT_A_DATE, AMBIGUOUS_DATE, NOT_A_MONTH = Wrong("not_a_date"), Wrong("ambiguous_date"), Wrong("not_a_month")
AMBIGUOUS_DAY = Wrong("ambiguous_day")  # 7.1: the first of July, or 7.10 after a number cell dropped the zero
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # the Excel serials taken for dates: 1954 to 2064
EPOCH = dt.date(1899, 12, 30)
SHIFT_1904 = 1462  # days between the two ways of Excel to count
YEARS = (1990, 2070)  # serials from and below these, days of 1905, are years that were typed into a date cell

_MARK = r"[-./\\·。‐‒–—―−－、]"
_YMD = re.compile(rf"((?:19|20)\d\d)(?:{_MARK}|年)(\d{{1,2}})(?:{_MARK}|月)(\d{{1,2}})[日号]?{_MARK}?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_MD = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_YM = re.compile(rf"((?:19|20)\d\d)(?:{_MARK}|年)(\d{{1,2}})月?(?:份)?")
_YM_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_M = re.compile(r"(\d{1,2})(?:月(?:份)?)?")
_M_D = re.compile(r"(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])")
_CLOCK = r"\d{1,2}[:时点](?:\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?"
_TIME = re.compile(rf"(?:[ T]+|(?<=[日号]))(?:上午|下午|早上|晚上|AM|PM)? ?{_CLOCK} ?(?:AM|PM|Z)?$")
_TAIL = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?$|(?:上午|下午|全天)$")


def _bare_date(cell: str) -> str:
    """The words of a date without the time of day, the weekday and all white space."""
    words = SPACE.sub(" ", unicodedata.normalize("NFKC", cell)).strip()
    words = _TAIL.sub("", _TIME.sub("", words).strip()).strip()
    words = _TIME.sub("", words)
    return arabic(words.replace(" ", ""))


def date(cell: Cell, year: int, *, shift: int = 0) -> dt.date | Wrong:
    """A date cell, an Excel serial, or a date in words; `year` is taken where the words name none.

    `shift` is added to a serial: `SHIFT_1904` in a workbook that counts from 1904.
    """
    typed = as_typed(cell, shift)
    if typed is not cell:
        return AMBIGUOUS_DAY if _M_D.fullmatch(shown(typed)) else AMBIGUOUS_DATE
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return NOT_A_DATE
    if not isinstance(cell, str):
        return _date_of_number(cell, shift)
    words = _bare_date(cell)
    if match := _YMD.fullmatch(words) or _COMPACT.fullmatch(words):
        return _day(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := _MD.fullmatch(words):
        return _day(year, int(match.group(1)), int(match.group(2)))
    if match := _YM.fullmatch(words) or _YM_COMPACT.fullmatch(words):
        return AMBIGUOUS_DATE if 1 <= int(match.group(2)) <= 12 else NOT_A_DATE
    if re.fullmatch(r"\d{5}(\.\d+)?", words):
        return _date_of_number(float(words), shift)
    return AMBIGUOUS_DAY if _M_D.fullmatch(words) else NOT_A_DATE


def as_typed(cell: Cell, shift: int = 0) -> Cell:
    """The number that a cell formatted as a date has made a day of 1905 or 1900: 2024.7 or 2024, and 7.1.

    Any other cell as it is.
    """
    if not isinstance(cell, dt.date) or cell.year > 1910:
        return cell
    moment = cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
    serial = (moment - dt.datetime.combine(EPOCH, dt.time())) / dt.timedelta(days=1) - shift
    # The readers know that Excel counts a 29 February 1900 that never was
    number = round(serial - 1 if shift == 0 and serial < 61 else serial, 4)
    if YEARS[0] <= number < YEARS[1]:
        return number
    return number if 1 <= number < 13 and _M_D.fullmatch(shown(number)) else cell


def _date_of_number(number: int | float, shift: int) -> dt.date | Wrong:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return EPOCH + dt.timedelta(days=int(number) + shift)
    digits = format(plain(number), "f")
    if match := _COMPACT.fullmatch(digits):
        return _day(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if _M_D.fullmatch(digits):
        return AMBIGUOUS_DAY
    match = _YM.fullmatch(digits) or _YM_COMPACT.fullmatch(digits)
    return AMBIGUOUS_DATE if match and 1 <= int(match.group(2)) <= 12 else NOT_A_DATE


def _day(year: int, month: int, day: int) -> dt.date | Wrong:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return NOT_A_DATE


def month(cell: Cell, year: int, *, shift: int = 0) -> tuple[int | None, int] | Wrong:
    """A month with its year where the cell names one: 1, 1月, 一月, 2024年1月, 2024-01, 202401, a date.

    The number 2024.1 is refused: it may have been typed as 2024.10, that is October.
    """
    cell = as_typed(cell, shift)
    if isinstance(cell, dt.date):
        return cell.year, cell.month
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return NOT_A_MONTH
    if isinstance(cell, float) and format(plain(cell), "f").endswith(".1"):
        return NOT_A_MONTH
    words = _bare_date(shown(cell))
    if match := _YM.fullmatch(words) or _YM_COMPACT.fullmatch(words):
        return _month(int(match.group(1)), int(match.group(2)))
    if match := _M.fullmatch(words):
        return _month(None, int(match.group(1)))
    day = date(cell, year)
    return (day.year, day.month) if isinstance(day, dt.date) else NOT_A_MONTH


def _month(year: int | None, month: int) -> tuple[int | None, int] | Wrong:
    return (year, month) if 1 <= month <= 12 else NOT_A_MONTH
