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
    WITHDRAWN,
    Outcome,
    Site,
    bring_back,
    drop_copy,
    is_ours,
    make_room,
    withdraw,
)
from pipeline.publishing.files import digest, digest_of, prune, settle, settle_folders, sweep, write_beside
from pipeline.publishing.ledger import DRAFT, Entry, Ledger
from pipeline.publishing.workspace import Workspace

__all__ = ["BATCH", "Cleaned", "Made", "Outcome", "clean", "publish"]

BATCH = 64  # documents that share one sync; as many wait beside their places, none in memory
CHECK = "check"  # the kind of what a check gives back: of use only as of the latest check


@dataclass(frozen=True, slots=True)
class Made:
    """One finished document. `path` is relative to `output/<year>/`, with `/`; `kind` groups what is made together.

    `made_from` is the fingerprint of context and template, where there is one, for the ledger. What is `machine_made`
    nobody edits: whatever stands in its place is replaced.
    """

    path: str
    data: bytes = field(repr=False)
    kind: str
    made_from: str = ""
    machine_made: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean` removed and what it left alone, relative to `output/<year>/`, each in order."""

    removed: list[str]
    kept: list[str]


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
    finally:
        press.discard()
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
    beside: Path
    stranger: bool


@dataclass(slots=True)
class _Press:
    """The batch of documents that are decided about and wait to be renamed together."""

    site: Site
    ready: list[_Ready] = field(default_factory=list)
    standing: list[Entry] = field(default_factory=list)  # files that are already as they would be made
    stale: list[str] = field(default_factory=list)  # copies whose reason is gone

    def take(self, document: Made) -> None:
        """Decide by content what becomes of one document; what has to be written waits beside its place."""
        new = digest(document.data)
        entry = Entry(document.path, document.kind, pending=new, made_from=document.made_from)
        outcome = self.site.outcome
        try:
            target = self.site.workspace.document(document.path)
            now = digest_of(target)
            if now is None and document.kind != CHECK and not document.machine_made:
                now = bring_back(self.site, document.path, document.kind)
            known = self.site.ledger.known(document.path)
            if now == new:
                outcome.unchanged.append(document.path)
                self.standing.append(replace(entry, state=known.state if known else DRAFT))
                self.stale += _copies(document.path)
            elif document.machine_made or is_ours(known, now):
                self.ready.append(_Ready(entry, target, write_beside(target, document.data), stranger=False))
            elif document.kind == CHECK and known is None:
                self.ready.append(_Ready(entry, target, write_beside(target, document.data), stranger=True))
            else:
                outcome.kept.append(document.path)
                if known and now and not known.wrote(now) and not known.wrote(new):
                    outcome.outdated.append(document.path)
                self._propose(document)
        except UNUSABLE:
            outcome.blocked.append(document.path)

    def _propose(self, document: Made) -> None:
        """The same for the version in `proposals/`: there, what somebody edited makes room."""
        path = f"{PROPOSAL}/{document.path}"
        entry = Entry(path, PROPOSAL, pending=digest(document.data), made_from=document.made_from)
        self.stale.append(f"{WITHDRAWN}/{document.path}")
        try:
            target = self.site.workspace.document(path)
            now = digest_of(target)
            if now == entry.pending:
                self.site.outcome.proposals.append(path)
                self.standing.append(entry)
            else:
                stranger = not is_ours(self.site.ledger.known(path), now)
                self.ready.append(_Ready(entry, target, write_beside(target, document.data), stranger))
        except UNUSABLE:
            self.site.outcome.blocked.append(path)

    def commit(self) -> None:
        """Give the batch its places: the disk has every file and the ledger every hash before the first is renamed."""
        ledger = self.site.ledger
        settle(one.beside for one in self.ready)
        ledger.plan_write(one.entry for one in self.ready)
        landed = [one for one in self.ready if self._rename(one)]
        lost = {one.entry.path for one in self.ready} - {one.entry.path for one in landed}
        settle_folders(dict.fromkeys(one.target.parent for one in landed))
        ledger.done([*self.standing, *(one.entry for one in landed)])
        ledger.undo(sorted(lost))
        self.discard()
        for path in self.stale:
            drop_copy(self.site, path)
        self.standing.clear()
        self.stale.clear()

    def _rename(self, one: _Ready) -> bool:
        outcome = self.site.outcome
        try:
            if one.stranger:
                make_room(self.site, one.target)
            one.beside.replace(one.target)
        except OSError:
            outcome.blocked.append(one.entry.path)
            return False
        if one.entry.kind == PROPOSAL:
            outcome.proposals.append(one.entry.path)
        else:
            outcome.written.append(one.entry.path)
            self.stale += _copies(one.entry.path)
        return True

    def discard(self) -> None:
        """Remove what still waits beside its place, after a failure or an interrupt."""
        for one in self.ready:
            with suppress(OSError):
                one.beside.unlink()
                prune(one.beside.parent, self.site.workspace.output)
        self.ready.clear()


def _copies(path: str) -> tuple[str, str]:
    return f"{PROPOSAL}/{path}", f"{WITHDRAWN}/{path}"


def clean(workspace: Workspace, ledger: Ledger) -> Cleaned:
    """Remove what can be made again: drafts and proposals as generated, what dead runs left, folders that are empty.

    What was edited, issued or signed, what was withdrawn (its record is gone, so it cannot be made again), what the
    ledger does not know, and the ledger itself stay. The caller holds the year's lock.
    """
    sweep(workspace.output)
    removed = []
    for entry in ledger.all():
        if entry.kind == WITHDRAWN:
            continue
        try:
            file = workspace.document(entry.path)
            now = digest_of(file)
            if now is None or not is_ours(entry, now):
                continue
            file.unlink()
        except UNUSABLE:
            continue
        removed.append(entry.path)
    ledger.forget(removed)
    left = []
    for path in sorted(workspace.output.rglob("*"), reverse=True):  # a folder comes after what is in it
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # not empty
                path.rmdir()
        else:
            left.append(path.relative_to(workspace.output).as_posix())
    own = (".lock", workspace.ledger.name)
    return Cleaned(removed, sorted(path for path in left if not path.startswith(own)))
