"""What belongs to one workstation and what it must not read: its own people, workbooks and enterprises, and others'."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath

from pipeline.chinese.folding import folded
from pipeline.forms import BUREAU_DECIDES
from pipeline.intake.matching import People
from pipeline.problems import Place, Problem, Source, places_of
from pipeline.records import Dataset

# Found in tables and workbooks, not in rows: for who sent the workbook, whomever its rows may be about.
OF_TABLES = frozenset(
    {
        *("unreadable", "no_form", "missing_form", "missing_column", "heading"),
        *("workbook_copy", "unrecognised_sheet", "hidden", "struck_out", "left_out", "extra_columns"),
    }
)
FEW_DIGITS = 6  # an 编号 of fewer digits and nothing else looks like any figure
NEVER = r"(?!)"  # a pattern that finds nothing

Owner = Callable[[str], str]


def owners(dataset: Dataset) -> Owner:
    """Whose a workbook is: the workstation that its name or folder names, else the one whose people fill most log rows.

    "" for the bureau's own, such as the rosters, and where nobody has most.
    """
    people = People(dataset.commissioners)
    home = {person.id: person.workstation for person in dataset.commissioners}
    filled: dict[str, Counter[str]] = defaultdict(Counter)
    for commissioner, source in _log_rows(dataset):
        for row in (source, *source.also):
            filled[row.workbook][home[commissioner]] += 1
    for roster in (*(one.source for one in dataset.commissioners), *(one.source for one in dataset.enterprises)):
        filled.pop(roster.workbook, None)
    known: dict[str, str] = {}

    def owner(workbook: str) -> str:
        if workbook not in known:
            named = people.station_in(PurePosixPath(workbook).name) or people.station_in(workbook)
            known[workbook] = named or _most(filled.get(workbook, Counter()))
        return known[workbook]

    return owner


def _log_rows(dataset: Dataset) -> Iterator[tuple[str, Source]]:
    """Whose each row of the logs is that workstations keep."""
    yield from ((one.commissioner, one.source) for one in dataset.service_logs)
    yield from ((one.commissioner, one.source) for one in dataset.monthly_reports)
    yield from ((one.commissioner, one.source) for one in dataset.projects)
    yield from ((one.commissioner, one.source) for one in dataset.achievements)
    yield from ((one.commissioner, one.source) for one in dataset.papers)


def _most(rows: Counter[str]) -> str:
    return next((name for name, number in rows.items() if 2 * number > rows.total()), "")


class Station:
    """One workstation: its people by 编号, whose workbooks are whose, and what it must not read."""

    def __init__(self, name: str, dataset: Dataset, owner: Owner) -> None:
        self._name, self._owner = name, owner
        self._everybody = frozenset(person.id for person in dataset.commissioners)
        self.people = {person.id: person for person in dataset.commissioners if person.workstation == name}
        own = frozenset(_names(dataset, frozenset(self.people)))
        self._foreign = frozenset(_names(dataset, self._everybody - self.people.keys())) - own
        words = sorted(own | self._foreign, key=lambda word: (-len(word), word))  # 王芳芳 before 王芳
        self._words = re.compile("|".join(map(_pattern, words)) or NEVER)
        self._elsewhere: dict[str, bool] = {}  # by workbook: few are asked for in place after place

    def is_stranger(self, id: str | None) -> bool:
        """Whether that is the 编号 of a person of another workstation."""
        return id in self._everybody and id not in self.people

    def sent(self, place: Place | None) -> bool:
        """Whether the place stands in a workbook of its own."""
        return place is not None and self._owner(place.workbook) == self._name

    def is_elsewhere(self, place: Place) -> bool:
        """Whether the place stands in another workstation's workbook, or in one that is called after its people."""
        if place.workbook not in self._elsewhere:
            owner = self._owner(place.workbook)
            named = not self.may_read(place.workbook) if owner == "" else owner != self._name
            self._elsewhere[place.workbook] = named
        return self._elsewhere[place.workbook]

    def may_read(self, text: str) -> bool:
        """Whether the text names no person and no enterprise that only other workstations have to do with."""
        spaced = unicodedata.normalize("NFKC", text).upper()
        return not any(
            found[0] in self._foreign for form in (spaced, folded(text)) for found in self._words.finditer(form)
        )

    def candidates(self, problems: Sequence[Problem]) -> list[str]:
        """Its own among those whom a row may be about."""
        return [self.people[id].who for id in sorted({*chain(*(one.people for one in problems))}) if id in self.people]

    def places(self, problems: Sequence[Problem]) -> tuple[Place, ...]:
        """Where the station is told of the problems of a finding, its own workbooks first, other stations' last; none
        for not at all.

        Of a row about its people every place; else what stands in its own workbooks.
        """
        every, lead = places_of(problems), problems[0]
        concerned = lead.subject in self.people or (lead.subject is None and self.candidates(problems))
        if lead.rule in OF_TABLES or lead.form in BUREAU_DECIDES or not concerned:
            return tuple(place for place in every if self.sent(place))
        return tuple(sorted(every, key=lambda place: (not self.sent(place), self.is_elsewhere(place))))


def _names(dataset: Dataset, people: frozenset[str]) -> Iterator[str]:
    """What these people and the enterprises that they serve or are posted to are called, spelled as `folded` does."""
    for person in dataset.commissioners:
        if person.id in people:
            yield from (folded(person.id), folded(person.name))
    firms = dataset.enterprise_by_code
    served = {pairing.enterprise for pairing in dataset.pairings if pairing.commissioner in people}
    served.update(code for one in dataset.service_logs if one.commissioner in people for code in one.enterprises)
    served.update(code for one in dataset.projects if one.commissioner in people for code in one.enterprises)
    served.update(code for one in dataset.achievements if one.commissioner in people for code in one.enterprises)
    for code in served & firms.keys():
        yield from map(folded, (code, firms[code].name, *firms[code].former_names))


def _pattern(word: str) -> str:
    """Finds the word; Latin letters and digits at an end stand alone, or T1 would be found in T12."""
    if not word or (word.isdigit() and len(word) < FEW_DIGITS):
        return NEVER
    start = r"(?<![0-9A-Z])" if word[0].isascii() else ""
    end = r"(?![0-9A-Z])" if word[-1].isascii() else ""
    return f"{start}{re.escape(word)}{end}"
