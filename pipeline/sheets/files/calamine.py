"""The one door to python-calamine: the values of every worksheet of a workbook, or a refusal."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pipeline.sheets.grid import Cell, Grid, Refused


def value_grids(data: bytes) -> list[Grid]:
    """The worksheets of an .xlsx file with their values, without merges and flaws.

    The memory goes with the rectangle around each sheet's filled cells: see to it before. Raises
    `Refused("encrypted")` and, for a file that breaks off or contradicts itself, `Refused("truncated")`.
    """
    try:
        with _unheard(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return list(_grids(workbook))
    except PasswordError as error:
        raise Refused("encrypted") from error
    except CalamineError as error:
        raise Refused("truncated") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust's own assertions become; no subclass of Exception
            raise
        raise Refused("truncated") from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Nothing said on the standard error meanwhile: Rust tells of its failed assertions there, past Python."""
    try:
        kept = os.dup(2)
    except OSError:  # a program without a console
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _grids(workbook: CalamineWorkbook) -> Iterator[Grid]:
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        rows = cast(list[list[Cell]], sheet.to_python())
        top, left = sheet.start or (0, 0)
        width = len(rows[0]) if rows else 0
        numbers, columns = range(top + 1, top + 1 + len(rows)), range(left + 1, left + 1 + width)
        yield Grid(about.name, rows, numbers, columns, about.visible is not SheetVisibleEnum.Visible)
