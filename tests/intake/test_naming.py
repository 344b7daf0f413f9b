"""A file or a sheet may be called after somebody's number: it keeps its name, and is shown by another."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.forms import SERVICE_LOGS
from pipeline.intake.naming import named
from pipeline.intake.privacy import Concealer
from pipeline.intake.private_numbers import PrivateNumbers
from pipeline.sheets import Book, Refusal, Strange, Table
from tests.conftest import Root

PHONE, OTHER = "13912345678", "13987654321"
CONCEAL = Concealer(PrivateNumbers(()))


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["名册.xlsx", "台账/城东2024.xlsx"], ["名册.xlsx", "台账/城东2024.xlsx"]),
        ([f"城东{PHONE}.xlsx"], ["城东（号码略）.xlsx"]),
        ([f"城东{OTHER}.xlsx", f"城东{PHONE}.xlsx"], ["城东（号码略）(2).xlsx", "城东（号码略）.xlsx"]),
        ([f"{PHONE}/城东.xlsx", f"{OTHER}/城东.xlsx"], ["（号码略）/城东.xlsx", "（号码略）/城东(2).xlsx"]),
        ([f"城东{PHONE}.xlsx", "城东（号码略）.xlsx"], ["城东（号码略）(2).xlsx", "城东（号码略）.xlsx"]),
        (["城东\udcb5.xlsx", "城东\udcb6.xlsx"], ["城东\ufffd.xlsx", "城东\ufffd(2).xlsx"]),
        (["城东\n问题：错误 0 处。.xlsx"], ["城东\ufffd问题：错误 0 处。.xlsx"]),
        (["城东\x1b[2J\x9b1A.xlsx", "城\u202e东.xlsx"], ["城东\ufffd[2J\ufffd1A.xlsx", "城\ufffd东.xlsx"]),
    ],
)
def test_names_are_shown_without_numbers_and_stay_apart(names: list[str], shown: list[str]) -> None:
    found = named([Refusal(name, "empty") for name in names], CONCEAL)

    assert [one.workbook for one in found] == names
    assert [one.place().shown_workbook for one in found] == shown


def test_sheets_are_told_apart_too() -> None:
    sheets = (f"三月{PHONE}", f"三月{OTHER}", "四月")
    tables = tuple(Table(SERVICE_LOGS, "台账.xlsx", sheet, 1, (), (), (), ()) for sheet in sheets)
    [book] = named([Book("台账.xlsx", tables, (Strange(f"说明{PHONE}", ""),), ())], CONCEAL)

    assert isinstance(book, Book)
    assert [table.place().sheet for table in book.tables] == list(sheets)
    assert [table.place().shown_sheet for table in book.tables] == ["三月（号码略）", "三月（号码略）(2)", "四月"]
    place = book.place(f"说明{PHONE}")
    assert (place.workbook, place.shown_workbook, place.shown_sheet) == ("台账.xlsx", "台账.xlsx", "说明（号码略）")


# ── two workbooks that differ in a telephone number alone ───────────────────────────────────────────────────────────

HEADINGS = ["日期", "特派员编号", "特派员姓名", "服务企业", "服务类型", "服务天数", "服务内容"]
FIRST = ["T025", "吕国栋", "内蒙古塬原生物技术有限公司"]
SECOND = ["T024", "斯琴", "鄂尔多斯市翰联生物技术股份有限公司"]


def log(path: Path, whose: list[str], month: int, odd_row: int, odd: str) -> None:
    """Five visits in rows 2 to 6; the kind of the one in `odd_row` is not known."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "服务日志"
    sheet.append(HEADINGS)
    for row in range(2, 7):
        kind = odd if row == odd_row else "知识产权"
        sheet.append([f"2024-{month}-{row + 20}", *whose, kind, 0.5, f"走访 {path.stem[-4:]}-{row}"])
    book.save(path)


def marked(path: Path) -> list[tuple[str, str]]:
    """The cells of the log in a copy that bear a comment of ours, and what stands in them."""
    sheet = openpyxl.load_workbook(path)["服务日志"]
    return [(cell.coordinate, cell.value) for row in sheet.iter_rows() for cell in row if cell.comment]


@pytest.fixture
def twins(root: Root) -> Root:
    log(root.input / f"台账/农牧生物工作站{PHONE}.xlsx", FIRST, 1, 3, "茶话会")
    log(root.input / f"台账/农牧生物工作站{OTHER}.xlsx", SECOND, 6, 5, "联欢会")
    return root


def test_twins_get_their_own_marks_and_their_own_copies(twins: Root) -> None:
    assert twins.run("check").returncode == 0
    copies = twins.output / "check/待改/台账"

    assert marked(copies / "农牧生物工作站（号码略）.xlsx") == [("E3", "茶话会")]
    assert marked(copies / "农牧生物工作站（号码略）(2).xlsx") == [("E5", "联欢会")]
    places = [place for one in twins.problems("unknown_service_type") for place in (one, *one["others"])]
    assert {(place["workbook"], place["row"]) for place in places if "号码略" in place["workbook"]} == {
        ("台账/农牧生物工作站（号码略）.xlsx", 3),
        ("台账/农牧生物工作站（号码略）(2).xlsx", 5),
    }


def test_a_twin_that_repeats_the_other_is_named_by_what_may_be_shown(twins: Root) -> None:
    log(twins.input / f"台账/农牧生物工作站{OTHER}.xlsx", FIRST, 1, 3, "茶话会")
    for path in twins.input.glob(f"台账/*{OTHER}.xlsx"):
        shutil.copy(twins.input / f"台账/农牧生物工作站{PHONE}.xlsx", path)
    twins.run("check")
    [problem] = twins.problems("workbook_copy")

    assert problem["workbook"] == "台账/农牧生物工作站（号码略）(2).xlsx"
    assert "台账/农牧生物工作站（号码略）.xlsx" in problem["message"]


# ── no number of a name in any output ───────────────────────────────────────────────────────────────────────────────


def inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file with its name, and whatever is packed in it, however deep."""
    yield name, data + name.encode()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield from inside(f"{name}/{member}", package.read(member))


def test_numbers_in_the_names_of_files_and_sheets_reach_no_output(root: Root) -> None:
    known = "0477-8123456"  # a telephone that the roster alone knows as one, without its area code
    bare = known.partition("-")[2]
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T001", 联系电话=known, 聘期止="2024-2-30")
    for path in sorted(root.input.glob("*/*.xlsx")):
        book = openpyxl.load_workbook(path)
        for number, sheet in enumerate(book.worksheets):
            sheet.title = f"{sheet.title[:12]}{PHONE if number % 2 else bare}"
        book.create_sheet(f"随记{PHONE}").append(["随手记的一句话"])
        book.save(path.with_name(f"{path.stem}{OTHER}.xlsx"))
        path.unlink()
    (root.input / "名册.xlsx").rename(root.input / f"名册 {bare}.xlsx")
    shutil.copy(root.input / f"台账/能源装备工作站{OTHER}.xlsx", root.input / f"台账/能源装备工作站{PHONE}.xlsx")
    (root.input / f"合影{PHONE}.jpg").write_bytes(b"JPEG")
    (root.input / f"{PHONE}").mkdir()
    (root.input / f"{PHONE}/新材料工作站.xlsx").write_bytes(b"")

    said = ""
    for command in ("agreements", "annual-report", "handover"):
        done = root.run(command)
        assert done.returncode == 1, done.stdout + done.stderr
        said += done.stdout + done.stderr
    files = {
        path.relative_to(root.output).as_posix(): path.read_bytes() for path in root.output.rglob("*") if path.is_file()
    }
    searched = [
        each
        for name, data in files.items()
        if not name.startswith(("check/待改/", "agreements/"))
        for each in inside(name, data)
    ]
    held = [
        (name, number)
        for name, data in [*searched, ("the summary", said.encode()), *((name, name.encode()) for name in files)]
        for number in (PHONE, OTHER, bare)
        if number.encode() in data
    ]
    assert held == []
    assert {one["rule"] for one in root.report["problems"]} >= {"workbook_copy", "unreadable", "unrecognised_sheet"}
