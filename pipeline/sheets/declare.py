"""How a caller declares the tables it expects: forms, their columns, and the kind of value in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column must hold, and the Python value it becomes."""

    TEXT = "text"  # str; a number cell becomes its digits, refused when it has lost some
    NAME = "name"  # str: a person's name, normalised (no inner white space between two characters, U+00B7 dot)
    FIRM = "firm"  # str: an organisation's name, normalised brackets, no white space
    FIRMS = "firms"  # tuple[str, ...]: one or several firms separated by 、 ; ； or a line break
    IDENTIFIER = "identifier"  # str, upper case; a number cell is refused: digits past the 15th are lost
    DATE = "date"  # datetime.date
    MONTH = "month"  # tuple[int | None, int]: year where the cell names one, month 1..12
    NUMBER = "number"  # decimal.Decimal
    MONEY = "money"  # decimal.Decimal, yuan; 万元 in the heading or cell is multiplied out
    YES_NO = "yes_no"  # bool | None where empty


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heading as the contract spells it, other spellings, and what stands in it.

    `likely` are words that may mean more, and mean this column where no other heading does: read, and said so.
    `private` marks values that never appear in a message, a log or a file name. `carried` marks what offices merge
    downwards: in a format that keeps no merges, a row where all carried columns are blank continues the row above.
    `prefilled` marks what offices fill in ahead: a row that holds nothing else is no data; `begun` marks what they
    fill in first, for everybody: neither is a row that holds nothing else, but that is said. `common` marks a heading
    that any list of people or firms may have: it does not tell the form.

    For blank forms: `example` is what somebody might type, with `{year}` for the year; `hint` says more than the kind
    does; `choices` are the words to choose from, or `listed` the name of the list that the caller knows them by, of
    which a cell may hold `several`. `this_year` marks a date of something that happened in the year.
    """

    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    private: bool = False
    carried: bool = False
    prefilled: bool = False
    begun: bool = False
    common: bool = False
    example: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    listed: str = ""
    several: bool = False
    this_year: bool = False


@dataclass(frozen=True, slots=True)
class Wide:
    """A layout with one column a month: the month goes to column `key`, the cell's value to column `value`.

    `nothing` are the words by which a month's cell says that there is no value, beside a dash and 无. `said` are the
    words of which one must stand in the sheet's name, above the heading or in the file's name: many sheets have months.
    `others` are what else they may be of: 考勤月报 does not say 月报, nor does the file of a sheet called 补助发放.
    """

    key: str
    value: str
    nothing: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One table of the contract, recognised by its headings wherever they stand.

    `title` are the words above a blank one, with places for the caller to fill; empty where the name will do.
    """

    name: str
    columns: tuple[Column, ...]
    wide: Wide | None = None
    title: str = ""

    def column(self, heading: str) -> Column:
        return next(column for column in self.columns if column.heading == heading)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns if column.required)
