"""One heading of a table: how its words are spelled, and the columns of the form that it gives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.sheets.declare import Form
from pipeline.sheets.texts import SPACE

LONGEST_HEADING = 40  # characters; a longer text in a cell is no heading
COUNTERS = frozenset({"序号", "序", "NO", "NO."})
UNITS = ("亿元", "万元", "千元", "元")

_OPEN, _CLOSE = str.maketrans("[{【〔〖「『", "((((((("), str.maketrans("]}】〕〗」』", ")))))))")
_MARKS = "*★※:#△▲●"
# The number of a column before its words: 1.日期, 二、姓名, (3)服务企业
_COUNTED = re.compile(
    r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)[.、]?|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、])(?=[^\W\d_])"
)
_TRAILING = re.compile(r"\(([^()]*)\)$|/(亿元|万元|千元|元|天|人)$")

Months = dict[int, tuple[int | None, int]]  # grid column -> the month its heading names


@dataclass(frozen=True, slots=True)
class Repeated:
    """A known heading that stands over several columns: the letter of the one that is read, of those that are not.

    `filled` is whether something stands in those that are not.
    """

    words: str
    read: str
    unread: tuple[str, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A heading that is spelled like none of its form's, and the headings it may stand for, the likest first.

    `words` as they stand in the sheet, `letter` their column. `taken` means that it was read as the one heading.
    `likeness` is that of the words and the likest spelling of the likest heading, 0 to 1.
    """

    words: str
    letter: str
    position: int
    headings: tuple[str, ...]
    taken: bool
    likeness: float


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one table: the form it is of and where its columns stand.

    `columns` and `units` go by the form's headings and hold positions in the grid's rows; `months` is filled for a
    wide layout; `first` and `last` are the grid rows the heading takes; `taken` are
    the columns read by likeness, `near` all headings that are nearly right.
    """

    form: Form
    first: int
    last: int
    columns: dict[str, int]
    units: dict[str, str]
    months: Months
    missing: tuple[str, ...]
    extra: tuple[str, ...] = ()
    taken: Mapping[str, int] = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    repeated: tuple[Repeated, ...] = ()

    @property
    def found(self) -> int:
        """How many headings are spelled as they should be."""
        return len(self.columns) - len(self.taken) + (2 if self.months else 0)

    @property
    def layout(self) -> tuple[str, tuple[tuple[str, int], ...], tuple[int, ...]]:
        """What a heading row that is printed again on the next page has in common with the first."""
        return self.form.name, tuple(sorted(self.columns.items())), tuple(sorted(self.months))


@lru_cache(maxsize=8192)
def normal(words: str) -> str:
    """A heading without white space, widths, brackets' kinds and the marks of required columns."""
    words = SPACE.sub("", unicodedata.normalize("NFKC", words)).translate(_OPEN).translate(_CLOSE)
    return words.strip(_MARKS).upper()


@lru_cache(maxsize=8192)
def split_unit(words: str) -> tuple[str, str]:
    """A normal heading without its column's number, its brackets or unit at the end, and the unit of money.

    3.金额(万元) -> 金额, 万元.
    """
    unit, words = "", _COUNTED.sub("", words, count=1) if _COUNTED.match(words) else words
    while match := _TRAILING.search(words):
        if not words[: match.start()]:
            break
        bracketed = match.group(1) or match.group(2) or ""
        unit = unit or next((one for one in UNITS if one in bracketed), "")
        words = words[: match.start()].strip(_MARKS)
    return words, unit


def names_of(form: Form) -> dict[str, tuple[str, bool]]:
    """Every spelling of the form's headings -> the heading, and whether it is the contract's own spelling."""
    names: dict[str, tuple[str, bool]] = {}
    for column in form.columns:
        for alias in column.aliases:
            names.setdefault(normal(alias), (column.heading, False))
    for column in form.columns:
        names[normal(column.heading)] = (column.heading, True)
    return names


def hit(spellings: tuple[str, ...], names: dict[str, tuple[str, bool]]) -> tuple[str, bool, str] | None:
    """The heading that the first known one of `spellings` stands for, whether it is the contract's own, its unit."""
    for spelling in spellings:
        if not spelling or len(spelling) > LONGEST_HEADING:
            continue
        words = normal(spelling)
        bare, unit = split_unit(words)
        known = names.get(words) or names.get(bare)
        if known:
            return known[0], known[1], unit
    return None


def repeated(texts: Sequence[tuple[str, ...]], columns: Iterable[int], used: Iterable[int]) -> dict[int, list[int]]:
    """By each of `columns` with a known heading: those that are not `used` and bear the very same one."""
    taken = set(used)
    found: dict[int, list[int]] = {}
    for read in columns:
        words = split_unit(normal(texts[read][0]))[0]
        same = [
            index for index, one in enumerate(texts) if index not in taken and split_unit(normal(one[0]))[0] == words
        ]
        if same:
            found[read] = same
    return found


def extra(texts: Sequence[tuple[str, ...]], used: Iterable[int]) -> Iterable[str]:
    """The headings of the columns that are not `used`; one that only counts the rows is none."""
    taken = set(used)
    for index, spellings in enumerate(texts):
        words = SPACE.sub("", spellings[0])
        if index not in taken and words and normal(words) not in COUNTERS:
            yield words
