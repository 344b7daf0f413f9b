"""What must be unique: no two people or enterprises have the same number, no name has two codes.

A message says who has it too and where, never the number itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from pipeline.chinese.folding import essence, says_none
from pipeline.faults import DUPLICATE_ID, Facts, fault
from pipeline.plan import Plan
from pipeline.problems import Problem, Severity
from pipeline.records import Commissioner, Dataset, Enterprise
from pipeline.rules.contacts import bare_account
from pipeline.rules.tally import Tally

MOST_NAMED = 10  # of those who share a number
T = TypeVar("T", Commissioner, Enterprise)


def id_numbers_differ(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """两名特派员的身份证号不相同。"""
    for person, facts in sharing(dataset.commissioners, lambda person: [person.id_number], "身份证号"):
        yield DUPLICATE_ID.of(person, person.source.at("身份证号"), "特派员", facts, "duplicate_id_number")


SAME_ACCOUNT = fault(
    "same_account",
    "银行账号相同",
    Severity.DOUBT,
    "银行账号与 {others} 相同",
    "请按银行卡或存折核对，更正其中有误的一个。",
)


def accounts_differ(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """两名特派员的银行账号不相同。"""
    for person, facts in sharing(dataset.commissioners, lambda person: [bare_account(person.bank_account)], "银行账号"):
        yield SAME_ACCOUNT.of(person, person.source.at("银行账号"), "特派员", facts)


SAME_CERTIFICATE = fault(
    "same_certificate",
    "高企证书编号相同",
    Severity.DOUBT,
    "高企证书编号与 {others} 相同",
    "请按证书核对，更正其中有误的一个；是同一家企业的只留一行。",
)
SAME_REGISTRATION = fault(
    "same_registration",
    "入库登记编号相同",
    Severity.DOUBT,
    "入库登记编号与 {others} 相同",
    "请按入库公告核对，更正其中有误的一个；是同一家企业的只留一行。",
)
SAME_NAME = fault(
    "same_name",
    "企业名称相同",
    Severity.DOUBT,
    "企业名称或曾用名与另一代码的 {others} 相同",
    "请按营业执照核对：是同一家企业的只留一行，不是的请在名称中写明区别。",
)


def certificates_differ(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """两家企业的高企证书编号不相同。"""
    heading = "高企证书编号"
    for enterprise, facts in sharing(dataset.enterprises, lambda one: [_number(one.certificate_number)], heading):
        yield SAME_CERTIFICATE.of(enterprise, enterprise.source.at(heading), "企业名录", facts)


def registrations_differ(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """两家企业的入库登记编号不相同。"""
    heading = "入库登记编号"
    for enterprise, facts in sharing(dataset.enterprises, lambda one: [_number(one.registration_number)], heading):
        yield SAME_REGISTRATION.of(enterprise, enterprise.source.at(heading), "企业名录", facts)


def names_have_one_code(dataset: Dataset, plan: Plan, tally: Tally) -> Iterator[Problem]:
    """同一企业名称（含曾用名）只有一个统一社会信用代码。"""
    heading = "企业名称"
    coded = [enterprise for enterprise in dataset.enterprises if enterprise.coded]
    for enterprise, facts in sharing(coded, lambda one: map(essence, (one.name, *one.former_names)), heading):
        yield SAME_NAME.of(enterprise, enterprise.source.at(heading), "企业名录", facts)


def _number(given: str) -> str:
    """A number as it is compared; nothing where the cell says that there is none."""
    return "" if says_none(given) else essence(given)


def sharing(owners: Iterable[T], numbers: Callable[[T], Iterable[str]], heading: str) -> Iterator[tuple[T, Facts]]:
    """Each of whose numbers or names others have one too: the `others` by name, with the `cells` where these have it.

    Where they are many, some and `in_all` how many.
    """
    same: dict[str, dict[str, T]] = defaultdict(dict)
    for owner in owners:
        for number in filter(None, numbers(owner)):
            same[number][owner.id] = owner
    groups: dict[str, list[dict[str, T]]] = defaultdict(list)
    for alike in same.values():
        for id in alike if len(alike) > 1 else ():
            groups[id].append(alike)
    for id, (first, *further) in groups.items():
        alike = {key: owner for each in (first, *further) for key, owner in each.items()} if further else first
        named = list(islice((other for other in alike.values() if other.id != id), MOST_NAMED))
        facts: dict[str, object] = {
            "others": [other.who for other in named],
            "cells": [other.source.at(heading) for other in named],
        }
        unit = "人" if isinstance(named[0], Commissioner) else "家"
        many = len(alike) - 1 > MOST_NAMED
        yield alike[id], facts | ({"in_all": f"{len(alike) - 1} {unit}"} if many else {})
