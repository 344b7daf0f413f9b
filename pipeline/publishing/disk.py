"""Files that change whole or not at all: written beside their place, brought to the disk, renamed."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.plain_file import NotAFile
from pipeline.publishing.trouble import ReadOnly

_BESIDE = (".", ".~new")  # how a file is called until it takes its place
EMPTY = hashlib.sha256(b"").hexdigest()
_PACKAGE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # how Office keeps a file that has a password
SYMLINK = "link"  # stands for the hash of a symbolic link: equal to no file's


def private_folder(path: Path) -> None:
    """Make `path` and the folders above it that are missing, readable by their owner only."""
    if path.is_dir():
        return
    for folder in [*reversed(path.parents), path]:
        if not folder.is_dir():
            folder.mkdir(0o700, exist_ok=True)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path) -> str | None:
    """The SHA-256 of the file at `path`, SYMLINK for a link, which is not followed, None where nothing stands.

    A folder or a device in its place is an IsADirectoryError or OSError, a file that cannot be read a PermissionError.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        return SYMLINK
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(path)
    if not stat.S_ISREG(mode):
        raise NotAFile(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_beside(path: Path, data: bytes) -> Path:
    """Write `data` to a hidden file beside `path`, readable by its owner only, and return that file.

    A file at `path` that is marked read-only is a PermissionError, as it is on Windows when renaming.
    """
    private_folder(path.parent)
    with suppress(FileNotFoundError):
        if not path.lstat().st_mode & stat.S_IWUSR:
            raise ReadOnly(path)
    beside = path.with_name(path.name.join(_BESIDE))
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:  # around its very making: an interrupt may come between that and the next line
        with os.fdopen(os.open(beside, how, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def is_damaged(path: Path, made: bytes) -> bool:
    """Whether the file at `path`, in whose place `made` belongs, is no document: empty; or a package that is cut short,
    or was never one, where a package belongs. One with a password is none of these: it is somebody's, and whole.
    """
    if path.stat().st_size == 0:
        return True
    if not made.startswith(_PACKAGE):
        return False
    try:
        with path.open("rb") as file:
            if file.read(len(_OLE)) == _OLE:
                return False
        with zipfile.ZipFile(path) as package:
            return not package.namelist() or package.testzip() is not None
    except OSError:  # open elsewhere: nobody can say
        return False
    except UNREADABLE:
        return True


def move_aside(path: Path) -> Path:
    """Rename the file at `path` to the first free numbered name beside it, `T005(2).docx`, and return that."""
    number = 2
    while os.path.lexists(aside := path.with_name(f"{path.stem}({number}){path.suffix}")):
        number += 1
    return path.rename(aside)


def files_below(folder: Path) -> list[Path]:
    """Every file anywhere below `folder`, in the order of their paths; a link counts as a file and is not followed."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(found, key=lambda path: path.as_posix())


def sweep(folder: Path) -> list[Path]:
    """Remove what a dead run left beside its files, anywhere below `folder`; links are not followed."""
    swept = []
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.startswith(_BESIDE[0]) and name.endswith(_BESIDE[1]):
                path = Path(parent, name)
                with suppress(OSError):  # a file still held open is named when its document is written
                    path.unlink()
                    swept.append(path)
    return swept


def settle(files: Iterable[Path]) -> None:
    """Bring the content of `files` to the disk; one call a batch, because one sync costs less than many."""
    files = list(files)
    if files and sys.platform == "linux":  # elsewhere sync() may return before it is done
        os.sync()
        return
    for path in files:
        _sync(path, os.O_RDWR)


def settle_folders(folders: Iterable[Path]) -> None:
    """Bring renames in `folders` to the disk, on systems where a folder can be synced."""
    if sys.platform != "win32":
        for folder in folders:
            with suppress(OSError):  # some network shares cannot
                _sync(folder, os.O_RDONLY)


def prune(folder: Path, upto: Path) -> None:
    """Remove `folder` and the folders above it while they are empty, below `upto`."""
    with suppress(OSError):
        while folder != upto and folder.is_relative_to(upto):
            folder.rmdir()
            folder = folder.parent


def _sync(path: Path, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
