"""Old workbooks (.xls) as other programs than today's Excel have written them: records put in, changed, miscounted."""

from __future__ import annotations

import datetime as dt
import io
import struct
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from pipeline.sheets import Refusal
from pipeline.sheets.files.compound import workbook_stream
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.grid import Flaw, Grid
from pipeline.sheets.texts import shown
from tests.sheets.files.test_files import HEADING, VISIT, read, rows

READ = [(2, dt.date(2024, 7, 2), "张三", Decimal(1))]
BEGIN, END, SHEET, CODE_PAGE, TEXT, NOTE = 0x0809, 0x000A, 0x0085, 0x0042, 0x0204, 0x001C
Written = Callable[[xlwt.Worksheet], None]


def old_workbook(write: Written) -> bytes:
    book, target = xlwt.Workbook(), io.BytesIO()
    write(book.add_sheet("服务日志"))
    book.save(target)
    return target.getvalue()


def written(folder: Path, data: bytes) -> Grid:
    (folder / "a.xls").write_bytes(data)
    (grid,) = grids_of(folder / "a.xls")
    return grid


def visit(sheet: xlwt.Worksheet) -> None:
    for row, line in enumerate((HEADING, VISIT)):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)


def record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<2H", code, len(body)) + body


def contained(stream: bytes) -> bytes:
    target = io.BytesIO()
    XlsDoc().save(target, stream)
    return target.getvalue()


def excel_5(code_page: int) -> bytes:
    """The visit as Excel 5 kept it, each text in the code page of the machine; one of them with its fonts behind it."""

    def begin(kind: int) -> bytes:
        return record(BEGIN, struct.pack("<4H", 0x0500, kind, 0, 0))

    texts = [
        (row, column, str(cell).encode("gbk"))
        for row, line in enumerate((HEADING, VISIT))
        for column, cell in enumerate(line)
    ]
    cells = [record(TEXT, struct.pack("<4H", row, column, 0, len(text)) + text) for row, column, text in texts]
    cells[0] = record(0x00D6, cells[0][4:] + b"\x01\x00")  # fonts that break off
    name = "服务日志".encode("gbk")
    head = begin(5) + record(CODE_PAGE, struct.pack("<H", code_page))
    position = len(head) + 4 + 7 + len(name) + 4
    head += record(SHEET, struct.pack("<IHB", position, 0, len(name)) + name) + record(END)
    return contained(head + begin(0x10) + b"".join(cells) + record(END))


def test_texts_of_excel_5_are_in_the_code_page_that_is_stated(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(excel_5(936))
    (grid,) = grids_of(tmp_path / "a.xls")
    assert (grid.sheet, rows(read(tmp_path / "a.xls"))) == ("服务日志", READ)


def test_later_texts_are_unicode_whatever_code_page_is_stated(tmp_path: Path) -> None:
    """Java's programs state that of western Windows and mean nothing by it."""
    stream = workbook_stream(old_workbook(visit))
    stated, other = (record(CODE_PAGE, struct.pack("<H", page)) for page in (1200, 1252))
    assert stated in stream
    (tmp_path / "a.xls").write_bytes(contained(stream.replace(stated, other)))
    assert rows(read(tmp_path / "a.xls")) == READ


@pytest.mark.parametrize("stated", [0, 1, 500, 0x7FFFFFFF])
def test_a_wrong_number_of_shared_texts_is_put_right(tmp_path: Path, stated: int) -> None:
    stream = workbook_stream(old_workbook(visit))
    at = stream.index(b"\xfc\x00", stream.index(record(CODE_PAGE, b"\xb0\x04"))) + 8
    (tmp_path / "a.xls").write_bytes(contained(stream[:at] + struct.pack("<I", stated) + stream[at + 4 :]))
    assert rows(read(tmp_path / "a.xls")) == READ


def test_long_texts_that_go_on_in_the_next_record_are_whole(tmp_path: Path) -> None:
    texts = ["记" * 20_000 + "一", "a" * 20_000 + "b", "记录" * 8_000, "末"]

    def write(sheet: xlwt.Worksheet) -> None:
        for row, text in enumerate(texts):
            sheet.write(row, 0, text)

    (tmp_path / "a.xls").write_bytes(old_workbook(write))
    (grid,) = grids_of(tmp_path / "a.xls")
    assert [row[0] for row in grid.rows] == texts


def test_half_a_character_does_not_spoil_the_workbook(tmp_path: Path) -> None:
    stream = workbook_stream(old_workbook(visit)).replace("甲".encode("utf-16-le"), b"\x00\xd8", 1)
    (tmp_path / "a.xls").write_bytes(contained(stream))
    (grid,) = grids_of(tmp_path / "a.xls")
    assert grid.rows[1][2] == "\N{REPLACEMENT CHARACTER}公司"


def test_what_is_no_cell_may_be_as_odd_as_it_likes(tmp_path: Path) -> None:
    """xlrd would refuse the workbook for the comment that breaks off."""
    stream = workbook_stream(old_workbook(visit))
    sheet = stream.rindex(struct.pack("<4H", BEGIN, 16, 0x0600, 0x0010))
    first = sheet + 20
    (tmp_path / "a.xls").write_bytes(contained(stream[:first] + record(NOTE, b"\x00") + stream[first:]))
    assert rows(read(tmp_path / "a.xls")) == READ


def test_the_upper_half_of_a_stream_s_length_says_nothing(tmp_path: Path) -> None:
    """Programs of the time of Excel 95 left there what was in memory; the file was taken for one that breaks off."""
    data = bytearray(old_workbook(visit))
    entry = data.index("Workbook".encode("utf-16-le"))
    struct.pack_into("<I", data, entry + 124, 0x00140428)
    (tmp_path / "a.xls").write_bytes(data)
    assert rows(read(tmp_path / "a.xls")) == READ


def test_one_stray_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    def stray(sheet: xlwt.Worksheet) -> None:
        visit(sheet)
        sheet.write(65_535, 255, 2)

    (tmp_path / "a.xls").write_bytes(old_workbook(stray))
    tracemalloc.start()
    (grid,) = grids_of(tmp_path / "a.xls")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (grid.numbers, grid.columns) == ([1, 2, 65_536], [1, 2, 3, 4, 5, 256])
    assert rows(read(tmp_path / "a.xls")) == READ and most < 100_000_000


def test_dates_times_hours_and_errors_are_what_the_cell_shows(tmp_path: Path) -> None:
    shown = {"yyyy-mm-dd": 45475, "yyyy-mm-dd hh:mm": 45475.5, "hh:mm": 0.25, "[h]:mm": 1.25, "[h]": 1.5, "0.0": 0.5}

    def write(sheet: xlwt.Worksheet) -> None:
        for column, (pattern, number) in enumerate(shown.items()):
            sheet.write(0, column, number, xlwt.easyxf(num_format_str=pattern))
        sheet.write(0, len(shown), True)
        sheet.row(0).set_cell_error(len(shown) + 1, 7)

    (tmp_path / "a.xls").write_bytes(old_workbook(write))
    (grid,) = grids_of(tmp_path / "a.xls")
    assert grid.rows == [
        [
            dt.date(2024, 7, 2),
            dt.datetime(2024, 7, 2, 12),
            dt.time(6),
            dt.timedelta(days=1.25),
            dt.timedelta(days=1.5),
            0.5,
            True,
            Flaw("error_cell", "#DIV/0!"),
        ]
    ]


@pytest.mark.parametrize(
    ("value", "pattern", "seen"),
    [
        (dt.date(2024, 3, 12), 'yyyy"年"m"月"', "2024年3月"),
        (dt.date(2024, 3, 12), "mmm-yy", "2024年3月"),
        (dt.date(2024, 3, 12), "yyyy-mm-dd", dt.date(2024, 3, 12)),
        (dt.date(2024, 3, 12), 'm"月"d"日"', dt.date(2024, 3, 12)),
        (1, "000", "001"),
        (1, '"T"000', "T001"),
        (0.5, "0%", "50%"),
        (1.5, "0.00", 1.5),
    ],
)
def test_a_format_that_hides_or_adds_is_seen(tmp_path: Path, value: object, pattern: str, seen: object) -> None:
    def write(sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, value, xlwt.easyxf(num_format_str=pattern))

    [[cell]] = written(tmp_path, old_workbook(write)).rows
    assert (shown(cell) if isinstance(seen, str) else cell) == seen


def test_what_is_struck_out_is_known_wholly_or_partly(tmp_path: Path) -> None:
    def write(sheet: xlwt.Worksheet) -> None:
        struck, plain = xlwt.easyfont("struck_out on"), xlwt.easyfont("")
        sheet.write(0, 0, "张三", xlwt.easyxf("font: struck_out on"))
        sheet.write(0, 1, "李四")
        sheet.write_rich_text(1, 0, [("甲公司", struck), ("乙公司", plain)])
        sheet.write_rich_text(1, 1, [("甲公司", struck), (" ", plain)])
        sheet.write(2, 0, 3, xlwt.easyxf("font: struck_out on"))

    grid = written(tmp_path, old_workbook(write))
    assert (grid.struck, grid.partly_struck) == ({(1, 1), (2, 2), (3, 1)}, {(2, 1)})


def test_sheets_that_begin_in_one_place_are_not_read_again_and_again(tmp_path: Path) -> None:
    """A file of a megabyte could name one sheet ten thousand times, and the run would go on for hours."""
    book, target = xlwt.Workbook(), io.BytesIO()
    for name in ("甲", "乙"):
        visit(book.add_sheet(name))
    book.save(target)
    stream = workbook_stream(target.getvalue())
    first = stream.index(struct.pack("<H", SHEET), stream.index(record(CODE_PAGE, b"\xb0\x04")))
    (length,) = struct.unpack_from("<H", stream, first + 2)
    second, position = first + 4 + length, stream[first + 4 : first + 8]
    (tmp_path / "a.xls").write_bytes(contained(stream[: second + 4] + position + stream[second + 8 :]))
    assert read(tmp_path / "a.xls") == Refusal("a.xls", "truncated")


@pytest.mark.parametrize("page", [0, 437, 708, 936, 1209, 1252, 10008, 32768, 54936, 65001])
def test_no_code_page_that_a_program_states_spoils_later_texts(tmp_path: Path, page: int) -> None:
    stream = workbook_stream(old_workbook(visit))
    stated, other = (record(CODE_PAGE, struct.pack("<H", one)) for one in (1200, page))
    (tmp_path / "a.xls").write_bytes(contained(stream.replace(stated, other)))
    assert rows(read(tmp_path / "a.xls")) == READ


@pytest.mark.parametrize("page", [936, 10008, 20936, 54936])
def test_every_code_page_of_simplified_chinese_is_read(tmp_path: Path, page: int) -> None:
    (tmp_path / "a.xls").write_bytes(excel_5(page))
    assert rows(read(tmp_path / "a.xls")) == READ


@pytest.mark.parametrize("name", ["WORKBOOK", "workbook", "BOOK", "Book"])
def test_the_case_of_a_stream_s_name_says_nothing(tmp_path: Path, name: str) -> None:
    data = bytearray(old_workbook(visit))
    entry = data.index("Workbook".encode("utf-16-le"))
    data[entry : entry + 64] = name.encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<H", data, entry + 64, 2 * len(name) + 2)
    (tmp_path / "a.xls").write_bytes(data)
    assert rows(read(tmp_path / "a.xls")) == READ


@pytest.mark.parametrize("extent", [(0, 0, 0, 0), (0, 0xFFFFFFFF, 0, 0xFFFF), (5, 2, 9, 1), (0x7FFFFFFF, 0, 0, 0)])
def test_an_extent_that_is_none_is_not_believed(tmp_path: Path, extent: tuple[int, int, int, int]) -> None:
    stream = bytearray(workbook_stream(old_workbook(visit)))
    at = stream.index(b"\x00\x02\x0e\x00", 500) + 4
    struct.pack_into("<2I2H", stream, at, *extent)
    (tmp_path / "a.xls").write_bytes(contained(bytes(stream)))
    assert rows(read(tmp_path / "a.xls")) == READ


def test_formulas_under_the_older_code_are_their_values(tmp_path: Path) -> None:
    """Excel 4 wrote 0406 for 0006, and some programs still do."""

    def write(sheet: xlwt.Worksheet) -> None:
        for column, cell in enumerate((*VISIT[:4], xlwt.Formula("1"))):
            sheet.write(0, column, HEADING[column])
            sheet.write(1, column, cell)

    stream = bytearray(workbook_stream(old_workbook(write)))
    place = struct.pack("<2H", 1, 4)
    at = next(
        at for at in range(len(stream)) if stream[at : at + 2] == b"\x06\x00" and stream[at + 4 : at + 8] == place
    )
    struct.pack_into("<H", stream, at, 0x0406)
    struct.pack_into("<d", stream, at + 10, 1.0)
    (tmp_path / "a.xls").write_bytes(contained(bytes(stream)))
    assert rows(read(tmp_path / "a.xls")) == READ


def test_last_cells_of_too_many_sheets_are_too_much(tmp_path: Path) -> None:
    """Each costs a list for every row above it, in a file of a few bytes a sheet."""
    book, target = xlwt.Workbook(), io.BytesIO()
    for number in range(40):
        book.add_sheet(f"表{number}").write(65_535, 0, 1)
    book.save(target)
    (tmp_path / "a.xls").write_bytes(target.getvalue())
    assert read(tmp_path / "a.xls") == Refusal("a.xls", "too_large")
