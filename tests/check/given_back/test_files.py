"""The way back to the office: copies to fill in, put in place of the originals, read, answered, compared."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import xlwt

from pipeline.check.given_back.files import check_files
from pipeline.check.year import check_year
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made
from pipeline.publishing.workspace import Workspace
from tests.conftest import REPOSITORY, Root

ROSTER, LOG, OTHER = "名册.xlsx", "台账/新材料工作站.xlsx", "台账/数字科技工作站.xlsx"
THIRD = "台账/农牧生物工作站.xlsx"
COPIES = "check/待改"
FIRM = "91150602MA0000496G"  # a lapsed certificate: a doubt


def begin(folder: Path, *more: str) -> Root:
    """A root in which the sample has been checked once."""
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    root = Root(folder)
    assert root.run("check", *more).returncode == 0
    return root


@pytest.fixture(scope="module")
def checked(run_once: Callable[[str], Root]) -> Root:
    """The sample, checked once; to look at and to copy."""
    return run_once("check")


@pytest.fixture
def copied(checked: Root, tmp_path: Path) -> Root:
    return again(checked, tmp_path)


def again(root: Root, folder: Path) -> Root:
    shutil.copytree(root.path, folder, dirs_exist_ok=True)
    return Root(folder)


def copies(root: Root) -> dict[str, Path]:
    folder = root.output / COPIES
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def put_back(root: Root, *names: str) -> None:
    """Put copies in place of their originals."""
    for name, path in copies(root).items():
        if name in names or not names:
            shutil.copyfile(path, root.input / name)


def front(path: Path) -> tuple[openpyxl.Workbook, list[dict[str, Any]]]:
    """The workbook of a copy, and the cells of each row of its first sheet by heading; the key's heading is 键."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    top = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    names = [*(cell.value for cell in top[:10]), "键"]
    rows = sheet.iter_rows(min_row=top[0].row + 1)
    return book, [dict(zip(names, row, strict=False)) for row in rows if row[0].value]


def says(path: Path) -> list[dict[str, Any]]:
    """The rows of a copy's first sheet."""
    return [{name: cell.value for name, cell in row.items()} for row in front(path)[1]]


def fill_in(path: Path, *words: str, **values: Any) -> None:
    """Answer the one row of a copy's first sheet that says all these words."""
    book, rows = front(path)
    [row] = [row for row in rows if all(word in str(row["问题和要求"].value) for word in words)]
    for name, value in values.items():
        row[name].value = value
    book.save(path)


def told(root: Root) -> list[tuple[str, str | None, str]]:
    return [(one["rule"], one["subject"], one["message"]) for one in root.report["problems"]]


def progress(root: Root) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in root.report["problems"]:
        found[one["progress"]] = found.get(one["progress"], 0) + 1
    return found


# ── what lies in check/ ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_workbook_with_problems_has_its_copy_and_nothing_was_lost(checked: Root) -> None:
    made = copies(checked)
    named = {f"待改/{one['workbook']}" for one in checked.report["problems"] if one["workbook"]}
    assert {f"待改/{name}" for name in made} >= named and len(made) == 7
    for name, path in made.items():
        book = openpyxl.load_workbook(path)
        original = openpyxl.load_workbook(checked.input / name)
        assert book.sheetnames == ["问题", *original.sheetnames]
        heading = next(row[0].row for row in book["问题"].iter_rows() if row[0].value == "序号")
        assert heading == 5, name  # a title and three lines: none says that something was lost


def test_every_problem_leads_to_the_copies_that_list_it(checked: Root) -> None:
    leading = [copy for one in checked.report["problems"] for copy in one["copies"]]
    assert {f"待改/{name}": len(says(path)) for name, path in copies(checked).items()} == {
        name: leading.count(name) for name in leading
    }
    assert all(one["copies"] for one in checked.report["problems"])


def test_everything_that_the_page_and_the_list_lead_to_is_there(checked: Root) -> None:
    check = checked.output / "check"
    page = (check / "check.html").read_text("utf-8")
    links = {unquote(link) for link in re.findall(r'href="([^"#]+)"', page)}
    assert {link for link in links if not (check / link).is_file()} == set()
    assert {link.split("/")[0] for link in links} == {"待改", "催办", "问题清单.xlsx"}
    with zipfile.ZipFile(check / "问题清单.xlsx") as package:
        relations = package.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    for target in set(re.findall(r'hyperlink" Target="([^"]+)"', relations)):
        assert (check / unquote(target).replace("\\", "/")).is_file()
    stations = {path.stem for path in (checked.output / "check/催办").iterdir()}
    assert stations == {path.stem for path in (checked.input / "台账").iterdir()}


def test_private_numbers_stand_in_the_copies_alone(checked: Root) -> None:
    cells = [str(cell.value) for row in openpyxl.load_workbook(checked.input / ROSTER)["特派员"] for cell in row]
    private = {cell for cell in cells if re.fullmatch(r"\d{17}[\dX]|1\d{10}|\d{19}", cell)}
    assert len(private) > 90
    for name, text in checked.texts().items():
        if name != f"{COPIES}/{ROSTER}":
            assert [number for number in private if number in text] == [], name


# ── put in place of the originals ───────────────────────────────────────────────────────────────────────────────────


def test_copies_in_place_of_the_originals_are_read_as_they_were(copied: Root) -> None:
    before = told(copied)
    put_back(copied)
    assert copied.run("check").returncode == 0
    assert told(copied) == before
    assert progress(copied) == {"": 31} and copied.report["solved"] == []
    files = copied.files()
    assert copied.run("check").returncode == 0
    assert copied.files() == files


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def answered(checked: Root, tmp_path_factory: pytest.TempPathFactory) -> Root:
    """An error beside the sample's shortfalls and doubts, each kind answered, put back and read."""
    root = again(checked, tmp_path_factory.mktemp("answered"))
    root.change(LOG, "上半年", lambda row: row["编号"] == "T017", 服务天数="约两天")
    assert root.run("check").returncode == 1
    made = copies(root)
    day = dt.date(2025, 1, 6)
    fill_in(made[ROSTER], FIRM_NAME, 处理="属实", 说明="已核对证书原件，电话13900001111", 处理人="李娜", 日期=day)
    fill_in(made[ROSTER], "期末三项齐备", 处理="属实", 说明="没有写明是谁")
    fill_in(made[ROSTER], "T012 郑浩然", "服务申报项目", 处理="属实", 处理人="李娜")
    fill_in(made[ROSTER], "T019 朱志强", 处理="待定", 处理人="李娜")
    fill_in(made[LOG], "T019 朱志强", 处理="属实", 说明="病休", 处理人="王芳")
    fill_in(made[LOG], "T020 秦悦", 处理="属实", 处理人="王芳")
    fill_in(made[LOG], "约两天", 处理="属实", 处理人="王芳")
    fill_in(made[OTHER], "T014 冯立", "全年服务 0 天", 处理="属实", 说明="长期病假", 处理人="赵敏", 日期="2025.1.7")
    fill_in(made[OTHER], "T010 周晓明", 处理="已改", 处理人="赵敏")
    put_back(root)
    root.said = root.run("check")  # type: ignore[attr-defined]
    return root


FIRM_NAME = "衡创生物技术"


def message(root: Root, rule: str, subject: str | None) -> str:
    return next(str(one["message"]) for one in root.problems(rule) if one["subject"] == subject)


def test_a_doubt_confirmed_as_true_is_silenced_and_stays_in_the_list(answered: Root) -> None:
    done = answered.said  # type: ignore[attr-defined]
    assert done.returncode == 1  # for the error
    assert "错误 1 处、未达标 18 处、存疑 14 处，另有获准例外 1 处，已答复 1 处。" in done.stdout
    [one] = [one for one in answered.problems("certificate") if one["subject"] == FIRM]
    note = "已核对证书原件，电话（号码略）"
    assert one["answer"] == {"action": "属实", "note": note, "by": "李娜", "on": "2025-01-06", "silenced": True}
    assert one["message"].endswith("已重新认定的请更新证书编号和发证日期。")
    rows = openpyxl.load_workbook(answered.output / "check/问题清单.xlsx")["问题"].iter_rows(values_only=True)
    [row] = [row for row in rows if row[9] == FIRM]
    assert (row[1], row[13:]) == ("已答复", ("属实", note, "李娜", dt.datetime(2025, 1, 6)))
    page = (answered.output / "check/check.html").read_text("utf-8")
    assert "已答复" in page and note in page and "13900001111" not in page


def test_its_row_keeps_the_answer_and_its_cell_is_plain_again(answered: Root) -> None:
    path = copies(answered)[ROSTER]
    [row] = [row for row in says(path) if FIRM_NAME in row["问题和要求"]]
    assert [row[name] for name in ("级别", "处理", "说明", "处理人", "日期")] == [
        *("已答复", "属实", "已核对证书原件，电话13900001111", "李娜"),
        dt.datetime(2025, 1, 6),
    ]
    sheet, original = (openpyxl.load_workbook(one)["企业名录"] for one in (path, REPOSITORY / "input/2024" / ROSTER))
    assert row["位置"] == "企业名录 F52"
    assert sheet["F52"].comment is None and sheet["F52"].fill.fgColor.rgb == original["F52"].fill.fgColor.rgb


def test_an_unmet_soft_minimum_confirmed_as_true_asks_for_an_exception(answered: Root) -> None:
    assert message(answered, "service_days", "T014").endswith("（赵敏答复：属实）请在「例外说明」中写明理由并报批。")
    [row] = [row for row in says(copies(answered)[OTHER]) if "T014 冯立 全年服务 0 天" in row["问题和要求"]]
    assert row["问题和要求"].endswith("（赵敏答复：属实）请在「例外说明」中写明理由并报批。")
    assert (row["处理"], row["说明"], row["日期"]) == ("属实", "长期病假", "2025.1.7")


def test_what_no_exception_can_excuse_stays_as_it_is(answered: Root) -> None:
    for rule, subject, by in (("project", "T012", "李娜"), ("work_plan", "T020", "王芳")):
        assert message(answered, rule, subject).endswith(f"（{by}答复：属实）仍按未达标如实写入文件。")


def test_an_error_is_not_settled_by_an_answer(answered: Root) -> None:
    [error] = answered.problems("not_a_number")
    assert error["message"].endswith("（王芳答复：属实）错误不能以“属实”了结，仍须更正。")
    assert error["answer"]["silenced"] is False


def test_what_is_said_to_be_corrected_and_is_not(answered: Root) -> None:
    assert message(answered, "unpaired_visit", "T010").endswith("（赵敏答复：已改）但本次检查仍有这一问题，请再核对。")


def test_an_answer_that_nobody_has_signed_is_asked_about_and_kept(answered: Root) -> None:
    [unsigned] = [one for one in answered.problems("answer") if one["column"] == "处理人"]
    number = unsigned["row"]
    assert unsigned["message"] == (
        f"名册.xlsx「问题」第 {number} 行「处理人」：已答复“属实”，但没有写明处理人，没有采用。请补填处理人。"
    )
    [row] = [row for row in says(copies(answered)[ROSTER]) if "期末三项齐备" in row["问题和要求"]]
    assert (row["级别"], row["处理"], row["说明"]) == ("存疑", "属实", "没有写明是谁")
    assert row["问题和要求"].endswith("已答复“属实”，但没有写明处理人，没有采用。请补填处理人。")


def test_two_workbooks_that_contradict_each_other(answered: Root) -> None:
    both = [one for one in answered.problems("answer") if one["column"] == "处理"]
    assert [one["workbook"] for one in both] == [LOG, ROSTER]
    assert all("同一个问题有不同的答复（" in one["message"] for one in both)
    [days] = [one for one in answered.problems("service_days") if one["subject"] == "T019"]
    assert days["answer"] is None
    kept = [
        next(row for row in says(copies(answered)[name]) if "T019 朱志强" in row["问题和要求"])
        for name in (ROSTER, LOG)
    ]
    assert [(row["处理"], row["说明"], row["处理人"]) for row in kept] == [
        ("待定", None, "李娜"),
        ("属实", "病休", "王芳"),
    ]
    for row, other in zip(kept, (LOG, ROSTER), strict=True):
        assert f"另见{other}「问题」" in row["问题和要求"] and row["问题和要求"].endswith("请商定后改为一致。")


def test_the_same_answers_put_back_again_change_nothing(answered: Root, tmp_path: Path) -> None:
    root = again(answered, tmp_path)
    before = {name: data for name, data in root.files().items() if not name.startswith(COPIES)}
    put_back(root)
    root.run("check")
    assert {name: data for name, data in root.files().items() if not name.startswith(COPIES)} == before


def test_an_answer_lapses_when_the_value_changes(answered: Root, tmp_path: Path) -> None:
    root = again(answered, tmp_path)
    code = {"统一社会信用代码": FIRM}
    root.change(ROSTER, "企业名录", lambda row: row.items() >= code.items(), 高企发证日期=dt.date(2021, 9, 15))
    done = root.run("check")
    assert "已答复" not in done.stdout and "存疑 15 处" in done.stdout
    [one] = [one for one in root.problems("certificate") if one["subject"] == FIRM]
    assert (one["answer"], one["progress"]) == (None, "新增")
    [row] = [row for row in says(copies(root)[ROSTER]) if FIRM_NAME in row["问题和要求"]]
    assert (row["级别"], row["处理"], row["说明"]) == ("存疑", None, None)


# ── filled in where it lies ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_that_was_filled_in_is_kept_until_it_is_put_back(copied: Root) -> None:
    path = copies(copied)[ROSTER]
    fill_in(path, FIRM_NAME, 处理="属实", 处理人="李娜")
    filled = path.read_bytes()
    root = copied
    root.change(ROSTER, "特派员", lambda row: row["编号"] == "T002", 职务职称="研究员")  # so that there is a new copy
    done = root.run("check")
    assert f"待改副本已有人填写，还没有放回：{COPIES}/{ROSTER}。请把它放回 input 文件夹" in done.stdout
    assert path.read_bytes() == filled and f"proposals/{COPIES}/{ROSTER}" in root.files()
    put_back(root, ROSTER)
    done = root.run("check")
    assert "放回" not in done.stdout and "已答复 1 处" in done.stdout
    assert path.read_bytes() != filled and not [name for name in root.files() if name.startswith("proposals/")]


def test_clean_removes_what_was_made_and_keeps_what_was_filled_in(copied: Root) -> None:
    fill_in(copies(copied)[LOG], "T020 秦悦", 处理="待定", 处理人="王芳")
    assert copied.run("clean").returncode == 0
    assert list(copied.files()) == [f"{COPIES}/{LOG}"]


# ── against the check before ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_new_solved_and_stays_and_each_day_for_itself(copied: Root) -> None:
    root = copied
    root.run("check", "--as-of", "2024-09-30")
    assert list(progress(root)) == [""]
    root.change(THIRD, "2024年服务日志", lambda row: row["服务类型"] == "对接洽谈", 服务类型="其他")
    root.change(LOG, "上半年", lambda row: row["编号"] == "T017", 服务类型="座谈")
    root.run("check")
    assert progress(root) == {"新增": 1, "仍在": 30}
    assert [one["rule"] for one in root.report["problems"] if one["progress"] == "新增"] == ["unknown_service_type"]
    [solved] = root.report["solved"]
    assert solved["level"] == "存疑" and "“对接洽谈”不在已知类型" in solved["message"]
    files = root.files()
    book = openpyxl.load_workbook(root.output / "check/问题清单.xlsx")
    assert "与上次检查相比：新增 1 条，仍在 30 条，已解决 1 条。" in str(list(book["汇总"].values))
    assert [row[1:] for row in book["已解决"].iter_rows(min_row=4, values_only=True)] == [("存疑", solved["message"])]
    root.run("check")
    assert root.files() == files


# ── other formats, other names ──────────────────────────────────────────────────────────────────────────────────────


def split_off(root: Root, sheet: str, write: Callable[[list[tuple[Any, ...]]], None]) -> None:
    """Take a sheet out of the log and write its rows elsewhere."""
    book = openpyxl.load_workbook(root.input / LOG)
    write(list(book[sheet].values))
    del book[sheet]
    book.save(root.input / LOG)


def test_a_csv_and_an_xls_come_back_as_xlsx_and_are_read_as_they_were(copied: Root) -> None:
    def to_csv(rows: list[tuple[Any, ...]]) -> None:
        with (root.input / "台账/新材料工作站日志.csv").open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(
                [cell.date() if isinstance(cell, dt.datetime) else cell for cell in row] for row in rows
            )

    def to_xls(rows: list[tuple[Any, ...]]) -> None:
        book = xlwt.Workbook()
        sheet, date = book.add_sheet("月报"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell, date if isinstance(cell, dt.date) else xlwt.Style.default_style)
        book.save(str(root.input / "台账/新材料工作站月报.xls"))

    root = copied
    root.change(LOG, "上半年", lambda row: row["编号"] == "T017", 服务天数="约两天")
    root.change(LOG, "月报登记", lambda row: row["编号"] == "T016", 提交日期="年底")
    split_off(root, "上半年", to_csv)
    split_off(root, "月报登记", to_xls)
    root.run("check")
    before, compared = [one["message"] for one in root.report["problems"]], progress(root)
    assert sum("“约两天”" in one or "“年底”" in one for one in before) == 2
    for old in ("日志.csv", "月报.xls"):
        name = f"台账/新材料工作站{old}"
        copy = Path(name).with_suffix(".xlsx").as_posix()
        book = openpyxl.load_workbook(copies(root)[copy])
        assert f"本文件由 input/2024/{name} 转存，用来替换它" in str(list(book.worksheets[0].values))
        shutil.copyfile(copies(root)[copy], root.input / copy)
        (root.input / name).unlink()
    root.run("check")
    assert [re.sub(r"\.(csv|xls)\b", ".xlsx", one) for one in before] == [
        one["message"] for one in root.report["problems"]
    ]
    assert progress(root) == compared  # none of them is new


def test_whatever_a_workbook_is_called_it_comes_back(copied: Root) -> None:
    """In a folder with odd signs, twice of one name, with every sheet hidden, under a telephone number, refused."""
    root = copied
    rows = [
        ["日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数"],
        *([dt.date(2024, 3, day), "T999", "某某", "某公司", "技术服务", "约两天"] for day in (4, 5)),
    ]
    names = ("站 点#1 100%/【二】&'+=~!@$^,;.xlsx", "一/日志.xlsx", "二/日志.xlsx", "三/13900001111.xlsx")
    for number, name in enumerate(names):
        book = openpyxl.Workbook()
        book.active.title = f"it's <&> 13900002222 {number}"
        for row in rows[: number + 3]:
            book.active.append([*row[:2], f"{row[2]}{number}" if row[2] == "某某" else row[2], *row[3:]])
        (root.input / name).parent.mkdir(exist_ok=True)
        book.save(root.input / name)
    hide_all(root.input / "二/日志.xlsx")
    (root.input / "四.xlsx").write_bytes(b"PK\x03\x04 broken off")
    book.active["C2"].value = "某某城"
    book.save(root.input / os.fsdecode("城.xlsx".encode("gbk")))  # from an old zip
    done = root.run("check")
    assert done.returncode == 1 and done.stderr == ""
    made = copies(root)
    for name in (*names[:3], "三/（号码略）.xlsx"):
        assert "某某" in str([row["问题和要求"] for row in says(made[name])]), name
    assert "四.xlsx" not in made and root.problems("unreadable")[0]["copies"] == []
    assert not [one for one in root.report["problems"] if "13900001111" in str(one) or "13900002222" in str(one)]
    before = told(root)
    for name in names[:3]:
        shutil.copyfile(made[name], root.input / name)
    shutil.copyfile(made["三/（号码略）.xlsx"], root.input / names[3])
    root.run("check")
    assert told(root) == before


def hide_all(path: Path) -> None:
    """Hide every sheet, as no office program does and some others do."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"')
    assert b"hidden" in parts["xl/workbook.xml"]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


# ── interrupted ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("begun", [1, 12])
def test_killed_anywhere_the_next_run_comes_to_the_same_bytes(checked: Root, tmp_path: Path, begun: int) -> None:
    """Killed when so many files wait beside their places."""
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    root = Root(tmp_path)
    command = [sys.executable, "-m", "pipeline", "check", "--root", str(root.path), "--year", "2024"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL) as run:
        while run.poll() is None and len(list(root.output.rglob(".*~new"))) < begun:
            time.sleep(0.002)
        run.kill()
    assert run.returncode == -signal.SIGKILL
    assert not (root.output / "check/check.html").exists()
    assert root.run("check").returncode == 0
    assert root.files() == checked.files()


# ── a copy that cannot be made ──────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_that_is_gone_or_another_by_now_costs_its_copy_and_nothing_else(copied: Root) -> None:
    workspace = Workspace(copied.path, 2024)
    year = check_year(workspace, None)
    (copied.input / LOG).unlink()
    shutil.copyfile(copied.input / "区局台账.xlsx", copied.input / OTHER)
    with Ledger(workspace.ledger) as ledger:
        given = list(check_files(year, ledger, {}))
    made = [one.path for one in given if isinstance(one, Made)]
    assert [one for one in given if isinstance(one, str)] == [
        f"没有生成 {OTHER} 的待改副本：程序不能标注这份工作簿（ValueError），请另存为新的 .xlsx 后重新运行。其中的问题见问题清单。",
        f"没有生成 {LOG} 的待改副本：文件已经不在原处，可能正在移动或者同步，没有读取。其中的问题见问题清单。",
    ]
    lacking = {f"{COPIES}/{LOG}", f"{COPIES}/{OTHER}"}
    assert {name for name in copied.files() if name.startswith("check/")} - set(made) == lacking
