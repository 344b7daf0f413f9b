"""What was counted, once, for rules and documents alike: the figures of a year, each with the rows it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipeline.plan import Deadline, Minimum, Target
from pipeline.problems import Source
from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Commissioner,
    Dataset,
    Enterprise,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
    SpotCheck,
)


class Standing(StrEnum):
    """How a duty or target stands on the as-of day."""

    MET = "met"
    UNMET = "unmet"
    SHORT = "short"  # a target that is only striven for (努力实现) and not reached: neither met nor unmet
    EXEMPTED = "exempted"  # short, but an accepted exception covers this very value
    NOT_PROVIDED = "not_provided"  # nobody handed in the form that it is counted from: neither met nor unmet
    NOT_DUE = "not_due"  # the day by which it is owed is still to come
    NOT_OWED = "not_owed"  # nothing is asked of this person: neither met nor unmet
    NONE = "none"  # a share of nothing: there is no enterprise of the kinds that it speaks of


class ReportState(StrEnum):
    """How one month's report stands."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_PROVIDED = "not_provided"  # owed, but nobody handed in the form of the reports
    NOT_DUE = "not_due"  # owed, but its day is still to come
    NOT_OWED = "not_owed"  # the month lies outside the term or before the first month configured, or was due before it


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a row counted: of a visit the days that its dates had room for; nothing where another row holds."""

    source: Source
    counted: Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """A figure and the rows it was counted from, each with how much of it counted: together they are the figure."""

    value: Decimal
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, counted: Iterable[tuple[Source, Decimal]]) -> Count:
        """The figure that these rows make; with each the rows that it holds for, which count nothing of their own."""
        parts = [
            part
            for source, share in counted
            for part in (Part(source, share), *(Part(other, Decimal(0)) for other in source.also))
        ]
        return cls(sum((part.counted for part in parts), Decimal(0)), tuple(parts))

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(part.source for part in self.parts)


@dataclass(frozen=True, slots=True)
class Month:
    """One month's report of one commissioner. `submitted` is the earliest hand-in."""

    month: int
    state: ReportState
    due: dt.date
    submitted: dt.date | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class MinimumResult:
    """One minimum of the plan for one commissioner. `required` is the plan's value (prorated only by a reading).

    `above` says that the number itself is not enough, by a reading. `due` is the day at whose close it is judged, None
    where that lies beyond the plan's year. `exception` is the accepted one that covers the figure as it is now, due or
    not.
    """

    minimum: Minimum
    required: int
    count: Count
    standing: Standing
    above: bool
    due: dt.date | None
    exception: AcceptedException | None

    @property
    def gap(self) -> Decimal:
        """By how much it falls short; 0 where it has to be above its number: there is no least shortfall to name."""
        return Decimal(0) if self.above else max(Decimal(self.required) - self.count.value, Decimal(0))


@dataclass(frozen=True, slots=True)
class ReportResult:
    """The monthly reports of one commissioner: always twelve months, January first."""

    deadline: Deadline
    months: tuple[Month, ...]
    standing: Standing

    def of(self, *states: ReportState) -> tuple[Month, ...]:
        return tuple(month for month in self.months if month.state in states)

    @property
    def owed(self) -> int:
        """How many were due by the as-of day."""
        return len(self.of(ReportState.ON_TIME, ReportState.LATE, ReportState.MISSING))

    @property
    def handed_in(self) -> Count:
        """The reports that were owed and came, in time or late, and their rows; one that nobody asked for is none."""
        months = self.of(ReportState.ON_TIME, ReportState.LATE)
        return Count.of((month.source, Decimal(1)) for month in months if month.source)


@dataclass(frozen=True, slots=True)
class PersonTally:
    """Everything counted for one commissioner; records in order of date."""

    commissioner: Commissioner
    recruited: bool  # counts as 选聘 (reading `recruited_counts`)
    pairings: tuple[Pairing, ...]
    visits: tuple[ServiceLog, ...]
    days: Count  # service days, each calendar date at most once
    policy_sessions: Count
    served: tuple[Enterprise, ...]  # distinct enterprises of the visits
    minimums: tuple[MinimumResult, ...]  # in the plan's order
    reports: ReportResult | None  # None where the plan has no monthly report
    projects: tuple[ProjectApplication, ...]
    achievements: tuple[Achievement, ...]
    papers: tuple[Paper, ...]
    spot_checks: tuple[SpotCheck, ...]
    result: AssessmentResult | None  # the grade, when the meeting has given one

    @property
    def postings(self) -> dict[str, list[Pairing]]:
        """The pairings by enterprise: separate terms at the same one are one posting with both."""
        found: dict[str, list[Pairing]] = {}
        for pairing in self.pairings:
            found.setdefault(pairing.enterprise, []).append(pairing)
        return found


@dataclass(frozen=True, slots=True)
class EnterpriseTally:
    """One enterprise. `high_tech` and `tech_sme` are valid on the as-of day, not merely claimed."""

    enterprise: Enterprise
    above_scale: bool
    high_tech: bool
    tech_sme: bool
    served: bool
    visits: int
    commissioners: tuple[str, ...]  # 编号 of those who served it
    three_zero_new: bool  # 规上, all three flags at the end, not all three at a known start

    @property
    def key_kind(self) -> bool:
        """One of the three kinds the coverage target speaks of."""
        return self.above_scale or self.high_tech or self.tech_sme


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target of the district; `above` as of a minimum. `rate` is done / target, e.g. Decimal("1.13").

    Where it is NOT_PROVIDED or NONE there is no figure: `value` is 0 and nothing is said of it.
    """

    target: Target
    value: Decimal
    standing: Standing
    above: bool

    @property
    def measured(self) -> bool:
        """Whether there is a figure at all."""
        return self.standing not in (Standing.NOT_PROVIDED, Standing.NONE)

    @property
    def stands_at(self) -> bool:
        """Whether it has come to its number, which by a reading is not enough: there is no share to tell then."""
        return self.above and self.value == self.target.value

    @property
    def rate(self) -> Decimal:
        return self.value / Decimal(self.target.value) if self.target.value else Decimal(1)

    @property
    def gap(self) -> Decimal:
        return max(Decimal(self.target.value) - self.value, Decimal(0))


@dataclass(frozen=True, slots=True)
class GradeShare:
    """How many of those who have a grade (`of`, at least 1) have this one, and the percent that may have it at most."""

    grade: str
    given: int
    of: int
    cap: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.given) / self.of

    @property
    def over(self) -> bool:
        return self.given > self.most

    @property
    def most(self) -> int:
        """How many people the cap allows."""
        return self.of * self.cap // 100


@dataclass(frozen=True, slots=True)
class Tally:
    """The year counted. People in order of 编号, enterprises of 统一社会信用代码, targets and grades as in the plan.

    `records` are those that were counted, and the only ones that documents speak of: the people of the year as of the
    day, what is theirs, and what is nobody's.
    """

    people: tuple[PersonTally, ...]
    enterprises: tuple[EnterpriseTally, ...]
    targets: tuple[TargetResult, ...]
    topics_covered: Mapping[str, int]  # policy topic -> how many trainings dealt with it, 0 included
    expenses_by_use: Mapping[str, Decimal]  # permitted use -> yuan, in the plan's order; other uses after them
    grade_shares: tuple[GradeShare, ...]  # of each grade that the plan caps; none while nobody has a grade
    records: Dataset = field(compare=False, repr=False)

    def provided(self, form: str) -> bool:
        """Whether anybody handed in the form: what rests on another one is 未提供, never 0."""
        return form in self.records.forms

    @property
    def recruited(self) -> tuple[PersonTally, ...]:
        return tuple(person for person in self.people if person.recruited)

    @property
    def uncovered(self) -> tuple[EnterpriseTally, ...]:
        """Enterprises of the three kinds that nobody served."""
        return tuple(entry for entry in self.enterprises if entry.key_kind and not entry.served)
