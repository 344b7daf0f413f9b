"""The process: what reaches a terminal, what is said when nobody can hear, how it ends when it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.process import Interrupted, interruptible, say
from tests.conftest import REPOSITORY, Root

COMMAND = [sys.executable, "-m", "pipeline"]
FULL = Path("/dev/full")
FORGED = "\x1b[2J\n问题：错误 0 处、未达标 0 处、存疑 0 处。\x9b31m\u202e"


def started(root: Root, *arguments: str, **streams: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments, "--root", str(root.path)],
        cwd=REPOSITORY,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
        **streams,  # type: ignore[call-overload]
    )


def test_a_line_is_one_line_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"台账{FORGED}.xlsx：打不开。")
    said = capsys.readouterr().out
    assert said == "台账\ufffd[2J 问题：错误 0 处、未达标 0 处、存疑 0 处。\ufffd31m\ufffd.xlsx：打不开。\n"


def test_no_name_and_no_cell_forges_a_line(root: Root) -> None:
    (root.input / f"台账/能源装备工作站{FORGED}.xlsx").write_bytes(b"no workbook")
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T001", 聘期起=f"2024{FORGED[1:]}")
    done = root.run("annual-report")
    assert done.returncode == 1
    (counted,) = (line for line in done.stdout.splitlines() if line.startswith("问题："))
    assert counted.startswith("问题：错误 2 处")
    for text in (done.stdout, done.stderr, *root.texts().values()):
        assert not {"\x1b", "\x9b", "\u202e"} & set(text)


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_what_was_done_is_said_where_the_result_cannot_be(root: Root) -> None:
    with FULL.open("w") as full:
        done = started(root, "notice", stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (
        1,
        "工作已经做完，文件都已写好；只是结果没有能够显示出来（磁盘已满）。\n",
    )
    assert (root.output / "notice/通知.docx").is_file()
    with FULL.open("w") as full:
        assert started(root, "notice", stdout=full, stderr=full).returncode == 1
        assert started(root, "--help", stdout=full, stderr=subprocess.PIPE).returncode != 70


def test_a_reader_that_has_seen_enough_is_no_fault(root: Root) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = started(root, "notice", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_nor_is_one_that_has_seen_enough_tags() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*COMMAND, "fields", "补充协议"]
    done = subprocess.run(command, cwd=REPOSITORY, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_with_closed_streams_the_work_is_done(root: Root) -> None:
    command = f"exec {' '.join(COMMAND)} notice --root '{root.path}' <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", command], cwd=REPOSITORY, check=False)
    assert done.returncode == 0
    assert (root.output / "notice/通知.docx").read_bytes().startswith(b"PK")
    assert (root.output / "ledger.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=str
)
def test_each_signal_ends_the_work_once_and_has_its_own_status(number: int, status: int) -> None:
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(number, signal.default_int_handler)
        with pytest.raises(Interrupted) as ended, interruptible():
            try:
                os.kill(os.getpid(), number)
                time.sleep(5)
            finally:
                os.kill(os.getpid(), number)  # while it is cleaned up
        assert ended.value.status == status
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_run_leaves_nothing_half_made(root: Root, number: int, status: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, "assessments", "--root", str(root.path)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not any(root.output.rglob(".*.~new")) and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (status, "已中断。没有留下半成品，重新运行即可接着做。")
    assert not list(root.output.rglob(".*.~new")) and not list(root.output.rglob("*-journal"))
    assert root.run("assessments").returncode == 0
