"""The README tells the truth: its table of rules comes from the code, its commands exist, its files are there."""

from __future__ import annotations

import re

from pipeline.check.catalogue import catalogue, labels, table
from pipeline.cli import program
from pipeline.plan import read_plan
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
PLAN = read_plan(REPOSITORY / "input/2024/plan.toml")


def test_the_table_of_rules_is_the_one_the_code_makes() -> None:
    """After a change: `python -m pipeline rules`, then paste it between the markers."""
    found = re.search(r"<!-- rules -->\n(.*)\n<!-- /rules -->", README, re.DOTALL)
    assert found and found[1] == table(PLAN)


def test_every_rule_has_a_name_and_stands_in_the_table_once() -> None:
    ids = [line.id for line in catalogue(PLAN)]
    assert len(ids) == len(set(ids))
    assert set(ids) == labels(PLAN).keys()


def test_every_make_target_it_names_exists() -> None:
    assert set(re.findall(r"(?m)(?:`|^)make ([a-z][a-z-]+)", README)) <= set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))


def test_both_languages_name_the_same_commands_and_options() -> None:
    english, _, chinese = README.partition("## How it is built")[0].partition("## 中文说明")
    for pattern in (
        r"`(make [a-z][a-z-]+)",
        r"-m pipeline ([a-z][a-z-]*)",
        r"`(--?[a-z][a-z-]*)`",
        r"`([A-Z_]+)=",
        r"`(output/2024[^`]*)`",
    ):
        assert set(re.findall(pattern, english)) == set(re.findall(pattern, chinese)), pattern


def test_every_command_is_named() -> None:
    targets = {
        name: f"`make {name}" if f"\n{name}:" in MAKEFILE else f"`python -m pipeline {name}"
        for name in program().commands
    }
    assert [name for name, shown in targets.items() if README.count(shown) < 2] == []


def test_every_file_it_shows_or_names_is_there() -> None:
    named = re.findall(r"\]\((?!#)([^)]+)\)", README) + re.findall(r"`((?:input|templates|output)/)`", README)
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


def test_every_room_of_the_house_is_explained() -> None:
    built = README.partition("## How it is built")[2].partition("\n## ")[0]
    rooms = [path for path in (REPOSITORY / "pipeline").iterdir() if path.name[0] not in "_."]
    named = {f"`{path.name}/`" if path.is_dir() else f"`{path.name}`" for path in rooms}
    assert {name for name in named if name not in built} == set()
    tests = re.findall(r"`(tests/\S+\.py)`", built)
    assert tests and [name for name in tests if not (REPOSITORY / name).exists()] == []
