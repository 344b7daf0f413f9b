"""Why something could not be written: the true cause, not the likeliest."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.publishing import trouble
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made, Outcome
from pipeline.publishing.publish import publish
from pipeline.publishing.trouble import Trouble, trouble_of
from pipeline.publishing.workspace import Workspace
from tests.nobody import as_nobody

T1 = "assessments/创新工作站/T001.docx"


def _folder(file: Path, outside: Path) -> None:
    file.mkdir(parents=True)


def _file_above(file: Path, outside: Path) -> None:
    file.parent.parent.mkdir(parents=True)
    file.parent.write_text("a file")


def _pipe(file: Path, outside: Path) -> None:
    file.parent.mkdir(parents=True)
    os.mkfifo(file)


def _link_outside(file: Path, outside: Path) -> None:
    file.parent.parent.mkdir(parents=True)
    file.parent.symlink_to(outside)


def _read_only(file: Path, outside: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("old")
    file.chmod(0o444)


def run(workspace: Workspace) -> Outcome:
    with Ledger(workspace.ledger) as ledger:
        return publish(workspace, ledger, [Made(T1, b"new", "assessment", machine_made=True)])


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (_folder, trouble.FOLDER),
        (_file_above, trouble.NO_FOLDER),
        (_pipe, trouble.ODD),
        (_link_outside, trouble.OUTSIDE),
        (_read_only, trouble.READ_ONLY),
    ],
)
def test_what_stands_in_the_way_is_said(tmp_path: Path, spoil: Callable[[Path, Path], None], cause: Trouble) -> None:
    workspace = Workspace(tmp_path / "year", 2024)
    (tmp_path / "elsewhere").mkdir()
    spoil(workspace.output / T1, tmp_path / "elsewhere")
    outcome = run(workspace)
    assert outcome == Outcome(blocked=[T1])
    assert outcome.troubles == {T1: cause}


def test_a_folder_without_permission(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    (workspace.output / T1).parent.mkdir(parents=True)
    (workspace.output / T1).parent.chmod(0o555)
    workspace.output.chmod(0o777)
    with as_nobody(workspace.output):
        outcome = run(workspace)
    assert outcome.troubles == {T1: trouble.DENIED}


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.ENOSPC, trouble.FULL),
        (errno.EDQUOT, trouble.QUOTA),
        (errno.EROFS, trouble.READ_ONLY_DISK),
        (errno.EACCES, trouble.DENIED),
        (errno.EPERM, trouble.DENIED),
        (errno.EBUSY, trouble.BUSY),
        (errno.EISDIR, trouble.FOLDER),
        (errno.ENOTDIR, trouble.NO_FOLDER),
        (errno.ENAMETOOLONG, trouble.LONG),
        (errno.ELOOP, trouble.LINK),
        (errno.EIO, trouble.FAILING),
        (errno.ESTALE, trouble.FAILING),
        (errno.ETIMEDOUT, trouble.FAILING),
        (errno.EXDEV, trouble.OTHER),
    ],
)
def test_what_the_system_says_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: Trouble
) -> None:
    def fail(source: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number), str(target))

    monkeypatch.setattr(os, "replace", fail)
    assert run(Workspace(tmp_path, 2024)).troubles == {T1: cause}


def test_a_file_that_word_holds_on_windows() -> None:
    error = PermissionError(13, "sharing violation")
    error.winerror = 32  # type: ignore[attr-defined]
    assert trouble_of(error) is trouble.BUSY
