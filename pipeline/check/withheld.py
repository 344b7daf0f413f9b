"""What an error withholds: the documents that print the cell or need the row, and no other.

Which document that is follows from what its kind says it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.forms import (
    ENTERPRISES,
    FIRM_IDENTITY,
    LOG_FORMS,
    MUST_BE_THERE,
    OF_NOBODY,
    SERVICE_LOGS,
    printed_in,
)
from pipeline.problems import Problem, Severity, in_order
from pipeline.records import Dataset, Enterprise

DISTRICT = ""  # stands for the 编号 where a document is the district's
Reasons = Mapping[str, str]  # why documents are not made, by 编号 or DISTRICT


class Whose(Enum):
    """Whom a document is about."""

    PERSON = auto()  # an error withholds those of whom it makes a row untrustworthy
    DISTRICT = auto()  # an error in any row that feeds it withholds it


@dataclass(frozen=True, slots=True)
class Need:
    """What the documents of a kind rest on. `forms` are those whose rows they need.

    Which of their columns they print, the columns themselves say of the kinds that they know; of another one `prints`
    may say it by form. It prints every column of a form that it does not name, of all forms where it says
    nothing. What rests on the visits names the firms visited, beside those of the person's pairings.
    """

    kind: str
    whose: Whose
    forms: frozenset[str]
    prints: Mapping[str, frozenset[str]] | None = None

    @property
    def rests_on_logs(self) -> bool:
        return not self.forms.isdisjoint(LOG_FORMS)

    def prints_column(self, form: str, heading: str) -> bool:
        if self.prints is None:
            return printed_in(form, heading, self.kind)
        return form not in self.prints or heading in self.prints[form]


def withheld(
    problems: Iterable[Problem], dataset: Dataset, needs: Sequence[Need], say: Callable[[Problem], str]
) -> dict[str, Reasons]:
    """The documents of each kind that errors withhold, each with the first reason and how many more there are.

    `problems` are as they were found, each with its own place: gathered ones have lost which cells they are about.
    """
    errors = [problem for problem in in_order(problems) if problem.severity is Severity.ERROR]
    order = {person.id: number for number, person in enumerate(dataset.commissioners)}
    asked = [_Asked(need, dataset.enterprises, order, _firms(need, dataset)) for need in needs] if errors else []
    found: dict[str, dict[str, list[Problem]]] = {need.kind: defaultdict(list) for need in needs}
    for one in asked:
        for problem in errors:
            for key in one.without(problem):
                found[one.need.kind][key].append(problem)
    return {kind: {key: _reason(held[key], say) for key in sorted(held)} for kind, held in found.items()}


def _firms(need: Need, dataset: Dataset) -> Mapping[str, set[str]]:
    """编号 -> the 统一社会信用代码 of the firms that the person's document names."""
    found: dict[str, set[str]] = defaultdict(set)
    for pairing in dataset.pairings:
        found[pairing.commissioner].add(pairing.enterprise)
    for visit in dataset.service_logs if SERVICE_LOGS.name in need.forms else ():
        found[visit.commissioner].update(visit.enterprises)
    return found


def _reason(problems: list[Problem], say: Callable[[Problem], str]) -> str:
    more = f"（另有 {len(problems) - 1} 处错误）" if len(problems) > 1 else ""
    return say(problems[0]) + more


def _column(problem: Problem) -> str | None:
    """The heading of the cell, or of the column that a whole table lacks."""
    if problem.rule == "missing_column":
        return str(problem.facts["column"])
    return problem.place.column if problem.place else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One need, asked of a year's errors. `order` holds everybody's 编号; `firms` are those that a document names."""

    need: Need
    enterprises: Sequence[Enterprise]
    order: Mapping[str, int]
    firms: Mapping[str, set[str]]

    def without(self, problem: Problem) -> list[str]:
        """The 编号 of those whose document needs what is wrong, in order; DISTRICT where the district's does."""
        column = _column(problem)
        if problem.form and problem.form not in self.need.forms:
            return []
        if problem.rule == "missing_form":
            return self._all() if problem.form in MUST_BE_THERE else []
        if problem.form and column and not self.need.prints_column(problem.form, column):
            return []
        if self.need.whose is Whose.DISTRICT:
            return [DISTRICT] if _feeds_figures(problem) else []
        return self._concerned(problem) if self.need.rests_on_logs else self._of_rosters(problem)

    def _all(self) -> list[str]:
        return [DISTRICT] if self.need.whose is Whose.DISTRICT else list(self.order)

    def _of_rosters(self, problem: Problem) -> list[str]:
        """Those concerned, where a document needs the roster forms alone, never a log.

        A workbook of one workstation that gives nothing is taken for its log; whose postings are read elsewhere needs
        no more. One that may be anybody's may have held the roster.
        """
        if problem.rule == "workbook_copy":
            return self._of_differing_rosters(problem)
        concerned = self._concerned(problem)
        return [key for key in concerned if not self.firms.get(key)] if problem.facts.get("station") else concerned

    def _of_differing_rosters(self, copy: Problem) -> list[str]:
        """Those whose roster rows, or whose firms, are not the same in a workbook and its copy."""
        people, firms = copy.facts["rostered"], copy.facts["firms"]
        assert isinstance(people, tuple) and isinstance(firms, tuple)
        return [key for key in self.order if key in people or not self.firms.get(key, set()).isdisjoint(firms)]

    def _concerned(self, problem: Problem) -> list[str]:
        """Those about whom the row is; a row of the directory is about those of its firm."""
        concerned = set(problem.people)
        if problem.form == ENTERPRISES.name:
            concerned |= self._of_firm(problem)
        elif problem.subject:
            concerned.add(problem.subject)
        elif problem.rule == "missing_column" and not concerned and problem.form not in OF_NOBODY:
            return list(self.order)  # the rows name nobody: they may be anybody's
        return sorted(concerned & self.order.keys(), key=self.order.__getitem__)

    def _of_firm(self, problem: Problem) -> set[str]:
        """Those whose document names the enterprise, where its very identity is in doubt."""
        column = _column(problem)
        if column is not None and column not in FIRM_IDENTITY:
            return set()
        if problem.rule == "missing_column":
            return set(self.order)
        codes = {entry.credit_code for entry in self.enterprises if _is_about(problem, entry)}
        return {key for key, named in self.firms.items() if codes & named}


def _is_about(problem: Problem, enterprise: Enterprise) -> bool:
    """By its code; an enterprise whose code cannot be read, by its row."""
    if problem.subject is not None:
        return problem.subject == enterprise.credit_code
    column = problem.place.column if problem.place else None
    return problem.place is not None and problem.place.sort_key == enterprise.source.at(column).sort_key


def _feeds_figures(problem: Problem) -> bool:
    """Whether what is wrong may have changed a figure of the district."""
    if problem.rule == "workbook_copy":
        return int(str(problem.facts["different"])) > 0
    if problem.rule == "unreadable":
        return bool(problem.people) or problem.facts["code"] != "empty"  # an empty workbook feeds nothing
    return True
