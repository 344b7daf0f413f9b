"""The bytes of a file of the office's, whatever stands in its place: nothing is waited for without end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes into opens all the same
_BYTES = getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A folder, a pipe, a socket or a device stands where a file ought to."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "not a file", str(path))


def read_plain(path: Path, most: int | None = None) -> bytes:
    """What is in the file at `path`, a link followed. NotAFile for anything else, OSError where it cannot be read.

    One of more than `most` bytes is not read: an OSError of EFBIG.
    """
    if not stat.S_ISREG(path.stat().st_mode):  # some devices act on being opened
        raise NotAFile(path)
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE | _BYTES)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(path)
        if most is not None and status.st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read()
