"""How the records of a log are compared: which are about one thing, and which of them are one with which.

Records of one thing and person are drawn out into threads, a thread a thing: in each at most one row of a workbook,
because rows of one workbook count each.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from pipeline.chinese.folding import essence, says_none
from pipeline.forms import Form
from pipeline.forms.declaring import Read
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

    def spelled(self, record: Record) -> str:
        """All that it says, to the letter: to put records in order."""
        return str([getattr(record, field) for field, _ in self.columns])

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


def groups_of(records: Sequence[Record], compared: Looks) -> Iterable[list[Record]]:
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


def of_each(group: Iterable[Record]) -> Iterator[list[Record]]:
    """The records of each commissioner, in order of 编号."""
    for _, own in groupby(sorted(group, key=whose), key=whose):
        yield list(own)


@dataclass(slots=True)
class _Thread:
    """Rows that are one: what the first of them says, and what tells them apart from others of their kind."""

    rows: list[Record]
    said: Hashable
    told: tuple[str, ...]

    def found_under(self) -> Iterator[Hashable]:
        """The keys of a row that may join it: its own words; of each value that tells apart its own, or any."""
        yield self.said
        yield from product(*((value, _ANY) for value in self.told))


def threads_of(records: Sequence[Record], compared: Looks) -> list[list[Record]]:
    """Those that are one together, at most one row of each workbook; whatever order the rows stand in.

    A row goes to the thread that begins with the same words, else to the first that nothing tells it apart from: the
    one with most days or money to the one that has most, so that together they do not come to more than any workbook
    holds where both say the same.
    """
    said = {id(record): compared.said(record) for record in records}

    def order(record: Record) -> tuple[str, ...]:
        return str(said[id(record)]), compared.spelled(record), record.source.sheet, f"{record.source.row:07}"

    threads: list[_Thread] = []
    ordered = sorted(records, key=order)
    ordered.sort(key=compared.rank, reverse=True)
    ordered.sort(key=lambda record: record.source.workbook)
    for _, rows in groupby(ordered, key=lambda record: record.source.workbook):
        free = _Free(threads)
        left = [row for row in rows if not free.take(row, [said[id(row)]], compared)]
        new = [row for row in left if not free.take(row, _looked_for(row, compared), compared)]
        threads += [_Thread([row], said[id(row)], compared.told_apart(row)) for row in new]
    return [thread.rows for thread in threads]


def _looked_for(row: Record, compared: Looks) -> Iterator[Hashable]:
    """Of each value that tells apart the row's own or none where it has one, else any."""
    return product(*((value, "") if value else (_ANY,) for value in compared.told_apart(row)))


class _Free:
    """The threads that no row of the present workbook has joined yet, by what a row finds them under."""

    def __init__(self, threads: Sequence[_Thread]) -> None:
        self._threads = threads
        self._taken = set[int]()
        self._by_key: dict[Hashable, deque[int]] = defaultdict(deque)
        for number, thread in enumerate(threads):
            for key in thread.found_under():
                self._by_key[key].append(number)

    def take(self, row: Record, keys: Iterable[Hashable], compared: Looks) -> bool:
        """Put the row to the first free thread under one of the keys; False where there is none."""
        number = min((first for key in keys if (first := self._first(key)) is not None), default=None)
        if number is None:
            return False
        self._taken.add(number)
        thread = self._threads[number]
        thread.rows.append(row)
        thread.told = tuple(own or other for own, other in zip(thread.told, compared.told_apart(row), strict=True))
        return True

    def _first(self, key: Hashable) -> int | None:
        waiting = self._by_key.get(key)
        while waiting and waiting[0] in self._taken:
            waiting.popleft()
        return waiting[0] if waiting else None
