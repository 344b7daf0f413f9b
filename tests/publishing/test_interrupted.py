"""Stopped at every call into the system in turn, by an interrupt or a disk that fails: nothing half-made, nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.publishing import publish as publishing
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Outcome
from pipeline.publishing.workspace import Workspace, WorkspaceError
from tests.publishing.test_publish import HELD, NEW, STEPS, a_year_with_everything, run, tree

EVERY = int(os.environ.get("EVERY_STEP", "5"))  # each so many-th step; 1 for all, by hand
FAILING = STEPS - {"sync"}  # which cannot fail


class _Stopped(Exception):
    """Raised where the profile function asks for it."""


def _stopped_at(step: int, moment: str, raised: Callable[[str], BaseException], work: Callable[[], Outcome]) -> object:
    """What comes of `work` where `raised` comes up at the `step`-th call (or return) of one of STEPS; None where it got
    through with fewer."""
    count = 0

    def stop(_frame: object, event: str, function: object) -> None:
        nonlocal count
        name = getattr(function, "__name__", "")
        if event == moment and name in FAILING and not _closes_ledger(function):
            count += 1
            if count == step:
                sys.setprofile(None)
                raise raised(name)

    sys.setprofile(stop)
    try:
        done: object = work()
    except BaseException as error:
        done = error
    finally:
        sys.setprofile(None)
    return done if count >= step else None


def _closes_ledger(function: object) -> bool:
    """The end of all, when the whole work is done."""
    return getattr(function, "__name__", "") == "close" and isinstance(
        getattr(function, "__self__", None), sqlite3.Connection
    )


def _failing(number: int) -> Callable[[str], BaseException]:
    """What the system says of a disk that is full, or fails; of the ledger, what SQLite makes of it."""

    def error(name: str) -> BaseException:
        if not name.startswith("execute"):
            return OSError(number, os.strerror(number))
        of_ledger = sqlite3.OperationalError("disk")
        of_ledger.sqlite_errorname = {errno.ENOSPC: "SQLITE_FULL", errno.EIO: "SQLITE_IOERR_WRITE"}[number]
        return of_ledger

    return error


@pytest.mark.parametrize(
    ("moment", "raised", "expected"),
    [
        pytest.param("c_call", lambda name: KeyboardInterrupt(), KeyboardInterrupt, id="interrupted before"),
        pytest.param("c_return", lambda name: KeyboardInterrupt(), KeyboardInterrupt, id="interrupted behind"),
        pytest.param("c_call", _failing(errno.ENOSPC), (Outcome, WorkspaceError), id="full"),
        pytest.param("c_call", _failing(errno.EIO), (Outcome, WorkspaceError), id="failing"),
    ],
)
def test_stopped_anywhere_nothing_half_made_stays_and_the_next_run_comes_to_the_same_files(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    raised: Callable[[str], BaseException],
    expected: type | tuple[type, ...],
) -> None:
    monkeypatch.setattr(publishing, "BATCH", 3)
    begun = a_year_with_everything(tmp_path / "begun")
    whole = Workspace(tmp_path / "whole", 2024)
    shutil.copytree(begun.root, whole.root)
    run(whole, NEW, withheld=HELD)
    step, done = 1, object()
    while done is not None:
        trial = Workspace(tmp_path / f"trial-{step}", 2024)
        shutil.copytree(begun.root, trial.root)
        done = _stopped_at(step, moment, raised, lambda trial=trial: run(trial, NEW, withheld=HELD))  # type: ignore[misc]
        assert done is None or isinstance(done, expected), (step, done)
        assert not [path for path in tree(trial) if path.endswith(".~new")], step
        again = run(trial, NEW, withheld=HELD)
        assert (step, again.blocked, tree(trial)) == (step, [], tree(whole))
        with Ledger(trial.ledger) as ledger, Ledger(whole.ledger) as other:
            assert (step, ledger.damage, ledger.all()) == (step, "", other.all())
        shutil.rmtree(trial.root)
        step += EVERY
    assert step > 60
