"""How dates, figures and places are said."""

import datetime as dt
from decimal import Decimal

import pytest

from pipeline.chinese.wording import evidence, figure, money, numeral, percent, rows, short_day, shortfall, term, yuan
from pipeline.problems import Source


@pytest.mark.parametrize(
    "numbers, said",
    [
        ([], ""),
        ([7], "第 7 行"),
        ([9, 5, 7, 6, 8, 12], "第 5–9、12 行"),
        ([5, 6, 9], "第 5、6、9 行"),  # two neighbours are no range
        ([5, 5, 5], "第 5 行"),
    ],
)
def test_rows_are_drawn_together(numbers: list[int], said: str) -> None:
    assert rows(numbers) == said


def test_evidence_goes_by_workbook_and_sheet() -> None:
    places = [("台账/乙.xlsx", "月报", 4), ("台账/甲.xlsx", "服务日志", 6), ("台账/甲.xlsx", "服务日志", 5)]
    places += [("台账/甲.xlsx", "服务日志", row) for row in range(7, 40)]
    sources = [Source(*place) for place in places]
    assert evidence(sources) == "台账/乙.xlsx「月报」第 4 行；台账/甲.xlsx「服务日志」第 5–39 行"
    assert evidence([]) == "无"


def test_a_date_is_not_padded_and_an_unknown_one_is_a_blank() -> None:
    assert term(dt.date(2024, 7, 2), None) == "2024年7月2日至　　年　月　日"
    assert short_day(dt.date(2024, 12, 5)) == "12.5"
    assert short_day(None) == ""


def test_what_is_short_of_the_whole_never_reads_as_the_whole() -> None:
    assert percent(Decimal("0.9999")) == "99.9%"
    assert percent(Decimal(1)) == "100%"
    assert percent(Decimal(34) / 30) == "113.3%"
    assert percent(Decimal(0)) == "0%"


def test_figures_carry_their_unit() -> None:
    assert figure(Decimal("29.50"), "天") == "29.5天"
    assert figure(Decimal("1E+2"), "人") == "100人"
    assert figure(Decimal("97.56"), "%") == "97.6%"
    assert shortfall(Decimal(9), "天") == "9天"
    assert shortfall(Decimal("2.44"), "%") == "2.4个百分点"


def test_cents_are_said_only_where_there_are_some() -> None:
    assert (yuan(Decimal("12000.00")), yuan(Decimal("800.4")), money(Decimal(5))) == ("12,000元", "800.40元", "5.00")


@pytest.mark.parametrize("value, said", [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_count_in_chinese(value: int, said: str) -> None:
    assert numeral(value) == said
