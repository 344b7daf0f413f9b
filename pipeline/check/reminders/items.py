"""The findings that a workstation is asked to correct or confirm, in the order in which its reminder numbers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.check.audiences.station_words import StationWords
from pipeline.check.audiences.words import Words
from pipeline.check.findings import Finding
from pipeline.problems import SEVERITY_ORDER, Place


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as a workstation is told of it: `where` within the workbook of `place`, the first that concerns it.

    `workbook` is "" where it is another workstation's; `sent` is whether it is this one's.
    """

    finding: Finding
    words: Words
    place: Place
    workbook: str
    sent: bool
    where: str


def items(findings: Iterable[Finding], for_station: StationWords) -> list[Item]:
    """Those of the findings that the workstation is told of: its own workbooks first, the worst first."""
    found = [_item(finding, words, for_station) for finding in findings if (words := for_station.of(finding.problems))]
    return sorted(found, key=_order)


def _item(finding: Finding, words: Words, for_station: StationWords) -> Item:
    place = for_station.station.places(finding.problems)[0]
    workbook = "" if for_station.station.is_elsewhere(place) else place.shown_workbook
    return Item(finding, words, place, workbook, for_station.station.sent(place), for_station.where(finding.problems))


def _order(item: Item) -> tuple[object, ...]:
    problem = item.finding.problem
    book = (not item.sent, not item.workbook, item.workbook)
    rest = (item.place.sort_key, problem.rule, problem.subject or "", problem.about)
    return *book, SEVERITY_ORDER[problem.severity], *rest
