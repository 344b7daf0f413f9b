"""One run: the year checked once, its documents made kind by kind, the packs last, from what then lies on the disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from pipeline.check.year import Checked, check_year, open_plan
from pipeline.documents.handover.cover_list import KINDS
from pipeline.documents.handover.packs import HANDOVER, blank_lines, packs, stale_packs
from pipeline.documents.making import FOLDERS, FROM_PLAN, LOG_KINDS, MAKERS, Making, NoNotice
from pipeline.problems import Severity
from pipeline.publishing.beside import PROPOSAL, UNUSABLE, Site, unknown_files, withdraw
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.lock import only_one_run
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.publish import publish
from pipeline.publishing.workspace import Workspace
from pipeline.word.errors import TemplateError

Progress = Callable[[int], AbstractContextManager[Callable[[], None]]]  # documents expected -> to be told of each


@dataclass(slots=True)
class Ran:
    """What one run did. `kinds` are those it could make; `faults` are Chinese sentences of what could not be made;
    `blanks` tells, by path, what is still to be filled in by hand; `blank_lines` how many lines with a blank an edited
    agreement has, which is then not in `blanks`, where they are not those that were generated; `packs_behind` that
    packs were made before documents that this run changed."""

    checked: Checked
    kinds: tuple[str, ...]
    outcome: Outcome
    faults: list[str] = field(default_factory=list)
    blanks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    blank_lines: dict[str, int] = field(default_factory=dict)
    packs_behind: bool = False

    @property
    def not_made(self) -> dict[str, str]:
        """The withheld documents of this run's kinds, with their reasons."""
        folders = tuple(FOLDERS[kind] for kind in self.kinds if kind in FOLDERS)
        return {path: reason for path, reason in self.checked.not_made.items() if path.startswith(folders)}

    @property
    def partly(self) -> bool:
        errors = any(problem.severity is Severity.ERROR for problem in self.checked.problems)
        return bool(errors or self.not_made or self.faults or self.outcome.blocked)


def run(
    workspace: Workspace, as_of: dt.date | None, kinds: Collection[str], progress: Progress, *, logs_wanted: bool = True
) -> Ran:
    """Check the year and make the documents of `kinds`, in that order; another run at work is a WorkspaceError.

    Without `logs_wanted` a year that has no service log yet has just begun: the kinds that rest on logs are left out.
    PlanError and NothingToMake where nothing can be made.
    """
    with only_one_run(workspace), Ledger(workspace.ledger) as ledger:
        checked = check_year(workspace, as_of, logs_wanted=logs_wanted)
        begun = logs_wanted or checked.has_logs
        possible = tuple(kind for kind in kinds if begun or kind not in LOG_KINDS)
        making = Making(checked, ledger)
        ran = Ran(checked, possible, Outcome(), making.faults, making.blanks)
        with progress(_expected(checked, possible)) as advance:
            complete = {kind for kind in possible if kind in MAKERS}
            documents = _documents(making, possible, complete, ran.faults, advance)
            ran.outcome = publish(workspace, ledger, documents, complete, checked.not_made)
        _look_into_edited(making, ran)
        if HANDOVER in possible and _hand_over(making, ran):
            complete.add(HANDOVER)
        site = Site(workspace, ledger, ran.outcome)
        ran.packs_behind = _look_around(site, complete, checked.not_made)
        if ledger.damage:
            ran.faults.append(ledger.damage)
    return ran


@dataclass(slots=True)
class RanFromPlan:
    """What a run that needs the plan alone did."""

    workspace: Workspace
    kind: str
    outcome: Outcome
    faults: list[str]
    packs_behind: bool

    @property
    def partly(self) -> bool:
        return bool(self.faults or self.outcome.blocked)


def run_from_plan(workspace: Workspace, kind: str) -> RanFromPlan:
    """Make the documents of a kind of `FROM_PLAN`; PlanError and WorkspaceError where that cannot be."""
    with only_one_run(workspace), Ledger(workspace.ledger) as ledger:
        plan = open_plan(workspace)
        faults: list[str] = []
        complete = {kind}
        made = _or_said(FROM_PLAN[kind](workspace, plan), complete, faults)
        outcome = publish(workspace, ledger, made, complete)
        packs_behind = _look_around(Site(workspace, ledger, outcome), complete)
        if ledger.damage:
            faults.append(ledger.damage)
    return RanFromPlan(workspace, kind, outcome, faults, packs_behind)


def _expected(checked: Checked, kinds: Collection[str]) -> int:
    """How many documents there will be at most, of the kinds that have one a person."""
    return ("assessment" in kinds) * len(checked.tally.people) + ("agreement" in kinds) * len(checked.drafts)


def _documents(
    making: Making, kinds: Collection[str], complete: set[str], faults: list[str], advance: Callable[[], None]
) -> Iterator[Made]:
    """The documents of `kinds`. A kind whose template is broken is said and no longer complete: its files stay."""
    for kind in kinds:
        if kind in MAKERS:
            whole = {kind}
            for document in _or_said(MAKERS[kind](making), whole, faults):
                yield replace(document, latest=kind == "check")
                advance()
            complete -= {kind} - whole


def _look_into_edited(making: Making, ran: Ran) -> None:
    """Where an edited agreement has other blanks than were generated, they are counted in the file itself."""
    for path in ran.outcome.kept:
        if path in ran.blanks:
            left, generated = (_blank_lines(making, place) for place in (path, f"{PROPOSAL}/{path}"))
            if left is not None and left != generated:
                ran.blank_lines[path] = left
                del ran.blanks[path]


def _blank_lines(making: Making, path: str) -> int | None:
    try:
        return blank_lines(making.checked.workspace.document(path).read_bytes())
    except UNUSABLE:
        return None


def _hand_over(making: Making, ran: Ran) -> bool:
    """The packs, from the files as they now lie there; what could not be written is in none. Whether all were made."""
    checked = making.checked
    items = [
        replace(item, outdated=item.path in ran.outcome.outdated, blank_lines=ran.blank_lines.get(item.path))
        for item in making.items
        if item.path not in ran.outcome.blocked
    ]
    unusable: list[str] = []
    complete = {HANDOVER}
    made = packs(checked.workspace, making.ledger, checked.plan, items, checked.intake.dataset.as_of, unusable)
    ran.outcome.add(publish(checked.workspace, making.ledger, _or_said(made, complete, ran.faults), complete))
    if unusable:
        ran.faults.append(f"没有装入移交包：{'、'.join(unusable)}。它们不是普通文件或者读不出来，请检查后重新运行。")
    return bool(complete)


def _look_around(site: Site, complete: Collection[str], not_made: Collection[str] = ()) -> bool:
    """After all is made: name the files that nobody knows, withdraw the packs that hold what is gone.

    True where packs from before are behind the documents as they are now.
    """
    outcome = site.outcome
    for kind in (*KINDS, HANDOVER):
        if kind in complete:
            outcome.unknown += unknown_files(site, FOLDERS[kind])
    had_packs = any((site.workspace.output / HANDOVER).glob("*.zip"))
    stale = stale_packs(site.workspace, {*not_made, *outcome.unknown})
    withdraw(site, stale)
    documents = tuple(FOLDERS[kind] for kind in KINDS)
    changed = any(path.startswith(documents) for path in outcome.written)
    return had_packs and HANDOVER not in complete and (changed or bool(stale))


def _or_said(made: Iterator[Made], complete: set[str], faults: list[str]) -> Iterator[Made]:
    """What can be made of `made`; what stops it is said. Where the template is at fault nothing is `complete`, so that
    earlier files stay; where the plan is, they go."""
    try:
        yield from made
    except NoNotice as error:
        faults.extend(error.sentences)
    except TemplateError as error:
        faults.append(str(error))
        complete.clear()
