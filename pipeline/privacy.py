"""Keeps ID, phone and bank numbers out of everything but agreements: people paste them into any cell.

What is meant for them has columns of its own; every other text of every record passes here once, before rules, messages
and documents see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from pipeline.problems import Place, Problem, Source
from pipeline.records import Dataset

HIDDEN = "（号码略）"
_MAYBE = re.compile(r"\d(?:[ -]?\d){6}")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){6,}[Xx]?(?![0-9A-Za-z])")
_FORMS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # a mobile number
    r"|\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # an ID number, GB 11643
    r"|62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?"  # a bank card
    r"|0\d{2,3}-\d{7,8}"  # a telephone with its area code
    r")(?![0-9A-Za-z])"
)
# Fields that are numbers by nature, or name other records: they are printed where they belong, or nowhere.
_OWN = {
    *("id", "id_number", "phone", "bank_account", "commissioner", "enterprise", "credit_code", "given_code"),
    *("certificate_number", "registration_number", "original_agreement", "voucher", "rule", "fact"),
}
_KINDS = (
    *("commissioners", "enterprises", "pairings", "service_logs", "monthly_reports", "projects", "achievements"),
    *("papers", "spot_checks", "trainings", "expenses", "results", "exceptions"),
)


def is_private(text: str) -> bool:
    """Whether the whole text has the form of an ID, mobile or bank number."""
    return bool(_FORMS.fullmatch(text))


def concealer(dataset: Dataset) -> Callable[[str], str]:
    """A function that replaces private numbers in a text by （号码略）.

    Private are the ID, phone and bank numbers of the roster and the directory, however they are grouped, and whatever
    has the form of one. Amounts, dates, voucher and registration numbers stay.
    """
    people = dataset.commissioners
    numbers = [number for person in people for number in (person.id_number, person.phone, person.bank_account)]
    known = {_bare(number) for number in (*numbers, *(enterprise.phone for enterprise in dataset.enterprises))}

    def conceal(text: str) -> str:
        if not _MAYBE.search(text):
            return text
        text = _DIGITS.sub(lambda found: HIDDEN if _bare(found[0]) in known else found[0], text)
        return _FORMS.sub(HIDDEN, text)

    return conceal


def public(dataset: Dataset, conceal: Callable[[str], str]) -> Dataset:
    """The dataset with private numbers left only in the fields that are meant for them."""
    kinds: dict[str, Any] = {}
    for kind in _KINDS:
        kinds[kind] = tuple(_public(record, conceal) for record in getattr(dataset, kind))
    return replace(dataset, **kinds)


def _public(record: Any, conceal: Callable[[str], str]) -> Any:
    changed: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, str):
            if value and field.name not in _OWN and (hidden := conceal(value)) != value:
                changed[field.name] = hidden
        elif isinstance(value, Source) and (hidden := conceal(value.workbook)) != value.workbook:
            changed[field.name] = replace(value, workbook=hidden)
    return replace(record, **changed) if changed else record


def public_problem(problem: Problem, conceal: Callable[[str], str]) -> Problem:
    """The problem with private numbers taken from the names of people and workbooks; its sentence is said elsewhere."""
    place = problem.place and _public_place(problem.place, conceal)
    others = tuple(_public_place(other, conceal) for other in problem.others)
    return replace(problem, who=conceal(problem.who), place=place, others=others)


def _public_place(place: Place, conceal: Callable[[str], str]) -> Place:
    return replace(place, workbook=conceal(place.workbook))


def _bare(number: str) -> str:
    return re.sub(r"[ -]", "", number).upper()
