"""The order of a run: the year read once, if any kind needs it; documents made kind by kind; the packs last, from what
then lies on the disk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.check.year import check_year, open_plan
from pipeline.documents.finished import blank_lines
from pipeline.documents.kind import Desk, Item, Kind, NotMade, Reads
from pipeline.documents.kinds import KINDS, held, made_by, not_made
from pipeline.documents.making import open_all, refused
from pipeline.documents.omitted import unknown_omissions
from pipeline.problems import Severity
from pipeline.publishing.beside import PROPOSAL, UNUSABLE, Site, unknown_files, withdraw
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.lock import only_one_run
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.publish import publish
from pipeline.publishing.workspace import Workspace
from pipeline.terminal import Progress
from pipeline.word.errors import TemplateError


@dataclass(slots=True)
class Ran:
    """What one run did. `kinds` are those it could make, `complete` the ids of those of which all was made; `items`
    what was made and goes into packs, or has blanks; `faults` are Chinese sentences of what could not be made;
    `packs_behind` says that packs were made before documents that this run changed."""

    desk: Desk
    kinds: tuple[Kind, ...]
    complete: set[str] = field(default_factory=set)
    outcome: Outcome = field(default_factory=Outcome)
    items: list[Item] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    packs_behind: bool = False

    @property
    def not_made(self) -> dict[str, str]:
        """The withheld documents of this run's kinds, with their reasons."""
        held = self.desk.not_made.items()
        return {path: reason for path, reason in held if any(kind.holds(path) for kind in self.kinds)}

    @property
    def partly(self) -> bool:
        found = self.desk.checked.problems if self.desk.checked else ()
        errors = any(problem.severity is Severity.ERROR for problem in found)
        return bool(errors or self.not_made or self.faults or self.outcome.blocked)


def run(
    workspace: Workspace, as_of: dt.date | None, target: Kind, progress: Progress, kinds: Sequence[Kind] = KINDS
) -> Ran:
    """Make what the command of `target`, one of `kinds`, makes; another run at work is a WorkspaceError.

    PlanError and NothingToMake where nothing can be made.
    """
    with only_one_run(workspace), Ledger(workspace.ledger) as ledger:
        desk = _desk(workspace, ledger, as_of, target, tuple(kinds))
        possible = _possible(desk, target)
        ran = Ran(
            replace(desk, templates=open_all(desk, possible)), possible, faults=unknown_omissions(kinds, desk.plan)
        )
        with progress(_expected(ran)) as advance:
            _publish(ran, [kind for kind in ran.kinds if not kind.gathers], advance, desk.not_made)
        _look_into_edited(ran)
        gathering = [kind for kind in ran.kinds if kind.gathers]
        if gathering:
            refused = tuple(kind for kind in ran.kinds if kind.packed_as and kind.id not in ran.complete)
            blocked = frozenset(ran.outcome.blocked)
            ran.desk = replace(desk, items=_to_hand_over(ran), blocked=blocked, refused=refused)
            _publish(ran, gathering, lambda: None)
        _look_around(ran)
        if ledger.damage:
            ran.faults.append(ledger.damage)
    return ran


def _desk(workspace: Workspace, ledger: Ledger, as_of: dt.date | None, target: Kind, kinds: tuple[Kind, ...]) -> Desk:
    """What the documents of the run are made from. If the plan is enough for all of them, no spreadsheet is read."""
    if all(kind.reads is Reads.PLAN for kind in made_by(target, kinds)):
        return Desk(workspace, open_plan(workspace), ledger, kinds)
    year = check_year(workspace, as_of, logs_wanted=target.reads is Reads.LOGS)
    reasons = held(year, kinds)
    return Desk(workspace, year.plan, ledger, kinds, year, reasons, not_made(year, reasons, kinds))


def _possible(desk: Desk, target: Kind) -> tuple[Kind, ...]:
    """What can be made. Where no log is wanted and none is there, the year has just begun: what rests on logs waits."""
    wanted = made_by(target, desk.kinds)
    if desk.checked is None or target.reads is Reads.LOGS or desk.checked.has_logs:
        return wanted
    return tuple(kind for kind in wanted if not ((need := kind.works().need) and need.rests_on_logs))


def _expected(ran: Ran) -> int:
    """How many documents there will be at most, of the kinds that have one a person."""
    year = ran.desk.checked
    return sum(kind.works().expected(year) for kind in ran.kinds) if year else 0


def _publish(ran: Ran, kinds: Sequence[Kind], advance: Callable[[], None], withheld: Collection[str] = ()) -> None:
    """Make the documents of `kinds` and put them in their places."""
    complete = {kind.id for kind in kinds}
    made = _made(ran, kinds, complete, advance)
    ran.outcome.add(publish(ran.desk.workspace, ran.desk.ledger, made, complete, withheld))
    ran.complete |= complete


def _made(ran: Ran, kinds: Sequence[Kind], complete: set[str], advance: Callable[[], None]) -> Iterator[Made]:
    """The documents of `kinds`; what stops one is said.

    Where its template is at fault a kind is struck off `complete`, so that earlier files stay; where the plan is, they
    go.
    """
    for kind in kinds:
        works, made = kind.works(), 0
        counted = ran.desk.checked is not None and works.expected(ran.desk.checked) > 0
        try:
            for document in works.make(ran.desk, kind):
                if isinstance(document, str):
                    ran.faults.append(document)
                    continue
                made += not kind.latest  # of a check the reminders alone rest on the template, and come last
                if kind.packed_as or works.to_fill:
                    ran.items.append(Item(document.made.path, kind, document.about))
                yield replace(document.made, latest=kind.latest)
                if counted:  # so that it is told 34 of 68, never 85 of 68
                    advance()
        except NotMade as error:
            ran.faults.extend(error.sentences)
            ran.faults.extend(_of_template(ran.desk, kind))
        except TemplateError as error:
            ran.faults.extend(refused(error, kind, works.due(ran.desk, kind) - made))
            complete.discard(kind.id)


def _of_template(desk: Desk, kind: Kind) -> list[str]:
    """What is wrong with a template that was not come to."""
    found = [error for name in kind.templates if isinstance(error := desk.templates.get(name), TemplateError)]
    return [line for error in found for line in refused(error, kind, 0)]


def _look_into_edited(ran: Ran) -> None:
    """Where an edited document has other blanks than were generated, they are counted in the file itself."""
    kept, outdated = set(ran.outcome.kept), set(ran.outcome.outdated)
    for number, item in enumerate(ran.items):
        if item.path in kept:
            lines = _own_lines(ran.desk.workspace, item.path) if item.kind.works().to_fill else None
            ran.items[number] = replace(item, outdated=item.path in outdated, blank_lines=lines)


def _own_lines(workspace: Workspace, path: str) -> int | None:
    """How many lines with a blank the file at `path` has; None where they are as many as were generated, or unknown."""
    left, generated = (_lines_at(workspace, place) for place in (path, f"{PROPOSAL}/{path}"))
    return left if left != generated else None


def _lines_at(workspace: Workspace, path: str) -> int | None:
    try:
        return blank_lines(workspace.document(path).read_bytes())
    except UNUSABLE:
        return None


def _to_hand_over(ran: Ran) -> tuple[Item, ...]:
    """What goes into packs."""
    return tuple(item for item in ran.items if item.kind.packed_as)


def _look_around(ran: Ran) -> None:
    """After all is made: name the files that nobody knows, withdraw the packs that hold what is gone."""
    desk, outcome = ran.desk, ran.outcome
    site = Site(desk.workspace, desk.ledger, outcome)
    packed = [kind for kind in desk.kinds if kind.packed_as]
    gathering = [kind for kind in desk.kinds if kind.gathers]
    for kind in (*packed, *gathering):  # what leaves the house has to be ours
        if kind.id in ran.complete:
            outcome.unknown += unknown_files(site, kind.folder)
    changed = any(kind.holds(path) for path in outcome.written for kind in packed)
    gone = {*desk.not_made, *outcome.unknown}
    for kind in gathering:
        works = kind.works()
        before = works.standing(desk, kind)
        stale = works.stale(desk, kind, gone)
        withdraw(site, stale)
        if before and kind.id not in ran.complete and (changed or stale):
            ran.packs_behind = True
