"""One run at a time, in folders that are closed to others."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.publishing.disk import private_folder
from pipeline.publishing.lock import only_one_run
from pipeline.publishing.workspace import Workspace, WorkspaceError


def test_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    private_folder(tmp_path / "a" / "b" / "c")
    private_folder(tmp_path / "a" / "b" / "c")
    for folder in ("a", "a/b", "a/b/c"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700


def test_a_run_closes_the_output_to_others(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output").chmod(0o755)
    with only_one_run(Workspace(tmp_path, 2024)):
        assert stat.S_IMODE((tmp_path / "output").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "output" / "2024").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "output" / "2024" / ".lock").stat().st_mode) == 0o600


def test_an_output_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way")
    workspace = Workspace(tmp_path, 2024)
    with pytest.raises(WorkspaceError) as refusal, only_one_run(workspace):
        pass
    assert str(refusal.value) == (
        f"无法写入 {workspace.output} 文件夹：上级文件夹的位置上是一个文件。请把这个文件移走后重新运行。"
    )


HOLDER = """
import os, sys, time
from pathlib import Path
from pipeline.publishing.lock import only_one_run
from pipeline.publishing.workspace import Workspace
with only_one_run(Workspace(Path(sys.argv[1]), 2024)):
    if sys.argv[2] == "worker" and os.fork() == 0:
        time.sleep(30)
        os._exit(0)
    print(os.getpid(), flush=True)
    time.sleep(30)
"""


def holder(root: Path, how: str = "alone") -> subprocess.Popen[str]:
    """Another process that holds the year's lock; it heads a group of its own, with its worker if it has one."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root), how],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_a_second_run_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    other = holder(tmp_path)
    with pytest.raises(WorkspaceError) as refusal, only_one_run(workspace):
        pass
    assert str(refusal.value) == f"另一个任务正在运行（{workspace.output} 已被占用），请等它结束后再运行。"
    with only_one_run(Workspace(tmp_path, 2025)):  # another year is another matter
        pass
    other.kill()
    other.communicate()
    assert (workspace.output / ".lock").exists()  # and blocks nobody
    with only_one_run(workspace):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_worker_that_outlives_a_killed_run_does_not_hold_the_lock(tmp_path: Path) -> None:
    other = holder(tmp_path, "worker")
    group = os.getpgid(other.pid)
    other.kill()
    other.wait()
    with only_one_run(Workspace(tmp_path, 2024)):
        pass
    os.killpg(group, signal.SIGKILL)
    other.communicate()


def test_the_lock_holds_within_one_process_too_and_is_released_by_an_error(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, 2024)
    with pytest.raises(RuntimeError), only_one_run(workspace):
        for _ in range(2):  # the refused one must not release it
            with pytest.raises(WorkspaceError, match="另一个任务正在运行"), only_one_run(workspace):
                pass
        raise RuntimeError
    with only_one_run(workspace):
        pass
