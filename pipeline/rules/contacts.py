"""What a roster row says of how to reach and pay a commissioner, and to whom the commissioner belongs.

A message says what is wrong with a number, never the number itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from pipeline.faults import fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Dataset
from pipeline.rules.alike import LIKE, Alike
from pipeline.rules.tally import Tally

FEWEST_DIGITS = 7  # a telephone without its area code
ACCOUNT = re.compile(r"[0-9]{8,32}")  # banks differ; cards have 16 to 19 digits, accounts more or fewer
ESTABLISHED = 3  # people of a workstation that is surely there

PHONE = fault("phone", "联系电话有误", Severity.ERROR, "联系电话只有 {length} 位数字，应不少于 {least} 位", "请更正。")


def phones_have_digits(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """联系电话至少有 7 位数字。"""
    for person in dataset.commissioners:
        digits = re.sub(r"\D", "", person.phone)
        if person.phone and len(digits) < FEWEST_DIGITS:
            facts = {"length": len(digits), "least": FEWEST_DIGITS}
            yield PHONE.of(person, person.source.at("联系电话"), "特派员", facts)


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


def bare_account(account: str) -> str:
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
            near = get_close_matches(person.workstation, established.to(person.workstation), n=1, cutoff=LIKE)
            if near:
                facts = {"station": person.workstation, "near": near[0]}
                yield WORKSTATION.of(person, person.source.at("所属工作站"), "特派员", facts)
