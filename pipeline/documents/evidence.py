"""Where the rows behind a figure stand, said on every document that names its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.chinese.lists import NONE, rows
from pipeline.problems import Source


def evidence(sources: Iterable[Source]) -> str:
    """By workbook and sheet: 台账/甲.xlsx「服务日志」第 5–9、 12 行；…

    A space follows each 、 because LibreOffice else breaks long lists within a row number.
    """
    found: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        found.setdefault((source.workbook, source.sheet), []).append(source)
    places = [_in_sheet(found[place]) for place in sorted(found)]
    return "；".join(places) or NONE


def _in_sheet(sources: list[Source]) -> str:
    place = sources[0].at()
    numbers = rows(source.row for source in sources).replace("、", "、 ")
    return f"{place.shown_workbook}「{place.shown_sheet}」{numbers}"
