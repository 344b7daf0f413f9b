"""A whole year's workbooks into one Dataset, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.forms import (
    COMMISSIONERS,
    ENTERPRISES,
    FORMS,
    LOG_FORMS,
    MUST_BE_THERE,
    PAIRINGS,
    PRIVATE,
    SERVICE_LOGS,
    Form,
)
from pipeline.intake import rosters, workbooks
from pipeline.intake.examples import without_examples
from pipeline.intake.log_rows import Known
from pipeline.intake.logs import LogRead, read_log
from pipeline.intake.matching import Firms, People
from pipeline.intake.misplaced import misplaced
from pipeline.intake.naming import named
from pipeline.intake.pairings import pairings
from pipeline.intake.privacy import Concealer
from pipeline.intake.private_numbers import PrivateNumbers, numbers_of
from pipeline.intake.repeats import repeat_problems, without_repeats
from pipeline.plan import Plan
from pipeline.problems import Place, Problem
from pipeline.records import Dataset
from pipeline.sheets import Book, Refusal, Table, Value
from pipeline.sheets.front import Reply

_ROSTERS = tuple(form.name for form in FORMS if not form.log)
# Logs are all read by what they declare. A roster has a reader of its own: without one its rows would vanish, unsaid.
if unread := set(_ROSTERS) - {form.name for form in (COMMISSIONERS, ENTERPRISES, PAIRINGS)}:
    raise ValueError(f"nobody reads the roster {'、'.join(sorted(unread))}")


class NothingToMake(Exception):
    """The input has no usable roster; the text is one Chinese sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in. `complete` is False where a form is missing without which the logs cannot be judged.

    The roster's own rules can be judged all the same.
    """

    dataset: Dataset
    problems: tuple[Problem, ...]
    complete: bool
    replies: Mapping[str, Sequence[Reply]] = field(default_factory=dict)  # the rows of first sheets, by workbook
    workbooks: Mapping[str, str] = field(default_factory=dict)  # those that could be read, as each may be shown
    roster: str = ""  # the one that holds the 特派员 form
    values: Mapping[tuple[str, str, int], Mapping[str, Value]] = field(default_factory=dict, repr=False)
    private: PrivateNumbers = field(
        default=PrivateNumbers(()), repr=False, compare=False
    )  # of the rosters' private columns

    def value_at(self, place: Place) -> str:
        """What stands in a cell or a whole row, to tell whether it was changed; nothing of a private column."""
        row = self.values.get((place.workbook, place.sheet or "", place.row or 0), {})
        columns = [place.column] if place.column else sorted(row)
        return repr([row.get(column) for column in columns if column not in PRIVATE])


def take_in(found: Sequence[Book | Refusal], plan: Plan, as_of: dt.date, *, logs_wanted: bool = True) -> Intake:
    """Records and reading problems of one year as of the close of `as_of`.

    `logs_wanted=False` is for January, when no log is kept yet: that there is none is then no problem. Where there is
    any, the year is read as always. Raises NothingToMake when no commissioner can be read.
    """
    private = PrivateNumbers(numbers_of(table for entry in found if isinstance(entry, Book) for table in entry.tables))
    conceal = Concealer(private)
    found = [misplaced(entry, private) for entry in named(found, conceal)]
    books, problems = without_examples([entry for entry in found if isinstance(entry, Book)], plan)
    kept, repeated = without_repeats(books)
    tables = [table for book in kept for table in book.tables]
    commissioners, left_out, wrong = rosters.commissioners(_of(COMMISSIONERS, tables), private)
    problems += wrong
    if not commissioners:
        wanted = MUST_BE_THERE if logs_wanted else _ROSTERS
        raise NothingToMake(conceal(_why_nothing(found, tables, wanted)))  # a heading may be anything
    enterprises, wrong = rosters.enterprises(_of(ENTERPRISES, tables), private)
    problems += wrong
    people, directory = People(commissioners, left_out), Firms(enterprises)
    forms = frozenset(table.form.name for table in tables)
    refused = [entry for entry in found if isinstance(entry, Refusal)]
    problems += workbooks.refusals(refused, people)
    problems += repeat_problems(repeated, people)
    problems += workbooks.strangers(books, people)
    problems += workbooks.hidden_parts(kept)
    problems += workbooks.struck_out_parts(kept)
    problems += workbooks.left_out_rows(tables)
    problems += workbooks.missing_forms(tables, refused, logs=logs_wanted or not forms.isdisjoint(LOG_FORMS))
    problems += workbooks.column_problems(tables, people)
    paired, wrong = pairings(_of(PAIRINGS, tables), people, directory) if ENTERPRISES.name in forms else ([], [])
    problems += wrong
    complete = {ENTERPRISES.name, SERVICE_LOGS.name} <= forms
    logs = _logs(tables, Known(plan, as_of, people, directory), ENTERPRISES.name in forms)
    problems += [problem for log in logs.values() for problem in log.problems]
    dataset = Dataset(
        plan.year,
        as_of,
        tuple(commissioners),
        tuple(enterprises),
        tuple(paired),
        later={form.name: log.later for form, log in logs.items() if log.later},
        rows={form.name: log.rows for form, log in logs.items()},
        forms=forms,
        **{form.fills: log.records for form, log in logs.items()},
    )
    replies = {book.workbook: book.replies for book in kept if book.replies}
    roster = _of(COMMISSIONERS, tables)[0].workbook
    names = {book.workbook: book.place().shown_workbook for book in books}
    return Intake(dataset, tuple(problems), complete, replies, names, roster, _values(tables), private)


def _logs(tables: Sequence[Table], known: Known, firms_known: bool) -> dict[Form, LogRead]:
    """Every log, also of a year that cannot be judged for want of visits: what is wrong with its cells is told at once.

    Without a directory, the decisions alone: every firm would be an unknown one.
    """
    logs = [form for form in FORMS if form.log and (firms_known or form.log.decision)]
    return {form: read_log(form, _of(form, tables), known) for form in logs}


def _values(tables: Sequence[Table]) -> dict[tuple[str, str, int], Mapping[str, Value]]:
    """The values of each row of each sheet, of tables side by side together; of the months of one row the first's."""
    found: dict[tuple[str, str, int], Mapping[str, Value]] = {}
    for table in tables:
        for row in table.rows:
            at = (table.workbook, table.sheet, row.source.row)
            found[at] = {**row.values, **found[at]} if at in found else row.values
    return found


def _of(form: Form, tables: Sequence[Table]) -> list[Table]:
    return [table for table in tables if table.form.name == form.name]


def _why_nothing(found: Sequence[Book | Refusal], tables: Sequence[Table], wanted: Sequence[str]) -> str:
    if not found:
        return f"没有找到任何电子表格。请把「{'」「'.join(wanted)}」放入本年度的 input 文件夹。"
    roster = _of(COMMISSIONERS, tables)
    if not roster:
        names = "、".join(entry.place().shown_workbook for entry in found)
        columns = "、".join(COMMISSIONERS.required)
        unread = workbooks.why_unread(entry for entry in found if isinstance(entry, Refusal))
        return f"在 {names} 中没有找到「特派员」表，什么也做不成。{unread}请放入含有「{columns}」等列的名册。"
    table = roster[0]
    missing = f"缺少必需的列「{'」「'.join(table.missing)}」" if table.missing else "一名特派员也没有"
    near = [f"“{one.words}”" for one in table.near if not one.taken and set(one.headings) & set(table.missing)]
    asked = f"表头{'、'.join(near)}如是所缺的列，请改为规定的表头。" if near else ""
    where = f"{table.place().shown_workbook}「{table.place().shown_sheet}」"
    return f"{where}的「特派员」表{missing}，什么也做不成。{asked}请补齐后重新运行。"
