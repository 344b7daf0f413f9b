"""What a check gives back to the office: `check/`, the problems as a list, as a page, in the workbooks themselves, and
as a reminder for each workstation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.check.audiences.stations import Stations
from pipeline.check.catalogue import labels
from pipeline.check.folder import FOLDER, KIND, PAGE, PAGE_TEMPLATE, PROBLEM_LIST, PROBLEMS
from pipeline.check.given_back.correction_files import correction_file, take_back, with_corrections
from pipeline.check.given_back.corrections import corrections
from pipeline.check.given_back.page import check_page
from pipeline.check.given_back.problem_list import problem_list
from pipeline.check.given_back.problems_json import problems_json
from pipeline.check.given_back.results import Results
from pipeline.check.history import compare, view_of
from pipeline.check.reminders.files import reminder_files
from pipeline.check.year import Checked
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.page import render_page


def check_files(checked: Checked, ledger: Ledger, not_made: Mapping[str, str]) -> Iterator[Made | str]:
    """Everything under `check/`; in place of a copy that cannot be made, a Chinese sentence that says why.

    `not_made` are the documents that are withheld, by path, with the reasons. Raises TemplateError where a template
    cannot be used, the rest having been made.
    """
    intake, plan, names = checked.intake, checked.plan, labels(checked.plan)
    stations = Stations(intake.dataset, plan, names, checked.conceal)
    compared = compare(ledger, view_of(intake, checked.findings), checked.findings, checked.judged())
    given_back = corrections(compared.findings, plan, stations, intake.workbooks, intake.roster, intake.replies)
    take_back(checked, ledger, given_back)
    made = []
    for one in given_back:
        copy = correction_file(checked, one)
        if isinstance(copy, Made):
            made.append(one)
        yield copy
    compared = replace(compared, findings=tuple(with_corrections(compared.findings, made)))
    results = Results(
        plan.heading("台账问题清单"),
        intake.dataset.as_of,
        compared,
        names,
        tuple(sorted(not_made.items())),
        intake.dataset.later,
        tuple(plan.readings.values()),
    )
    yield Made(PROBLEMS, problems_json(results), KIND, machine_made=True)
    yield Made(PROBLEM_LIST, workbook(problem_list(results), "问题清单"), KIND)
    reminded = list(reminder_files(checked, compared.findings, stations))
    yield from reminded
    yield _page(checked, results, [document.path for document in reminded])


def _page(checked: Checked, results: Results, reminders: Sequence[str]) -> Made:
    related = [("问题清单.xlsx", "问题清单.xlsx")]
    related += [(f"催办单：{PurePosixPath(path).stem}", path.removeprefix(f"{FOLDER}/")) for path in reminders]
    page = render_page(checked.workspace.templates / PAGE_TEMPLATE, check_page(results, related))
    return Made(PAGE, page, KIND, machine_made=True)
