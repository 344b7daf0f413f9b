"""What a workstation is asked to correct or confirm, said without anybody else's people and enterprises.

The sentences of the problem list name whomever a problem touches: both bearers of a name, the other of two equal ID
numbers, the nearest names of the roster, the enterprise of a visit. Here they are said again with what is the station's
own. What then still names somebody else's is said by the name of its rule and its remedy alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.check.catalogue import labels
from pipeline.check.faults import wording_of
from pipeline.check.findings import Finding
from pipeline.check.reminders.station import OF_TABLES, Station
from pipeline.check.saying import MOST_PIECES, at, told
from pipeline.chinese.lists import listed, rows
from pipeline.intake.privacy import concealer
from pipeline.plan import Plan
from pipeline.problems import SEVERITY_ORDER, Place, Problem
from pipeline.records import Dataset

STRANGER = "其他工作站人员"
ANOTHER_ROW, ANOTHER_BOOK = "其他工作站工作簿中的一行", "另一份工作簿"
CHECK_IT = "请核对这一处。"


@dataclass(frozen=True, slots=True)
class Item:
    """One problem as a workstation reads it: `where` within `workbook`, about whom, what is wrong and what to do.

    `workbook` is "" where it is another workstation's; `sent` is whether it is this one's.
    """

    finding: Finding
    workbook: str
    sent: bool
    where: str
    about: str
    fact: str
    remedy: str


def reader(dataset: Dataset, plan: Plan, findings: Sequence[Finding]) -> Callable[[Station], list[Item]]:
    """Makes the list of those findings that a workstation is told of: its own workbooks first, the worst first."""
    conceal, names = concealer(dataset), labels(plan)

    def said(problem: Problem, station: Station) -> tuple[str, str]:
        wording = wording_of(problem)
        remedy = wording.station or wording.remedy
        if not station.is_stranger(problem.subject) or station.sent(problem.place):  # else others wrote what it says
            fact, full_remedy = map(conceal, told(replace(problem, facts=_own_facts(problem, station)), plan))
            if station.may_read(fact):
                return f"{fact}。", full_remedy if "{" in remedy else remedy
        return f"{names[problem.rule]}。", CHECK_IT if "{" in remedy else remedy

    def item(finding: Finding, station: Station, places: Sequence[Place]) -> Item:
        problem, first = finding.problem, places[0]
        workbook = "" if station.is_elsewhere(first) else first.workbook
        where, about = _where(places, problem, station), _about(problem, station)
        return Item(finding, workbook, station.sent(first), where, about, *said(problem, station))

    def items(station: Station) -> list[Item]:
        found = [(one, places) for one in findings if (places := station.places(one.problem))]
        found.sort(key=lambda pair: _order(pair[0].problem, pair[1][0], station))
        return [item(finding, station, places) for finding, places in found]

    return items


def _order(problem: Problem, place: Place, station: Station) -> tuple[object, ...]:
    elsewhere = station.is_elsewhere(place)
    book = (not station.sent(place), elsewhere, "" if elsewhere else place.workbook)
    return *book, SEVERITY_ORDER[problem.severity], place.sort_key, problem.rule, problem.subject or "", problem.about


def _own_facts(problem: Problem, station: Station) -> Mapping[str, object]:
    """The facts without what is other stations'."""
    facts: dict[str, object] = {
        name: ANOTHER_ROW if isinstance(fact, Place) and station.is_elsewhere(fact) else fact
        for name, fact in problem.facts.items()
    }
    match problem.message or problem.rule:
        case "ambiguous_person":
            own = station.candidates(problem)
            facts["people"] = f"本工作站的是 {listed(own)}" if own else "都不是本工作站的"
            facts["count"] = max(int(str(facts["count"])), len(problem.people))
        case "unknown_person":
            near = [person.who for person in station.people.values() if person.who in str(facts["near"])]
            facts["near"] = f"，本工作站相近的有{listed(near)}" if near else ""
        case "unknown_enterprise":
            facts["near"] = facts["near"] if station.may_read(str(facts["near"])) else ""
        case "duplicate_id_number":
            facts["others"] = _those(facts["others"], station)
        case "workbook_copy":
            original = str(facts["original"])
            facts["original"] = ANOTHER_BOOK if station.is_elsewhere(Place(original)) else original
    return facts


def _those(others: object, station: Station) -> list[str]:
    """Its own people among the others by name, the rest counted."""
    assert isinstance(others, list)
    own = [person.who for person in station.people.values() if person.who in others]
    strangers = len(others) - len(own)
    return [*own, *([f"其他工作站的 {strangers} 人"] if strangers else [])]


def _about(problem: Problem, station: Station) -> str:
    """编号 and 姓名 as the roster has them, or what the row itself says; empty where it is about nobody."""
    if problem.subject in station.people:
        return station.people[problem.subject].who
    if station.is_stranger(problem.subject):
        return STRANGER
    if problem.rule in OF_TABLES:
        return ""
    named = listed(station.candidates(problem), problem.who)
    return named if station.may_read(named) else ""


def _where(places: Sequence[Place], problem: Problem, station: Station) -> str:
    """「服务日志」第 5 行「服务天数」，另有第 9–12 行: within the workbook of the first place.

    A place in another station's workbook is said by its form alone.
    """
    first, rest = places[0], [place for place in places[1:] if not station.is_elsewhere(place)]
    if station.is_elsewhere(first):
        return f"「{problem.form}」" if problem.form else ""
    sheets: dict[tuple[str, str | None], list[Place]] = defaultdict(list)
    for place in rest:
        sheets[place.workbook, place.sheet].append(place)
    further = []
    for (workbook, sheet), found in sheets.items():
        same_sheet = (workbook, sheet) == (first.workbook, first.sheet)
        head = "" if same_sheet else at(Place(workbook, sheet)).removeprefix(first.workbook)
        further.append(head + _together(place.row for place in found if place.row))
    elsewhere = len(places) - 1 - len(rest)
    further += [f"其他工作站的工作簿中 {elsewhere} 处"] if elsewhere else []
    text = at(first).removeprefix(first.workbook) + (f"，另有{'、'.join(further)}" if further else "")
    return text if station.may_read(text) else rows([first.row] if first.row else [])


def _together(numbers: Iterable[int]) -> str:
    """第 5–9、12 行; rows in many pieces are counted."""
    ordered = sorted(set(numbers))
    text = rows(ordered)
    many = text.count("、") >= MOST_PIECES
    return f"第 {ordered[0]} 行到第 {ordered[-1]} 行之间的 {len(ordered)} 行" if many else text
