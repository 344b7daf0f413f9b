"""What the office answered on the first sheet of a corrected copy that was put in place of its original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.findings import Action, Answer
from pipeline.problems import Place, Problem, Severity
from pipeline.sheets import Book, dates
from pipeline.sheets.front import Answer as Row
from pipeline.sheets.words import Wrong, shown

ACTION, NOTE, BY, ON = "处理", "说明", "处理人", "日期"  # the columns that the office fills in


def take_answers(books: Iterable[Book], year: int) -> tuple[list[Answer], list[Problem]]:
    """The answers, one a problem, in the order of their keys, and those that cannot be taken, as doubts.

    An answer is one of `Action`, and says who gave it. A row that nobody has filled in is none. Two copies that answer
    the same problem in different ways are both asked about, and neither is taken.
    """
    given: dict[str, list[Answer]] = {}
    problems: list[Problem] = []
    for book in books:
        for row in book.answers:
            answer = _answer(row, book.workbook, year)
            if isinstance(answer, Problem):
                problems.append(answer)
            elif answer is not None:
                given.setdefault(answer.key, []).append(answer)
    taken = []
    for key in sorted(given):
        first, *others = given[key]
        if any(other.action is not first.action for other in others):
            problems += _contradiction(given[key])
        else:
            taken.append(first)
    return taken, problems


def _answer(row: Row, workbook: str, year: int) -> Answer | Problem | None:
    def said(heading: str) -> str:
        return shown(row.cells.get(heading, "")).strip()

    action, place = said(ACTION), Place(workbook, row.sheet, row.row, ACTION)
    if not action:
        return None
    if action not in set(Action):
        return _doubt("answer_unknown", place, {"value": action, "known": "、".join(Action)})
    if not said(BY):
        return _doubt("answer_unsigned", Place(workbook, row.sheet, row.row, BY), {"value": action})
    on = dates.date(row.cells.get(ON, ""), year) if said(ON) else None
    if isinstance(on, Wrong):
        return _doubt("answer_undated", Place(workbook, row.sheet, row.row, ON), {"value": said(ON)})
    return Answer(row.key, Action(action), said(NOTE), said(BY), on, place)


def _contradiction(answers: Sequence[Answer]) -> list[Problem]:
    first, *others = answers
    said = "、".join(dict.fromkeys(answer.action for answer in answers))
    other = next(answer for answer in others if answer.action is not first.action)
    return [_doubt("answer_contradicted", first.place, {"value": said, "other": other.place})]


def _doubt(wording: str, place: Place, facts: dict[str, object]) -> Problem:
    about = f"{place.workbook} {place.sheet} {place.row}"
    return Problem("answer", Severity.DOUBT, place, facts=facts, message=wording, about=about)
