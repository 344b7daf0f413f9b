"""Rows written as a file of each kind that the pipeline reads, in the one way a case asks for."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from random import Random

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.fuzz.years import Rows

Sheets = Mapping[str, Rows]
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
EPOCH = dt.datetime(1899, 12, 30)


def as_xlsx(sheets: Sheets, random: Random) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "nan_inf_to_errors": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title.translate(_FORBIDDEN)[:31] or None)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date | dt.time):
                    sheet.write_datetime(at, column, _writable(cell), day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(at, column, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(at, column, cell, day if random.random() < 0.05 else None)
                elif str(cell).startswith("=") and random.random() < 0.7:
                    sheet.write_formula(at, column, str(cell), value=random.choice((0, "", "#N/A", "2024.7.2")))
                elif cell != "":
                    sheet.write_string(at, column, _clean(str(cell))[:32_767])
        _arrange(sheet, rows, random)
    book.close()
    return target.getvalue()


def _arrange(sheet: xlsxwriter.worksheet.Worksheet, rows: Rows, random: Random) -> None:
    """Merges, hidden rows and columns, filters, comments: whatever a case draws."""
    height, width = max(len(rows), 2), max(map(len, rows), default=2)
    for _ in range(random.choice((0, 0, 1, 3))):
        top, left = random.randrange(height), random.randrange(max(width, 1))
        sheet.merge_range(top, left, top + random.randrange(1, 4), left + random.randrange(3), "")
        break  # a second one might overlap, which Excel refuses
    for row in random.sample(range(height), random.choice((0, 0, 1))):
        sheet.set_row(row, None, None, {"hidden": True})
    if random.random() < 0.2:
        sheet.set_column(random.randrange(max(width, 1)), 3, None, None, {"hidden": True})
    if random.random() < 0.1:
        sheet.hide()
    if random.random() < 0.2:
        sheet.write_comment(0, 0, "请核对")


def as_xls(sheets: Sheets, random: Random) -> bytes:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title.translate(_FORBIDDEN)[:31] or "x", cell_overwrite_ok=True)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date | dt.time):
                    sheet.write(at, column, (_writable(cell) - EPOCH).days, day)
                elif isinstance(cell, bool | int | float):
                    sheet.write(at, column, cell if isinstance(cell, bool) else float(cell))
                elif cell != "":
                    sheet.write(at, column, _clean(str(cell))[:32_767])
            if random.random() < 0.05:
                sheet.row(at).hidden = True
                sheet.row(at).set_cell_error(random.randrange(9), 42)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_ods(sheets: Sheets, random: Random) -> bytes:
    document = OpenDocumentSpreadsheet()
    for title, rows in sheets.items():
        table = Table(name=title or "x")
        for row in rows:
            more = {"visibility": "filter"} if random.random() < 0.05 else {}
            line = TableRow(**more)
            for cell in row:
                line.addElement(_ods_cell(cell, random))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _ods_cell(cell: object, random: Random) -> TableCell:
    spans = {"numberrowsspanned": "2", "numbercolumnsspanned": "1"} if random.random() < 0.02 else {}
    if isinstance(cell, bool):
        made = TableCell(valuetype="boolean", booleanvalue=str(cell).lower(), **spans)
    elif isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=repr(cell), **spans)
    elif isinstance(cell, dt.date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat(), **spans)
    elif cell == "":
        return TableCell()
    else:
        made = TableCell(valuetype="string", **spans)
    made.addElement(P(text=_clean(str(cell))))
    return made


def as_csv(sheets: Sheets, random: Random) -> bytes:
    mark = random.choice((",", ",", "\t", ";"))
    lines = []
    for rows in sheets.values():
        for row in rows:
            lines.append(
                mark.join(f'"{cell}"' if any(one in str(cell) for one in f'{mark}"\n') else str(cell) for cell in row)
            )
    text = random.choice(("\n", "\r\n", "\r")).join(lines)
    return text.encode(random.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")


def _writable(moment: dt.date | dt.time) -> dt.datetime:
    if isinstance(moment, dt.time):
        return dt.datetime.combine(dt.date(1900, 1, 1), moment)
    found = moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
    return found if found.year >= 1900 else dt.datetime(1900, 1, 1)


def _clean(text: str) -> str:
    """What the writing libraries can encode; what they cannot comes in by mutated XML and bytes."""
    return "".join(one for one in text if one >= " " or one in "\n\t").encode("utf-8", "replace").decode()


WRITERS: dict[str, Callable[[Sheets, Random], bytes]] = {"xlsx": as_xlsx, "xls": as_xls, "ods": as_ods, "csv": as_csv}
