"""What is each commissioner's own: the year's records by 编号."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Dataset,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
)
from pipeline.rules.days import counted_of_each
from pipeline.rules.tally import Count


@dataclass(frozen=True)  # without slots: the days are kept where they were first asked for
class Own:
    """The records of one commissioner, each kind in the order of the dataset."""

    visits: tuple[ServiceLog, ...] = ()
    reports: tuple[MonthlyReport, ...] = ()
    projects: tuple[ProjectApplication, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    papers: tuple[Paper, ...] = ()
    spot_checks: tuple[SpotCheck, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    results: tuple[AssessmentResult, ...] = ()
    exceptions: tuple[AcceptedException, ...] = ()

    @cached_property
    def days(self) -> Count:
        """The service days: of each visit as much as its dates have room for."""
        return Count.of(zip((visit.source for visit in self.visits), counted_of_each(self.visits), strict=True))


def own_records(dataset: Dataset) -> dict[str, Own]:
    """The records of every commissioner of the roster, by 编号."""
    visits, reports = _by_person(dataset.service_logs), _by_person(dataset.monthly_reports)
    projects, achievements = _by_person(dataset.projects), _by_person(dataset.achievements)
    papers, checks = _by_person(dataset.papers), _by_person(dataset.spot_checks)
    pairings, results = _by_person(dataset.pairings), _by_person(dataset.results)
    exceptions = _by_person(dataset.exceptions)
    return {
        person.id: Own(
            visits.get(person.id, ()),
            reports.get(person.id, ()),
            projects.get(person.id, ()),
            achievements.get(person.id, ()),
            papers.get(person.id, ()),
            checks.get(person.id, ()),
            pairings.get(person.id, ()),
            results.get(person.id, ()),
            exceptions.get(person.id, ()),
        )
        for person in dataset.commissioners
    }


class _OfPerson(Protocol):
    @property
    def commissioner(self) -> str: ...


T = TypeVar("T", bound=_OfPerson)


def _by_person(records: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for record in records:
        found[record.commissioner].append(record)
    return {key: tuple(group) for key, group in found.items()}
