"""Copies with our marks, put into `input/` in place of the originals, are read as the originals would be."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

from pipeline.check.year import LEFT_ALONE
from pipeline.forms import FORMS
from pipeline.intake import Intake, take_in
from pipeline.plan import read_plan
from pipeline.sheets import read_folder
from pipeline.sheets.annotating import Mark, annotated
from pipeline.sheets.files.opening import grids_of
from pipeline.sheets.front import Front, FrontColumn, FrontRow, Target, is_front

SAMPLE = Path(__file__).resolve().parents[2] / "input" / "2024"


def taken_in(folder: Path) -> Intake:
    return take_in(read_folder(folder, FORMS, 2024, LEFT_ALONE), read_plan(folder / "plan.toml"), dt.date(2024, 12, 31))


def mark_up(path: Path) -> None:
    """Put a copy with marks in each part of each sheet, on headings and titles too, in a workbook's place."""
    marks = [
        Mark(grid.sheet, grid.numbers[row], column, colour, f"错误：第 {row} 行")
        for grid in grids_of(path)
        if grid.rows and not is_front(grid)
        for row in {0, 2, len(grid.rows) // 2, len(grid.rows) - 1} & set(range(len(grid.rows)))
        for column, colour in ((None, "F8CBCB"), (grid.columns[-1], "FFF5CC"), (grid.columns[-1] + 1, "FBE2CF"))
    ]
    columns = (FrontColumn("问题", 40, link=True), FrontColumn("处理", 9, choices=("已改", "属实"), asked=True))
    rows = tuple(
        FrontRow((mark.text, "属实"), str(number), Target(mark.sheet, mark.row)) for number, mark in enumerate(marks)
    )
    made = annotated(path, marks, Front("问题", "需要核对的地方", (), columns, rows))
    assert made.lost == ()
    path.write_bytes(made.data)


def test_the_sample_year_made_of_copies_is_the_sample_year(tmp_path: Path) -> None:
    folder = tmp_path / "2024"
    shutil.copytree(SAMPLE, folder)
    workbooks = sorted(folder.rglob("*.xlsx"))
    assert len(workbooks) == 7
    for path in workbooks:
        mark_up(path)
    first = taken_in(folder)
    assert replace(first, replies={}) == taken_in(SAMPLE)
    assert first.replies.keys() == set(first.workbooks)
    for path in workbooks:
        mark_up(path)  # a copy of the copy
    assert taken_in(folder) == first
