"""The commands as they are misused: each in one Chinese sentence, and no word of the library's own English."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import program
from pipeline.documents.kinds import KINDS
from tests.conftest import REPOSITORY, Root

OWN = ("check", "rules", "--root", "--year", "--as-of", "--issued", "--help", "-h", "input", "output", "templates")


def asked(root: Root, *arguments: str) -> tuple[int, str]:
    """How the process ends in this folder, and all that it says."""
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=root.path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(REPOSITORY)},
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


MISUSED = {
    ("chek",): "没有 chek 这个命令，是否应为 check？用法见 python -m pipeline --help。",
    ("report",): "没有 report 这个命令，是否应为 annual-report？用法见 python -m pipeline --help。",
    ("--year", "2024"): "没有 --year 这个选项；选项写在命令后面。用法见 python -m pipeline --help。",
    ("check", "--yaer", "2024"): "没有 --yaer 这个选项，是否应为 --year？用法见 python -m pipeline check --help。",
    ("check", "-x"): "没有 -x 这个选项。用法见 python -m pipeline check --help。",
    ("check", "--year"): "--year 后面缺少它的值。用法见 python -m pipeline --help。",
    ("check", "--help=3"): "--help 后面不带值。用法见 python -m pipeline --help。",
    ("check", "--year", "abc"): "“abc”不是年度，请写作 2024 这样的四位数字。用法见 python -m pipeline check --help。",
    (
        "check",
        "2024",
    ): "多出了“2024”。选项写作 --year 2024 的样子，中间有空格的路径要加引号。用法见 python -m pipeline check --help。",
    (
        "check",
        "--as-of",
        "9月31日",
    ): "“9月31日”不是日期，请写作 2024-09-30 或 2024年9月30日 这样的形式。用法见 python -m pipeline check --help。",
    (
        "check",
        "--as-of",
        "2024.9",
    ): "“2024.9”不是日期，请写作 2024-09-30 或 2024年9月30日 这样的形式。用法见 python -m pipeline check --help。",
    ("plan",): "请用 --issued 指明印发的方案文件（txt、docx 或 pdf）。用法见 python -m pipeline plan --help。",
    ("notice", "--as-of", "2024-09-30"): "没有 --as-of 这个选项。用法见 python -m pipeline notice --help。",
}


@pytest.mark.parametrize("arguments", MISUSED, ids=" ".join)
def test_misuse_is_one_chinese_sentence(root: Root, arguments: tuple[str, ...]) -> None:
    assert asked(root, *arguments) == (2, f"命令写法不对：{MISUSED[arguments]}\n")


def test_without_a_command_they_are_listed(root: Root) -> None:
    status, said = asked(root)
    assert status == 0
    assert said.startswith("用法：python -m pipeline 命令 [选项]\n")
    for kind in KINDS:
        assert f"  {kind.command} " in said and kind.help in said
    assert asked(root, "--help") == asked(root, "-h") == (0, said)


def test_the_help_of_every_command_is_chinese() -> None:
    commands = program().commands
    for name in commands:
        said = CliRunner().invoke(program(), [name, "--help"], prog_name="python -m pipeline").output
        assert re.match(
            rf"用法：python -m pipeline {name} (\S+ )?\[选项\]\n\n{re.escape(commands[name].help or '')}\n", said
        )
        english = set(re.findall(r"[A-Za-z][A-Za-z-]+", said.partition("\n")[2])) - {
            "plan",
            "toml",
            "txt",
            "docx",
            "pdf",
        }
        assert english - {word.strip("-") for word in OWN} == set(), said


@pytest.mark.parametrize(
    "words", ["2024年9月30日", "2024.9.30", "20240930", "2024/9/30", "9月30日", "２０２４－９－３０", "45565"]
)
def test_a_day_is_taken_in_every_spelling_that_spreadsheets_know(root: Root, words: str) -> None:
    status, said = asked(root, "check", "--as-of", words)
    assert (status, said.partition("：")[0]) == (0, "2024 年度（截至 2024年9月30日）")


def test_a_day_far_from_the_year_is_refused(root: Root) -> None:
    assert asked(root, "check", "--as-of", "2042-09-30") == (
        2,
        "查看日期 2042-09-30 远在这一年之后，不属于 2024 年度。请用 AS_OF（--as-of）指定年度内的日期。\n",
    )


def test_a_year_begun_without_a_plan_is_passed_over_and_said(root: Root) -> None:
    (root.path / "input" / "2026").mkdir()
    assert asked(root, "notice")[1].splitlines()[-1] == "请看：output/2024/notice"
    (root.path / "input" / "2026" / "名册.xlsx").touch()
    status, said = asked(root, "notice")
    assert status == 0
    assert said.splitlines()[-1] == "input/2026 里还没有 plan.toml，本次做的是 2024 年度。"


def test_a_plan_that_is_half_made_is_the_default_and_said(root: Root) -> None:
    next_year = root.path / "input" / "2025"
    next_year.mkdir()
    (next_year / "plan.toml").write_text("[plan]\nyear ＝ 2025\n", encoding="utf-8")
    assert asked(root, "check") == (
        2,
        "plan.toml 第 2 行「year ＝ 2025」：“＝”应为半角的“=”，请改为「year = 2025」。\n"
        "没有指定年度，做的是最新的 2025 年度；别的年度请用 YEAR（--year）指定。\n",
    )


def test_a_year_without_a_plan_that_is_asked_for(root: Root) -> None:
    (root.path / "input" / "2026").mkdir()
    assert asked(root, "forms", "--year", "2026") == (
        2,
        "input/2026/plan.toml：没有找到方案文件。请把 plan.toml 放在该处，可以从上一年复制后修改。\n",
    )


def test_a_pipe_in_the_place_of_the_plan_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "input" / "2024"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "plan.toml")
    status, said = asked(Root(tmp_path), "check")
    assert status == 2 and "不是文件（是文件夹、管道或设备）" in said
