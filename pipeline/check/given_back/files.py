"""What a check gives back to the office: `check/`, the problems as a list, as a page, in the workbooks themselves, and
as a reminder for each workstation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from pipeline.check.audiences.stations import Stations
from pipeline.check.catalogue import labels
from pipeline.check.faults import WORDINGS
from pipeline.check.findings import Finding
from pipeline.check.given_back.corrections import Correction, corrections
from pipeline.check.given_back.problem_list import problem_list
from pipeline.check.given_back.problems_json import problems_json
from pipeline.check.given_back.results import Results
from pipeline.check.history import Compared, compare, view_of
from pipeline.check.year import Checked
from pipeline.publishing.beside import UNUSABLE
from pipeline.publishing.disk import digest_of
from pipeline.publishing.ledger import Entry, Ledger
from pipeline.publishing.made import Made
from pipeline.publishing.names import safe_name
from pipeline.publishing.verdict import is_ours
from pipeline.sheets.annotating import annotated
from pipeline.sheets.grid import Refused
from pipeline.sheets.writing.workbook import workbook

FOLDER, KIND = "check", "check"
PROBLEMS, PROBLEM_LIST, PAGE = "check/problems.json", "check/问题清单.xlsx", "check/check.html"
CORRECTIONS = "check/待改/"
REMINDERS = "催办"


def check_files(checked: Checked, ledger: Ledger, not_made: Mapping[str, str]) -> Iterator[Made | str]:
    """Everything under `check/`; in place of a copy that cannot be made, a Chinese sentence that says why.

    `not_made` are the documents that are withheld, by path, with the reasons. Raises TemplateError where a template
    cannot be used, the rest having been made.
    """
    compared = compare(ledger, view_of(checked.intake, checked.findings), checked.findings)
    stations = Stations(checked.intake.dataset, checked.plan, checked.conceal)
    given_back = _corrections(checked, compared.findings, stations)
    _take_back(checked, ledger, given_back)
    made = []
    for one in given_back:
        copy = _copy(checked, one)
        if isinstance(copy, Made):
            made.append(one)
        yield copy
    compared = replace(compared, findings=tuple(_with_corrections(compared.findings, made)))
    results = _results(checked, compared, not_made)
    yield Made(PROBLEMS, problems_json(results), KIND, machine_made=True)
    yield Made(PROBLEM_LIST, workbook(problem_list(results), "问题清单"), KIND)
    reminded = list(_reminders(checked, compared.findings, stations))
    yield from reminded
    yield _page(checked, results, [document.path for document in reminded])


def _corrections(checked: Checked, findings: Sequence[Finding], stations: Stations) -> list[Correction]:
    intake = checked.intake
    return corrections(findings, checked.plan, stations, intake.workbooks, intake.roster, intake.replies)


def _copy(checked: Checked, one: Correction) -> Made | str:
    """The copy, or why it cannot be made."""
    try:
        data = annotated(checked.workspace.input / one.workbook, one.marks, one.front).data
        return Made(f"{FOLDER}/{one.path}", data, KIND)
    except Refused as refused:  # it was read a moment ago
        why = WORDINGS[f"refused_{refused.code}"].fact
    except Exception as error:  # whatever an office's file holds, the list tells the same and the run goes on
        why = f"程序不能标注这份工作簿（{type(error).__name__}），请另存为新的 .xlsx 后重新运行"
    return f"没有生成 {checked.intake.workbooks[one.workbook]} 的待改副本：{why}。其中的问题见问题清单。"


def _take_back(checked: Checked, ledger: Ledger, given_back: Sequence[Correction]) -> None:
    """A copy that the office has filled in and put in place of its original lies in the input as it lies here: nothing
    is lost when the next copy takes its place."""
    filled: dict[str, str] = {}
    for one in given_back:
        path = f"{FOLDER}/{one.path}"
        with suppress(*UNUSABLE):  # what cannot be looked at is said when it cannot be written
            now = digest_of(checked.workspace.document(path))
            if now is not None and not is_ours(ledger.known(path), now):
                filled[path] = now
    inside: set[str | None] = set()
    for name in checked.intake.workbooks if filled else ():
        with suppress(OSError):
            inside.add(digest_of(checked.workspace.input / name))
    ledger.done(Entry(path, KIND, sha256=now) for path, now in filled.items() if now in inside)


def _with_corrections(findings: Sequence[Finding], made: Sequence[Correction]) -> Iterator[Finding]:
    path_of = {one.workbook: one.path for one in made}
    shown: dict[str, list[str]] = {}
    for one in made:
        for row in one.front.rows:
            shown.setdefault(row.key, []).append(one.path)
    for finding in findings:
        own = [path_of[place.workbook] for place in finding.places[:1] if place.workbook in path_of]
        yield replace(finding, corrections=tuple(dict.fromkeys([*own, *shown.get(finding.key, ())])))


def _results(checked: Checked, compared: Compared, not_made: Mapping[str, str]) -> Results:
    plan, dataset = checked.plan, checked.intake.dataset
    return Results(
        f"{plan.year}年{plan.county}{plan.labels['commissioner']}台账问题清单",
        dataset.as_of,
        compared,
        labels(plan),
        tuple(sorted(not_made.items())),
        dataset.later,
    )


def _reminders(checked: Checked, findings: Sequence[Finding], stations: Stations) -> Iterator[Made]:
    from pipeline.check.reminders.reminder import reminders
    from pipeline.word.template import Template

    contexts = reminders(checked.intake.dataset, checked.plan, checked.tally, findings, stations)
    template = Template(checked.workspace.templates / "催办单.docx")
    for station, context in contexts.items():
        properties = {"DocumentKey": f"reminder {checked.plan.year} {station}"}
        path = f"{FOLDER}/{REMINDERS}/{safe_name(station)}.docx"
        yield Made(path, template.render(context, properties), KIND)


def _page(checked: Checked, results: Results, reminders: Sequence[str]) -> Made:
    from pipeline.check.given_back.page import check_page
    from pipeline.word.page import render_page

    related = [("问题清单.xlsx", "问题清单.xlsx")]
    related += [(f"催办单：{PurePosixPath(path).stem}", path.removeprefix(f"{FOLDER}/")) for path in reminders]
    page = render_page(checked.workspace.templates / "检查结果.html", check_page(results, related))
    return Made(PAGE, page, KIND, machine_made=True)
