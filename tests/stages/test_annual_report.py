"""The main job as people run it: the whole of `annual-report` on the sample year, and what staff do between two runs."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import stat
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.word.text import paragraphs
from tests.conftest import REPOSITORY, After, Root

T = "特派员"


def roster(made: Root) -> list[dict[str, object]]:
    """The rows of the roster by heading."""
    return by_heading(sheet(made.input / "名册.xlsx", T), "编号", "编号")


def ids(made: Root) -> dict[str, str]:
    """编号 to 姓名 as the roster has them."""
    return {str(row["编号"]): str(row["姓名"]) for row in roster(made)}


def tables(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path, data_only=True)[name].iter_rows(values_only=True))


def by_heading(rows: list[tuple[object, ...]], heading: str, filled: str) -> list[dict[str, object]]:
    """The rows below the heading row (or two) that holds `heading`, as long as the column `filled` has something."""
    at = next(number for number, row in enumerate(rows) if heading in row)
    names = list(rows[at])
    body = rows[at + 1 :]
    if body[0][0] is None:
        names = [lower or upper for upper, lower in zip(names, body[0], strict=True)]
        body = body[1:]
    found = [dict(zip(("".join(str(name).split()) for name in names), row, strict=True)) for row in body]
    return [row for row in found if row[filled] and re.fullmatch(r"T\d{3}|\d+", str(row[next(iter(row))]))]


# ── what is made ──


def test_there_is_a_sheet_for_each_commissioner_under_the_workstation(made: Root) -> None:
    sheets = {Path(name).stem for name in made.files() if name.startswith("assessments/")}
    assert sheets == set(ids(made))
    assert {
        "annual/年度报告.docx",
        "annual/附表.xlsx",
        "check/问题清单.xlsx",
        "check/problems.json",
    } <= made.files().keys()


def test_the_sample_carries_doubts_and_shortfalls_but_no_error(made: Root) -> None:
    counts = Counter(problem["severity"] for problem in made.report["problems"])
    assert counts["error"] == 0
    assert 24 <= counts["unmet"] + counts["doubt"] <= 36
    assert made.report["withheld"] == []


def test_a_problem_a_rule_and_subject(made: Root) -> None:
    keys = Counter((problem["rule"], problem["subject"]) for problem in made.report["problems"] if problem["subject"])
    assert [key for key, number in keys.items() if number > 1] == []


def test_report_annex_and_sheets_show_the_same_figures(made: Root) -> None:
    annex = made.output / "annual/附表.xlsx"
    in_annex = {
        str(row["目标"]): (str(row["完成值"]), row["是否达标"])
        for row in by_heading(sheet(annex, "目标完成情况"), "目标", "目标")
    }
    report = next(rows for rows in tables(made.output / "annual/年度报告.docx") if "目标任务" in rows[0])
    in_report = {row[1]: (re.sub(r"[^\d.]", "", row[3]), row[5]) for row in report[1:]}
    assert {name: (f"{float(value):.1f}", met) for name, (value, met) in in_annex.items()} == {
        name: (f"{float(value):.1f}", met) for name, (value, met) in in_report.items()
    }
    sentences = "".join(paragraphs(made.output / "annual/年度报告.docx"))
    for label, (value, _) in in_report.items():
        assert re.search(rf"{re.escape(label)}{re.escape(value)}[人家%]", sentences), label

    people = {str(row["编号"]): row for row in by_heading(sheet(annex, "特派员考核"), "编号", "编号")}
    assert people.keys() == ids(made).keys()
    for key, row in people.items():
        (path,) = made.output.glob(f"assessments/*/{key}.docx")
        text = "\n".join(paragraphs(path))
        days = next(value for name, value in row.items() if name.startswith("服务天数"))
        assert re.search(rf"(?m)^{re.escape(f'{float(days):g}')}天", text), (key, days)
        assert str(row["姓名"]) in text


def test_private_numbers_stay_in_the_roster(made: Root) -> None:
    cells = [str(cell) for row in roster(made) for cell in row.values() if cell]
    private = {cell for cell in cells if re.fullmatch(r"\d{17}[\dX]|1\d{10}|\d{19}", cell)}
    assert len(private) > 90
    for name, text in made.texts().items():
        if not name.startswith("check/待改/"):  # the office's own workbooks, given back
            assert not [number for number in private if number in text], name


def test_file_names_hold_no_personal_names(made: Root) -> None:
    names = set(ids(made).values())
    assert not [path for path in made.files() if any(name in path for name in names)]


def test_output_is_for_its_owner_only(made: Root) -> None:
    assert stat.S_IMODE(made.output.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in made.output.rglob("*")} == {0}


# ── again ──


def test_a_second_run_touches_nothing(after: After) -> None:
    made = after("annual-report")
    before = {path: path.stat().st_mtime_ns for path in made.output.rglob("*.*") if "ledger" not in path.name}
    bytes_before = made.files()
    done = made.run("annual-report")
    assert done.returncode == 0
    assert "考核表：新写 0 份，未变 34 份。" in done.stdout
    assert made.files() == bytes_before
    assert {path: path.stat().st_mtime_ns for path in before if path.name != ".lock"} == {
        path: time for path, time in before.items() if path.name != ".lock"
    }


def test_the_same_input_gives_the_same_bytes_in_another_folder(made: Root, tmp_path: Path) -> None:
    other = tmp_path / "另一处 文件夹"
    shutil.copytree(made.path / "templates", other / "templates")
    shutil.copytree(made.path / "input", other / "input")
    assert Root(other).run("annual-report").returncode == 0
    assert Root(other).files() == made.files()


def reverse(path: Path, *names: str) -> None:
    """Put the rows that hold a commissioner or an enterprise in the opposite order."""
    book = openpyxl.load_workbook(path)
    for name in names:
        rows = [row for row in book[name].iter_rows() if any(IDENTITY.fullmatch(str(cell.value)) for cell in row)]
        values = [[cell.value for cell in row] for row in rows]
        for row, other in zip(rows, reversed(values), strict=True):
            for cell, value in zip(row, other, strict=True):
                cell.value = value
    book.save(path)


IDENTITY = re.compile(r"T\d{3}|[0-9A-Z]{18}")


def test_the_order_of_rows_changes_no_finding(root: Root, made: Root) -> None:
    reverse(root.input / "名册.xlsx", "特派员", "企业名录")
    reverse(root.input / "台账/能源装备工作站.xlsx", "服务日志", "月报", "项目申报")
    assert root.run("check").returncode == 0

    def keys(where: Root) -> list[tuple[str, ...]]:
        return sorted((p["severity"], p["rule"], str(p["clause"]), str(p["subject"])) for p in where.report["problems"])

    assert keys(root) == keys(made)


# ── what staff do ──


def test_an_afternoon_of_edits_is_kept_and_the_new_version_proposed(after: After) -> None:
    root = after("assessments")
    path = next(root.output.glob("assessments/*/T001.docx"))
    document = docx.Document(str(path))
    document.add_paragraph("办公室补充意见")
    document.save(str(path))
    edited = path.read_bytes()
    root.change("名册.xlsx", T, lambda row: row["编号"] == "T001", 职务职称="教授级高工")
    done = root.run("assessments")
    assert done.returncode == 0
    assert path.read_bytes() == edited
    relative = path.relative_to(root.output).as_posix()
    assert f"有人改过，原样保留 {relative}；本次生成的放在 proposals/ 下同名位置，供比对。" in done.stdout
    assert "教授级高工" in "".join(paragraphs(root.output / "proposals" / relative))
    assert "考核表：新写 0 份，未变 33 份。" in done.stdout


def test_a_correction_changes_only_what_it_has_to(after: After) -> None:
    root = after("annual-report")
    before = root.files()
    root.change("名册.xlsx", T, lambda row: row["编号"] == "T002", 职务职称="副研究员（二级）")
    root.run("annual-report")
    after = root.files()
    assert [name for name in after if after[name] != before.get(name)] == [
        *(name for name in before if name.startswith("assessments/") and name.endswith("T002.docx")),
        "check/待改/名册.xlsx",  # the copy of the corrected workbook
    ]


def test_an_error_in_a_log_withholds_the_person_and_the_submission(after: After) -> None:
    root = after("annual-report")
    whole = root.files()
    book = next((root.input / "台账").glob("能源装备工作站.xlsx"))
    name = f"台账/{book.name}"
    row = root.change(
        name, "服务日志", lambda row: row.get("姓名") == "巴特尔•苏和" or row.get("特派员编号") == "T003", 日期="2024.7"
    )
    done = root.run("annual-report")
    assert done.returncode == 1
    (problem,) = root.problems("ambiguous_date")
    assert (problem["severity"], problem["workbook"], problem["sheet"], problem["row"]) == (
        "error",
        name,
        "服务日志",
        row,
    )
    assert problem["column"] == "日期"
    subject = problem["subject"]
    sheets = {entry["document"] for entry in root.report["withheld"]}
    assert {Path(path).stem for path in sheets if path.startswith("assessments/")} == {subject}
    assert {"annual/年度报告.docx", "annual/附表.xlsx"} < sheets
    for path in sheets:
        assert not (root.output / path).exists()
        assert (root.output / "withdrawn" / path).read_bytes() == whole[path]
    assert f"annual/年度报告.docx、annual/附表.xlsx：{problem['message']}" in done.stdout

    shutil.copyfile(REPOSITORY / "input/2024" / name, root.input / name)
    assert root.run("annual-report").returncode == 0
    after = root.files()
    changed = {path for path in whole if after.get(path) != whole[path]}
    assert after.keys() == whole.keys() and all(path.startswith("check/") for path in changed)  # it says what is solved
    assert [entry["message"] for entry in root.report["solved"]] == [problem["message"]]


def test_a_bad_bank_account_withholds_no_year_end_document(root: Root) -> None:
    root.change("名册.xlsx", T, lambda row: row["编号"] == "T001", 银行账号=6222020600000000123)
    done = root.run("annual-report")
    assert done.returncode == 1
    assert [problem["column"] for problem in root.problems("digits_lost")] == ["银行账号"]
    (held,) = root.report["withheld"]
    assert held["document"].startswith("agreements/") and held["document"].endswith("/T001.docx")
    assert "考核表：新写 34 份" in done.stdout and "年度报告和附表：新写 2 份" in done.stdout
    assert "6222020600000000" not in done.stdout + str(root.report)


def test_a_deleted_person_leaves_the_roster_and_the_draft_is_withdrawn(after: After) -> None:
    """A person who leaves the roster altogether: the draft is not lost, and the rows that still name the person are errors."""
    root = after("assessments")
    root.change("名册.xlsx", T, lambda row: row["编号"] == "T014", 编号=None, 姓名=None)
    assert root.run("assessments").returncode == 1
    assert [path.name for path in (root.output / "withdrawn").rglob("*.docx")] == ["T014.docx"]


def test_mid_year_only_what_is_due_is_judged(root: Root) -> None:
    done = root.run("annual-report", "--as-of", "2024-06-30")
    assert done.returncode == 0, done.stdout + done.stderr
    rules = {problem["rule"] for problem in root.report["problems"] if problem["severity"] == "unmet"}
    assert rules == {"monthly_report"}
    assert "未计入查看日期以后的记录：" in done.stdout
    assert "截至2024年6月30日" in "".join(paragraphs(root.output / "annual/年度报告.docx"))


def test_an_exception_lapses_when_its_figure_changes(after: After) -> None:
    root = after("check")

    def held() -> list[bool]:
        return [problem["exempted"] for problem in root.problems("service_days") if problem["subject"] == "T006"]

    assert held() == [True]
    root.change("区局台账.xlsx", "例外说明", lambda row: row["对象"] == "T006", 事实="20")
    root.run("check")
    assert held() == [False]
    assert [problem["subject"] for problem in root.problems("exception")] == ["T006"]


# ── wrong use ──


def test_no_input_folder(tmp_path: Path) -> None:
    done = Root(tmp_path).run("annual-report", year=False)
    assert done.returncode == 2
    assert (
        done.stderr
        == f"没有找到 {tmp_path / 'input'} 文件夹，请在项目文件夹中运行，或用 --root 指明项目文件夹的位置。\n"
    )


def test_a_plan_without_a_year(root: Root) -> None:
    plan = root.input / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("year = 2024\n", ""), encoding="utf-8")
    done = root.run("annual-report")
    assert done.returncode == 2
    assert re.fullmatch(r"plan\.toml 第 \d+ 行：\[plan\] 缺少 year（四位数的年份）。.*\n", done.stderr)


def test_a_plan_of_another_year(root: Root) -> None:
    root.input.rename(root.input.with_name("2025"))
    done = Root(root.path, "2025").run("check")
    assert done.returncode == 2
    assert done.stderr == "plan.toml：[plan] 的 year 是 2024，但它放在 2025 年度的文件夹里。请改正其中一个。\n"


def test_no_workbooks(root: Root) -> None:
    for path in root.input.rglob("*.xlsx"):
        path.unlink()
    done = root.run("annual-report")
    assert done.returncode == 2
    assert (
        done.stderr
        == "没有找到任何电子表格。请把「特派员」「企业名录」「派驻关系」「服务日志」放入本年度的 input 文件夹。\n"
    )


def test_a_missing_log_makes_what_can_be_made(root: Root) -> None:
    shutil.rmtree(root.input / "台账")
    done = root.run("annual-report")
    assert done.returncode == 1
    assert [problem["severity"] for problem in root.problems("missing_form")].count("error") == 1
    assert {problem["severity"] for problem in root.report["problems"]} <= {"error", "doubt"}
    assert not list(root.output.glob("assessments/*/*"))


@pytest.mark.parametrize("day", ["2024-13-01", "明天"])
def test_a_day_that_is_none(root: Root, day: str) -> None:
    done = root.run("check", "--as-of", day)
    assert done.returncode == 2
    assert f"“{day}”不是日期，请写作 2024-09-30 或 2024年9月30日 这样的形式。" in done.stderr


def test_a_day_before_the_year(root: Root) -> None:
    done = root.run("check", "--as-of", str(dt.date(2023, 12, 31)))
    assert done.returncode == 2
    assert done.stderr == "查看日期 2023-12-31 早于 2024 年度。请用 AS_OF（--as-of）指定年度内的日期。\n"


def test_a_broken_template_is_named_and_the_rest_is_made(after: After) -> None:
    root = after("annual-report")
    before = root.files()
    template = root.path / "templates/考核表.docx"
    document = docx.Document(str(template))
    document.add_paragraph("{{ 没有的字段 }}")
    document.save(str(template))
    done = root.run("annual-report")
    assert done.returncode == 1
    assert "考核表.docx" in done.stdout and "没有的字段" in done.stdout
    assert root.files() == before


def test_clean_leaves_what_cannot_be_made_again(after: After) -> None:
    root = after("annual-report")
    path = next(root.output.glob("assessments/*/T001.docx"))
    path.write_bytes(path.read_bytes() + b"\0")
    done = root.run("clean")
    assert done.returncode == 0
    assert sorted(root.files()) == [path.relative_to(root.output).as_posix()]
    assert (root.output / "ledger.db").exists()


def test_a_stray_file_is_named_and_holds_nothing_up(root: Root) -> None:
    (root.input / "新建工作表.xlsx").write_bytes(b"")
    done = root.run("annual-report")
    assert done.returncode == 1
    assert root.report["withheld"] == []
    assert [problem["workbook"] for problem in root.problems("unreadable")] == ["新建工作表.xlsx"]
    assert "考核表：新写 34 份" in done.stdout


def test_a_damaged_log_of_a_station_holds_up_that_station_and_accuses_nobody(root: Root, made: Root) -> None:
    log = root.input / "台账/能源装备工作站.xlsx"
    log.write_bytes(log.read_bytes()[:5000])
    assert root.run("annual-report").returncode == 1
    held = {entry["document"] for entry in root.report["withheld"]}
    station = {name for name in made.files() if name.startswith("assessments/能源装备工作站/")}
    assert held == station | {"annual/年度报告.docx", "annual/附表.xlsx"}
    names = {Path(name).stem for name in station}
    assert [problem for problem in root.report["problems"] if problem["subject"] in names] == []


def test_a_number_mistyped_in_one_row_is_one_error_and_withholds_whom_the_name_fits(root: Root) -> None:
    row = root.change(
        "台账/能源装备工作站.xlsx", "服务日志", lambda row: row.get("特派员编号") == "T004", 特派员编号="T0O4"
    )
    assert root.run("annual-report").returncode == 1
    (problem,) = [entry for entry in root.report["problems"] if entry["severity"] == "error"]
    assert (problem["rule"], problem["row"], problem["column"]) == ("unknown_person", row, "特派员编号")
    assert {Path(entry["document"]).stem for entry in root.report["withheld"]} == {"T004", "年度报告", "附表"}


def test_an_edited_problem_list_is_kept_and_the_new_one_pointed_to(after: After) -> None:
    root = after("check")
    path = root.output / "check/问题清单.xlsx"
    book = openpyxl.load_workbook(path)
    book.save(path)
    root.change("区局台账.xlsx", "例外说明", lambda row: row["对象"] == "T006", 事实="20")
    done = root.run("check")
    seen = f"请先看：{root.output / 'check/check.html'}（表格版：proposals/check/问题清单.xlsx）"
    assert done.stdout.rstrip().endswith(seen)
