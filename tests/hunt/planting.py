"""A sample year with private numbers of its rosters in wrong places: any column, any spelling, names and properties."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment

PRIVATE = frozenset({"身份证号", "联系电话", "银行账号"})
FREE = frozenset(  # columns of any text: the documents are made all the same
    {
        "性别",
        "民族",
        "派出单位",
        "职务职称",
        "专业领域",
        "所属工作站",
        "开户银行",
        "备注",
        "高企证书编号",
        "入库登记编号",
    }
    | {"法定代表人", "联系人", "地址", "服务内容", "原协议编号", "佐证材料", "项目名称", "状态", "名称", "登记编号"}
    | {"抽查单位", "结果", "主题", "主办", "讲师", "政策内容", "事项", "收款方", "凭证号", "意见", "理由", "批准人"}
    | {"服务类型", "类型", "材料", "单位类别", "用途", "项目级别", "姓名", "企业名称", "曾用名"}
)
PLANTS = 14  # in a year
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
HANZI = str.maketrans("0123456789", "〇一二三四五六七八九")


def divided(mark: str) -> Callable[[str], str]:
    return lambda number: f"{number[:3]}{mark}{number[3:7]}{mark}{number[7:]}"


SPELLINGS: tuple[Callable[[str], str], ...] = (
    *(str, str, str),
    *(divided(mark) for mark in (" ", "-", "/", "、", ".", "\n", "\u200b", "，", " - ", "·", "\u3000", "\u2060")),
    *("号{}。".format, "PZ{}".format, "2024{}".format, "（{}）".format, " ".join),
    *(lambda number: number.translate(WIDE), lambda number: number.translate(HANZI)),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A number and where it was put."""

    number: str
    where: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one sheet below its heading row, and the columns by heading."""

    sheet: Any
    columns: dict[str, int]
    first: int

    @property
    def numbers(self) -> range:
        return range(self.first, self.sheet.max_row + 1)


def rows_of(sheet: Any) -> Rows | None:
    for row in sheet.iter_rows():
        texts = {"".join(str(cell.value).split()): cell.column for cell in row if cell.value is not None}
        if len(texts) > 3:
            return Rows(sheet, texts, row[0].row + 1)
    return None


def owned(folder: Path) -> dict[str, frozenset[str]]:
    """By 编号 the numbers of each person, and under "" those of the firms: whole, as they stand in the roster."""
    book = openpyxl.load_workbook(folder / "名册.xlsx")
    found: dict[str, set[str]] = {}
    for title in ("特派员", "企业名录"):
        rows = rows_of(book[title])
        assert rows is not None
        for number in rows.numbers:
            cells = {heading: rows.sheet.cell(number, column).value for heading, column in rows.columns.items()}
            own = {str(cells[heading]) for heading in PRIVATE if cells.get(heading)}
            found.setdefault(str(cells.get("编号") or ""), set()).update(own)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def plant(folder: Path, random: Random) -> list[Planted]:
    """Put numbers into the workbooks of `folder`, and tell where; every other time where no document is withheld."""
    numbers = sorted({number for numbers in owned(folder).values() for number in numbers if len(number) > 8})
    paths = sorted(folder.rglob("*.xlsx"))
    books = {path: openpyxl.load_workbook(path) for path in paths}
    sheets = [(path, rows) for path, book in books.items() for sheet in book if (rows := rows_of(sheet))]
    columns = FREE if random.random() < 0.5 else frozenset(one for _, rows in sheets for one in rows.columns)
    planted = [
        one
        for _ in range(PLANTS)
        if (one := _into_cell(*random.choice(sheets), random.choice(numbers), folder, random, columns))
    ]
    planted += list(_elsewhere(books, random, numbers))
    for path, book in books.items():
        book.save(path)
    if random.random() < 0.4:
        path, number = random.choice(paths), random.choice(numbers)
        if path.name != "名册.xlsx":
            path.rename(path.with_name(f"{path.stem}{random.choice((number, divided(' ')(number)))}.xlsx"))
            planted.append(Planted(number, f"name of {path.name}"))
    if random.random() < 0.3:
        number = random.choice(numbers)
        (folder / f"{number}.docx").write_bytes(b"no workbook")
        planted.append(Planted(number, "name of a foreign file"))
    return planted


def _into_cell(
    path: Path, rows: Rows, number: str, folder: Path, random: Random, columns: frozenset[str]
) -> Planted | None:
    free = [one for one in rows.columns if one in columns - PRIVATE]
    if not free:
        return None
    heading = random.choice(free)
    own = (rows.sheet.cell(row, rows.columns[heading]) for row in random.sample(rows.numbers, len(rows.numbers)))
    cell = next(one for one in own if not isinstance(one, MergedCell))
    spelled: Any = random.choice(SPELLINGS)(number)
    if random.random() < 0.15 and number.isdigit() and len(number) < 16:
        spelled = int(number)  # as Excel makes of it
    cell.value = f"{cell.value}{spelled}" if random.random() < 0.2 and isinstance(spelled, str) else spelled
    return Planted(number, f"{os.path.relpath(path, folder)} {rows.sheet.title} {cell.row} {heading} {spelled!r}")


def _elsewhere(books: dict[Path, Any], random: Random, numbers: list[str]) -> Iterator[Planted]:
    """In titles, headings, names of sheets, comments, properties, a number that is its own unknown column."""
    for path, book in books.items():
        number = random.choice(numbers)
        spelled = random.choice(SPELLINGS)(number)
        sheet = random.choice(book.worksheets)
        match random.randrange(8):
            case 0:
                sheet.title = f"{sheet.title[:8]}{number}"
            case 1:
                sheet["A1"].comment = Comment(spelled, number)
            case 2:
                book.properties.title = book.properties.creator = number
            case 3 if rows := rows_of(sheet):
                sheet.cell(rows.first - 1, sheet.max_column + 1).value = spelled
            case 4 if (rows := rows_of(sheet)) and rows.first > 2:
                sheet["A1"].value = f"{sheet['A1'].value} {spelled}"
            case 5:
                book.create_sheet(f"备用{number}")["A1"] = spelled
            case _:
                continue
        yield Planted(number, f"{path.name} {sheet.title}, outside of its rows")
