"""How a form of the contract is declared: what its spreadsheet looks like, and all that the house does with its cells.

A column says which field of the record it fills and how it is read, what a row is about, which documents print it,
whether a private number may stay in it. A form says which record its rows become, where these are kept, and when it
must be there. Whatever else asks for such a list derives it from here, so that a column or form is declared once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.records import Dataset
from pipeline.sheets import declare
from pipeline.sheets.declare import Kind

# The kinds of documents whose print a cell is traced to, by the ids that the documents have.
AGREEMENT, ASSESSMENT, ANNUAL = "agreement", "assessment", "annual"
NOWHERE: frozenset[str] = frozenset()


class Read(StrEnum):
    """How a cell becomes the field of the record."""

    CELL = "cell"  # as the column's kind says; a text as it stands
    LINE = "line"  # a text that is one line on paper, however the cell breaks it
    TOKEN = "token"  # an id or a word of a fixed vocabulary: width and white space do not count
    FLAG = "flag"  # yes or no, where an empty cell is no
    COUNT = "count"  # a whole number
    OWN_NUMBER = "own_number"  # a number that was given to the thing; what says that there is none is none
    MATCHED = "matched"  # not what was typed: the 编号 or codes of those whom it was found to mean


class Person(StrEnum):
    """What a cell tells of the commissioner whom its row is about."""

    ID = "id"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(declare.Column):
    """One column of a form.

    `field` is the field of the record that it fills, `start.activity` a part of one; empty for what is only matched by,
    or only kept in the spreadsheet: such a column needs nothing but its declaration. `read` says how.
    `person` marks the columns by which a row's commissioner is found, `identity` those that say what a row is about,
    whatever else of it was corrected. `printed` are the kinds of documents that print it, None for every
    kind there is. `own_number` marks what may look like a private number and is none: in what is neither that nor
    private, such numbers are concealed. Those of a private column are known again in every other text where a record
    keeps them. `names_firm` marks what links an enterprise to its people. A number below zero in a `corrects` column
    may be a correction entry: it counts and is a doubt.
    """

    heading: str = dataclasses.field(kw_only=False)
    kind: Kind = dataclasses.field(default=Kind.TEXT, kw_only=False)
    field: str = ""
    read: Read = Read.CELL
    person: Person | None = None
    identity: bool = False
    printed: frozenset[str] | None = None
    own_number: bool = False
    names_firm: bool = False
    corrects: bool = False


class Presence(StrEnum):
    """What it means that nobody handed in a form."""

    REQUIRED = "required"  # an error
    EXPECTED = "expected"  # a doubt
    OPTIONAL = "optional"  # nothing


@dataclass(frozen=True, slots=True)
class Log:
    """How rows stand in the year: `date` is the heading of the date that places a row.

    A `decision` is one on the whole year: it may be dated in the next, and is read where the year cannot be judged.
    `into_january` is a reading of the plan and its choice, under which a row may be dated in the January after.
    """

    date: str
    decision: bool = False
    into_january: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """What a row of a log is about: rows of different workbooks that agree in it and in their person are one thing.

    They agree where `by` do, compared without punctuation; `number` alone tells where both have one. `apart` tell two
    apart where both have them and they differ. Of rows that are one that holds which has most in `larger`, asked in
    order: the greater number, the later date, 是 before an empty cell before 否. `shared` is whether several people may
    hold one: it is then each one's, and the district's once. All are headings.
    """

    by: tuple[str, ...]
    number: str = ""
    apart: tuple[str, ...] = ()
    larger: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(declare.Form):
    """One form: a roster, or with `log` one whose rows have their day.

    `thing` is what two of its rows agree in that are one; where it says nothing, in every `identity` column.
    `identity` is wider or narrower: what no correction of a copied workbook changes.
    `record` is what a row becomes, `fills` the field of the Dataset that holds them. `stations_say` is whether a
    workstation has a say in its rows. `costs` names what documents say 未提供 of while nobody has handed it in; the
    duties that it costs follow from what they count. A field that the record lacks is refused at once.
    """

    name: str = dataclasses.field(kw_only=False)
    columns: tuple[Column, ...] = dataclasses.field(kw_only=False)
    record: type[Any]
    fills: str
    presence: Presence = Presence.EXPECTED
    log: Log | None = None
    thing: Thing = Thing(())
    stations_say: bool = True
    costs: str = ""
    # Derived from the columns, once: they are asked for with every row.
    identity: tuple[str, ...] = dataclasses.field(init=False, compare=False)  # headings that say what a row is about
    person: tuple[str, str] = dataclasses.field(init=False, compare=False)  # those of 编号 and name; "" for none
    of_nobody: bool = dataclasses.field(init=False, compare=False)  # whether its rows are no commissioner's

    def __post_init__(self) -> None:
        unknown = {column.field for column in self.columns if column.field} - set(_fields(self.record))
        assert not unknown, f"{self.name}: {self.record.__name__} has no field {'、'.join(sorted(unknown))}"
        assert self.fills in set(_fields(Dataset)), f"{self.name}: the Dataset has no {self.fills}"
        headings = [column.heading for column in self.columns]
        assert len(set(headings)) == len(headings), f"{self.name} has a heading twice"
        assert bool(self.costs) == (self.presence is not Presence.REQUIRED), f"{self.name}: what its absence costs"
        assert self.log is None or self.log.date in headings, f"{self.name} has no column {self.log and self.log.date}"
        named = {column.person: column.heading for column in self.columns}
        person = named.get(Person.ID, ""), named.get(Person.NAME, "")
        if not self.thing.by:
            by = (column.heading for column in self.columns if column.identity and not column.person)
            object.__setattr__(self, "thing", dataclasses.replace(self.thing, by=tuple(by)))
        thing = {*self.thing.by, *self.thing.apart, *self.thing.larger, self.thing.number} - {""}
        nowhere = thing - {column.heading for column in self.columns if column.field}
        assert not self.thing.shared or "thing" in _fields(self.record), f"{self.name}: no record knows what is shared"
        assert self.log is None or not nowhere, f"{self.name}: no record keeps {'、'.join(sorted(nowhere))}"
        object.__setattr__(self, "identity", tuple(column.heading for column in self.columns if column.identity))
        object.__setattr__(self, "person", person)
        object.__setattr__(self, "of_nobody", not any(person))

    def rests_on(self, heading: str | None) -> bool:
        """Whether a row, a figure or an agreement rests on the cell, so that without it the row cannot be trusted.

        Texts that need not be there and say neither what nor whom the row is about may be missing.
        """
        column = next((one for one in self.columns if one.heading == heading), None)
        if column is None or column.required or column.kind not in _WORDS:
            return True
        if column.identity or column.person or column.private:
            return True
        return self.log is None and (column.printed is None or AGREEMENT in column.printed)


def knowing_each_other(forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms, each heading with every alias that another form has for it and no other column of its own bears."""
    known: dict[str, tuple[str, ...]] = {}
    for form in forms:
        for column in form.columns:
            known[column.heading] = tuple(dict.fromkeys((*known.get(column.heading, ()), *column.aliases)))
    return tuple(
        dataclasses.replace(
            form, columns=tuple(_knowing(column, known[column.heading], form) for column in form.columns)
        )
        for form in forms
    )


def _knowing(column: Column, aliases: Sequence[str], form: Form) -> Column:
    others = [one for one in form.columns if one is not column]
    borne = {name for one in others for name in (one.heading, *one.aliases, *one.likely)}
    new = tuple(alias for alias in aliases if alias not in borne and alias not in column.aliases)
    return dataclasses.replace(column, aliases=(*column.aliases, *new)) if new else column


_WORDS = frozenset({Kind.TEXT, Kind.NAME, Kind.FIRM})


def _fields(record: type[Any], within: str = "") -> Iterator[str]:
    """The fields of a record, with the parts of those that are records themselves: start, start.activity, …"""
    for one in dataclasses.fields(record):
        yield within + one.name
        if dataclasses.is_dataclass(one.default) and not isinstance(one.default, type):
            yield from _fields(type(one.default), f"{within}{one.name}.")
