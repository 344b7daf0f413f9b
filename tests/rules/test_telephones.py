"""What is a telephone number, written as offices write them, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from pipeline.rules.telephones import phone_fault


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "",
            "13900000001",
            "139 0000 0001",
            "139-0000-0001",
            "１３９００００００００",
            "+86 13900000001",
            "8613900000001",
        ),
        *("0477-8000001", "（0477）8000001", "0477 8000001", "04778000001", "010-60000001", "0471-60000001"),
        *("8000001", "80000001", "+86-477-8000001", "400-800-0001"),
        *("0477-8000001转803", "0477-8000001-803", "8000001分机803", "8000001（转803）"),
        *("13900000001、8000001", "13900000001；0477-8000001", "13900000001/13900000002", "13900000001\n8000001"),
        *("13900000001 13900000002", "13900000001，", "手机：13900000001"),
    ],
)
def test_a_number_that_can_be_dialled_is_right(cell: str) -> None:
    assert phone_fault(cell) is None


@pytest.mark.parametrize(
    ("cell", "length", "which"),
    [
        ("1390000001", 10, ""),
        ("139000000011", 12, ""),
        ("12900000001", 11, ""),
        ("13900000001.0", 12, ""),
        ("139047712", 9, ""),
        ("800000", 6, ""),
        ("0477-800000", 10, ""),
        ("0477-800000111", 13, ""),
        ("13900000001-803", 14, ""),  # a mobile has no extensions
        ("13900000001、1390000001", 10, "（第 2 个号码）"),
        ("0477-8000001/15", 2, "（第 2 个号码）"),
    ],
)
def test_a_digit_too_few_or_too_many_is_told(cell: str, length: int, which: str) -> None:
    assert phone_fault(cell) == ("", {"length": length, "which": which})


@pytest.mark.parametrize(
    ("cell", "letters"), [("1390000000l", "l"), ("139O0000001", "O"), ("无", "无"), ("某某 13900000001", "某")]
)
def test_what_is_no_digit_is_told(cell: str, letters: str) -> None:
    assert phone_fault(cell) == ("letters", {"letters": letters})


@pytest.mark.parametrize("cell", ["1" * 5000, "8000001 " * 60, "8000001-1" * 40, "2345678 " * 12 + "x", "-" * 5000])
def test_no_cell_takes_long(cell: str) -> None:
    start = time.process_time()
    phone_fault(cell)
    assert time.process_time() - start < 1
