"""What every annexed table is made from, and the words they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed
from pipeline.plan import Plan
from pipeline.records import Dataset
from pipeline.rules.tally import Standing, Tally
from pipeline.sheets.writing.layout import Cell, Formula, Marked, Tone

YES = "√"
YUAN = "单位：元"
_TONES: dict[Standing, Tone] = {
    Standing.UNMET: "orange",
    Standing.SHORT: "yellow",
    Standing.EXEMPTED: "blue",
    Standing.NOT_PROVIDED: "grey",
    Standing.NOT_DUE: "grey",
    Standing.NOT_OWED: "grey",
    Standing.NONE: "grey",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The year's plan and tally."""

    plan: Plan
    tally: Tally

    @property
    def dataset(self) -> Dataset:
        """The records that were counted: no table lists another."""
        return self.tally.records

    def title(self, subject: str) -> str:
        return self.plan.heading(subject)

    def note(self, *more: str) -> str:
        """The line under a title: the day the figures stand for, then whatever else, e.g. the unit."""
        return "　　".join((f"截至{day(self.dataset.as_of)}", *more))

    @property
    def not_provided(self) -> Marked:
        """What stands in place of a figure that would be counted from a form that nobody handed in."""
        return Marked(self.plan.labels[Standing.NOT_PROVIDED], _TONES[Standing.NOT_PROVIDED])

    def nothing(self, form: str) -> str:
        """What an empty table says: that there is nothing, or that nobody handed in its form."""
        return "（无）" if self.tally.provided(form) else self.plan.labels[Standing.NOT_PROVIDED]

    def name(self, commissioner: str) -> str:
        person = self.dataset.commissioner_by_id.get(commissioner)
        return person.name if person else ""

    def people(self, ids: Iterable[str]) -> str:
        return listed((f"{id} {self.name(id)}".strip() for id in ids), "")

    def firms(self, codes: Iterable[str]) -> str:
        known = self.dataset.enterprise_by_code
        return listed((known[code].name if code in known else code for code in codes), "")


def marked(standing: Standing, plan: Plan) -> Cell:
    """The plan's word for how a duty stands, coloured unless met."""
    word = plan.labels[standing.value]
    return Marked(word, _TONES[standing]) if standing in _TONES else word


def toned(value: Decimal, standing: Standing) -> Cell:
    """A figure in the colour of how it stands."""
    return Marked(value, _TONES[standing]) if standing in _TONES else value


def tick(yes: bool) -> str:
    return YES if yes else ""


def ticks(key: str, number: int) -> Formula:
    """How many cells of the column `key` are ticked."""
    return Formula(f'=COUNTIF({{{key}:}},"{YES}")', number)
