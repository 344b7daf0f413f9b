"""Which rows of a log are about one thing: a visit that station and bureau both noted is one visit.

Rows of different workbooks that agree in what their form says a thing is are one record. Within one workbook rows count
each, because who keeps a list knows what stands in it. Every row that was drawn to another is a doubt that names both.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, product, zip_longest
from typing import Any

from pipeline.chinese.folding import essence, says_none
from pipeline.forms import Form
from pipeline.forms.declaring import Read
from pipeline.intake.faults import REPEATED_ROW, SAME_THING, SHARED_THING
from pipeline.intake.matching import Firms, People
from pipeline.problems import Problem
from pipeline.records import NOWHERE
from pipeline.sheets.declare import Kind

Record = Any  # one of the log records
_ANY = object()  # in place of a value that is not asked for


@dataclass(frozen=True, slots=True)
class Looks:
    """How the records of one form are compared, by what the form says that a thing is."""

    form: Form
    by: tuple[str, ...]  # fields of the record, as all below
    number: str
    apart: tuple[str, ...]
    larger: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]  # every field with its heading

    def about(self, record: Record) -> Hashable:
        """What it agrees in with others that are about the same."""
        return (*(_plain(getattr(record, field)) for field in self.by), "" if self.form.thing.shared else whose(record))

    def own_number(self, record: Record) -> str:
        return essence(getattr(record, self.number)) if self.number and getattr(record, self.number) else ""

    def told_apart(self, record: Record) -> tuple[str, ...]:
        """What tells it from others that are about the same; "" where it does not say."""
        given = (getattr(record, field) for field in self.apart)
        return tuple("" if says_none(value) else essence(value) for value in given)

    def said(self, record: Record) -> tuple[Hashable, ...]:
        """All that it says, but for spelling and punctuation."""
        return tuple(_plain(getattr(record, field)) for field, _ in self.columns)

    def rank(self, record: Record) -> tuple[Any, ...]:
        return tuple(_rank(getattr(record, field)) for field in self.larger)


def looks(form: Form) -> Looks:
    field = {column.heading: column.field for column in form.columns}
    thing = form.thing

    def fields(headings: Iterable[str]) -> tuple[str, ...]:
        return tuple(field[heading] for heading in headings)

    kept = [column for column in form.columns if column.field]
    columns = [(one.field, one.heading) for one in kept if one.read is not Read.MATCHED or one.kind is Kind.FIRMS]
    number = field.get(thing.number, "")
    return Looks(form, fields(thing.by), number, fields(thing.apart), fields(thing.larger), tuple(columns))


def whose(record: Record) -> str:
    """The 编号 of its commissioner; "" for a record of nobody."""
    return str(getattr(record, "commissioner", ""))


def _plain(value: object) -> Hashable:
    return essence(value) if isinstance(value, str) else value


def _rank(value: Any) -> tuple[int, Any]:
    """是 before an empty cell before 否; any number or date before an empty cell."""
    if value is None or isinstance(value, bool):
        return ({True: 2, None: 1, False: 0}[value], 0)
    return (2, value)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The rows of one thing and one person, the row that holds first, and the record made of them."""

    record: Record
    rows: tuple[Record, ...]


def once(records: Sequence[Record], form: Form, people: People, firms: Firms) -> tuple[list[Record], list[Problem]]:
    """The records with those of one thing made one, and a doubt for each row that was drawn to another.

    A record stands where the row that holds stood.
    """
    compared = looks(form)
    place = {id(record): number for number, record in enumerate(records)}
    kept: dict[int, Record] = {}
    problems: list[Problem] = []
    for group in _groups(records, compared):
        if len(group) == 1:
            kept[place[id(group[0])]] = group[0]
            continue
        held = [[_one(thread, compared) for thread in _threads(own, compared)] for own in _of_each(group)]
        for drawn, record in _for_all(held, compared):
            kept[place[id(drawn.rows[0])]] = record
        for ones in held:
            problems += _doubts(ones, compared, people, firms)
        problems += _shared_doubts(held, form, people)
    return [kept[number] for number in sorted(kept)], problems


def _groups(records: Sequence[Record], compared: Looks) -> Iterable[list[Record]]:
    """The records by what they are about. One without a number of its own goes to the first number of the same name."""
    numbers = [compared.own_number(record) for record in records]
    about = [compared.about(record) for record in records]
    numbered: dict[Hashable, str] = {}
    for number, name in zip(numbers, about, strict=True):
        if number:
            numbered[name] = min(number, numbered.get(name, number))
    found: dict[Hashable, list[Record]] = defaultdict(list)
    for record, number, name in zip(records, numbers, about, strict=True):
        own = number or numbered.get(name)
        found[(_ANY, own) if own else name].append(record)
    return found.values()


def _of_each(group: Iterable[Record]) -> Iterator[list[Record]]:
    for _, own in groupby(sorted(group, key=whose), key=whose):
        yield list(own)


def _threads(records: Sequence[Record], compared: Looks) -> list[list[Record]]:
    """Those that are one together, at most one row of each workbook; whatever order the rows stand in."""

    def order(record: Record) -> tuple[str, ...]:
        source = record.source
        return source.workbook, str(compared.said(record)), source.sheet, f"{source.row:07}"

    threads: list[list[Record]] = []
    for _, rows in groupby(sorted(records, key=order), key=lambda record: record.source.workbook):
        alike = _Free(threads, lambda thread: {compared.said(one) for one in thread})
        left = [row for row in rows if not alike.take(row, [compared.said(row)])]
        near = _Free(threads, lambda thread: _open_to(thread, compared), alike.taken)
        for row in left:
            if not near.take(row, _looking_for(row, compared)):
                threads.append([row])
    return threads


class _Free:
    """The threads that no row of the present workbook has joined yet, by what may join them."""

    def __init__(
        self,
        threads: Sequence[list[Record]],
        keys: Callable[[list[Record]], Iterable[Hashable]],
        taken: set[int] | None = None,
    ) -> None:
        self.taken = set[int]() if taken is None else taken
        self._by_key: dict[Hashable, deque[tuple[int, list[Record]]]] = defaultdict(deque)
        for number, thread in enumerate(threads):
            for key in keys(thread) if number not in self.taken else ():
                self._by_key[key].append((number, thread))

    def take(self, row: Record, keys: Iterable[Hashable]) -> bool:
        """Put the row to the first free thread under one of the keys; False where there is none."""
        found = [first for key in keys if (first := self._first(key))]
        if not found:
            return False
        number, thread = min(found, key=lambda one: one[0])
        self.taken.add(number)
        thread.append(row)
        return True

    def _first(self, key: Hashable) -> tuple[int, list[Record]] | None:
        waiting = self._by_key.get(key)
        while waiting and waiting[0][0] in self.taken:
            waiting.popleft()
        return waiting[0] if waiting else None


def _open_to(thread: list[Record], compared: Looks) -> Iterator[Hashable]:
    """The keys under which a row finds the thread: of each value that tells apart, the thread's own, or any."""
    told = [compared.told_apart(one) for one in thread]
    own = [next(filter(None, values), "") for values in zip(*told, strict=True)]
    return product(*((value, _ANY) for value in own))


def _looking_for(row: Record, compared: Looks) -> Iterator[Hashable]:
    """Of each value the row's own or none where it has one, else any."""
    return product(*((value, "") if value else (_ANY,) for value in compared.told_apart(row)))


def _one(thread: list[Record], compared: Looks) -> _Drawn:
    """The record of rows that are one: the row that holds, its empty texts filled from the others."""
    ranked = sorted(thread, key=lambda record: record.source.workbook)
    ranked.sort(key=compared.rank, reverse=True)
    holds, *others = ranked
    if not others:
        return _Drawn(holds, (holds,))
    texts = [field for field, _ in compared.columns if getattr(holds, field) == ""]
    filled = {field: next((text for other in others if (text := getattr(other, field))), "") for field in texts}
    record = replace(holds, source=replace(holds.source, also=tuple(other.source for other in others)), **filled)
    return _Drawn(record, tuple(ranked))


def _doubts(ones: Sequence[_Drawn], compared: Looks, people: People, firms: Firms) -> Iterator[Problem]:
    """One for each row that another holds for, and for each that its own workbook has in the same words."""
    form, person = compared.form, people.by_id(whose(ones[0].record))
    first: dict[Hashable, Record] = {}
    for one in ones:
        holds, *others = one.rows
        for other in others:
            facts: dict[str, object] = {"other": holds.source.at()}
            if _bare(other) == _bare(holds):
                yield REPEATED_ROW.of(person, other.source.at(), form.name, facts)
            else:
                facts["differs"] = _differing(other, holds, compared, firms)
                yield SAME_THING.of(person, other.source.at(), form.name, facts)
        earlier: Record = first.setdefault((holds.source.workbook, compared.said(holds)), holds)
        if earlier is not holds:
            code = "repeated_in_workbook" if _bare(earlier) == _bare(holds) else "repeated_but_for_punctuation"
            yield REPEATED_ROW.of(person, holds.source.at(), form.name, {"other": earlier.source.at()}, code)


def _bare(record: Record) -> Record:
    return replace(record, source=NOWHERE)


def _differing(row: Record, holds: Record, compared: Looks, firms: Firms) -> list[tuple[str, object, object]]:
    """The headings under which the two differ, with what the row says and what the other that holds says."""

    def value(record: Record, field: str) -> object:
        found = getattr(record, field)
        if not isinstance(found, tuple):
            return found
        return "、".join(firm.name if (firm := firms.by_code(code)) else code for code in found)

    pairs = [(heading, value(row, field), value(holds, field)) for field, heading in compared.columns]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _for_all(held: Sequence[Sequence[_Drawn]], compared: Looks) -> Iterator[tuple[_Drawn, Record]]:
    """The records of all who hold the things of a group, each with the row that holds for them all."""
    for each in zip_longest(*held):
        ones = [one for one in each if one is not None]
        speaks = max((one.record for one in ones), key=compared.rank).source  # of equal ones the first by 编号
        for one in ones:
            yield one, replace(one.record, thing=speaks) if len(ones) > 1 else one.record


def _shared_doubts(held: Sequence[Sequence[_Drawn]], form: Form, people: People) -> Iterator[Problem]:
    """One for each who holds what another holds too."""
    for ones in held[1:]:
        for first, one in zip(held[0], ones, strict=False):
            other = people.by_id(whose(first.record))
            facts: dict[str, object] = {"other": first.record.source.at(), "who": other.who if other else ""}
            yield SHARED_THING.of(people.by_id(whose(one.record)), one.record.source.at(), form.name, facts)
