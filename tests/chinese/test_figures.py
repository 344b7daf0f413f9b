"""How figures are written, one spelling a kind."""

from decimal import Decimal

import pytest

from pipeline.chinese.figures import figure, in_prose, in_yuan, money, percent, shortfall, together


def test_what_is_short_of_the_whole_never_reads_as_the_whole() -> None:
    assert percent(Decimal("0.9999")) == "99.9%"
    assert percent(Decimal(1)) == "100%"
    assert percent(Decimal(34) / 30) == "113.3%"
    assert percent(Decimal(0)) == "0%"


def test_figures_carry_their_unit() -> None:
    assert figure(Decimal("29.50"), "天") == "29.5天"
    assert figure(Decimal("1E+2"), "人") == "100人"
    assert figure(Decimal("97.56"), "%") == "97.6%"
    assert figure(Decimal(200) / 3, "%") == "66.7%"
    assert shortfall(Decimal(9), "天") == "9天"
    assert shortfall(Decimal("2.44"), "%") == "2.4个百分点"
    assert shortfall(Decimal("81.25"), "%") == "81.3个百分点"
    assert shortfall(Decimal(1) / 30, "%") == "0.1个百分点"  # short all the same
    assert shortfall(Decimal(0), "%") == "0个百分点"


def test_cents_are_said_only_where_there_are_some() -> None:
    assert (in_yuan(Decimal("12000.00")), in_yuan(Decimal("800.4")), money(Decimal(5))) == (
        "12,000元",
        "800.40元",
        "5.00",
    )


@pytest.mark.parametrize(
    "yuan, said",
    [
        ("150000", "15万元"),
        ("287200", "28.72万元"),
        ("10000", "1万元"),
        ("9999.99", "9,999.99元"),
        ("1700", "1,700元"),
        ("287248.90", "28.72万元"),
        ("12345.67", "1.23万元"),
        ("10050", "1.01万元"),  # half up
        ("-20000", "-2万元"),
        ("0", "0元"),
    ],
)
def test_money_in_prose(yuan: str, said: str) -> None:
    assert in_prose(Decimal(yuan)) == said


@pytest.mark.parametrize(
    "parts, whole, said, rounded",
    [
        (["150000", "137200"], "28.72万元", ["15万元", "13.72万元"], False),
        (["190500", "96748.90"], "28.72万元", ["19.05万元", "9.67万元"], True),
        (["190500", "1700"], "19.22万元", ["19.05万元", "0.17万元"], False),
        (["20000", "30", "0"], "2万元", ["2万元", "不足0.01万元", "0万元"], True),
        (["9000", "800.40"], "9,800.40元", ["9,000元", "800.40元"], False),
        (["100", "-100"], "0元", ["100元", "-100元"], False),
    ],
)
def test_a_sum_and_its_parts_share_a_unit(parts: list[str], whole: str, said: list[str], rounded: bool) -> None:
    amounts = [Decimal(part) for part in parts]
    assert together(sum(amounts, Decimal(0)), amounts) == (whole, said, rounded)
