"""check/ says what stands in the input, whichever command looked at it; and only like is compared with like."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.check.three_stations import messy
from tests.conftest import REPOSITORY, Root


@pytest.fixture
def faulty(tmp_path: Path) -> Root:
    """A small year with faults of every shape."""
    messy(tmp_path)
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    return Root(tmp_path)


def check_folder(root: Root) -> dict[str, bytes]:
    return {name: data for name, data in root.files().items() if name.startswith("check/")}


def compared(root: Root) -> tuple[set[str], list[str]]:
    """How the problems of this check stand to those of the one before, and which are called solved."""
    report = root.report
    return {one["progress"] for one in report["problems"]}, [one["message"] for one in report["solved"]]


def test_every_command_writes_the_same(faulty: Root) -> None:
    faulty.run("handover")
    first = check_folder(faulty)
    assert len(first) > 6
    for command in ("check", "annual-report", "agreements", "handover"):
        faulty.run(command)
        assert check_folder(faulty) == first, command
    assert compared(faulty) == ({""}, [])


def test_what_january_s_agreements_do_not_ask_for_is_not_solved(faulty: Root) -> None:
    """The logs are not there yet: the check misses them, the agreements do without."""
    shutil.rmtree(faulty.input / "台账")
    (faulty.input / "区局.xlsx").unlink()
    seen: dict[str, dict[str, bytes]] = {}
    missed: dict[str, int] = {}
    for command in ("check", "agreements", "check", "agreements"):
        faulty.run(command)
        assert compared(faulty) == ({""}, []), command
        assert seen.setdefault(command, check_folder(faulty)) == check_folder(faulty), command
        missed[command] = len(faulty.problems("missing_form"))
    assert missed == {"check": 9, "agreements": 0}


def test_what_is_mended_between_two_of_them_is_solved_and_the_rest_stays(faulty: Root) -> None:
    faulty.run("agreements")
    faulty.change("台账/城东工作站.xlsx", "服务日志", lambda row: row["服务天数"] == "约两天", 服务天数=2)
    faulty.change("台账/城东工作站.xlsx", "服务日志", lambda row: row["服务天数"] == "三五天", 服务天数=3)
    faulty.run("check")
    progress, solved = compared(faulty)
    assert "仍在" in progress and any("“三五天”" in message or "“约两天”" in message for message in solved)
