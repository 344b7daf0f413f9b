"""What a year's plan says, as frozen types. Every number of the programme lives here and comes from plan.toml."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field


class PlanError(Exception):
    """plan.toml cannot be used; the text says so in Chinese, a sentence a line, naming the file and the line or key.

    What a terminal would obey or nobody can see is taken out of it.
    """

    def __init__(self, said: str) -> None:
        super().__init__("".join(one for one in said if one == "\n" or unicodedata.category(one)[0] != "C"))


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of the issued plan: the clause, and the few characters there that carry the number ("" where none)."""

    clause: str
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What every entry has: its id (the rule id of its problems), its name for people, where the plan says it."""

    id: str
    label: str
    citations: tuple[Citation, ...]

    @property
    def clause(self) -> str:
        """The first place, the one messages cite."""
        return self.citations[0].clause


@dataclass(frozen=True, slots=True)
class Target(Duty):
    """A number the district has to reach. `measure` names a district measure of `rules/measures.py`.

    A soft target (努力实现) that is short is a doubt, a hard one is unmet.
    """

    measure: str
    value: int
    unit: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Minimum(Duty):
    """A number each commissioner has to reach. `measure` names a personal measure of `rules/measures.py`.

    `due` is "year_end" (end of the year, or of the term where that is earlier) or "term_end" (once the term ended).
    Only an `exemptable` one may be excused by 例外说明. `remedy` tells staff what to do; `phrase` begins the sentence
    about a person's figure (全年服务 … 天), by default 全年 and the label.
    """

    measure: str
    value: int
    unit: str
    soft: bool = False
    exemptable: bool = False
    due: str = "year_end"
    remedy: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Deadline(Duty):
    """A date. `day` is the day of each month (monthly_report), else `date` is the day of the year's end (report_up).

    `date` is None where the plan names no exact day; the last day of the plan's year then stands for it.
    """

    day: int | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Recorded(Duty):
    """Something the plan asks for without a number: recorded with its evidence, never scored."""


@dataclass(frozen=True, slots=True)
class Listing(Duty):
    """A list the plan gives: policy topics, permitted uses of funds."""

    items: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # item -> other words it is known by


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the text leaves a choice: what was chosen and why. While `decided_by` is empty it is a default.

    `clause` is empty where the plan was written before the question was asked.
    """

    id: str
    clause: str
    question: str
    choice: str | int | bool
    reason: str
    decided_by: str = ""
    decided_on: dt.date | None = None
    statement: str = ""  # how a submission states the choice, labels in braces; "" where no figure depends on it

    @property
    def decided(self) -> bool:
        return bool(self.decided_by)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the issued plan, by which the submission reports the work."""

    clause: str
    title: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One year's plan. `file` is the path it was read from, for messages only."""

    year: int
    name: str  # title of the plan itself
    county: str  # 东胜区
    issuer: str
    number: str  # 文号
    issued_on: dt.date
    basis: str  # the document it implements, with its 文号
    targets: tuple[Target, ...]
    minimums: tuple[Minimum, ...]
    deadlines: Mapping[str, Deadline]  # "monthly_report", "report_up"; either may be absent
    recorded: tuple[Recorded, ...]
    policy_topics: Listing
    funds: Listing
    readings: Mapping[str, Reading]
    sections: Mapping[str, Section]  # "team", "publicity", "growth", "projects", "appraisal", "funds", "safeguards"
    service_types: Mapping[str, tuple[str, ...]]  # "policy" -> 政策宣传, …; "other" -> the rest that is known
    achievement_groups: Mapping[str, tuple[str, ...]]  # 知识产权 -> 发明专利, …; 技术合同; 制度建设
    papers: Mapping[str, str]  # "work_plan" -> 工作计划, "final_summary" -> 派驻总结
    project_levels: tuple[str, ...]
    grades: tuple[str, ...]  # empty: not in the plan
    grade_caps: Mapping[str, int]  # grade -> percent at most; empty: not in the plan
    labels: Mapping[str, str]  # words on documents: "commissioner", "met", "unmet", "exempted", "flag_1" …
    notice: Mapping[str, object]  # the notice's own facts
    agreement: Mapping[str, object]  # parties and configurable amounts, empty by default
    submission: Mapping[str, object]  # kind, recipient, title, number, signer, date
    text: tuple[str, ...] = ()  # the plan itself, a paragraph an item, its numbers filled in; empty where not written
    omitted: tuple[str, ...] = ()  # fields of documents that the office's templates need not show
    file: str = "plan.toml"

    @property
    def open_slots(self) -> tuple[str, ...]:
        """What `text` names in braces and the plan does not have, each once."""
        return tuple(dict.fromkeys(slot for line in self.text for slot in re.findall(r"\{[^{}]*\}", line)))

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    def heading(self, subject: str) -> str:
        """2024年东胜区企业科技特派员 and what it is: how every list and table of the year is headed."""
        return f"{self.year}年{self.county}{self.labels['commissioner']}{subject}"

    def reading(self, id: str) -> str | int | bool:
        """The choice of a reading; a KeyError is a bug, because `read_plan` gives every reading."""
        return self.readings[id].choice

    def stated(self, id: str) -> str:
        """The statement of a reading with the plan's own words in it; a brace around anything else stays."""
        return re.sub(r"\{(\w+)\}", lambda found: self.labels.get(found[1], found[0]), self.readings[id].statement)

    @property
    def whole_county(self) -> str:
        """全区, 全旗, 全县: the county as a whole, by default after what it is called."""
        return self.labels.get("whole_county") or f"全{self.county[-1:]}"

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Every entry that cites the plan, in the plan's order of kinds."""
        return (*self.targets, *self.minimums, *self.deadlines.values(), *self.recorded, self.policy_topics, self.funds)
