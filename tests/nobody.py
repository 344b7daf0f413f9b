"""Rights as an office has them: root, as whom tests often run, may enter everything."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """What the block does, it does as somebody without rights of root, who may come to `folder` and read there."""
    if os.geteuid() != 0:
        yield
        return
    above = [one for one in folder.resolve().parents if one.stat().st_uid == os.getuid() and one != one.parent]
    before = {one: stat.S_IMODE(one.stat().st_mode) for one in (*above, folder)}
    for one in above:
        one.chmod(before[one] | 0o011)
    if before[folder] == 0o700:  # as pytest makes them
        folder.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        for one, mode in before.items():
            one.chmod(mode)
