"""What lies beside the documents under the same relative paths: `proposals/` and `withdrawn/`.

What the ledger knows there and nobody edited is ours: it goes when its reason goes. Anything else there is somebody's
work; it makes room under a numbered name and is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.publishing.disk import EMPTY, digest_of, files_below, move_aside, private_folder, prune, settle_folders
from pipeline.publishing.ledger import DRAFT, Entry, Ledger
from pipeline.publishing.made import Outcome
from pipeline.publishing.verdict import comes_back
from pipeline.publishing.workspace import Workspace, WorkspaceError

PROPOSAL, WITHDRAWN = "proposals", "withdrawn"  # the folders, and the kinds of what lies there
UNUSABLE = (OSError, WorkspaceError)  # a file that is open elsewhere, read-only, a folder, outside by a link


@dataclass(frozen=True, slots=True)
class Site:
    """Where a run works and what it has to say."""

    workspace: Workspace
    ledger: Ledger
    outcome: Outcome


def make_room(site: Site, target: Path) -> None:
    """Move somebody's file at `target` to a numbered name and say so."""
    site.outcome.aside.append(move_aside(target).relative_to(site.workspace.output).as_posix())


def beside(path: str) -> tuple[str, str]:
    """Where the proposal and the withdrawn version of a document lie."""
    return f"{PROPOSAL}/{path}", f"{WITHDRAWN}/{path}"


def drop(site: Site, path: str) -> None:
    """Remove the proposal or withdrawn version at `path`, whose reason is gone, if it is ours.

    An edited one stays and is no longer ours.
    """
    known = site.ledger.known(path)
    if known is None:
        return
    try:
        file = site.workspace.document(path)
        now = digest_of(file)
        if now is not None and known.wrote(now):
            file.unlink()
            prune(file.parent, site.workspace.output)
    except UNUSABLE as error:
        site.outcome.block(path, error)
        return
    site.ledger.forget([path])


@dataclass(frozen=True, slots=True)
class _Leaving:
    path: str
    source: Path
    target: Path
    now: str
    edited: bool


def withdraw(site: Site, paths: Iterable[str]) -> None:
    """Move the drafts at `paths`, edited ones too, to the same paths in `withdrawn/`, and drop their proposals.

    What is issued or signed stays. The ledger knows them there by what was generated, so that an edited one is not
    ours and comes back with its document (`bring_back`).
    """
    drafts = [path for path in paths if not (known := site.ledger.known(path)) or known.state == DRAFT]
    leaving = [one for path in drafts if (one := _leaving(site, path))]
    site.ledger.done(
        Entry(f"{WITHDRAWN}/{one.path}", WITHDRAWN, sha256=known.sha256, made_from=known.made_from)
        for one in leaving
        if (known := site.ledger.known(one.path))
    )
    moved = [one for one in leaving if _move(site, one)]
    settle_folders(dict.fromkeys(folder for one in moved for folder in (one.target.parent, one.source.parent)))
    site.ledger.forget(one.path for one in moved)
    for one in moved:
        prune(one.source.parent, site.workspace.output)
        drop(site, f"{PROPOSAL}/{one.path}")


def _leaving(site: Site, path: str) -> _Leaving | None:
    """The move of the file at `path`; None where it cannot be done, or nothing stands there and nothing is to do."""
    try:
        source = site.workspace.document(path)
        target = site.workspace.document(f"{WITHDRAWN}/{path}")
        now = digest_of(source)
    except UNUSABLE as error:
        site.outcome.block(path, error)
        return None
    if now is None:
        site.ledger.forget([path])
        prune(source.parent, site.workspace.output)
        drop(site, f"{PROPOSAL}/{path}")
        return None
    known = site.ledger.known(path)
    edited = (known is None or not known.wrote(now)) and now != EMPTY
    return _Leaving(path, source, target, now, edited)


def _move(site: Site, one: _Leaving) -> bool:
    try:
        private_folder(one.target.parent)
        if digest_of(one.target) not in (None, one.now):
            make_room(site, one.target)
        one.source.replace(one.target)
    except UNUSABLE as error:
        site.outcome.block(one.path, error)
        return False
    site.outcome.withdrawn.append(one.path)
    if one.edited:
        site.outcome.edited_away.append(one.path)
    return True


def bring_back(site: Site, path: str, kind: str) -> str | None:
    """Move what somebody edited from `withdrawn/` to its place `path`, where nothing stands; the hash of the file.

    None where there is none, or it is as it was generated and can be made anew. One of UNUSABLE where it cannot
    be moved. The ledger then knows at `path` what was generated there: first, so that a run killed here can go on.
    """
    if not (site.workspace.output / WITHDRAWN / path).is_file():
        return None
    source, target = site.workspace.document(f"{WITHDRAWN}/{path}"), site.workspace.document(path)
    now, known, before = digest_of(source), site.ledger.known(f"{WITHDRAWN}/{path}"), site.ledger.known(path)
    if not comes_back(now, known, before):
        return None
    if known:
        site.ledger.done([Entry(path, kind, sha256=known.sha256, made_from=known.made_from)])
    private_folder(target.parent)
    source.replace(target)
    settle_folders([target.parent, source.parent])
    site.ledger.forget([f"{WITHDRAWN}/{path}"])
    prune(source.parent, site.workspace.output)
    return now


def unknown_files(site: Site, folder: str) -> list[str]:
    """The files in `folder` that the run did not make and the ledger does not know, by path; locks of Word aside."""
    outcome, output = site.outcome, site.workspace.output
    made = {*outcome.written, *outcome.unchanged, *outcome.kept, *outcome.blocked}
    files = (file for file in files_below(output / folder) if not file.name.startswith(("~$", ".")))
    paths = [file.relative_to(output).as_posix() for file in files]
    return [path for path in paths if path not in made and site.ledger.known(path) is None]
