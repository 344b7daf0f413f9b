"""Only one run works on a year at a time."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.publishing.disk import private_folder
from pipeline.publishing.trouble import trouble_of
from pipeline.publishing.workspace import Workspace, WorkspaceError

_held: set[str] = set()  # folders that this process itself holds: a lock of its own process never refuses


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
        why = trouble_of(error)
        raise WorkspaceError(f"无法写入 {workspace.output} 文件夹：{why.fact}。{why.remedy}。") from error
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
