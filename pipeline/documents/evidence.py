"""Where the rows behind a figure stand, said on every document that names its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.chinese.figures import number
from pipeline.chinese.lists import NONE, listed, rows
from pipeline.problems import Source
from pipeline.rules.tally import Part

WHOLE = Decimal(1)


def evidence(sources: Iterable[Source]) -> str:
    """By workbook and sheet: 台账/甲.xlsx「服务日志」第 5–9、 12 行；…

    A space follows each 、 because LibreOffice else breaks long lists within a row number.
    """
    return evidence_of((Part(source, WHOLE) for source in sources), "")


def evidence_of(parts: Iterable[Part], unit: str) -> str:
    """How much of each row counted too, unless all of a sheet count one: 第 5–9 行各计 1 天、 第 12 行计 0.5 天.

    So the rows add up to their figure. What counts nothing is said too: its dates are taken, or another row holds.
    """
    found: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        found.setdefault((part.source.workbook, part.source.sheet), []).append(part)
    return "；".join(_in_sheet(found[place], unit) for place in sorted(found)) or NONE


def _in_sheet(parts: list[Part], unit: str) -> str:
    place = parts[0].source.at()
    by_share: dict[Decimal, list[int]] = {}
    for part in sorted(parts, key=lambda part: (-part.counted, part.source.row)):
        by_share.setdefault(part.counted, []).append(part.source.row)
    said = [_rows(numbers) + _counted(share, numbers, unit) for share, numbers in by_share.items()]
    if by_share.keys() == {WHOLE}:
        said = [_rows(by_share[WHOLE])]
    return f"{place.shown_workbook}「{place.shown_sheet}」{listed(said).replace('、第', '、 第')}"


def _rows(numbers: list[int]) -> str:
    return rows(numbers).replace("、", "、 ")


def _counted(share: Decimal, numbers: list[int], unit: str) -> str:
    """各计 1 天 of several rows, 计 0.5 天 of one, 不计 of what counts nothing."""
    several = "各" if len(set(numbers)) > 1 else ""
    return f"{several}计 {number(share)} {unit}" if share else "不计"
