"""What can be wrong: a rule id with its name, its weight and its words, declared where the fault is found.

A rule's faults stand beside its function in rules/, those of reading in intake/faults.py, those of answers in
check/answers.py; what both reading and rules find stands here. `check/faults.py` gathers them all into one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

from pipeline.problems import Place, Problem, Severity

Facts = Mapping[str, object]
NO_FACTS: Facts = MappingProxyType({})


class Subject(Protocol):
    """A commissioner or an enterprise: its id, and how it is named to people."""

    @property
    def id(self) -> str | None: ...
    @property
    def who(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a row speaks of, in its own words; `id` is None where nobody is known by it."""

    id: str | None
    who: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a fault is said: `fact` says what is the case and what is required, `remedy` what to do; facts fill both.

    `station` is what a workstation is told to do where the bureau's remedy is not in its hands (a roster, the plan, the
    input folder); empty where it is told the same. ID, phone and bank numbers are never among the facts.
    `severity` is this wording's own where it weighs less than its fault.
    """

    fact: str
    remedy: str
    station: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """One thing that can be wrong. `wordings` are keyed by code; the code of the only or plain one is the rule id.

    `label` is its name for people, empty where an entry of the plan names it. `milder` is the weight of those findings
    that circumstances make lighter (`mild`): a soft target, a stray file that is no log.
    """

    rule: str
    label: str
    severity: Severity
    wordings: Mapping[str, Wording]
    milder: Severity | None = None

    @property
    def mild(self) -> Fault:
        """The same fault where it weighs less. A ValueError where it never does."""
        if self.milder is None:
            raise ValueError(f"{self.rule} has one weight")
        return replace(self, severity=self.milder)

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every weight that its findings may have, the worst first."""
        own = {wording.severity or self.severity for wording in self.wordings.values()}
        return tuple(each for each in Severity if each in own | {self.severity, self.milder})

    def of(
        self,
        subject: Subject | None,
        place: Place | None = None,
        form: str | None = None,
        facts: Facts = NO_FACTS,
        code: str = "",
        clause: str | None = None,
        people: frozenset[str] = frozenset(),
        about: str = "",
    ) -> Problem:
        """A problem of a commissioner, an enterprise or nobody, found at `place` in a table of `form`.

        `code` is that of the wording where the fault has several; a KeyError where it has no such wording. `people` and
        `about` as in Problem.
        """
        severity = self.wordings[code or self.rule].severity or self.severity
        id, who = (subject.id, subject.who) if subject else (None, "")
        return Problem(
            self.rule, severity, place, id, who, facts, clause, message=code, people=people, form=form, about=about
        )


def fault(
    rule: str, label: str, severity: Severity, fact: str, remedy: str, station: str = "", milder: Severity | None = None
) -> Fault:
    """A fault that is said in one way."""
    return Fault(rule, label, severity, {rule: Wording(fact, remedy, station)}, milder)


# What reading finds in a log and the rules find in roster and pairings.
OUTSIDE_YEAR = Fault(
    "outside_year",
    "不在本年度",
    Severity.ERROR,
    {
        "outside_year": Wording(
            "「{column}」是{date}，不在 {year} 年度内",
            "请核对日期；属于其他年度的记录请移到该年度的文件夹。",
            station="请核对日期；属于其他年度的记录请从本年度台账中删去。",
        ),
        "outside_year_month": Wording(
            "月报属于 {found} 年，不是 {year} 年度",
            "请核对月份；属于其他年度的记录请移到该年度的文件夹。",
            station="请核对月份；属于其他年度的记录请从本年度台账中删去。",
        ),
        "term_outside_year": Wording(
            "{what}为{start}至{end}，与 {year} 年度没有交集",
            "请核对起止日期；不属于本年度的请移出本年度名册。",
            station="请核对起止日期。",
        ),
    },
)
REVERSED_DATES = fault(
    "reversed_dates", "起止日期颠倒", Severity.ERROR, "{what}止日{end}早于起日{start}", "请核对起止日期。"
)
DUPLICATE_ID = Fault(
    "duplicate_id",
    "编号、代码或身份证号重复",
    Severity.ERROR,
    {
        "duplicate_id": Wording(
            "「{column}」“{value}”与{other}重复，内容不同",
            "请确认是否同一对象：同一个只留一行，不同的各用各的编号。",
        ),
        "duplicate_row": Wording("「{column}」“{value}”与{other}重复，两行内容相同", "请删去多余的一行。"),
        "duplicate_id_number": Wording("身份证号与 {others} 相同", "请按证件核对并更正其中有误的一个。"),
    },
)
