"""Where the rows behind a figure stand."""

from decimal import Decimal

import pytest

from pipeline.documents.evidence import evidence_of
from pipeline.problems import Source
from pipeline.rules.tally import Part
from pipeline.sheets.places import Shown


def test_evidence_goes_by_workbook_and_sheet() -> None:
    places = [("台账/乙.xlsx", "月报", 4), ("台账/甲.xlsx", "服务日志", 6), ("台账/甲.xlsx", "服务日志", 5)]
    places += [("台账/甲.xlsx", "服务日志", row) for row in range(7, 40)]
    alike = [Part(Source(*place), Decimal(1)) for place in places]
    assert evidence_of(alike, "次") == "台账/乙.xlsx「月报」第 4 行；台账/甲.xlsx「服务日志」第 5–39 行"


def test_a_workbook_named_after_a_telephone_is_named_as_it_may_be_shown() -> None:
    shown = Shown("台账（号码略）.xlsx", "服务日志")
    alike = [Part(Source("台账13900000001.xlsx", "服务日志", row, shown=shown), Decimal(1)) for row in (5, 6)]
    assert evidence_of(alike, "次") == "台账（号码略）.xlsx「服务日志」第 5、 6 行"


def parts(*counted: tuple[str, int, str]) -> list[Part]:
    """Of rows of 服务日志 in these workbooks, how much of each counted."""
    return [Part(Source(book, "服务日志", row), Decimal(share)) for book, row, share in counted]


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (
            [("甲.xlsx", 5, "1"), ("甲.xlsx", 6, "1"), ("乙.xlsx", 9, "1")],
            "乙.xlsx「服务日志」第 9 行；甲.xlsx「服务日志」第 5、 6 行",
        ),
        (
            [*(("甲.xlsx", row, "1") for row in range(5, 9)), ("甲.xlsx", 9, "0.5"), ("甲.xlsx", 10, "2.50")],
            "甲.xlsx「服务日志」第 10 行计 2.5 天，第 5–8 行各计 1 天，第 9 行计 0.5 天",
        ),
        (
            [("甲.xlsx", 5, "1"), ("甲.xlsx", 6, "0"), ("乙.xlsx", 9, "1"), ("乙.xlsx", 12, "0"), ("乙.xlsx", 13, "0")],
            "乙.xlsx「服务日志」第 9 行计 1 天，第 12、 13 行不计；甲.xlsx「服务日志」第 5 行计 1 天，第 6 行不计",
        ),
        (
            [("宽表.xlsx", 3, "1")] * 9 + [("甲.xlsx", 4, "1")],
            "宽表.xlsx「服务日志」第 3 行计 9 天；甲.xlsx「服务日志」第 4 行计 1 天",
        ),
        ([], "无"),
    ],
)
def test_the_rows_add_up_to_their_figure(counted: list[tuple[str, int, str]], said: str) -> None:
    assert evidence_of(parts(*counted), "天") == said
