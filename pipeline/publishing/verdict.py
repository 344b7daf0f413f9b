"""What now stands, what is new, what is known: what becomes of it. Hashes decide, never file times.

`now` is the hash of the file that stands in a place, None where there is none; `new` that of what was made for it;
`known` what the ledger knows of the place.
"""

from __future__ import annotations

from enum import Enum, auto

from pipeline.publishing.disk import SYMLINK
from pipeline.publishing.ledger import DRAFT, Entry
from pipeline.publishing.made import Made


class Verdict(Enum):
    """What is to be done about a place for which something was made."""

    STANDS = auto()  # it is already as it would be made
    WRITE = auto()  # nothing stands there, or what is ours to replace
    MAKE_ROOM = auto()  # somebody's file is renamed, then it is written
    KEEP = auto()  # somebody's work: it stays, and what was made is proposed
    KEEP_OUTDATED = auto()  # the same, and since it was generated the data changed


def is_ours(known: Entry | None, now: str | None) -> bool:
    """Whether what stands there may be replaced: nothing, or a draft that nobody has touched."""
    if known is not None and known.state != DRAFT:
        return False
    return now is None or (known is not None and known.wrote(now))


def of_document(made: Made, new: str, now: str | None, known: Entry | None) -> Verdict:
    """What becomes of a document in its own place."""
    if now == new:
        return Verdict.STANDS
    if made.machine_made or is_ours(known, now):
        return Verdict.WRITE
    if made.latest and known is None:
        return Verdict.MAKE_ROOM
    edited = known is not None and now is not None and not known.wrote(now)
    return Verdict.KEEP_OUTDATED if edited and known and not known.wrote(new) else Verdict.KEEP


def of_proposal(new: str, now: str | None, known: Entry | None) -> Verdict:
    """What becomes of a version in `proposals/`: there, what somebody edited makes room."""
    if now == new:
        return Verdict.STANDS
    return Verdict.WRITE if is_ours(known, now) else Verdict.MAKE_ROOM


def may_be_damaged(made: Made, new: str, now: str, known: Entry | None) -> bool:
    """Whether it matters that what stands there is no whole document: in a draft's place, not as ever generated."""
    if made.machine_made or now in (new, SYMLINK):
        return False
    return known is None or (known.state == DRAFT and not known.wrote(now))


def may_come_back(made: Made) -> bool:
    """Whether an edited file in `withdrawn/` belongs in the empty place of what was made."""
    return not (made.latest or made.machine_made)


def comes_back(now: str | None, known: Entry | None, before: Entry | None) -> bool:
    """Whether the file of hash `now` in `withdrawn/` is somebody's work; what is as generated can be made anew.

    `known` is what the ledger knows of it there, `before` what of its own place.
    """
    if now is None or now == SYMLINK or (known is not None and known.wrote(now)):
        return False
    return before is None or before.state == DRAFT
