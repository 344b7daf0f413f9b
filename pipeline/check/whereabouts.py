"""How a place of the input is said: whole, within its workbook, as a cell; and several places together.

Only the names that may be shown are said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.chinese.lists import rows
from pipeline.problems import Place

MOST_PIECES = 10  # of rows in one sentence


def at(place: Place) -> str:
    """A place in words: 名册.xlsx「特派员」第 7 行「身份证号」."""
    return place.shown_workbook + within(place)


def within(place: Place) -> str:
    """The same within its workbook, as far as it is known: 「特派员」第 7 行「身份证号」."""
    sheet = f"「{place.shown_sheet}」" if place.sheet else ""
    row = f"第 {place.row} 行" if place.row else ""
    column = f"「{place.column}」" if place.column else ""
    return f"{sheet}{row}{column}"


def cell(place: Place) -> str:
    """E7, or nothing where it is no cell."""
    return f"{place.letter}{place.row}" if place.letter and place.row else ""


def by_sheet(places: Iterable[Place]) -> list[list[Place]]:
    """The places of each sheet together, in the order of their first."""
    sheets: dict[tuple[str, str | None], list[Place]] = {}
    for place in places:
        sheets.setdefault((place.workbook, place.sheet), []).append(place)
    return list(sheets.values())


def elsewhere(others: Sequence[Place]) -> str:
    """The further places of a problem, rows of one sheet drawn together.

    另有 6 处同类问题：台账/甲.xlsx「服务日志」第 5–9、12 行。
    """
    said = (
        at(places[0]) if len(places) == 1 else f"{at(places[0].of_sheet)}{_cells(places)}"
        for places in by_sheet(others)
    )
    return f"另有 {len(others)} 处同类问题：{'；'.join(said)}。" if others else ""


def row_list(numbers: Iterable[int]) -> str:
    """第 5–9、12 行; rows in many pieces are counted."""
    ordered = sorted(set(numbers))
    text = rows(ordered)
    many = text.count("、") >= MOST_PIECES
    return f"第 {ordered[0]} 行到第 {ordered[-1]} 行之间的 {len(ordered)} 行" if many else text


def sheet_after(places: Sequence[Place], first: Place) -> str:
    """Several places of one sheet, by their rows, said after `first`: what it has told already is not said again."""
    sheet = places[0].of_sheet
    named = "" if sheet == first.of_sheet else within(sheet) if sheet.workbook == first.workbook else at(sheet)
    return named + row_list(place.row for place in places if place.row)


def _cells(places: Sequence[Place]) -> str:
    """Several places of one sheet: their rows; their cells where several stand in one row."""
    numbers = [place.row for place in places if place.row]
    cells = [cell(place) for place in places if cell(place)]
    if len(set(numbers)) < len(places) == len(cells):
        return f"单元格 {'、'.join(cells)}"
    return rows(numbers)
