"""Which rows of a log are about one thing: a visit that station and bureau both noted is one visit.

Rows of different workbooks that agree in what their form says a thing is are one record. Within one workbook rows count
each, because who keeps a list knows what stands in it. Every row that was drawn to another is a doubt that names both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.forms import Form
from pipeline.intake.faults import REPEATED_ROW, SAME_THING, SHARED_THING
from pipeline.intake.matching import Firms, People
from pipeline.intake.threads import Looks, Record, groups_of, looks, of_each, threads_of, whose
from pipeline.problems import Problem
from pipeline.records import bare


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
    for group in groups_of(records, compared):
        if len(group) == 1:
            kept[place[id(group[0])]] = group[0]
            continue
        held = [[_one(thread, compared) for thread in threads_of(own, compared)] for own in of_each(group)]
        for drawn, record in _for_all(held, compared):
            kept[place[id(drawn.rows[0])]] = record
        for ones in held:
            problems += _doubts(ones, compared, people, firms)
        problems += _shared_doubts(held, form, people)
    return [kept[number] for number in sorted(kept)], problems


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
    for one in sorted(ones, key=lambda one: one.record.source.at().sort_key):  # the lower row names the upper one
        holds, *others = one.rows
        for other in others:
            facts: dict[str, object] = {"other": holds.source.at()}
            if bare(other) == bare(holds):
                yield REPEATED_ROW.of(person, other.source.at(), form.name, facts)
            else:
                facts["differs"] = _differing(other, holds, compared, firms)
                yield SAME_THING.of(person, other.source.at(), form.name, facts)
        earlier: Record = first.setdefault((holds.source.workbook, compared.said(holds)), holds)
        if earlier is not holds:
            code = "repeated_in_workbook" if bare(earlier) == bare(holds) else "repeated_but_for_punctuation"
            yield REPEATED_ROW.of(person, holds.source.at(), form.name, {"other": earlier.source.at()}, code)


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
