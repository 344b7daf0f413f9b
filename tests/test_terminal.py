"""That a run shows that it is at work: in a log a line now and then, on a terminal a bar that leaves no trace."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time

import pytest

from pipeline import terminal
from tests.conftest import REPOSITORY, Root


def test_a_long_run_says_now_and_then_what_it_is_doing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "EVERY", 0.05)
    with terminal.at_work() as progress:
        time.sleep(0.08)
        with progress(3) as advance:
            advance()
            time.sleep(0.1)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "正在读取和检查台账（已 0 秒）……"
    assert said[1] == "正在生成文件，1/3 份（已 0 秒）……"


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
