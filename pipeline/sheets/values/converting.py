"""From a cell to a typed value, as offices write them: dates, months, numbers, money, yes and no, names, firms."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from pipeline.sheets.declare import Kind
from pipeline.sheets.grid import Cell
from pipeline.sheets.texts import AROUND, SPACE, Wrong, shown
from pipeline.sheets.values.amounts import MONEY_SCALES, money, number
from pipeline.sheets.values.dates import date, month

Value = str | dt.date | Decimal | bool | tuple[str, ...] | tuple[int | None, int] | None


NOT_YES_NO = Wrong("not_yes_no")
ID_AS_NUMBER, DIGITS_LOST = Wrong("id_as_number"), Wrong("digits_lost")

DASHES = frozenset("-/—–－／―─\\") | {"--", "——", "---", "///", "//"}
NOTHING = frozenset({"无", "暂无"})  # an answer in a yes/no column and a word in a text; elsewhere no value
YES = frozenset("是√✓✔☑有1Y对") | {"YES", "TRUE", "已"}
NO = frozenset("否×✗✘✕╳☒X无0N") | {"NO", "FALSE", "没有", "未"}

Convert = Callable[[Cell], "Value | Wrong"]

_DOT = re.compile(r"(?<=[^\x00-\x7f])[·•‧・．.∙⋅･᛫·●](?=[^\x00-\x7f])")
_BESIDE_WIDE = re.compile(rf"(?<=[^\x00-\u02ff]){SPACE.pattern}|{SPACE.pattern}(?=[^\x00-\u02ff])")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?(\d+)", re.IGNORECASE)
_SPLIT = re.compile(r"[、;；,，\r\n]+")
_LIST_NUMBER = re.compile(r"(?m)^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.．、)）](?!\d)|[①-⑳])\s*")


def converter(kind: Kind, year: int, unit: str = "", *, shift: int = 0) -> Convert:
    """The function that turns a cell of `kind` into its value or a `Wrong`.

    `year` completes a date without one; `unit` is the bracketed unit of the heading (万元), which money follows
    unless the cell names its own; `shift` is that of `dates.date`. An empty cell becomes the empty value of the kind.
    """
    scale = MONEY_SCALES.get(unit, Decimal(1))
    table: dict[Kind, Convert] = {
        Kind.TEXT: text,
        Kind.NAME: name,
        Kind.FIRM: firm,
        Kind.FIRMS: firms,
        Kind.IDENTIFIER: identifier,
        Kind.DATE: lambda cell: date(cell, year, shift=shift),
        Kind.MONTH: lambda cell: month(cell, year, shift=shift),
        Kind.NUMBER: number,
        Kind.MONEY: lambda cell: money(cell, scale),
        Kind.YES_NO: yes_no,
    }
    return table[kind]


def empty_value(kind: Kind) -> Value:
    """What stands for an empty or faulty cell: "" for words, () for firms, None for all else."""
    if kind in (Kind.TEXT, Kind.NAME, Kind.FIRM, Kind.IDENTIFIER):
        return ""
    return () if kind is Kind.FIRMS else None


def is_nothing(cell: Cell, kind: Kind) -> bool:
    """Whether a cell means "no value": blank, a lone dash or slash; 无 where it is neither an answer nor a word."""
    if not isinstance(cell, str):
        return False
    bare = AROUND.sub("", cell)
    if not bare or bare in DASHES:
        return True
    return bare in NOTHING and kind not in (Kind.TEXT, Kind.NAME, Kind.FIRM, Kind.YES_NO)


def text(cell: Cell) -> str | Wrong:
    """A cell's words without the white space around them; a number of more than 15 digits has lost the rest."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 1e15:
        return DIGITS_LOST
    words = shown(cell)
    return DIGITS_LOST if isinstance(cell, str) and _lost(words) else words


def _lost(words: str) -> bool:
    """1.52E+17: a long number that went through a csv."""
    match = _SCIENTIFIC.fullmatch(words)
    return match is not None and int(match.group(2)[:9]) >= 9


def name(cell: Cell) -> str | Wrong:
    """A person's name: no white space beside a Chinese character, the dot of foreign names always U+00B7.

    Not normalised otherwise: that would replace rare characters that have a compatible twin.
    """
    words = text(cell)
    if isinstance(words, Wrong):
        return words
    words = _BESIDE_WIDE.sub("", words)
    return _DOT.sub("\u00b7", SPACE.sub(" ", words))


def firm(cell: Cell) -> str | Wrong:
    """An organisation's name: NFKC, brackets full-width, no white space."""
    words = text(cell)
    if isinstance(words, Wrong):
        return words
    words = SPACE.sub("", unicodedata.normalize("NFKC", words))
    return words.replace("(", "（").replace(")", "）")


def firms(cell: Cell) -> tuple[str, ...] | Wrong:
    """The organisations that one cell lists, each once, in their order; list numbers (1. ①) are left out."""
    words = text(cell)
    if isinstance(words, Wrong):
        return words
    parts = (firm(part) for part in _SPLIT.split(_LIST_NUMBER.sub("", words)))
    return tuple(dict.fromkeys(part for part in parts if part))


def identifier(cell: Cell) -> str | Wrong:
    """An identifier: NFKC, no white space, upper case. A number cell is refused, its last digits may be lost."""
    if not isinstance(cell, str):
        return ID_AS_NUMBER
    words = SPACE.sub("", unicodedata.normalize("NFKC", cell)).upper()
    words = words.lstrip("'`‘’")
    return ID_AS_NUMBER if _lost(words) else words


def yes_no(cell: Cell) -> bool | Wrong:
    """是 √ ✓ 有 1 Y yes true, or 否 × ✗ x 无 0 N no false."""
    if isinstance(cell, bool):
        return cell
    word = unicodedata.normalize("NFKC", SPACE.sub("", shown(cell))).upper()
    if word in YES:
        return True
    return False if word in NO else NOT_YES_NO
