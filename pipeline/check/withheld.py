"""What an error withholds: the documents that print the cell or need the row, and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.forms import FIRM_IDENTITY, LOG_FORMS, MUST_BE_THERE, OF_NOBODY, ROSTER_FORMS, printed_in
from pipeline.forms.declaring import AGREEMENT, ANNUAL, ASSESSMENT
from pipeline.problems import Problem, Severity, in_order
from pipeline.records import Dataset, Enterprise

Firms = Mapping[str, set[str]]  # 编号 -> the 统一社会信用代码 of the firms that the person's document names


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why documents are not made: by 编号 for assessment sheets and agreements, "" for a submission that is made."""

    assessments: Mapping[str, str]
    agreements: Mapping[str, str]
    submission: str = ""


def withheld(problems: Iterable[Problem], dataset: Dataset, say: Callable[[Problem], str]) -> Withheld:
    """The documents that errors withhold, each with the first reason and how many more there are.

    `problems` are as they were found, each with its own place: gathered ones have lost which cells they are about.
    """
    sheets: dict[str, list[Problem]] = defaultdict(list)
    agreements: dict[str, list[Problem]] = defaultdict(list)
    district: list[Problem] = []
    paired = _paired(dataset)
    served = _served(dataset)
    for problem in in_order(problems):
        if problem.severity is not Severity.ERROR:
            continue
        for key in _without_sheet(problem, dataset, served):
            sheets[key].append(problem)
        for key in _without_agreement(problem, dataset, paired):
            agreements[key].append(problem)
        if _feeds_submission(problem):
            district.append(problem)
    return Withheld(_reasons(sheets, say), _reasons(agreements, say), _reason(district, say) if district else "")


def _paired(dataset: Dataset) -> Firms:
    found: dict[str, set[str]] = defaultdict(set)
    for pairing in dataset.pairings:
        found[pairing.commissioner].add(pairing.enterprise)
    return found


def _served(dataset: Dataset) -> Firms:
    """Those of the pairings and of the visits."""
    found = defaultdict(set, _paired(dataset))
    for visit in dataset.service_logs:
        found[visit.commissioner].update(visit.enterprises)
    return found


def _reasons(problems: Mapping[str, list[Problem]], say: Callable[[Problem], str]) -> dict[str, str]:
    return {key: _reason(problems[key], say) for key in sorted(problems)}


def _reason(problems: list[Problem], say: Callable[[Problem], str]) -> str:
    more = f"（另有 {len(problems) - 1} 处错误）" if len(problems) > 1 else ""
    return say(problems[0]) + more


def _column(problem: Problem) -> str | None:
    """The heading of the cell, or of the column that a whole table lacks."""
    if problem.rule == "missing_column":
        return str(problem.facts["column"])
    return problem.place.column if problem.place else None


def _everybody(dataset: Dataset) -> list[str]:
    return [person.id for person in dataset.commissioners]


def _without_sheet(problem: Problem, dataset: Dataset, served: Firms) -> list[str]:
    """The 编号 of those whose assessment sheet needs what is wrong, in order."""
    if problem.rule == "missing_form":
        return _everybody(dataset) if problem.form in MUST_BE_THERE else []
    if not printed_in(problem.form or "", _column(problem), ASSESSMENT):
        return []
    return _concerned(problem, dataset, served)


def _without_agreement(problem: Problem, dataset: Dataset, paired: Firms) -> list[str]:
    """The 编号 of those whose agreement needs what is wrong, in order: the roster forms alone, never a log.

    A workbook of one workstation that gives nothing is taken for its log; whose postings are read elsewhere needs no
    more. One that may be anybody's may have held the roster.
    """
    if problem.rule == "missing_form":
        return _everybody(dataset) if problem.form in ROSTER_FORMS else []
    if problem.form in LOG_FORMS or not printed_in(problem.form or "", _column(problem), AGREEMENT):
        return []
    if problem.rule == "workbook_copy":
        return _of_differing_rosters(problem, dataset, paired)
    concerned = _concerned(problem, dataset, paired)
    return [key for key in concerned if not paired.get(key)] if problem.facts.get("station") else concerned


def _of_differing_rosters(copy: Problem, dataset: Dataset, paired: Firms) -> list[str]:
    """Those whose roster rows, or whose firms, are not the same in a workbook and its copy."""
    people, firms = copy.facts["rostered"], copy.facts["firms"]
    assert isinstance(people, tuple) and isinstance(firms, tuple)
    return [key for key in _everybody(dataset) if key in people or not paired.get(key, set()).isdisjoint(firms)]


def _concerned(problem: Problem, dataset: Dataset, firms: Firms) -> list[str]:
    """The 编号 of those about whom the row is, in order; a row of the directory is about those of its firm."""
    everybody = _everybody(dataset)
    concerned = set(problem.people)
    if problem.form == "企业名录":
        concerned |= _of_firm(problem, dataset, firms)
    elif problem.subject:
        concerned.add(problem.subject)
    elif problem.rule == "missing_column" and not concerned and problem.form not in OF_NOBODY:
        return everybody  # the rows name nobody: they may be anybody's
    return [key for key in everybody if key in concerned]


def _of_firm(problem: Problem, dataset: Dataset, firms: Firms) -> set[str]:
    """Those whose document names the enterprise, where its very identity is in doubt."""
    column = _column(problem)
    if column is not None and column not in FIRM_IDENTITY:
        return set()
    if problem.rule == "missing_column":
        return set(_everybody(dataset))
    codes = {entry.credit_code for entry in dataset.enterprises if _is_about(problem, entry)}
    return {key for key, named in firms.items() if codes & named}


def _is_about(problem: Problem, enterprise: Enterprise) -> bool:
    """By its code; an enterprise whose code cannot be read, by its row."""
    if problem.subject is not None:
        return problem.subject == enterprise.credit_code
    column = problem.place.column if problem.place else None
    return problem.place is not None and problem.place.sort_key == enterprise.source.at(column).sort_key


def _feeds_submission(problem: Problem) -> bool:
    if problem.rule == "missing_form":
        return problem.form in MUST_BE_THERE
    if problem.rule == "workbook_copy":
        return int(str(problem.facts["different"])) > 0
    if problem.rule == "unreadable":
        return bool(problem.people) or problem.facts["code"] != "empty"  # an empty workbook feeds nothing
    return printed_in(problem.form or "", _column(problem), ANNUAL)
