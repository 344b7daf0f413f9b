"""Numbers that carry their own proof: 身份证号, 统一社会信用代码, 高企证书, 入库登记编号 (facts of GB 11643 and GB 32100).

A message says what is wrong with a number, never the number itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner, Dataset, Enterprise
from pipeline.rules.measures import certificate_valid, registered_in
from pipeline.rules.registry import AT_YEAR_END, rule
from pipeline.rules.tally import Tally

_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_CERTIFICATE = re.compile(r"GR(\d{4})(\d{2})\d{6}")
_REGISTRATION = re.compile(r"\d{10}[0-9A-Z]{8}")


def id_number_fault(number: str) -> str | None:
    """What is wrong with an 18-character 身份证号: "form", "date", "check" or nothing. The place is not asked: old codes live on."""
    if not re.fullmatch(r"\d{17}[0-9X]", number):
        return "form"
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return "date"
    return None if ric.calc_check_digit(number) == number[-1] else "check"


def credit_code_fault(code: str) -> str | None:
    """What is wrong with an 18-character 统一社会信用代码: "form", "check", "letters" (valid, but unusual) or nothing."""
    if not _CODE.fullmatch(code):
        return "form"
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return "check"
    return None if code[2:8].isdigit() and code[0].isdigit() else "letters"


@rule("id_number", Severity.ERROR)
def id_numbers_check(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """身份证号的位数、出生日期和校验码正确（GB 11643）；行政区划不作要求。"""
    for person in dataset.commissioners:
        fault = id_number_fault(person.id_number) if person.id_number else None
        if fault:
            yield _of_person("id_number", person, "身份证号", f"id_number_{fault}", {"length": len(person.id_number)})


@rule("duplicate_id", Severity.ERROR)
def id_numbers_differ(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """两名特派员的身份证号不相同。"""
    same: dict[str, list[Commissioner]] = defaultdict(list)
    for person in dataset.commissioners:
        if person.id_number:
            same[person.id_number].append(person)
    for people in same.values():
        for person in people if len(people) > 1 else ():
            others = "、".join(other.who for other in people if other.id != person.id)
            yield _of_person("duplicate_id", person, "身份证号", "duplicate_id_number", {"others": others})


def _of_person(rule_id: str, person: Commissioner, column: str, message: str, facts: dict[str, object]) -> Problem:
    place = person.source.at(column)
    return Problem(rule_id, Severity.ERROR, place, person.id, person.who, facts, message=message, form="特派员")


@rule("credit_code", Severity.ERROR)
def credit_codes_check(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """统一社会信用代码的位数、字符和校验码正确（GB 32100）；以字母开头而校验正确的只作存疑。"""
    for enterprise in dataset.enterprises:
        fault = credit_code_fault(enterprise.credit_code) if enterprise.coded else None
        if fault:
            severity = Severity.DOUBT if fault == "letters" else Severity.ERROR
            yield _of_enterprise("credit_code", severity, enterprise, "统一社会信用代码", f"credit_code_{fault}")


@rule("certificate", Severity.DOUBT, AT_YEAR_END)
def certificates_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """高新技术企业的证书编号合规、与发证日期相符并在三年有效期内；过期的不计入。"""
    for enterprise in dataset.enterprises:
        if not enterprise.high_tech:
            continue
        found = _CERTIFICATE.fullmatch(enterprise.certificate_number.upper())
        issued = enterprise.certificate_date
        if issued and not certificate_valid(enterprise, min(dataset.as_of, plan.last_day)):
            yield _of_enterprise(
                "certificate", Severity.DOUBT, enterprise, "高企发证日期", "certificate_lapsed", {"date": issued}
            )
        elif not enterprise.certificate_number or issued is None:
            column = "高企证书编号" if not enterprise.certificate_number else "高企发证日期"
            yield _of_enterprise("certificate", Severity.DOUBT, enterprise, column, "certificate_missing", {"column": column})
        elif not found or int(found[1]) != issued.year:
            yield _of_enterprise("certificate", Severity.DOUBT, enterprise, "高企证书编号", "certificate_form")


@rule("registration", Severity.DOUBT, AT_YEAR_END)
def registrations_hold(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """科技型中小企业的入库登记编号为18位且属于本年度；其他年度的不计入。"""
    for enterprise in dataset.enterprises:
        if not enterprise.tech_sme:
            continue
        number = enterprise.registration_number
        if not number:
            message = "registration_missing"
        elif not registered_in(enterprise, plan.year):
            message = "registration_year"
        elif not _REGISTRATION.fullmatch(number):
            message = "registration_form"
        else:
            continue
        yield _of_enterprise("registration", Severity.DOUBT, enterprise, "入库登记编号", message, {"year": plan.year})


def _of_enterprise(
    rule_id: str,
    severity: Severity,
    enterprise: Enterprise,
    column: str,
    message: str,
    facts: dict[str, object] | None = None,
) -> Problem:
    place = enterprise.source.at(column)
    return Problem(
        rule_id, severity, place, enterprise.credit_code, enterprise.name, facts or {}, message=message, form="企业名录"
    )
