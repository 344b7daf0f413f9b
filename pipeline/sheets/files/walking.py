"""A folder gone through: every file in it, and the name of everything that cannot be entered or looked at.

`Path.rglob` and `os.walk` pass over a folder that they may not enter, and over linked ones, without a word: the rows in
there would be gone, and nobody would know.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

LOCKS = ("~$", "._")  # what Office programs and macOS lay beside a file
FILE, FOLDER, _LINK = "", "folder", "link"
OBSTACLES = frozenset(
    {"unreadable", "unreachable", "vanished", "folder_unreadable", "folder_unreachable"}
    | {"link_nowhere", "link_back", "not_a_file"}
)
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


@dataclass(frozen=True, slots=True)
class Found:
    """One FILE to be read or one FOLDER that was gone through, or what stands in the way: one of OBSTACLES.

    `name` is the path within the folder, with `/`. `aside` is where no table is looked for: what is hidden, or fits a
    pattern of what is left alone, or lies in a folder that does.
    """

    path: Path
    name: str
    kind: str = FILE
    aside: bool = False


def walk(folder: Path, left_alone: Sequence[str] = ()) -> list[Found]:
    """Everything under `folder`, in the order of names; lock files are passed over.

    Links are followed. What leads back to a folder above, or to what was found by another way, is `link_back`: nothing
    is read twice, and no circle is followed. What lies here itself comes first and so keeps its own name.
    """
    root = os.path.realpath(folder)
    start = _Entry(folder, "", root, FOLDER)
    seen = {root}
    entries = list(_below(start, seen))
    links = [one for one in entries if one.kind == _LINK]
    while links:
        followed = _followed(links.pop(0), root, seen)
        seen.add(followed.real)
        below = list(_below(followed, seen)) if followed.kind == FOLDER else []
        entries += [followed, *below]
        links += [one for one in below if one.kind == _LINK]
    named = (replace(one, name=one.name or folder.name) for one in entries if one.kind != _LINK)
    every = [Found(one.path, one.name, one.kind, _is_aside(one.name, left_alone)) for one in named]
    return sorted(every, key=lambda one: one.name)


def trouble(error: OSError, within: str = "") -> str:
    """The code of why something cannot be read: no permission, gone meanwhile, or a share or disk that fails."""
    if isinstance(error, FileNotFoundError):
        return "vanished"
    return f"{within}{'unreadable' if error.errno in _DENIED else 'unreachable'}"


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    name: str
    real: str  # where it really is
    kind: str


def _below(start: _Entry, seen: set[str]) -> Iterator[_Entry]:
    """What is in a folder and in those within it; where each really is comes into `seen`. Links are not followed."""
    waiting = [start]
    while waiting:
        here = waiting.pop()
        names, failed = _listed(here.path)
        if failed:
            yield replace(here, kind=failed)
        for name in names:
            path = here.path / name
            real = f"{here.real.rstrip(os.sep)}{os.sep}{name}"
            one = _Entry(path, f"{here.name}/{name}".lstrip("/"), real, _kind(path))
            if one.kind != _LINK and one.real in seen:
                one = replace(one, kind="link_back")
            seen.add(one.real)
            yield one
            if one.kind == FOLDER:
                waiting.append(one)


def _listed(folder: Path) -> tuple[list[str], str]:
    """The names in a folder, as far as they could be listed, and the code of what kept the rest from being so."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            names.extend(entry.name for entry in entries if not entry.name.startswith(LOCKS))
    except OSError as error:
        return sorted(names), trouble(error, "folder_")
    return sorted(names), ""


def _kind(path: Path) -> str:
    try:
        return _kind_of(path.lstat())
    except OSError as error:
        return trouble(error)


def _kind_of(status: os.stat_result) -> str:
    if stat.S_ISLNK(status.st_mode):
        return _LINK
    if stat.S_ISDIR(status.st_mode):
        return FOLDER
    return FILE if stat.S_ISREG(status.st_mode) else "not_a_file"


def _followed(link: _Entry, root: str, seen: set[str]) -> _Entry:
    """What a link leads to, under the name of the link."""
    try:
        kind, real = _kind_of(link.path.stat()), os.path.realpath(link.path)
    except OSError as error:
        return replace(link, kind="link_nowhere" if error.errno in _NOWHERE else trouble(error))
    above = f"{root}{os.sep}".startswith(f"{real.rstrip(os.sep)}{os.sep}")
    return replace(link, real=real, kind="link_back" if real in seen or above else kind)


def _is_aside(name: str, left_alone: Sequence[str]) -> bool:
    parts = [part.lower() for part in name.split("/")]
    return any(part.startswith(".") or any(fnmatch(part, one.lower()) for one in left_alone) for part in parts)
