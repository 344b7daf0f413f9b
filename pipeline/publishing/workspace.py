"""Where everything of a year lies, what its files may be called, and that only one run works on it at a time."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LONGEST_NAME = 120  # bytes of UTF-8; leaves room for endings and numbers below the 255 that file systems allow
_HASH_DIGITS = 16
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³]) *(\..*)?", re.I | re.S)
_FORBIDDEN = frozenset('\\/:*?"<>|~%')  # the first nine by Windows; ~ marks names made safe, % has a meaning in links
_NO_CHARACTER = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, invisible, surrogate, line ends
_CAPITALS = {ord(letter): ord(letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz"}
_held: set[str] = set()  # folders that this process itself holds: a lock of its own process never refuses


class WorkspaceError(Exception):
    """The year's folders cannot be used; the text is one Chinese sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files of one year below `root`, which holds `input/`, `output/` and `templates/`."""

    root: Path
    year: int

    @property
    def input(self) -> Path:
        return self.root / "input" / f"{self.year:04d}"

    @property
    def output(self) -> Path:
        return self.root / "output" / f"{self.year:04d}"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def plan(self) -> Path:
        return self.input / "plan.toml"

    @property
    def ledger(self) -> Path:
        return self.output / "ledger.db"

    @property
    def check(self) -> Path:
        return self.output / "check"

    @property
    def assessments(self) -> Path:
        return self.output / "assessments"

    @property
    def annual(self) -> Path:
        return self.output / "annual"

    @property
    def proposals(self) -> Path:
        return self.output / "proposals"

    @property
    def withdrawn(self) -> Path:
        return self.output / "withdrawn"

    def document(self, relative: str) -> Path:
        """The file at `relative` (with `/`) in `output/<year>/`.

        A path that leaves that folder, by `..`, by a drive or by a symbolic link on the way, is a WorkspaceError.
        """
        parts = PurePosixPath(relative).parts
        if not parts or ".." in parts or relative.startswith("/") or re.search(r"[\\:\0]", relative):
            raise WorkspaceError(f"输出路径「{relative}」超出了 {self.output} 文件夹，已拒绝写入。")
        path = self.output.joinpath(*parts)
        try:
            inside = path.parent.resolve().is_relative_to(self.output.resolve())
        except (OSError, RuntimeError):  # links in a circle
            inside = False
        if not inside:
            raise WorkspaceError(
                f"输出路径「{relative}」经由链接指向 {self.output} 之外，已拒绝写入；请删除该链接后重新运行。"
            )
        return path


def find_year(root: Path) -> int:
    """The newest year in `root/input/`: the highest folder name of four digits. WorkspaceError when there is none."""
    folder = root / "input"
    if not folder.is_dir():
        raise WorkspaceError(f"没有找到 {folder} 文件夹，请在项目文件夹中运行，或用 --root 指明项目文件夹的位置。")
    years = [entry.name for entry in folder.iterdir() if re.fullmatch("[0-9]{4}", entry.name) and entry.is_dir()]
    if not years:
        raise WorkspaceError(
            f"{folder} 中没有以四位年份命名的文件夹，请建立当年的文件夹，放入 plan.toml 和各表格后重新运行。"
        )
    return int(max(years))


def open_workspace(root: Path, year: int | None = None) -> Workspace:
    """The workspace of `year`, by default the newest in `input/`. WorkspaceError when that year has no input folder."""
    newest = find_year(root)
    workspace = Workspace(root, newest if year is None else year)
    if not workspace.input.is_dir():
        raise WorkspaceError(
            f"没有找到 {workspace.input} 文件夹，请建立该文件夹并放入 plan.toml 和各表格，"
            f"或改用已有的年份（最新为 {newest:04d}）。"
        )
    return workspace


def safe_name(text: str) -> str:
    """`text` as a file name (without its ending) that Windows, macOS and Linux all take: one text, one name.

    Ordinary ids (T005, 创新工作站) come out unchanged. Others keep what can be read and end in `~` and a hash of the
    whole text: characters that a system refuses, reserved device names, small letters (T005 and t005 are one file on
    most office machines), characters that Unicode composes or folds into others, more than LONGEST_NAME bytes.
    """
    if _is_ordinary(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    readable = "".join("_" if _is_unsafe(character) or character in ". " else character for character in text)
    room = LONGEST_NAME - _HASH_DIGITS - 1
    return readable.encode()[:room].decode(errors="ignore") + "~" + digest


def _is_ordinary(text: str) -> bool:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.casefold()).upper())
    return (
        text.translate(_CAPITALS) == folded  # of texts that a file system takes for the same name, one alone passes
        and text == text.strip(" ").lstrip(".").rstrip(".")
        and text != ""
        and not any(map(_is_unsafe, text))
        and not _RESERVED.fullmatch(text)
        and len(text.encode()) <= LONGEST_NAME
    )


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _FORBIDDEN or category in _NO_CHARACTER or (category == "Zs" and character != " ")


def private_folder(path: Path) -> None:
    """Make `path` and the folders above it that are missing, readable by their owner only."""
    if path.is_dir():
        return
    for folder in [*reversed(path.parents), path]:
        if not folder.is_dir():
            folder.mkdir(0o700, exist_ok=True)


@contextmanager
def only_one_run(workspace: Workspace) -> Iterator[None]:
    """Hold the year's lock; a second run gets a WorkspaceError at once.

    The system releases the lock when the process ends, however it ends: a lock file left behind blocks nobody, and
    worker processes that outlive a killed run do not hold it. Makes `output/<year>/`, readable by its owner only.
    """
    try:
        private_folder(workspace.output)
        for folder in (workspace.output.parent, workspace.output):
            _close_to_others(folder)
        descriptor = os.open(workspace.output / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise WorkspaceError(f"无法写入 {workspace.output} 文件夹，请检查它的写入权限和磁盘空间后重试。") from error
    place = os.path.realpath(workspace.output)
    try:
        if place in _held:
            raise WorkspaceError(_busy(workspace))
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                raise WorkspaceError(_busy(workspace)) from error
            raise WorkspaceError(
                f"{workspace.output} 所在的磁盘不支持加锁，请把项目文件夹复制到本机磁盘上再运行。"
            ) from error
        _held.add(place)
        try:
            yield
        finally:
            _held.discard(place)
    finally:
        os.close(descriptor)


def _busy(workspace: Workspace) -> str:
    return f"另一个任务正在运行（{workspace.output} 已被占用），请等它结束后再运行。"


def _close_to_others(folder: Path) -> None:
    with suppress(OSError):  # shares and Windows keep rights of their own
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o077:
            folder.chmod(mode & 0o700)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        # lockf, not flock: a lock of flock is inherited by forked workers and would outlive a killed parent
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
