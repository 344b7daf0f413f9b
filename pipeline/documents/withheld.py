"""What an error withholds: the documents that print the cell or need the row, and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.forms import LOG_FORMS, MUST_BE_THERE
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset

AGREEMENT_ONLY = frozenset({"身份证号", "联系电话", "开户银行", "银行账号"})  # no other document prints these
FIRM_IDENTITY = frozenset({None, "企业名称", "统一社会信用代码", "曾用名"})  # what links a firm to its visits


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why documents are not made: by 编号 for the assessment sheets, and for the submission ("" where it is made)."""

    assessments: Mapping[str, str]
    submission: str = ""


def withheld(problems: Iterable[Problem], dataset: Dataset, say: Callable[[Problem], str]) -> Withheld:
    """The documents that errors withhold, each with the first reason and how many more there are."""
    people: dict[str, list[Problem]] = defaultdict(list)
    district: list[Problem] = []
    for problem in problems:
        if problem.severity is not Severity.ERROR:
            continue
        for key in _concerned(problem, dataset):
            people[key].append(problem)
        if _feeds_submission(problem):
            district.append(problem)
    return Withheld(
        {key: _reason(people[key], say) for key in sorted(people)}, _reason(district, say) if district else ""
    )


def _reason(problems: list[Problem], say: Callable[[Problem], str]) -> str:
    more = f"（另有 {len(problems) - 1} 处错误）" if len(problems) > 1 else ""
    return say(problems[0]) + more


def _column(problem: Problem) -> str | None:
    return problem.place.column if problem.place else None


def _concerned(problem: Problem, dataset: Dataset) -> list[str]:
    """The 编号 of those whose assessment sheet needs what is wrong, in order."""
    everybody = [person.id for person in dataset.commissioners]
    if problem.rule == "missing_form":
        return everybody if problem.form in MUST_BE_THERE else []
    if problem.form == "特派员" and _column(problem) in AGREEMENT_ONLY:
        return []
    concerned = set(problem.people)
    if problem.form == "企业名录":
        concerned |= _served_by(problem, dataset)
    elif problem.subject:
        concerned.add(problem.subject)
    return [key for key in everybody if key in concerned]


def _served_by(problem: Problem, dataset: Dataset) -> set[str]:
    """Those whose sheet names the enterprise, where its very identity is in doubt."""
    if problem.rule == "missing_column":
        return {person.id for person in dataset.commissioners}
    if _column(problem) not in FIRM_IDENTITY:
        return set()
    code = problem.subject
    at = problem.place.row if problem.place else None
    codes = {
        entry.credit_code
        for entry in dataset.enterprises
        if entry.credit_code == code or (code is None and entry.source.row == at)
    }
    paired = {pairing.commissioner for pairing in dataset.pairings if pairing.enterprise in codes}
    return paired | {visit.commissioner for visit in dataset.service_logs if codes & set(visit.enterprises)}


def _feeds_submission(problem: Problem) -> bool:
    if problem.rule == "missing_form":
        return problem.form in MUST_BE_THERE
    if problem.rule == "workbook_copy":
        return int(str(problem.facts["different"])) > 0
    if problem.form in LOG_FORMS or problem.form is None:
        return True
    return _column(problem) not in AGREEMENT_ONLY
