"""What a roster row says of how to reach and pay a commissioner, and to whom the commissioner belongs.

A message says what is wrong with a number, never the number itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from stdnum import luhn

from pipeline.chinese.alike import Alike
from pipeline.chinese.folding import says_none
from pipeline.faults import Fault, Wording, fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.tally import Tally
from pipeline.rules.telephones import phone_fault

ACCOUNT = re.compile(r"[0-9]{8,32}")  # banks differ; cards have 16 to 19 digits, accounts more or fewer
CARD = re.compile(r"62[0-9]{14,17}")  # of UnionPay: its last digit checks the others, by Luhn
ESTABLISHED = 3  # people of a workstation that is surely there

_WHAT_IT_IS = "既不是 11 位的手机号，也不是带区号的固定电话或 7 至 8 位的本地号码"
PHONE = Fault(
    "phone",
    "联系电话有误",
    Severity.ERROR,
    {
        "phone": Wording(f"联系电话{{which}}有 {{length}} 位数字，{_WHAT_IT_IS}", "请核对是否多写或少写了数字。"),
        "phone_letters": Wording(
            "联系电话中有数字以外的字（{letters}）", "请只填号码；几个号码用顿号分开，分机写作 转803。"
        ),
        "phone_firm": Wording(
            f"联系电话{{which}}有 {{length}} 位数字，{_WHAT_IT_IS}",
            "请核对是否多写或少写了数字。",
            severity=Severity.DOUBT,
        ),
        "phone_firm_letters": Wording(
            "联系电话中有数字以外的字（{letters}）",
            "请只填号码；几个号码用顿号分开，分机写作 转803。",
            severity=Severity.DOUBT,
        ),
    },
)


def phones_are_numbers(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """联系电话中的每个号码都是手机号、带区号的固定电话或本地号码；企业的只作存疑，没有文书印它。"""
    for person in dataset.commissioners:
        if wrong := phone_fault(person.phone):
            code, facts = wrong
            yield PHONE.of(person, person.source.at("联系电话"), "特派员", facts, code and f"phone_{code}")
    for firm in dataset.enterprises:
        if not says_none(firm.phone) and (wrong := phone_fault(firm.phone)):
            code, facts = wrong
            place = firm.source.at("联系电话")
            yield PHONE.of(firm, place, "企业名录", facts, f"phone_firm_{code}" if code else "phone_firm")


BANK_ACCOUNT = fault(
    "bank_account",
    "银行账号有误",
    Severity.ERROR,
    "银行账号不是 8 至 32 位的数字",
    "请按银行卡或存折更正；没有的请留空。",
)


def accounts_are_numbers(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """银行账号是 8 至 32 位数字。"""
    for person in dataset.commissioners:
        if person.bank_account and not ACCOUNT.fullmatch(bare_account(person.bank_account)):
            yield BANK_ACCOUNT.of(person, person.source.at("银行账号"), "特派员")


CARD_NUMBER = fault(
    "card_number",
    "银行卡号待核",
    Severity.DOUBT,
    "银行卡号的校验位不符，至少有一位写错",
    "请按银行卡逐位核对；不是银行卡号的，不必处理。",
)


def cards_check(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """62 开头、16 至 19 位的银行卡号校验位正确（Luhn）。"""
    for person in dataset.commissioners:
        account = bare_account(person.bank_account)
        if CARD.fullmatch(account) and not luhn.is_valid(account):
            yield CARD_NUMBER.of(person, person.source.at("银行账号"), "特派员")


def bare_account(account: str) -> str:
    """The number without the spaces and hyphens between its groups."""
    return re.sub(r"[\s-]", "", account)


WORKSTATION = fault(
    "workstation",
    "工作站名称待核",
    Severity.DOUBT,
    "所属工作站“{station}”只有这一人，与“{near}”相近",
    "如是同一个工作站，请改为一致；确是两个工作站的，不必处理。",
)


def workstations_are_not_mistyped(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """只有一人的工作站，名称与另一个工作站不相近。"""
    sizes = Counter(person.workstation for person in dataset.commissioners if person.workstation)
    established = Alike(name for name, size in sizes.items() if size >= ESTABLISHED)
    for person in dataset.commissioners:
        if sizes[person.workstation] == 1:
            for near, _ in established.nearest(person.workstation, 1):
                facts = {"station": person.workstation, "near": near}
                yield WORKSTATION.of(person, person.source.at("所属工作站"), "特派员", facts)
