"""Removing what can be made again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from pipeline.publishing.beside import UNUSABLE, WITHDRAWN
from pipeline.publishing.disk import digest_of, sweep
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.verdict import is_ours
from pipeline.publishing.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean` removed and what it left alone, relative to `output/<year>/`, each in order."""

    removed: list[str]
    kept: list[str]


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
