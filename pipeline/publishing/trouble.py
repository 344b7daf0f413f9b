"""Why a file could not be written, moved or removed, and what to do about it; in Chinese, for the closing lines."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from pipeline.ooxml.plain_file import NotAFile
from pipeline.publishing.workspace import WorkspaceError


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is the case, and what to do: two halves of a sentence without their stops."""

    fact: str
    remedy: str


FULL = Trouble("磁盘已满", "请清理出空间后重新运行")
QUOTA = Trouble("磁盘配额已经用完", "请清理出空间后重新运行")
READ_ONLY_DISK = Trouble("所在的磁盘是只读的", "请改用可以写入的磁盘后重新运行")
READ_ONLY = Trouble("原有文件设成了只读", "请取消它的只读属性后重新运行")
DENIED = Trouble("没有写入权限，或者正被其他程序打开", "请关闭正在打开它们的程序，检查写入权限后重新运行")
BUSY = Trouble("正被其他程序打开", "请关闭正在打开它们的程序后重新运行")
FOLDER = Trouble("原处是一个文件夹，占了文件的位置", "请把这个文件夹移走后重新运行")
NO_FOLDER = Trouble("上级文件夹的位置上是一个文件", "请把这个文件移走后重新运行")
ODD = Trouble("原处是管道、套接字或者设备，不是文件", "请把它移走后重新运行")
OUTSIDE = Trouble("经由链接通到了 output 文件夹之外", "请删除这个链接后重新运行")
LINK = Trouble("原处是一个链接，不是文件", "请删除这个链接后重新运行")
LONG = Trouble("路径太长", "请把项目文件夹移到路径较短的地方后重新运行")
FAILING = Trouble("磁盘或者共享文件夹出错", "请确认共享文件夹已连接、磁盘没有故障后重新运行")
OTHER = Trouble("写入时出错", "请检查磁盘和权限后重新运行")

_BY_NUMBER = {
    errno.ENOSPC: FULL,
    errno.EROFS: READ_ONLY_DISK,
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EBUSY: BUSY,
    errno.EISDIR: FOLDER,
    errno.ENOTEMPTY: FOLDER,
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: NO_FOLDER,
    errno.ENAMETOOLONG: LONG,
    errno.ELOOP: LINK,
    errno.EIO: FAILING,
    **{getattr(errno, name): QUOTA for name in ("EDQUOT",) if hasattr(errno, name)},
    **{
        getattr(errno, name): FAILING
        for name in ("ESTALE", "ETIMEDOUT", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ENODEV", "ENXIO", "ECONNRESET")
        if hasattr(errno, name)
    },
}
_OPEN_ELSEWHERE = (32, 33)  # what Windows says of a file that Word holds


class ReadOnly(PermissionError):
    """The file that stands there is marked read-only; renaming over it would not even notice."""


def trouble_of(error: OSError | WorkspaceError) -> Trouble:
    """What an error of the system means to the office."""
    if isinstance(error, WorkspaceError):
        return OUTSIDE
    if isinstance(error, ReadOnly):
        return READ_ONLY
    if isinstance(error, NotAFile):
        return ODD
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return BUSY
    if isinstance(error, IsADirectoryError):
        return FOLDER
    return _BY_NUMBER.get(error.errno or 0, OTHER)
