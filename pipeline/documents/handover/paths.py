"""Where packs lie, how they are called, and where a document lies in one."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from pipeline.documents.kind import Kind
from pipeline.publishing.disk import digest

PACK = ".zip"
BUREAU = "局机关"
LONGEST_PATH = 180  # characters of a path in a pack: Windows takes 260 with the folder it is unpacked to
_EVERYTHING = "（全部）"
_KEPT = 40  # characters kept of each name in a path that is too long


def bureau(taken: Collection[str]) -> str:
    """The name of the bureau's pack, also where a workstation is called like it."""
    name = BUREAU
    while name in taken:
        name += _EVERYTHING
    return name


def is_the_bureau_s(name: str) -> bool:
    """Whether a pack of this name may be the bureau's."""
    return name.replace(_EVERYTHING, "") == BUREAU


def entry(document: str, kind: Kind, *, whole: bool = False) -> str:
    """Where the document of a path lies in a pack: below its kind, in the `whole` pack also below its workstation."""
    names = PurePosixPath(document).parts[1 if whole else -1 :]
    path = "/".join((kind.packed_as, *names))
    if len(path) <= LONGEST_PATH:
        return path
    shortened = [f"{name[:_KEPT]}~{digest(name.encode())[:16]}" for name in names]
    return "/".join((kind.packed_as, *shortened)) + PurePosixPath(document).suffix
