"""2025 is another plan.toml and no line of Python: other numbers, a target more, one fewer, grades, other labels."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.word.text import paragraphs
from tests.conftest import REPOSITORY, Root
from tests.plan.samples import PLAN_2025

D = dt.date
TERM = (D(2025, 1, 1), D(2025, 12, 31))
BOOKS = {
    "特派员": [
        ["编号", "姓名", "联系电话", "派出单位", "所属工作站", "聘期起", "聘期止"],
        ["kj01", "巴图·孟和", "13900000001", "某大学", "北区工作站", *TERM],
        ["kj02", "孙𬭚", "13900000002", "某研究所", "北区工作站", *TERM],
    ],
    "企业名录": [
        ["企业名称", "统一社会信用代码", "规上工业企业", "高新技术企业", "高企证书编号", "高企发证日期"],
        ["甲机械有限公司", "91150602MA0N00001R", "是", "是", "GR202315000001", D(2023, 11, 1)],
    ],
    "派驻关系": [
        ["特派员编号", "企业名称", "服务起", "服务止"],
        ["kj01", "甲机械有限公司", *TERM],
        ["kj02", "甲机械有限公司", *TERM],
    ],
    "服务日志": [
        ["日期", "结束日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数"],
        [D(2025, 3, 3), D(2025, 3, 27), "kj01", "巴图·孟和", "甲机械有限公司", "技术服务", 25],
        [D(2025, 3, 3), D(2025, 3, 27), "kj02", "孙𬭚", "甲机械有限公司", "技术服务", 24.5],
        *([D(2025, 4, day), None, "kj01", "巴图·孟和", "甲机械有限公司", "政策宣讲", 0.5] for day in (1, 2, 3, 8)),
    ],
    "培训活动": [["日期", "主题", "主办"]],
    "考核结果": [["特派员编号", "等次", "评定日期"], ["kj01", "良好", D(2026, 1, 8)]],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Root:
    path = tmp_path_factory.mktemp("2025")
    shutil.copytree(REPOSITORY / "templates", path / "templates")
    (path / "input/2025").mkdir(parents=True)
    (path / "input/2025/plan.toml").write_text(PLAN_2025, encoding="utf-8")
    book = openpyxl.Workbook()
    for name, rows in BOOKS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path / "input/2025/全年.xlsx")
    root = Root(path, "2025")
    done = root.run("annual-report", year=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def text(path: Path) -> str:
    return "\n".join(paragraphs(path))


def test_the_newest_year_is_made(made: Root) -> None:
    assert {path.stem for path in made.output.glob("assessments/北区工作站/*.docx")} == {"kj01", "kj02"}


def test_other_minimums_are_judged(made: Root) -> None:
    (short,) = made.problems("service_days")
    assert short["subject"] == "kj02"
    assert "全年服务 24.5 天，应不少于 25 天，还差 0.5 天" in short["message"]
    assert [problem["subject"] for problem in made.problems("policy_sessions")] == ["kj02"]


def test_a_target_more_and_one_fewer(made: Root) -> None:
    assert made.problems("enterprises_served") == []
    (trainings,) = made.problems("trainings")
    assert trainings["message"].startswith("全区举办培训 0 场，目标 6 场，还差 6 场（依据：方案二（一）二）。")
    report = text(made.output / "annual/年度报告.docx")
    assert "举办培训" in report
    body = report.partition("统计口径")[0].replace(
        "鄂尔多斯市2024年", ""
    )  # the city's plan, which the test leaves as it was
    assert "2025年" in body and "2024年" not in body


def test_grades_and_labels_are_those_of_the_year(made: Root) -> None:
    cells = paragraphs(made.output / "assessments/北区工作站/kj01.docx")
    assert "完成" in cells and "达标" not in cells
    assert any("良好" in cell for cell in cells)
    assert made.problems("unknown_grade") == []
    other = text(made.output / "assessments/北区工作站/kj02.docx")
    assert "□优秀" in other.replace(" ", "").replace("\u3000", "")
