"""The process: what it says on a terminal, how it is interrupted, what becomes of it where nobody listens."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

from pipeline.publishing.trouble import trouble_of
from pipeline.sheets.texts import one_line

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interrupted(KeyboardInterrupt):
    """The process was asked to end. `status` is what it then ends with: 130 for Ctrl-C, 143 for SIGTERM."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


@contextmanager
def interruptible() -> Iterator[None]:
    """Within it a signal to end is an Interrupted, once: what then cleans up is not interrupted itself.

    What was ignored at the start (nohup, a background job of the shell) stays so.
    """
    heard = [one for one in _SIGNALS if signal.getsignal(one) is not signal.SIG_IGN]

    def end(number: int, frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        raise Interrupted(number)

    before = {one: signal.signal(one, end) for one in heard}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def open_streams() -> None:
    """Where a standard stream is closed, put nothing in its place: the first file that is opened would become it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one


def say(line: str, *, error: bool = False) -> None:
    """One line on the terminal: nothing in it, whatever a file or a cell says, moves the cursor or makes a further one.

    An OSError where it cannot be written.
    """
    click.echo(one_line(line), err=error)


def complain(line: str) -> None:
    """The same on the stream for errors; where nobody hears it, nothing."""
    with suppress(OSError):
        say(line, error=True)


def hush() -> None:
    """Let what is still to be written on the terminal go nowhere: at the end Python would stumble over it again."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_all(lines: Iterable[str]) -> bool:
    """Say how the work ended, all of it being done; False where that cannot be said, which is then complained of.

    A reader that has seen enough (`| head`) is no fault.
    """
    try:
        for line in lines:
            say(line)
    except OSError as error:
        hush()
        if isinstance(error, BrokenPipeError):
            return True
        complain(f"工作已经做完，文件都已写好；只是结果没有能够显示出来（{trouble_of(error).fact}）。")
        return False
    return True
