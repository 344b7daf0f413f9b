"""What an error withholds: the documents that print the cell or need the row, and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.forms import MUST_BE_THERE
from pipeline.problems import Problem, Severity, in_order
from pipeline.records import Dataset, Enterprise

# Roster cells that a document does not print. 身份证号 and the like stand in the agreement alone.
PRIVATE = frozenset({"身份证号", "联系电话", "开户银行", "银行账号"})
NOT_ON_SHEETS: Mapping[str, frozenset[str]] = {
    "特派员": PRIVATE | {"民族", "备注"},
    "派驻关系": frozenset({"原协议编号", "备注"}),
}
NOT_IN_SUBMISSION: Mapping[str, frozenset[str]] = {
    "特派员": PRIVATE | {"民族", "备注", "性别", "职务职称", "专业领域"},
    "企业名录": frozenset({"法定代表人", "联系人", "联系电话", "地址", "备注"}),
    "派驻关系": frozenset({"备注"}),
}
FIRM_IDENTITY = frozenset({None, "企业名称", "统一社会信用代码", "曾用名"})  # what links a firm to its visits
OF_NOBODY = frozenset({"培训活动", "经费支出"})  # logs whose rows are nobody's


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why documents are not made: by 编号 for the assessment sheets, and for the submission ("" where it is made)."""

    assessments: Mapping[str, str]
    submission: str = ""


def withheld(problems: Iterable[Problem], dataset: Dataset, say: Callable[[Problem], str]) -> Withheld:
    """The documents that errors withhold, each with the first reason and how many more there are.

    `problems` are as they were found, each with its own place: gathered ones have lost which cells they are about.
    """
    people: dict[str, list[Problem]] = defaultdict(list)
    district: list[Problem] = []
    for problem in in_order(problems):
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
    """The heading of the cell, or of the column that a whole table lacks."""
    if problem.rule == "missing_column":
        return str(problem.facts["column"])
    return problem.place.column if problem.place else None


def _concerned(problem: Problem, dataset: Dataset) -> list[str]:
    """The 编号 of those whose assessment sheet needs what is wrong, in order."""
    everybody = [person.id for person in dataset.commissioners]
    if problem.rule == "missing_form":
        return everybody if problem.form in MUST_BE_THERE else []
    if _column(problem) in NOT_ON_SHEETS.get(problem.form or "", ()):
        return []
    concerned = set(problem.people)
    if problem.form == "企业名录":
        concerned |= _served_by(problem, dataset)
    elif problem.subject:
        concerned.add(problem.subject)
    elif problem.rule == "missing_column" and not concerned and problem.form not in OF_NOBODY:
        return everybody  # the rows name nobody: they may be anybody's
    return [key for key in everybody if key in concerned]


def _served_by(problem: Problem, dataset: Dataset) -> set[str]:
    """Those whose sheet names the enterprise, where its very identity is in doubt."""
    if _column(problem) not in FIRM_IDENTITY:
        return set()
    if problem.rule == "missing_column":
        return {person.id for person in dataset.commissioners}
    codes = {entry.credit_code for entry in dataset.enterprises if _is_about(problem, entry)}
    paired = {pairing.commissioner for pairing in dataset.pairings if pairing.enterprise in codes}
    return paired | {visit.commissioner for visit in dataset.service_logs if codes & set(visit.enterprises)}


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
    return _column(problem) not in NOT_IN_SUBMISSION.get(problem.form or "", ())
