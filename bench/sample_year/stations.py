"""A workstation's workbook: the rows of the year in the spelling, column order and habits of its office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bench.sample_year.looks import Cell, Head, Table, heads, workbook
from bench.sample_year.offices import Office, Sheet
from bench.sample_year.rows import Row, Value, of_station
from bench.sample_year.year import Year

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_WIDTHS = {
    head.text: head.width
    for head in heads(
        "序号:6 特派员编号:11 特派员姓名:13 服务企业:42 服务类型:11 服务天数:9 服务内容:36 佐证材料:20 日期:14 "
        "结束日期:14 项目名称:36 名称:34 抽查单位:30 工作站:16 备注:12 月份:10"
    )
}
_WIDE = heads("特派员编号:11 特派员姓名:13 " + " ".join(f"{month}月:13" for month in range(1, 13)) + " 备注:10")


def station_workbook(year: Year, office: Office) -> bytes:
    """The workbook of one workstation."""
    tables = [_table(year, office, sheet) for sheet in office.sheets]
    return workbook(tables, office.look, office.keeper)


def _table(year: Year, office: Office, sheet: Sheet) -> Table:
    rows = [row for row in of_station(year, sheet.form, office.station) if sheet.part(_day(row))]
    if sheet.wide:
        columns_shown, body = _wide(year, office, rows)
    else:
        columns = [entry.partition("=")[::2] for entry in sheet.columns.split()]
        columns_shown = tuple(_head(written, meant or written) for written, meant in columns)
        body = tuple(
            tuple(_cell(office, meant or written, row, number) for written, meant in columns)
            for number, row in enumerate(rows, 1)
        )
    foot = f"填表人：{office.keeper}　　　　审核人：{office.checker}　　　　填表日期：2024年12月31日"
    return Table(sheet.name, sheet.title, f"填报单位：东胜区{office.station}", columns_shown, body, foot)


def _day(row: Row) -> dt.date:
    day = row.get("日期")
    return day if isinstance(day, dt.date) else dt.date(2024, 1, 1)


def _head(written: str, meant: str) -> Head:
    return Head(written.replace("|", "\n"), _WIDTHS.get(meant, 14), total=meant == "服务天数")


def _wide(year: Year, office: Office, rows: Sequence[Row]) -> tuple[tuple[Head, ...], tuple[tuple[Cell, ...], ...]]:
    """月报 with one row a person and one column a month; a month without a report is left empty."""
    months = [f"{month:02d}" for month in range(1, 13)]
    sent = {(row["特派员编号"], row["月份"]): row["报送日期"] for row in rows}
    body = []
    for person in year.people:
        if person.station == office.station:
            days = (sent.get((person.id, month)) for month in months)
            dates = (office.date(day) if isinstance(day, dt.date) else None for day in days)
            body.append((person.id, _spelled(office, person.name), *dates, None))
    return _WIDE, tuple(body)


def _cell(office: Office, heading: str, row: Row, number: int) -> Cell:
    """One value in this office's spelling. 序号 and 录入人 are the office's own columns."""
    own: Row = {"序号": number, "录入人": office.keeper}
    value = own[heading] if heading in own else row.get(heading)
    shown = _shown(office, heading, value)
    slip = office.full_width_every and number % office.full_width_every == 0 and heading in ("日期", "服务天数")
    return str(shown).translate(_FULL_WIDTH) if slip and not isinstance(shown, dt.date) else shown


def _shown(office: Office, heading: str, value: Value) -> Cell:
    if isinstance(value, bool):
        return office.yes_no[0 if value else 1]
    if isinstance(value, tuple):
        return office.joiner.join(value)
    if isinstance(value, dt.date):
        return office.date(value)
    if heading == "特派员姓名":
        return _spelled(office, str(value))
    if heading == "月份":
        return office.month(int(str(value)))
    if heading == "合同金额" and isinstance(value, int):
        return office.money(value)
    return value


def _spelled(office: Office, name: str) -> str:
    name = name.replace("\u00b7", office.dot)
    return "\u3000".join(name) if office.spaced and len(name) == 2 else name
