"""Where the rows behind a figure stand, said on every document that names its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.chinese.figures import number
from pipeline.chinese.lists import NONE, rows
from pipeline.problems import Place, Source
from pipeline.rules.tally import Part

WHOLE = Decimal(1)


def evidence_of(parts: Iterable[Part], unit: str) -> str:
    """By workbook and sheet: 台账/甲.xlsx「服务日志」第 5–9、 12 行；…

    How much of each row counted too, unless they all count one: 第 5–9 行各计 1 天，第 12 行计 0.5 天.
    So the rows add up to their figure; a row that has several, as the months of a wide sheet, is said once with all.
    What counts nothing is said too: its dates are taken, or another row holds.
    A space follows each 、 because LibreOffice else breaks long lists within a row number.
    """
    of_row: dict[Place, Part] = {}
    for part in parts:
        known = of_row.get(part.source.at())
        of_row[part.source.at()] = Part(known.source, known.counted + part.counted) if known else part
    found: dict[tuple[str, str], list[Part]] = {}
    for part in of_row.values():
        found.setdefault((part.source.workbook, part.source.sheet), []).append(part)
    said = _bare if {part.counted for part in of_row.values()} <= {WHOLE} else _counted
    return "；".join(_sheet(found[place][0].source) + said(found[place], unit) for place in sorted(found)) or NONE


def _sheet(source: Source) -> str:
    place = source.at()
    return f"{place.shown_workbook}「{place.shown_sheet}」"


def _bare(parts: Iterable[Part], unit: str) -> str:
    return rows(part.source.row for part in parts).replace("、", "、 ")


def _counted(parts: Iterable[Part], unit: str) -> str:
    """The rows by how much of each counted, the most first."""
    by_share: dict[Decimal, list[Part]] = {}
    for part in sorted(parts, key=lambda part: -part.counted):
        by_share.setdefault(part.counted, []).append(part)
    return "，".join(_bare(alike, unit) + _each(share, len(alike), unit) for share, alike in by_share.items())


def _each(share: Decimal, of: int, unit: str) -> str:
    """各计 1 天 of several rows, 计 0.5 天 of one, 不计 of what counts nothing."""
    return f"{'各' if of > 1 else ''}计 {number(share)} {unit}" if share else "不计"
