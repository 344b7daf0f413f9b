"""How to reach and pay a commissioner; nobody's number stands in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.rules import count
from pipeline.rules.contacts import phones_are_numbers
from tests.rules.builders import PLAN, Person, person, said, year


def with_row(id: str, **fields: str) -> Person:
    one = person(id)
    return replace(one, commissioner=replace(one.commissioner, **fields))


@pytest.mark.parametrize("phone", ["13900000001", "0477-8000001", "8000001", "0477 8000001转2", ""])
def test_a_phone_that_can_be_dialled_passes(phone: str) -> None:
    assert said("phone", year(with_row("T001", phone=phone))) == []


def test_a_phone_with_a_digit_too_few_is_an_error() -> None:
    (sentence,) = said("phone", year(with_row("T001", phone="1390000001")))
    assert sentence.endswith(
        "「联系电话」：T001 其其格·苏 联系电话有 10 位数字，既不是 11 位的手机号，也不是带区号的固定电话或 7 至 8 位的本地号码。"
        "请核对是否多写或少写了数字。"
    )


def test_a_letter_in_a_phone_is_an_error_that_names_the_letter_alone() -> None:
    (sentence,) = said("phone", year(with_row("T001", phone="1390000000l")))
    assert sentence.endswith(
        "T001 其其格·苏 联系电话中有数字以外的字（l）。请只填号码；几个号码用顿号分开，分机写作 转803。"
    )


@pytest.mark.parametrize(
    ("phone", "severity"),
    [("1390000001", "doubt"), ("8000001", ""), ("无", ""), ("待补", ""), ("/", ""), ("见名片", "doubt")],
)
def test_a_firm_s_phone_is_on_no_paper_and_only_a_doubt(phone: str, severity: str) -> None:
    dataset = year(person("T001"))
    firms = tuple(replace(firm, phone=phone) for firm in dataset.enterprises[:1])
    found = list(phones_are_numbers(replace(dataset, enterprises=firms), PLAN, count(dataset, PLAN)))
    assert [one.severity for one in found] == [severity] * bool(severity)


@pytest.mark.parametrize(
    "account", ["6200000000000000018", "6200 0000 0000 0000 018", "1234567890123456", "62170000", ""]
)
def test_a_card_whose_last_digit_checks_passes_and_so_does_what_is_no_card(account: str) -> None:
    assert said("card_number", year(with_row("T001", bank_account=account))) == []


@pytest.mark.parametrize("account", ["6200000000000000017", "6200 0000 0000 0000 081", "6200000000000001"])
def test_a_card_with_a_mistyped_digit_is_a_doubt(account: str) -> None:
    (sentence,) = said("card_number", year(with_row("T001", bank_account=account)))
    assert sentence.endswith(
        "「银行账号」：T001 其其格·苏 银行卡号的校验位不符，至少有一位写错。请按银行卡逐位核对；不是银行卡号的，不必处理。"
    )


@pytest.mark.parametrize("account", ["12345678", "6217 0000 0000 0000 001", "1" * 32, ""])
def test_an_account_of_digits_passes(account: str) -> None:
    assert said("bank_account", year(with_row("T001", bank_account=account))) == []


@pytest.mark.parametrize("account", ["1234567", "1" * 33, "6200abc000", "无", "6217****0001"])
def test_an_account_that_is_no_number_is_an_error_and_not_repeated(account: str) -> None:
    (sentence,) = said("bank_account", year(with_row("T001", bank_account=account)))
    assert sentence.endswith("银行账号不是 8 至 32 位的数字。请按银行卡或存折更正；没有的请留空。")
    assert account not in sentence.split("：", 1)[1] or account == "无"


def test_one_account_for_two_people_is_a_doubt_about_both() -> None:
    people = [
        with_row(id, bank_account=number)
        for id, number in (("T001", "62170000"), ("T002", "6217 0000"), ("T003", "62170001"))
    ]
    first, second = said("same_account", year(*people))
    assert "T001 其其格·苏 银行账号与 T002" in first and "T002" in second and "与 T001" in second


def test_of_many_who_share_an_account_ten_are_named() -> None:
    """Each names some of the others, not all: a column that is filled with one number must not fill the list."""
    people = [with_row(f"T{number:03}", bank_account="00000000") for number in range(1, 13)]
    first, *_, last = said("same_account", year(*people))
    assert "T001 其其格·苏 银行账号与 T002 李娜（名册.xlsx「特派员」第 4 行「银行账号」）、T003 王𬭩（" in first
    assert "、T011 某011（名册.xlsx「特派员」第 13 行「银行账号」）等 11 人 相同。" in first
    assert "T012 某012 银行账号与 T001 其其格·苏（" in last and "、T010 某010（" in last and "）等 11 人 相同。" in last
    (one, *_) = said("same_account", year(*people[:11]))
    assert "、T011 某011（名册.xlsx「特派员」第 13 行「银行账号」） 相同。" in one


@pytest.mark.parametrize(
    ("established", "people", "name", "asked"),
    [
        ("甲乙丙丁戊工作站", 3, "子丑丙丁戊工作站", True),  # 6 characters of 8 and 8 are alike: just 75 %
        ("甲乙丙丁戊己工作站", 3, "子丑丙丁戊己寅工作站", False),  # 7 of 9 and 10: 74 %
        ("甲乙丙丁戊工作站", 2, "子丑丙丁戊工作站", False),  # two people do not make sure that the other name is right
    ],
)
def test_how_like_and_how_large_the_other_workstation_must_be(
    established: str, people: int, name: str, asked: bool
) -> None:
    many = [with_row(f"T00{number}", workstation=established) for number in range(1, people + 1)]
    assert len(said("workstation", year(*many, with_row("T009", workstation=name)))) == asked


def test_two_people_of_one_workstation_have_not_mistyped_it() -> None:
    many = [with_row(f"T00{number}", workstation="能源装备工作站") for number in (1, 2, 3)]
    two = [with_row(f"T00{number}", workstation="能源装备站") for number in (4, 5)]
    assert said("workstation", year(*many, *two)) == []


@pytest.mark.parametrize(
    ("name", "asked"), [("能源装备站", True), ("能源装备工作站", False), ("农牧生物工作站", False)]
)
def test_a_workstation_of_one_that_is_like_another_is_a_doubt(name: str, asked: bool) -> None:
    people = [with_row(f"T00{number}", workstation="能源装备工作站") for number in (1, 2, 3)]
    found = said("workstation", year(*people, with_row("T004", workstation=name)))
    assert [("所属工作站“能源装备站”只有这一人，与“能源装备工作站”相近" in sentence) for sentence in found] == [
        True
    ] * asked
