"""What one cell becomes: both sides of each spelling that offices use."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from pipeline.sheets.declare import Kind
from pipeline.sheets.values.converting import converter, is_nothing

SECOND = dt.date(2024, 7, 2)


def read(kind: Kind, cell: object, unit: str = "") -> object:
    return converter(kind, 2024, unit)(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        SECOND,
        dt.datetime(2024, 7, 2, 9, 30),
        45475,
        45475.0,
        45475.4,
        "45475",
        "2024.7.2",
        "2024-7-2",
        "2024/07/02",
        "2024\\7\\2",
        "2024年7月2日",
        "2024年7月2号",
        "2024年 7月 2日 ",
        "2024. 7. 2",
        "２０２４．７．２",
        "2024。7。2",
        "2024.7.2.",
        "2024‑7‑2",
        "2024−7−2",
        "20240702",
        20240702.0,
        "7月2日",
        "７月２日",
        "2024-07-02 09:30:00",
        "2024-07-02T09:30",
        "2024年7月2日9时30分",
        "2024年7月2日上午9:30",
        "2024.7.2（星期二）",
        "2024/7/2 周二",
        "2024年7月2日下午",
        "二〇二四年七月二日",
        "七月二日",
        "2024\n年7月2日",
    ],
)
def test_a_date_is_understood(cell: object) -> None:
    assert read(Kind.DATE, cell) == SECOND


@pytest.mark.parametrize("cell", ["2024.7", "2024年7月", "2024-07", "2024/7", "202407", 202407.0, 2024.7, 2024.12])
def test_a_month_without_its_day_is_not_guessed(cell: object) -> None:
    assert read(Kind.DATE, cell) == "ambiguous_date"


@pytest.mark.parametrize(
    "cell",
    [
        *("2024-02-30", "2024.13.1", "20241301", "7月32日", "2月30日", "七月二三日"),
        *("明天", "2024", "2024.13", "13.1", "7.32", "2024.7.2-7.4", "2024-7-2009:30", "2024.7.2 待定"),
        *(2024.0, 3.0, 99999.0, True, dt.time(9, 30)),
    ],
)
def test_no_date_is_made_of_anything_else(cell: object) -> None:
    assert read(Kind.DATE, cell) == "not_a_date"


@pytest.mark.parametrize("cell", [7.1, 7.2, 12.31, "7.10", "7.1", "07.10", "１２．５"])
def test_a_month_and_day_with_a_point_is_not_guessed(cell: object) -> None:
    """A cell takes 7.10 for the number 7.1: nobody can tell the tenth of July from the first."""
    assert read(Kind.DATE, cell) == "ambiguous_day"


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("1", (None, 1)),
        (1.0, (None, 1)),
        ("1月", (None, 1)),
        ("01月份", (None, 1)),
        ("一月", (None, 1)),
        ("十二月", (None, 12)),
        ("十月", (None, 10)),
        ("2024年1月", (2024, 1)),
        ("2024年1月份", (2024, 1)),
        ("2024-01", (2024, 1)),
        ("2024/1", (2024, 1)),
        ("2024.1", (2024, 1)),
        ("2024.10", (2024, 10)),
        ("202401", (2024, 1)),
        (202401.0, (2024, 1)),
        (2024.11, (2024, 11)),
        (dt.date(2024, 1, 31), (2024, 1)),
        ("2024-01-31", (2024, 1)),
    ],
)
def test_a_month_is_understood(cell: object, month: tuple[int | None, int]) -> None:
    assert read(Kind.MONTH, cell) == month


@pytest.mark.parametrize("cell", ["13月", "0", "一二月", "第一季度", "202413", "1-3月", 0.0, 1.5, True, 2024.1])
def test_no_month_is_made_of_anything_else(cell: object) -> None:
    """The number 2024.1 may be January, or October typed as 2024.10."""
    assert read(Kind.MONTH, cell) == "not_a_month"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1.0, "1"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        ("1.5天", "1.5"),
        ("１．５ 天", "1.5"),
        ("半天", "0.5"),
        ("半日", "0.5"),
        ("三天", "3"),
        ("两天", "2"),
        ("十二天", "12"),
        ("1天半", "1.5"),
        ("一天半", "1.5"),
        ("2个工作日", "2"),
        ("1,200", "1200"),
        ("-1", "-1"),
        ("0", "0"),
        ("35人次", "35"),
    ],
)
def test_a_number_is_understood(cell: object, number: str) -> None:
    assert read(Kind.NUMBER, cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell",
    [
        "约2天",
        "两三天",
        "三五天",
        "十几天",
        "2三天",
        "2十天",
        "十3天",
        "一百天",
        "4小时",
        "2-3",
        "1,20",
        "若干",
        "1.2.3",
        "nan",
        "1e5",
        True,
        SECOND,
        "2万",
    ],
)
def test_no_number_is_made_of_anything_else(cell: object) -> None:
    assert read(Kind.NUMBER, cell) == "not_a_number"


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (1200.0, "", "1200"),
        ("1,200元", "", "1200"),
        ("￥1,200.50", "", "1200.5"),
        ("人民币1200元整", "", "1200"),
        ("12.5万元", "", "125000"),
        ("12.5万", "", "125000"),
        (12.5, "万元", "125000"),
        ("12.5", "万元", "125000"),
        ("300元", "万元", "300"),
        (0.1, "万元", "1000"),
    ],
)
def test_money_is_yuan(cell: object, unit: str, yuan: str) -> None:
    assert read(Kind.MONEY, cell, unit) == Decimal(yuan)


@pytest.mark.parametrize("cell", ["12万5", "约1万元", "$5", "壹佰元", True])
def test_no_money_is_made_of_anything_else(cell: object) -> None:
    assert read(Kind.MONEY, cell) == "not_a_number"


@pytest.mark.parametrize("cell", ["是", "√", "✓", "有", "1", "１", 1.0, "Y", "y", "yes", True, " 是 "])
def test_yes(cell: object) -> None:
    assert read(Kind.YES_NO, cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "✗", "x", "X", "无", "0", 0.0, "N", "no", False])
def test_no(cell: object) -> None:
    assert read(Kind.YES_NO, cell) is False


@pytest.mark.parametrize("cell", ["部分", "2", 2.0, "是/否", "不详"])
def test_neither_yes_nor_no(cell: object) -> None:
    assert read(Kind.YES_NO, cell) == "not_yes_no"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张　三", "张三"),
        ("张 三\n", "张三"),
        ("\u200b张\u00a0三\ufeff", "张三"),
        ("乌云·其其格", "乌云·其其格"),
        ("乌云•其其格", "乌云·其其格"),
        ("乌云‧其其格", "乌云·其其格"),
        ("乌云・其其格", "乌云·其其格"),
        ("乌云．其其格", "乌云·其其格"),
        ("乌云.其其格", "乌云·其其格"),
        ("乌云 · 其其格", "乌云·其其格"),
        ("𠮷田", "𠮷田"),
        ("李\U00020bb7", "李\U00020bb7"),
        ("J. Smith", "J. Smith"),
        ("John   Smith", "John Smith"),
    ],
)
def test_a_name_is_written_in_one_way(cell: str, name: str) -> None:
    assert read(Kind.NAME, cell) == name


def test_firms_have_full_width_brackets_and_no_spaces() -> None:
    assert read(Kind.FIRM, " 东胜 (甲) 科技\n有限公司") == "东胜（甲）科技有限公司"


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "甲公司、乙厂",
            "甲公司;乙厂",
            "甲公司；乙厂",
            "甲公司,乙厂",
            "甲公司，乙厂",
            "甲公司\n乙厂",
            "甲公司、\n乙厂、",
        ),
        *("1.甲公司\n2.乙厂", "1、甲公司\n2、乙厂", "甲公司、甲公司、乙厂"),
    ],
)
def test_several_firms_in_one_cell(cell: str) -> None:
    assert read(Kind.FIRMS, cell) == ("甲公司", "乙厂")


def test_a_firm_that_begins_with_a_number_keeps_it() -> None:
    assert read(Kind.FIRMS, "360科技公司") == ("360科技公司",)


def test_an_identifier_is_upper_case_without_spaces() -> None:
    assert read(Kind.IDENTIFIER, "91350100m 000100ｙ43") == "91350100M000100Y43"


@pytest.mark.parametrize("cell", [1.5e17, 123456.0, "1.50001E+17"])
def test_an_identifier_kept_as_a_number_is_refused(cell: object) -> None:
    assert read(Kind.IDENTIFIER, cell) == "id_as_number"


@pytest.mark.parametrize(
    ("cell", "text"), [(5.0, "5"), (13900000000.0, "13900000000"), (1.5, "1.5"), (123456789012345.0, "123456789012345")]
)
def test_a_number_in_a_text_column_keeps_its_digits(cell: float, text: str) -> None:
    assert read(Kind.TEXT, cell) == text


@pytest.mark.parametrize("cell", [1234567890123456.0, 6.2e18, "6.21700E+18"])
def test_a_number_that_has_lost_digits_is_refused(cell: object) -> None:
    assert read(Kind.TEXT, cell) == "digits_lost"


def test_text_keeps_its_inner_lines_and_punctuation() -> None:
    assert read(Kind.TEXT, "  讲解政策（两次）；\r\n答疑 ") == "讲解政策（两次）；\n答疑"
    assert read(Kind.TEXT, SECOND) == "2024-07-02"


@pytest.mark.parametrize("cell", ["", "  ", "-", "/", "—", "——", " / ", "－"])
def test_a_dash_alone_is_no_value(cell: str) -> None:
    assert all(is_nothing(cell, kind) for kind in Kind)


def test_none_is_an_answer_in_a_yes_no_column_and_no_value_in_a_date() -> None:
    assert is_nothing("无", Kind.DATE)
    assert is_nothing("无", Kind.FIRMS)
    assert not is_nothing("无", Kind.YES_NO)
    assert not is_nothing("无", Kind.TEXT)
    assert not is_nothing(0.0, Kind.NUMBER)
