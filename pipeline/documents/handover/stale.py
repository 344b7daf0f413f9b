"""Packs from before that hold a document which is gone."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from pipeline.documents.handover.paths import PACK, entry, is_the_bureau_s
from pipeline.documents.kind import Desk, Kind
from pipeline.ooxml.damage import UNREADABLE
from pipeline.publishing.disk import files_below


def standing_packs(desk: Desk, kind: Kind) -> list[Path]:
    """What lies there as a pack, in order."""
    return sorted((desk.workspace.output / kind.folder).glob(f"*{PACK}"))


def stale_packs(desk: Desk, kind: Kind, gone: Collection[str]) -> list[str]:
    """The packs that hold a document which no longer stands in its place, or is one of `gone` (paths).

    A file that is no pack, or cannot be read, is passed over.
    """
    found = standing_packs(desk, kind)
    standing = _standing(desk, gone) if found else []
    everything = {entry(path, of, whole=True) for path, of in standing}
    folders = {of.packed_as for of in desk.kinds if of.packed_as}
    stale = []
    for file in found:
        fit = {entry(path, of) for path, of in standing if PurePosixPath(path).parts[1] == file.stem}
        if is_the_bureau_s(file.stem):
            fit |= everything
        if not fit.issuperset(name for name in _names_in(file) if name.split("/")[0] in folders):
            stale.append(f"{kind.folder}/{file.name}")
    return stale


def _standing(desk: Desk, gone: Collection[str]) -> list[tuple[str, Kind]]:
    """Every document that stands in its place and is none of `gone`, with its kind."""
    output = desk.workspace.output
    return [
        (path, kind)
        for kind in desk.kinds
        if kind.packed_as
        for file in files_below(output / kind.folder)
        if (path := file.relative_to(output).as_posix()) not in gone
    ]


def _names_in(file: Path) -> list[str]:
    """What lies in a pack; nothing in what is no pack."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return []
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except UNREADABLE:
        return []
