"""What must be unique: each who shares a number or name is told who has it too, and where."""

from __future__ import annotations

import pytest

from tests.rules.builders import PLAN, firm, firms, found, person, said, year

CERTIFICATE, REGISTRATION = "GR202415000001", "202415060200000001"


def test_two_firms_with_one_certificate_are_both_named() -> None:
    enterprises = [firm(number, certificate_number=CERTIFICATE) for number in (1, 2)]
    assert said("same_certificate", year(person(), enterprises=[*enterprises, firm(3)])) == [
        "名册.xlsx「企业名录」第 3 行「高企证书编号」：企业1公司 高企证书编号与 企业2公司（名册.xlsx「企业名录」第 4 行「高企证书编号」） 相同。"
        "请按证书核对，更正其中有误的一个；是同一家企业的只留一行。",
        "名册.xlsx「企业名录」第 4 行「高企证书编号」：企业2公司 高企证书编号与 企业1公司（名册.xlsx「企业名录」第 3 行「高企证书编号」） 相同。"
        "请按证书核对，更正其中有误的一个；是同一家企业的只留一行。",
    ]


def test_two_firms_with_one_registration_number_are_both_named() -> None:
    enterprises = [firm(number, registration_number=REGISTRATION) for number in (1, 2)]
    first, _ = said("same_registration", year(person(), enterprises=enterprises))
    assert first == (
        "名册.xlsx「企业名录」第 3 行「入库登记编号」：企业1公司 入库登记编号与 企业2公司（名册.xlsx「企业名录」第 4 行「入库登记编号」） 相同。"
        "请按入库公告核对，更正其中有误的一个；是同一家企业的只留一行。"
    )


def test_one_name_under_two_codes_is_said_of_both() -> None:
    first, second = said("same_name", year(person(), enterprises=[firm(1, "甲（东胜）公司"), firm(2, "甲东胜公司")]))
    assert first == (
        "名册.xlsx「企业名录」第 3 行「企业名称」：甲（东胜）公司 企业名称或曾用名与另一代码的 甲东胜公司（名册.xlsx「企业名录」第 4 行「企业名称」） 相同。"
        "请按营业执照核对：是同一家企业的只留一行，不是的请在名称中写明区别。"
    )
    assert second.startswith(
        "名册.xlsx「企业名录」第 4 行「企业名称」：甲东胜公司 企业名称或曾用名与另一代码的 甲（东胜）公司（"
    )


@pytest.mark.parametrize(
    ("names", "doubted"),
    [
        ([("甲公司", ()), ("乙公司", ("甲公司",))], 2),  # renamed, and listed under the old name still
        ([("甲公司", ("丙厂",)), ("乙公司", ("丙厂",))], 2),
        ([("甲公司", ("甲厂",)), ("乙公司", ("乙厂",))], 0),
        ([("甲公司", ("甲公司",)), ("乙公司", ())], 0),  # its own former name
    ],
)
def test_former_names_count_too(names: list[tuple[str, tuple[str, ...]]], doubted: int) -> None:
    enterprises = [firm(number, name, former_names=former) for number, (name, former) in enumerate(names, 1)]
    assert len(said("same_name", year(person(), enterprises=enterprises))) == doubted


@pytest.mark.parametrize("nothing", ["", "无", "待定", "/", "暂无", "办理中"])
def test_what_says_that_there_is_no_number_is_no_number(nothing: str) -> None:
    enterprises = [firm(each, certificate_number=nothing, registration_number=nothing) for each in (1, 2)]
    dataset = year(person(), enterprises=enterprises)
    assert said("same_certificate", dataset) + said("same_registration", dataset) == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("GR202415000001", "ｇｒ2024 15000001", True),
        ("GR202415000001", "GR202415000002", False),
        ("2024-15", "202415", False),
        ("2024—15", "2024-15", True),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(first: str, second: str, same: bool) -> None:
    enterprises = [firm(1, certificate_number=first), firm(2, certificate_number=second)]
    assert bool(found("same_certificate", year(person(), enterprises=enterprises))) is same


def test_a_number_that_stands_in_every_row_does_not_fill_the_list() -> None:
    """Five thousand rows that were filled down: each names ten others."""
    one, *_ = found("same_certificate", year(person(), enterprises=firms(5000, certificate_number=CERTIFICATE)), PLAN)
    assert (len(one.facts["others"]), one.facts["in_all"]) == (10, "4999 家")  # type: ignore[arg-type]
