"""Bytes to files: what is unchanged stays, what was touched by hand is never overwritten, nothing is left half-made.

The order makes it safe to kill a run anywhere: files are written beside their places and brought to the disk, the
ledger learns their hashes, they are renamed, the ledger learns that they stand. A hash it does not know is somebody's
work: it stays, and comes back from `withdrawn/` when its document is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.publishing.beside import (
    PROPOSAL,
    UNUSABLE,
    Site,
    beside,
    bring_back,
    drop,
    make_room,
    withdraw,
)
from pipeline.publishing.disk import (
    EMPTY,
    digest,
    digest_of,
    is_damaged,
    prune,
    settle,
    settle_folders,
    sweep,
    write_beside,
)
from pipeline.publishing.ledger import DRAFT, Entry, Ledger
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.verdict import Verdict, may_be_damaged, may_come_back, of_document, of_proposal
from pipeline.publishing.workspace import Workspace

BATCH = 64  # documents that share one sync; as many wait beside their places, none in memory


def publish(
    workspace: Workspace,
    ledger: Ledger,
    made: Iterable[Made],
    kinds_complete: Collection[str] = (),
    withheld: Collection[str] = (),
) -> Outcome:
    """Put the documents of `made` in their places; it may render them one by one as they are asked for.

    `kinds_complete` are the kinds of which `made` holds every document of the year: a draft of theirs that the ledger
    knows and `made` does not have goes to `withdrawn/`, as do the paths in `withheld`. It is looked at when `made` has
    ended, so that a kind may be struck off while it is made. A file that cannot be written is named and all others are
    made. A path made twice, or both made and withheld, is a ValueError: the caller's mistake. A ledger that cannot be
    written is a LedgerError. The caller holds the year's lock.
    """
    site = Site(workspace, ledger, Outcome())
    for left in sweep(workspace.output):
        prune(left.parent, workspace.output)
    _recover(site)
    press = _Press(site)
    seen: set[str] = set()
    try:
        for document in made:
            if document.path in seen or document.path in withheld:
                raise ValueError(f"made twice, or made and withheld: {document.path}")
            seen.add(document.path)
            press.take(document)
            if len(press.ready) >= BATCH:
                press.commit()
        press.commit()
    except BaseException:
        press.discard()
        sweep(workspace.output)  # an interrupt may come between the making of a file and its being known here
        raise
    vanished = {entry.path for entry in ledger.all() if entry.kind in kinds_complete and entry.path not in seen}
    withdraw(site, sorted(vanished | set(withheld)))
    return site.outcome


def _recover(site: Site) -> None:
    """Bring the ledger level with the files where a run was killed between its plan and its end."""
    landed, lost = [], []
    for entry in site.ledger.all():
        if entry.pending is None:
            continue
        try:
            now = digest_of(site.workspace.document(entry.path))
        except UNUSABLE:
            continue
        if now == entry.pending:
            landed.append(entry)
        else:
            lost.append(entry.path)
    site.ledger.done(landed)
    site.ledger.undo(lost)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file written beside its place; `stranger` says that a file not ours stands there and has to make room."""

    entry: Entry
    target: Path
    waiting: Path
    stranger: bool


@dataclass(slots=True)
class _Press:
    """The batch of documents that are decided about and wait to be renamed together."""

    site: Site
    ready: list[_Ready] = field(default_factory=list)
    standing: list[Entry] = field(default_factory=list)  # files that are already as they would be made
    stale: list[str] = field(default_factory=list)  # proposals and withdrawn versions whose reason is gone

    def take(self, document: Made) -> None:
        """Decide by content what becomes of one document; what has to be written waits beside its place."""
        new = digest(document.data)
        entry = Entry(document.path, document.kind, pending=new, made_from=document.made_from)
        outcome = self.site.outcome
        try:
            target = self.site.workspace.document(document.path)
            now = digest_of(target)
            if now is None and may_come_back(document):
                now = bring_back(self.site, document.path, document.kind)
            known = self.site.ledger.known(document.path)
            damaged = (
                now is not None and may_be_damaged(document, new, now, known) and is_damaged(target, document.data)
            )
            match of_document(document, new, now, known):
                case _ if damaged:
                    self._lay(entry, target, document.data, stranger=now != EMPTY)
                    outcome.damaged.append(document.path)
                case Verdict.STANDS:
                    outcome.unchanged.append(document.path)
                    self.standing.append(replace(entry, state=known.state if known else DRAFT))
                    self.stale += beside(document.path)
                case Verdict.WRITE:
                    self._lay(entry, target, document.data)
                case Verdict.MAKE_ROOM:
                    self._lay(entry, target, document.data, stranger=True)
                case Verdict.KEEP | Verdict.KEEP_OUTDATED as kept:
                    outcome.kept.append(document.path)
                    if kept is Verdict.KEEP_OUTDATED:
                        outcome.outdated.append(document.path)
                    self._propose(document, new)
        except UNUSABLE as error:
            outcome.block(document.path, error)

    def _propose(self, document: Made, new: str) -> None:
        """The same for the version in `proposals/`."""
        path, withdrawn = beside(document.path)
        entry = Entry(path, PROPOSAL, pending=new, made_from=document.made_from)
        self.stale.append(withdrawn)
        try:
            target = self.site.workspace.document(path)
            now = digest_of(target)
            verdict = of_proposal(new, now, self.site.ledger.known(path))
            if verdict is Verdict.STANDS:
                self.site.outcome.proposals.append(path)
                self.standing.append(entry)
            else:
                self._lay(entry, target, document.data, stranger=verdict is Verdict.MAKE_ROOM)
        except UNUSABLE as error:
            self.site.outcome.block(path, error)

    def _lay(self, entry: Entry, target: Path, data: bytes, *, stranger: bool = False) -> None:
        self.ready.append(_Ready(entry, target, write_beside(target, data), stranger))

    def commit(self) -> None:
        """Give the batch its places: the disk has every file and the ledger every hash before the first is renamed."""
        ledger = self.site.ledger
        settle(one.waiting for one in self.ready)
        ledger.plan_write(one.entry for one in self.ready)
        landed = [one for one in self.ready if self._rename(one)]
        lost = {one.entry.path for one in self.ready} - {one.entry.path for one in landed}
        settle_folders(dict.fromkeys(one.target.parent for one in landed))
        ledger.done([*self.standing, *(one.entry for one in landed)])
        ledger.undo(sorted(lost))
        self.discard()
        for path in self.stale:
            drop(self.site, path)
        self.standing.clear()
        self.stale.clear()

    def _rename(self, one: _Ready) -> bool:
        outcome = self.site.outcome
        try:
            if one.stranger:
                make_room(self.site, one.target)
            one.waiting.replace(one.target)
        except OSError as error:
            outcome.block(one.entry.path, error)
            return False
        if one.entry.kind == PROPOSAL:
            outcome.proposals.append(one.entry.path)
        else:
            outcome.written.append(one.entry.path)
            self.stale += beside(one.entry.path)
        return True

    def discard(self) -> None:
        """Remove what still waits beside its place, after a failure or an interrupt."""
        for one in self.ready:
            with suppress(OSError):
                one.waiting.unlink()
                prune(one.waiting.parent, self.site.workspace.output)
        self.ready.clear()
