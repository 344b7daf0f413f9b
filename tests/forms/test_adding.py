"""What it takes to add a column and to add a form: the lines below, in a copy of the house, and no other edit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import REPOSITORY, Root

RECORDS, ROSTERS, LOGS = "pipeline/records.py", "pipeline/forms/rosters.py", "pipeline/forms/logs.py"


@dataclass
class House:
    """A copy of the programme, to be edited, and the year that it is run on."""

    path: Path
    year: Root

    def edit(self, file: str, after: str, *lines: str) -> None:
        """Put lines behind the only place in the file that reads `after`."""
        self.change(file, after, "\n".join((after, *lines)))

    def change(self, file: str, old: str, new: str) -> None:
        """Put `new` for the only place in the file that reads `old`."""
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {old!r} stands {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", *command], cwd=self.path, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.stdout

    def make(self, command: str) -> None:
        self.run("-m", "pipeline", command, "--root", str(self.year.path), "--year", self.year.year)

    def records(self, field: str) -> list[dict[str, Any]]:
        """The public records of one field of the Dataset."""
        script = (
            "import json; from pathlib import Path\n"
            "from pipeline.check.year import check_year; from pipeline.publishing.workspace import Workspace\n"
            f"data = check_year(Workspace(Path({str(self.year.path)!r}), {self.year.year}), None).intake.dataset\n"
            f"rows = [{{name: str(getattr(one, name)) for name in one.__slots__}} for one in data.{field}]\n"
            "print(json.dumps(rows))"
        )
        found: list[dict[str, Any]] = json.loads(self.run("-c", script))
        return found

    def withheld(self) -> set[str]:
        return {entry["document"].partition("/")[0] for entry in self.year.report["withheld"]}


@pytest.fixture
def house(root: Root, tmp_path: Path) -> House:
    path = tmp_path / "house"
    shutil.copytree(REPOSITORY / "pipeline", path / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    return House(path, root)


def blank(house: House, workbook: str, sheet: str) -> list[str]:
    """The headings of a blank form."""
    house.make("forms")
    book = openpyxl.load_workbook(house.year.output / f"forms/{workbook}.xlsx")
    explained = [row[1].value for row in book["填表说明"].iter_rows() if row[0].value == sheet]
    headings = [str(cell.value).strip("*") for cell in book[sheet][3]]
    assert explained == headings
    return headings


def add_column(house: House, workbook: str, sheet: str, heading: str, *values: object) -> None:
    """The heading behind the last one of a sheet of the sample, and the values of its first rows."""
    path = house.year.input / workbook
    book = openpyxl.load_workbook(path)
    cells = book[sheet]
    top = next(row for row in range(1, 9) if cells.cell(row, 2).value and cells.cell(row, 4).value)
    column = cells.max_column + 1
    for row, value in enumerate((heading, *values), top):
        cells.cell(row, column).value = value
    book.save(path)


def test_a_column_that_is_only_recorded_is_one_line(house: House) -> None:
    house.edit(
        ROSTERS,
        '        C("民族", printed=NOWHERE, example="汉族"),',
        '        C("办公电话", Kind.IDENTIFIER, private=True, printed=_AGREEMENTS, example="0477-0000000"),',
    )
    assert blank(house, "名册", "特派员")[3:6] == ["民族", "办公电话", "身份证号"]

    add_column(house, "名册.xlsx", "特派员", "办公电话", "0477-8380001", 4778380002)  # the second lost its zero
    house.make("check")
    [problem] = house.year.problems("id_as_number")
    assert (problem["column"], problem["subject"], problem["severity"]) == ("办公电话", "T002", "error")
    assert "4778380002" not in "".join(house.year.texts().get("check/问题清单.xlsx", ""))
    assert house.withheld() == {"agreements"}  # where it is printed, and nowhere else
    assert [one for one in house.year.problems("extra_columns") if one["workbook"] == "名册.xlsx"] == []


def test_a_column_that_a_record_keeps_is_one_line_more(house: House) -> None:
    house.edit(RECORDS, "    evidence: str  # 佐证材料\n    source: Source", '    place: str = ""  # 服务地点')
    house.edit(
        LOGS,
        '        C("服务内容", field="content", aliases=("工作内容",), example="走访企业，了解技术需求"),',
        '        C("服务地点", field="place", identity=True, example="某某产业园"),',
    )
    assert "服务地点" in blank(house, "台账", "服务日志")

    log = "台账/能源装备工作站.xlsx"
    for name in house.year.input.glob("台账/*.xlsx"):
        if name.name != "能源装备工作站.xlsx":
            name.unlink()
    sheet = next(name for name in openpyxl.load_workbook(house.year.input / log).sheetnames if "服务" in name)
    add_column(house, log, sheet, "服务地点", "甲园", "乙园 13812345678")
    assert {"甲园", "乙园 （号码略）"} <= {visit["place"] for visit in house.records("service_logs")}

    # the same visits at other places are other visits: the workbook repeats nothing
    other = house.year.input / "台账/能源装备工作站(1).xlsx"
    shutil.copy(house.year.input / log, other)
    house.make("check")
    assert len(house.year.problems("workbook_copy")) == 1
    book = openpyxl.load_workbook(other)
    for name in book.sheetnames:
        if name != sheet:
            del book[name]
    cells = book[sheet]
    for row in range(5, cells.max_row + 1):
        cells.cell(row, cells.max_column).value = f"丙园 {row}"
    book.save(other)
    house.make("check")
    assert house.year.problems("workbook_copy") == []


def test_a_form_is_one_declaration_and_one_record(house: House) -> None:
    house.edit(
        RECORDS,
        "    approved_by: str\n    approved_on: dt.date\n    source: Source",
        "",
        "",
        "@dataclass(frozen=True, slots=True)",
        "class Sample:",
        '    """样品登记: what a commissioner took along for a test."""',
        "",
        "    commissioner: str",
        "    enterprises: tuple[str, ...]",
        "    name: str",
        "    taken: dt.date",
        "    source: Source",
    )
    house.edit(RECORDS, "    exceptions: tuple[AcceptedException, ...] = ()", "    samples: tuple[Sample, ...] = ()")
    house.change(LOGS, "import Achievement, MonthlyReport,", "import Achievement, Sample, MonthlyReport,")
    house.edit(
        LOGS,
        '    costs="附表「特派员考核」和考核表中接受抽查的情况",\n    log=Log("日期"),\n)',
        "SAMPLES = Form(",
        '    "样品登记",',
        "    (",
        "        COMMISSIONER_ID,",
        "        COMMISSIONER,",
        "        SERVED,",
        '        C("样品名称", field="name", identity=True, required=True, example="某某土样"),',
        '        C("取样日期", Kind.DATE, field="taken", required=True, example="{year}-5-20", this_year=True),',
        "    ),",
        "    record=Sample,",
        '    fills="samples",',
        '    costs="样品的情况",',
        '    log=Log("取样日期"),',
        ")",
    )
    house.change(LOGS, "PAPERS, SPOT_CHECKS)", "PAPERS, SPOT_CHECKS, SAMPLES)")
    assert blank(house, "台账", "样品登记")[2:] == ["服务企业", "样品名称", "取样日期"]
    house.make("check")
    [missing] = [one for one in house.year.problems("missing_form") if "样品登记" in one["message"]]
    assert missing["severity"] == "doubt"

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["特派员编号", "特派员姓名", "服务企业", "样品名称", "取样日期"])
    firm = "内蒙古塬原生物技术有限公司"
    sheet.append(["T025", "吕国栋", firm, "土样 13812345678", "2024-5-20"])
    sheet.append(["T025", "吕国栋", firm, "水样", "2023-5-20"])
    sheet.append(["T024", "斯琴", "无此公司", "水样", "2024-5-20"])
    book.save(house.year.input / "样品.xlsx")
    house.make("check")
    assert [(one["commissioner"], one["name"], one["taken"]) for one in house.records("samples")] == [
        ("T025", "土样 （号码略）", "2024-05-20")
    ]
    assert [(one["subject"], one["column"]) for one in house.year.problems("outside_year")] == [("T025", "取样日期")]
    assert [(one["subject"], one["column"]) for one in house.year.problems("unknown_enterprise")] == [
        ("T024", "服务企业")
    ]
    assert house.withheld() == {"assessments", "annual"}


def test_a_roster_that_nobody_reads_is_refused_at_once(house: House) -> None:
    """A form without a day of its own needs a reader in intake/rosters.py: its rows would vanish."""
    house.change(LOGS, '总结的情况",\n    log=Log("提交日期"),', '总结的情况",')
    look = "try: import pipeline.intake.year\nexcept ValueError as refusal: print(refusal)"
    assert house.run("-c", look) == "nobody reads the roster 计划与总结\n"
