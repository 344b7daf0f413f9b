"""What a workstation reads of a finding, said without anybody else's people and enterprises.

The sentences of the problem list name whomever a problem touches: both bearers of a name, the other of two equal ID
numbers, the nearest names of the roster, the enterprise of a visit. Here they are said again with what is the station's
own. What then still names somebody else's is said by the name of its rule and its remedy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.check.audiences.station import OF_TABLES, Station
from pipeline.check.audiences.words import AS_ALL, MOST_OWN, Words
from pipeline.check.faults import wording_of
from pipeline.check.saying import fact_and_remedy
from pipeline.check.whereabouts import by_sheet, row_list, sheet_after, within
from pipeline.chinese.lists import listed
from pipeline.intake.privacy import Conceal
from pipeline.plan import Plan
from pipeline.problems import Place, Problem

STRANGER = "其他工作站人员"
ANOTHER_ROW, ANOTHER_BOOK = "其他工作站工作簿中的一行", "另一份工作簿"
CHECK_IT = "请核对这一处。"


@dataclass(frozen=True, slots=True)
class StationWords:
    """How one workstation is told. `labels` names the rules."""

    station: Station
    plan: Plan
    labels: Mapping[str, str]
    conceal: Conceal

    def of(self, problems: Sequence[Problem], workbook: str = "") -> Words | None:
        """The words of the problems of a finding, as `workbook` tells them; None where it is none of its business.

        The first of them speaks for them all. Their place is said only where the station can correct it itself.
        """
        places = self.station.places(problems)
        if not places:
            return None
        lead = problems[0]
        where = self.where(problems)
        if places[0].workbook != workbook and not self.station.is_elsewhere(places[0]):
            where = places[0].shown_workbook + where
        about = self._about(problems)
        fact, remedy = self._fact_and_remedy(problems)
        parts = (
            f"{where}：" if where and self.station.sent(places[0]) else "",
            f"{about} " if about else "",
            fact.removesuffix("。"),
            f"（依据：方案{lead.clause}）。" if lead.clause else "。",
            remedy,
        )
        return Words(about, fact, remedy, "".join(parts))

    def in_copy(self, problems: Sequence[Problem], workbook: str) -> Words | None:
        """The words as the copy of `workbook` tells them, with a sentence for each of the problems at its own cell."""
        words = self.of(problems, workbook)
        if words is None or len(problems) == 1:
            return words
        each = [self.of((one,), workbook) for one in problems[:MOST_OWN]]
        own = (one.sentence if one else "" for one in each)
        further = (AS_ALL + words.remedy if self.station.places((one,)) else "" for one in problems[MOST_OWN:])
        return replace(words, parts=(*own, *further))

    def where(self, problems: Sequence[Problem]) -> str:
        """「服务日志」第 5 行「服务天数」，另有第 9–12 行: within the workbook of the first place it is told of.

        A place in another station's workbook is said by its form alone.
        """
        first, *others = self.station.places(problems)
        if self.station.is_elsewhere(first):
            return f"「{problems[0].form}」" if problems[0].form else ""
        rest = [place for place in others if not self.station.is_elsewhere(place)]
        further = [sheet_after(places, first) for places in by_sheet(rest)]
        elsewhere = len(others) - len(rest)
        further += [f"其他工作站的工作簿中 {elsewhere} 处"] if elsewhere else []
        text = within(first) + (f"，另有{'、'.join(further)}" if further else "")
        return text if self.station.may_read(text) else row_list([first.row] if first.row else [])

    def _fact_and_remedy(self, problems: Sequence[Problem]) -> tuple[str, str]:
        lead, station = problems[0], self.station
        wording = wording_of(lead)
        remedy = wording.station or wording.remedy
        if not station.is_stranger(lead.subject) or station.sent(lead.place):  # else others wrote what it says
            own = replace(lead, facts=_own_facts(problems, station))
            fact, filled = map(self.conceal, fact_and_remedy(own, self.plan))
            if station.may_read(fact):
                return f"{fact}。", filled if "{" in remedy else remedy
        return f"{self.labels[lead.rule]}。", CHECK_IT if "{" in remedy else remedy

    def _about(self, problems: Sequence[Problem]) -> str:
        """编号 and 姓名 as the roster has them, or what the row itself says; empty where it is about nobody."""
        lead, station = problems[0], self.station
        if lead.subject in station.people:
            return station.people[lead.subject].who
        if station.is_stranger(lead.subject):
            return STRANGER
        if lead.rule in OF_TABLES:
            return ""
        named = listed(station.candidates(problems), self.conceal(lead.who))
        return named if station.may_read(named) else ""


def _own_facts(problems: Sequence[Problem], station: Station) -> Mapping[str, object]:
    """The facts of the first of them without what is other stations'."""
    lead = problems[0]
    facts: dict[str, object] = {
        name: ANOTHER_ROW if isinstance(fact, Place) and station.is_elsewhere(fact) else fact
        for name, fact in lead.facts.items()
    }
    match lead.message or lead.rule:
        case "ambiguous_person":
            own = station.candidates(problems)
            facts["people"] = f"本工作站的是 {listed(own)}" if own else "都不是本工作站的"
            facts["count"] = max(int(str(facts["count"])), len(frozenset().union(*(one.people for one in problems))))
        case "unknown_person":
            near = [person.who for person in station.people.values() if person.who in str(facts["near"])]
            facts["near"] = f"，本工作站相近的有{listed(near)}" if near else ""
        case "unknown_enterprise":
            facts["near"] = facts["near"] if station.may_read(str(facts["near"])) else ""
        case "duplicate_id_number":
            facts["others"] = _those(facts["others"], station)
            facts.pop("cells", None)
        case "workbook_copy" | "sheet_copy":
            original = lead.facts["original"]
            elsewhere = isinstance(original, Place) and station.is_elsewhere(original)
            facts["original"] = ANOTHER_BOOK if elsewhere else original
    return facts


def _those(others: object, station: Station) -> list[str]:
    """Its own people among the others by name, the rest counted."""
    assert isinstance(others, list)
    own = [person.who for person in station.people.values() if person.who in others]
    strangers = len(others) - len(own)
    return [*own, *([f"其他工作站的 {strangers} 人"] if strangers else [])]
