"""What comes to be published, and what a run tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from pipeline.publishing.trouble import Trouble, trouble_of
from pipeline.publishing.workspace import WorkspaceError


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file. `path` is relative to `output/<year>/`, with `/`; `kind` groups what is made together.

    `made_from` is the fingerprint of context and template, where there is one, for the ledger. What is `machine_made`
    nobody edits: whatever stands in its place is replaced. What is of use only as of the `latest` run does not come
    back from `withdrawn/`, and a file that nobody knows makes room for it.
    """

    path: str
    data: bytes = field(repr=False)
    kind: str
    made_from: str = ""
    machine_made: bool = False
    latest: bool = False


@dataclass(slots=True)
class Outcome:
    """What a run did, as paths relative to `output/<year>/`.

    Each document is in one of `written`, `unchanged`, `kept` (touched by hand: it stays, and what would replace it
    lies in `proposals/`) and `blocked` (open elsewhere, read-only, or its place taken; what could not be written or
    removed beside a document is here, too). `outdated` are those of `kept` that were generated from other data than
    there is now. `withdrawn` are the documents moved to `withdrawn/` by this run, `edited_away` those of them that were
    touched by hand, `proposals` the files that stand in `proposals/` for `kept`, `aside` the files of somebody else
    that were in the way, by their new names, `unknown` those that nobody made and the ledger does not know. `damaged`
    are those in whose place a file stood that was empty or cut short: no document, made anew, and what was in it is
    among `aside`. `troubles` says by path why something is `blocked`.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    proposals: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    edited_away: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    troubles: dict[str, Trouble] = field(default_factory=dict, compare=False)

    def block(self, path: str, error: OSError | WorkspaceError) -> None:
        """Name what could not be written, moved or removed, and why."""
        self.blocked.append(path)
        self.troubles[path] = trouble_of(error)

    def add(self, other: Outcome) -> None:
        """Take in what a further step of the same run did."""
        self.troubles |= other.troubles
        for part in fields(self):
            if part.compare:
                getattr(self, part.name).extend(getattr(other, part.name))
