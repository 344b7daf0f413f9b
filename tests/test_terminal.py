"""That a run shows that it is at work: in a log a line now and then, on a terminal a bar that leaves no trace."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time

import pytest

from pipeline import terminal
from tests.conftest import REPOSITORY, Root


def test_a_long_run_says_now_and_then_what_it_is_doing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def heard(pattern: str) -> bool:
        """Within the time that a busy machine may take."""
        said = ""
        for _ in range(500):
            said += capsys.readouterr().err
            if re.search(pattern, said):
                return True
            time.sleep(0.02)
        return False

    monkeypatch.setattr(terminal, "EVERY", 0.01)
    with terminal.at_work() as progress:
        assert heard("正在读取和检查台账（已 \\d+ 秒）……\n")
        with progress(3) as advance:
            advance()
            assert heard("正在生成文件，1/3 份（已 \\d+ 秒）……\n")


def test_a_quick_run_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.at_work() as progress, progress(2) as advance:
        advance()
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_there_is_a_bar(root: Root) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "assessments", "--root", str(root.path)],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "PYTHONUTF8": "1", "TERM": "xterm", "COLUMNS": "80"},
    ) as run:
        os.close(theirs)
        seen = b""
        try:
            while data := os.read(ours, 65536):
                seen += data
        except OSError:  # the other end was closed
            pass
        assert run.wait() == 0
    os.close(ours)
    assert terminal.READING in seen.decode() and terminal.MAKING in seen.decode()
