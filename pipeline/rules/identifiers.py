"""Numbers that carry their own proof: 身份证号 (GB 11643), 统一社会信用代码 (GB 32100), 高企证书, 入库登记编号.

A message says what is wrong with a number, never the number itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from pipeline.faults import Fault, Wording
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset, Enterprise
from pipeline.rules.measures import certificate_valid, registered_in
from pipeline.rules.tally import Tally

_ID_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_CERTIFICATE = re.compile(r"GR([0-9]{4})[0-9]{8}")
_REGISTRATION = re.compile(r"[0-9]{10}[0-9A-Z]{8}")


def id_number_fault(number: str) -> str | None:
    """What is wrong with a 身份证号: "form", "date", "check" or nothing. The place is not asked: old codes live on."""
    if not _ID_NUMBER.fullmatch(number):
        return "form"
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return "date"
    return None if ric.calc_check_digit(number) == number[-1] else "check"


def credit_code_fault(code: str) -> str | None:
    """What is wrong with a 统一社会信用代码: "form", "check", or nothing.

    "letters" is a right check character behind letters among the first eight (N2…): real, but unusual.
    """
    if not _CODE.fullmatch(code):
        return "form"
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return "check"
    return None if code[:8].isdigit() else "letters"


ID_NUMBER = Fault(
    "id_number",
    "身份证号有误",
    Severity.ERROR,
    {
        "id_number_form": Wording(
            "身份证号应为 18 位（前 17 位数字，末位数字或 X），现为 {length} 位或含其他字符", "请按证件更正。"
        ),
        "id_number_date": Wording("身份证号中的出生日期不存在", "请按证件更正。"),
        "id_number_check": Wording("身份证号校验码不符，至少有一位写错", "请按证件逐位核对。"),
    },
)


def id_numbers_check(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """身份证号的位数、出生日期和校验码正确（GB 11643）；行政区划不作要求。"""
    for person in dataset.commissioners:
        fault = id_number_fault(person.id_number) if person.id_number else None
        if fault:
            place, facts = person.source.at("身份证号"), {"length": len(person.id_number)}
            yield ID_NUMBER.of(person, place, "特派员", facts, f"id_number_{fault}")


CREDIT_CODE = Fault(
    "credit_code",
    "统一社会信用代码有误",
    Severity.ERROR,
    {
        "credit_code_form": Wording(
            "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）", "请按营业执照更正。"
        ),
        "credit_code_check": Wording("统一社会信用代码校验码不符，至少有一位写错", "请按营业执照逐位核对。"),
        "credit_code_letters": Wording(
            "统一社会信用代码前 8 位中有字母，校验码正确但不常见", "请按登记证照核对。", severity=Severity.DOUBT
        ),
    },
)


def credit_codes_check(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """统一社会信用代码的位数、字符和校验码正确（GB 32100），派驻关系中的也一样；前八位有字母而校验正确的只作存疑。"""
    for enterprise in dataset.enterprises:
        fault = credit_code_fault(enterprise.credit_code) if enterprise.coded else None
        if fault:
            place = enterprise.source.at("统一社会信用代码")
            yield CREDIT_CODE.of(enterprise, place, "企业名录", code=f"credit_code_{fault}")
    people = dataset.commissioner_by_id
    for pairing in dataset.pairings:
        fault = credit_code_fault(pairing.given_code) if pairing.given_code else None
        if fault in ("form", "check"):  # an unusual one is doubted once, in the directory
            person, place = people[pairing.commissioner], pairing.source.at("统一社会信用代码")
            yield CREDIT_CODE.of(person, place, "派驻关系", code=f"credit_code_{fault}")


CERTIFICATE = Fault(
    "certificate",
    "高企证书待核",
    Severity.DOUBT,
    {
        "certificate_later": Wording(
            "高新技术企业证书的发证日期是{date}，在查看日期以后，{counted}高新技术企业", "请核对发证日期。"
        ),
        "certificate_lapsed": Wording(
            "高新技术企业证书发证于{date}，三年有效期已满，{counted}高新技术企业",
            "已重新认定的请更新证书编号和发证日期。",
        ),
        "certificate_missing": Wording(
            "标为高新技术企业，但「{column}」没有填写，仍计入", "请补填，以便核对是否在有效期内。"
        ),
        "certificate_form": Wording(
            "高企证书编号不合规或与发证日期的年份不符", "请按证书核对（GR＋4 位年份＋2 位省码＋6 位数字）。"
        ),
    },
)


def certificates_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """高新技术企业的证书编号合规、与发证日期相符并在三年有效期内；过期的不计入（解读 high_tech_counts）。"""
    for enterprise in dataset.enterprises:
        fault = _certificate_fault(enterprise, min(dataset.as_of, plan.last_day)) if enterprise.high_tech else None
        if fault:
            code, column = fault
            counted = _counted(plan.reading("high_tech_counts") == "claimed")
            facts = {"date": enterprise.certificate_date, "counted": counted}
            yield CERTIFICATE.of(enterprise, enterprise.source.at(column), "企业名录", facts, code)


def _certificate_fault(enterprise: Enterprise, day: dt.date) -> tuple[str, str] | None:
    """The code of what is doubtful about a certificate on that day, and its column."""
    issued, number = enterprise.certificate_date, enterprise.certificate_number
    if issued and issued > day:
        return "certificate_later", "高企发证日期"
    if not certificate_valid(enterprise, day):
        return "certificate_lapsed", "高企发证日期"
    if not number:
        return "certificate_missing", "高企证书编号"
    if issued is None:
        return "certificate_missing", "高企发证日期"
    found = _CERTIFICATE.fullmatch(number.upper())
    return None if found and int(found[1]) == issued.year else ("certificate_form", "高企证书编号")


REGISTRATION = Fault(
    "registration",
    "入库登记编号待核",
    Severity.DOUBT,
    {
        "registration_missing": Wording("标为科技型中小企业，但没有填写入库登记编号，仍计入", "请补填入库登记编号。"),
        "registration_year": Wording(
            "入库登记编号不是 {year} 年的，{counted}本年度科技型中小企业", "本年度已重新入库的，请更新编号。"
        ),
        "registration_form": Wording("入库登记编号不是 18 位的规定格式", "请按入库公告核对。"),
    },
)


def registrations_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """科技型中小企业的入库登记编号为18位且属于本年度；其他年度的不计入（解读 tech_sme_counts）。"""
    for enterprise in dataset.enterprises:
        fault = _registration_fault(enterprise, plan.year) if enterprise.tech_sme else None
        if fault:
            facts = {"counted": _counted(plan.reading("tech_sme_counts") == "claimed")}
            yield REGISTRATION.of(enterprise, enterprise.source.at("入库登记编号"), "企业名录", facts, fault)


def _registration_fault(enterprise: Enterprise, year: int) -> str | None:
    if not enterprise.registration_number:
        return "registration_missing"
    if not registered_in(enterprise, year):
        return "registration_year"
    found = _REGISTRATION.fullmatch(enterprise.registration_number.upper())
    return None if found else "registration_form"


def _counted(claimed: bool) -> str:
    """What becomes of one that is not good for the year: by reading, the directory's word may be enough."""
    return "按名录仍计入" if claimed else "不计入"
