"""Numbers that carry their own proof. The people and firms are invented; the numbers have sequence 000."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from pipeline.check.saying import say
from pipeline.records import Enterprise
from pipeline.rules.identifiers import credit_code_fault, id_number_fault
from tests.rules.builders import PLAN, firm, found, on, person, reading, said, year

VALID = "150602198001010003"
AT = "名册.xlsx「特派员」第 3 行「身份证号」：T001 其其格·苏 "


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        pytest.param("11010519491231002X", None, id="标准附录的例子，末位X"),
        pytest.param(VALID, None, id="正确"),
        pytest.param("152701198001010004", None, id="旧区划代码"),
        pytest.param("150602198001010002", "check", id="末位错"),
        pytest.param("150602198010010003", "check", id="两位对调"),
        pytest.param("150602198013010003", "date", id="没有13月"),
        pytest.param("150602202302290000", "date", id="平年没有2月29日"),
        pytest.param("15060219800101000", "form", id="17位"),
        pytest.param("150602800101000", "form", id="15位旧号"),
        pytest.param("15060219800101000Y", "form", id="末位不是X"),
        pytest.param("1506021980010100O3", "form", id="字母O"),
        pytest.param("１50602198001010003", "form", id="全角数字"),
    ],
)
def test_an_id_number_is_wrong_only_in_form_date_or_check_character(number: str, fault: str | None) -> None:
    assert id_number_fault(number) == fault


@settings(deadline=None, derandomize=True)
@given(st.dates(min_value=on(1, 1, 1900)), st.integers(100000, 999999))
def test_one_wrong_digit_is_always_noticed(born: object, place: int) -> None:
    body = f"{place}{born:%Y%m%d}000" if getattr(born, "year", 0) > 999 else ""
    number = body + str(ric.calc_check_digit(body + "0"))
    assert id_number_fault(number) is None
    wrong = str((int(number[3]) + 1) % 10)
    assert id_number_fault(number[:3] + wrong + number[4:]) == "check"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (VALID, None),
        ("", None),
        ("150602198001010002", AT + "身份证号校验码不符，至少有一位写错。请按证件逐位核对。"),
        ("150602198013010003", AT + "身份证号中的出生日期不存在。请按证件更正。"),
        (
            "15060219800101000",
            AT + "身份证号应为 18 位（前 17 位数字，末位数字或 X），现为 17 位或含其他字符。请按证件更正。",
        ),
    ],
)
def test_a_message_says_what_is_wrong_with_an_id_number_but_not_the_number(number: str, sentence: str | None) -> None:
    assert said("id_number", year(person(id_number=number))) == ([sentence] if sentence else [])


def test_two_people_with_one_id_number_are_both_named_and_the_number_is_not() -> None:
    people = [person(id, id_number=number) for id, number in (("T001", VALID), ("T002", VALID), ("T003", ""))]
    assert said("duplicate_id", year(*people)) == [
        AT + "身份证号与 T002 李娜（名册.xlsx「特派员」第 4 行「身份证号」） 相同。请按证件核对并更正其中有误的一个。",
        "名册.xlsx「特派员」第 4 行「身份证号」：T002 李娜 身份证号与 T001 其其格·苏（名册.xlsx「特派员」第 3 行「身份证号」） 相同。"
        "请按证件核对并更正其中有误的一个。",
    ]
    assert said("duplicate_id", year(person("T001"), person("T002"))) == []


# ── 统一社会信用代码 ──


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y43", None),
        ("91350100M000100Y4Z", "form"),
        ("91350100M000100Y44", "check"),
        ("91350100M000100Y4", "form"),
        ("91350100m000100y43", "form"),
        ("9135O100M000100Y43", "form"),
        ("N2150602MF0000000P", "letters"),
        ("N2150602MF0000000Q", "check"),
    ],
)
def test_a_credit_code_is_wrong_in_form_or_check_character(code: str, fault: str | None) -> None:
    assert credit_code_fault(code) == fault


@settings(deadline=None, derandomize=True)
@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_every_code_of_the_district_with_its_check_character_is_right(organisation: str) -> None:
    body = f"91150602{organisation}"
    assert credit_code_fault(body + str(uscc.calc_check_digit(body))) is None


def coded(code: str, *, readable: bool = True) -> Enterprise:
    return replace(firm(1), credit_code=code, coded=readable)


PLACE = "名册.xlsx「企业名录」第 3 行「统一社会信用代码」：企业1公司 "


@pytest.mark.parametrize(
    ("code", "severity", "sentence"),
    [
        (
            "91350100M000100Y44",
            "error",
            PLACE + "统一社会信用代码校验码不符，至少有一位写错。请按营业执照逐位核对。",
        ),
        (
            "91350100M000100Y4Z",
            "error",
            PLACE + "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。请按营业执照更正。",
        ),
        (
            "N2150602MF0000000P",
            "doubt",
            PLACE + "统一社会信用代码前 8 位中有字母，校验码正确但不常见。请按登记证照核对。",
        ),
    ],
)
def test_a_wrong_credit_code_is_an_error_an_unusual_one_a_doubt(code: str, severity: str, sentence: str) -> None:
    dataset = year(enterprises=[coded(code)])
    assert [(problem.severity, say(problem, PLAN)) for problem in found("credit_code", dataset)] == [
        (severity, sentence)
    ]


def test_a_code_that_could_not_be_read_is_not_judged_again() -> None:
    assert found("credit_code", year(enterprises=[coded("企业1公司", readable=False)])) == []


# ── 高企证书 and 入库登记编号: all doubts ──

CERTIFIED = {"high_tech": True, "certificate_number": "GR202315000001", "certificate_date": on(5, 6, 2023)}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, None),
        ({"certificate_number": "gr202315000001"}, None),
        ({"certificate_number": "GR202115000001", "certificate_date": on(12, 31, 2021)}, None),
        (
            {"certificate_date": on(12, 30, 2021)},
            "名册.xlsx「企业名录」第 3 行「高企发证日期」：企业1公司 高新技术企业证书发证于2021年12月30日，"
            "三年有效期已满，不计入高新技术企业。已重新认定的请更新证书编号和发证日期。",
        ),
        ({"certificate_number": "GR202415000001", "certificate_date": on(12, 31)}, None),
        (
            {"certificate_date": on(1, 1, 2025)},
            "名册.xlsx「企业名录」第 3 行「高企发证日期」：企业1公司 高新技术企业证书的发证日期是2025年1月1日，"
            "在查看日期以后，不计入高新技术企业。请核对发证日期。",
        ),
        (
            {"certificate_number": ""},
            "名册.xlsx「企业名录」第 3 行「高企证书编号」：企业1公司 标为高新技术企业，但「高企证书编号」没有填写，仍计入。"
            "请补填，以便核对是否在有效期内。",
        ),
        (
            {"certificate_date": None},
            "名册.xlsx「企业名录」第 3 行「高企发证日期」：企业1公司 标为高新技术企业，但「高企发证日期」没有填写，仍计入。"
            "请补填，以便核对是否在有效期内。",
        ),
        (
            {"certificate_number": "GR202215000001"},
            "名册.xlsx「企业名录」第 3 行「高企证书编号」：企业1公司 高企证书编号不合规或与发证日期的年份不符。"
            "请按证书核对（GR＋4 位年份＋2 位省码＋6 位数字）。",
        ),
        (
            {"certificate_number": "GR2023150001"},
            "名册.xlsx「企业名录」第 3 行「高企证书编号」：企业1公司 高企证书编号不合规或与发证日期的年份不符。"
            "请按证书核对（GR＋4 位年份＋2 位省码＋6 位数字）。",
        ),
    ],
)
def test_certificates(facts: dict[str, object], sentence: str | None) -> None:
    dataset = year(enterprises=[firm(1, **{**CERTIFIED, **facts})])
    assert said("certificate", dataset) == ([sentence] if sentence else [])
    assert {problem.severity for problem in found("certificate", dataset)} <= {"doubt"}


def test_by_reading_a_lapsed_certificate_is_said_to_count() -> None:
    dataset = year(enterprises=[firm(1, **{**CERTIFIED, "certificate_date": on(12, 30, 2021)})])
    (sentence,) = said("certificate", dataset, reading(high_tech_counts="claimed"))
    assert "三年有效期已满，按名录仍计入高新技术企业。" in sentence


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        ("202415060208000001", None),
        ("20241506020a000001", None),
        ("", "标为科技型中小企业，但没有填写入库登记编号，仍计入。请补填入库登记编号。"),
        (
            "202315060208000001",
            "入库登记编号不是 2024 年的，不计入本年度科技型中小企业。本年度已重新入库的，请更新编号。",
        ),
        ("2024150602", "入库登记编号不是 18 位的规定格式。请按入库公告核对。"),
    ],
)
def test_registrations(number: str, fact: str | None) -> None:
    dataset = year(enterprises=[firm(1, tech_sme=True, registration_number=number)])
    place = "名册.xlsx「企业名录」第 3 行「入库登记编号」：企业1公司 "
    assert said("registration", dataset) == ([place + fact] if fact else [])


def test_by_reading_a_registration_of_another_year_is_said_to_count() -> None:
    dataset = year(enterprises=[firm(1, tech_sme=True, registration_number="202315060208000001")])
    (sentence,) = said("registration", dataset, reading(tech_sme_counts="claimed"))
    assert "不是 2024 年的，按名录仍计入本年度科技型中小企业。" in sentence


def test_an_enterprise_of_neither_kind_needs_neither_number() -> None:
    dataset = year(enterprises=[firm(1, certificate_date=on(1, 1, 2015), registration_number="2015")])
    assert found("certificate", dataset) == found("registration", dataset) == []
