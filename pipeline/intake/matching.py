"""Who and which firm a row speaks of. Never guesses between two; proposes the nearest names instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.chinese.alike import Alike
from pipeline.chinese.figures import likeness
from pipeline.chinese.folding import folded
from pipeline.forms.shared import WORKSTATION
from pipeline.intake.faults import (
    AMBIGUOUS_ENTERPRISE,
    AMBIGUOUS_PERSON,
    NAME_MISMATCH,
    UNKNOWN_ENTERPRISE,
    UNKNOWN_PERSON,
)
from pipeline.problems import Place, Problem
from pipeline.records import Commissioner, Enterprise
from pipeline.sheets import Row, Table
from pipeline.sheets.texts import seen

NEAREST = 3
ALIKE_NAME = 0.5  # from here on a person's name is proposed for another
SHORTEST = 2  # characters of a short name of a firm
_CALLED = re.compile(r"((股份|集团)?(有限)?(责任)?(集团)?公司|\(.*\))$")  # as folded names spell their brackets


@dataclass(frozen=True, slots=True)
class Match:
    """The person a row speaks of, or the problem why nobody; `candidates` are those it may be."""

    person: Commissioner | None
    problems: tuple[Problem, ...] = ()
    candidates: tuple[Commissioner, ...] = ()


class People:
    """The roster, searched as the contract says: by 编号, by name within the workstation, by a name that is unique."""

    def __init__(self, commissioners: Iterable[Commissioner], left_out: Iterable[str] = ()) -> None:
        """`left_out` are the names of roster rows without an identity of their own: their errors are said there."""
        self._left_out = {folded(name) for name in left_out if name}
        self._by_id = {folded(person.id): person for person in commissioners}
        self._by_name: dict[str, list[Commissioner]] = defaultdict(list)
        for person in self._by_id.values():
            self._by_name[folded(person.name)].append(person)
        self._alike = Alike(self._by_name, ALIKE_NAME)
        self._said: dict[str, str] = {}  # a wrong name comes again in row after row
        stations = {person.workstation for person in self._by_id.values() if person.workstation}
        self.stations = sorted(stations, key=lambda name: (-len(name), name))

    def all(self) -> tuple[Commissioner, ...]:
        return tuple(self._by_id.values())

    def by_id(self, text: str) -> Commissioner | None:
        return self._by_id.get(folded(text))

    def station_in(self, text: str) -> str | None:
        """The workstation that a title, a sheet's or a file's name mentions; the longest where several do."""
        spelled = folded(seen(text))
        return next((name for name in self.stations if folded(name) in spelled), None)

    def match(self, row: Row, table: Table, id_heading: str, name_heading: str) -> Match:
        """The commissioner of a log row."""
        number, name = str(row.values.get(id_heading) or ""), str(row.values.get(name_heading) or "")
        if number:
            return self._by_number(row, table, number, name, id_heading, name_heading)
        if not name:
            return Match(None)
        named = self._by_name.get(folded(name), [])
        station = self._station(row, table)
        near = [person for person in named if station and person.workstation == station] or named
        place = row.source.at(name_heading)
        namesake = folded(name) in self._left_out  # a roster row that nobody can tell from these
        if len(near) == 1 and not namesake:
            return Match(near[0])
        if not near:
            return self._unknown(place, f"“{name}”", name, table)
        people = "、".join(f"{person.who}（{person.workstation}）" for person in near)
        people += "、另有一行没有可用的编号" if namesake else ""
        facts: dict[str, object] = {"name": name, "count": len(near) + namesake, "people": people}
        ids = frozenset(person.id for person in near)
        problem = AMBIGUOUS_PERSON.of(None, place, table.form.name, facts, people=ids, about=name)
        return Match(None, (problem,), tuple(near))

    def _by_number(self, row: Row, table: Table, number: str, name: str, id_heading: str, name_heading: str) -> Match:
        person = self.by_id(number)
        if person is None:
            named = f"编号“{number}”{f'（{name}）' if name else ''}"
            return self._unknown(row.source.at(id_heading), named, name, table)
        if name and person.name and folded(name) != folded(person.name):
            facts: dict[str, object] = {"name": name, "known": person.name}
            place = row.source.at(name_heading)
            return Match(person, (NAME_MISMATCH.of(person, place, table.form.name, facts),))
        return Match(person)

    def _station(self, row: Row, table: Table) -> str | None:
        given = str(row.values.get(WORKSTATION.heading) or "")
        if given:
            return self.station_in(given)
        titled = self.station_in(" ".join(table.titles)) or self.station_in(table.sheet)
        return titled or self.station_in(PurePosixPath(table.workbook).name)

    def _unknown(self, place: Place, named: str, name: str, table: Table) -> Match:
        """Nobody known; whom the given name fits may be meant, and so is concerned."""
        if folded(name) in self._left_out and folded(name) not in self._by_name:
            return Match(None)
        facts: dict[str, object] = {"named": named, "near": self._nearest(name)}
        meant = tuple(self._by_name.get(folded(name), ()))
        ids = frozenset(person.id for person in meant)
        problem = UNKNOWN_PERSON.of(None, place, table.form.name, facts, people=ids, about=named)
        return Match(None, (problem,), meant)

    def _nearest(self, name: str) -> str:
        """The people whose names are most like this one."""
        spelled = folded(name)
        if spelled not in self._said:
            close = self._alike.nearest(spelled, NEAREST) if spelled else []
            near = [person.who for spelling, _ in close for person in self._by_name[spelling]]
            self._said[spelled] = f"，相近的有{'、'.join(near)}" if near else ""
        return self._said[spelled]


class Firms:
    """The directory of enterprises, searchable by code, name and former names."""

    def __init__(self, enterprises: Iterable[Enterprise]) -> None:
        self._by_code: dict[str, Enterprise] = {}
        self._by_name: dict[str, dict[str, Enterprise]] = defaultdict(dict)
        for enterprise in enterprises:
            self._by_code[folded(enterprise.credit_code)] = enterprise
            for name in (enterprise.name, *enterprise.former_names):
                self._by_name[folded(name)][enterprise.credit_code] = enterprise
        self._alike = Alike(self._by_name)
        self._said: dict[str, str] = {}  # a wrong name comes again in row after row

    def by_code(self, code: str) -> Enterprise | None:
        return self._by_code.get(folded(code)) if code else None

    def by_name(self, name: str) -> tuple[Enterprise, ...]:
        """The enterprises of that name: none, one, or several that nobody can tell apart."""
        found = self._by_name.get(folded(name), {})
        return tuple(found[code] for code in sorted(found))

    def match(self, name: str, row: Row, heading: str, person: Commissioner, form: str) -> Enterprise | Problem:
        """The enterprise of a name that stands under `heading`, or the problem why none."""
        found = self.by_name(name)
        if len(found) == 1:
            return found[0]
        fault, near = (AMBIGUOUS_ENTERPRISE, "") if found else (UNKNOWN_ENTERPRISE, self._proposed(name))
        return fault.of(person, row.source.at(heading), form, {"name": name, "count": len(found), "near": near})

    def _proposed(self, name: str) -> str:
        """The firms whose name, present or former, is most like this one, each with its likeness."""
        spelled = folded(name)
        if spelled in self._said:
            return self._said[spelled]
        close = self._alike.nearest(spelled, NEAREST) or self._containing(spelled)
        named: dict[str, str] = {}
        for spelling, share in close:
            for enterprise in self._by_name[spelling].values():
                former = "" if folded(enterprise.name) == spelling else "（按曾用名）"
                named.setdefault(enterprise.name, f"「{enterprise.name}」{former}相似 {likeness(share)}")
        near = list(named.values())[:NEAREST]
        self._said[spelled] = f"，与名录中的{'、'.join(near)}" if near else ""
        return self._said[spelled]

    def _containing(self, spelled: str) -> list[tuple[str, float]]:
        """The names in which this one stands, when what all firms are called is taken away: people write short names.

        None where it stands in more than are proposed.
        """
        core = _CALLED.sub("", spelled)
        found = [name for name in self._by_name if core in name] if len(core) >= SHORTEST else []
        if len(found) > NEAREST:
            return []
        return [(name, 2 * len(core) / (len(spelled) + len(name))) for name in sorted(found)]
