"""What adding a rule takes, and what adding an entry to the plan takes: the diffs, and all that follows by itself."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.check.catalogue import table
from pipeline.plan import read_plan
from tests.conftest import REPOSITORY
from tests.rules.builders import firm, person, said, year

# ── a rule: one function with its fault, one line in the list ──

FUNCTION = '''

LONG_VISIT = fault(
    "long_visit",
    "一次服务过长",
    Severity.DOUBT,
    "一条日志从{start}到{end}，超过 {most} 天",
    "请按次分行登记；plan.toml 中另有规定的，以规定为准。",
    station="请按次分行登记。",
)


def visits_are_short(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """服务日志一条不超过 10 天。"""
    people = dataset.commissioner_by_id
    for visit in dataset.service_logs:
        if (visit.end - visit.start).days >= 10:
            facts = {"start": visit.start, "end": visit.end, "most": 10}
            yield LONG_VISIT.of(people[visit.commissioner], visit.source.at("结束日期"), "服务日志", facts)
'''
BEFORE = "        # by themselves\n"
ENTRY = "        Rule(consistency.LONG_VISIT, consistency.visits_are_short, AT_YEAR_END),\n"

# What a user of the changed program meets: the table of rules, the sentence, what the workstation is told.
LOOK = """
import json, sys
from pathlib import Path
from pipeline.check.catalogue import catalogue
from tests.check.audiences.test_station_words import told
from tests.check.three_stations import EAST, EAST_LOG, D, year_of_three
from tests.rules.builders import PLAN, on, person, said, visit, year

three = year_of_three(Path(sys.argv[1]))
three.books[EAST_LOG]["服务日志"].append([D(2024, 5, 6), D(2024, 5, 31), "T001", "张伟", "甲公司", "技术服务", 20])
(line,) = (line for line in catalogue(PLAN) if line.id == "long_visit")
long = visit("T001", on(5, 6), "20", end=on(5, 31), row=9)
print(json.dumps({
    "table": [line.id, line.label, line.severity, line.phase],
    "said": said("long_visit", year(person(), visits=[long])),
    "none": said("long_visit", year(person())),
    "told": told(three, "long_visit")[EAST],
}))
"""


def test_a_rule_is_a_function_with_its_fault_and_a_line_in_the_list(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "pipeline", tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "templates"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    rules = tmp_path / "pipeline/rules"
    consistency, registry = rules / "consistency.py", rules / "registry.py"
    consistency.write_text(consistency.read_text(encoding="utf-8") + FUNCTION, encoding="utf-8")
    listed = registry.read_text(encoding="utf-8")
    assert listed.count(BEFORE) == 1
    registry.write_text(listed.replace(BEFORE, ENTRY + BEFORE), encoding="utf-8")

    (tmp_path / "input").mkdir()
    looked = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path / "input")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert looked.returncode == 0, looked.stderr
    fact = "一条日志从2024年5月6日到2024年5月31日，超过 10 天。"
    assert json.loads(looked.stdout) == {
        "table": ["long_visit", "一次服务过长", "doubt", "年终"],
        "said": [
            f"台账/东部工作站.xlsx「服务日志」第 9 行「结束日期」：T001 其其格·苏 {fact}"
            "请按次分行登记；plan.toml 中另有规定的，以规定为准。"
        ],
        "none": [],
        "told": [["台账/城东工作站.xlsx", "「服务日志」第 4 行「结束日期」", "T001 张伟", f"{fact}请按次分行登记。"]],
    }


# ── an entry of the plan: a few lines of plan.toml ──

TARGET = """
[target.rights]
label = "知识产权和技术合同"
clause = "二（一）三"
wording = "15项"
measure = "achievements_recorded"
value = 15
unit = "项"
"""
MINIMUM = """
[minimum.firms]
label = "服务企业数"
clause = "三（二）"
wording = "3家"
measure = "enterprises_served"
value = 3
unit = "家"
remedy = "请补录服务日志。"
"""


@pytest.mark.parametrize(
    ("entry", "rule", "row", "sentence"),
    [
        (
            TARGET,
            "rights",
            "| `rights` | 知识产权和技术合同 | unmet | 年终 |  |",
            "全区知识产权和技术合同 0 项，目标 15 项，还差 15 项（依据：方案二（一）三）。"
            "请核对企业名录和台账是否录全；确未完成的，在年度报告中说明原因。",
        ),
        (
            MINIMUM,
            "firms",
            "| `firms` | 服务企业数 | unmet | 年终 |  |",
            "名册.xlsx「特派员」第 3 行：T001 其其格·苏 全年服务企业数 1 家，应不少于 3 家，还差 2 家"
            "（依据：方案三（二））。请补录服务日志。",
        ),
    ],
)
def test_an_entry_of_a_known_measure_is_a_few_lines_of_the_plan(
    tmp_path: Path, entry: str, rule: str, row: str, sentence: str
) -> None:
    text = (REPOSITORY / "input/2024/plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(text + entry, encoding="utf-8")
    plan = read_plan(tmp_path / "plan.toml")
    assert row in table(plan).splitlines()
    assert said(rule, year(person(), enterprises=[replace(firm(1))]), plan) == [sentence]
