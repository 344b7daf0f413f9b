"""Keeps ID, phone and bank numbers out of free text: people paste them into cells meant for other things."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.records import Dataset

HIDDEN = "（号码略）"
_DIGITS = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){6,}[Xx]?(?![0-9A-Za-z])")
_FORMS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # a mobile number
    r"|\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # an ID number, GB 11643
    r")(?![0-9A-Za-z])"
)


def concealer(dataset: Dataset) -> Callable[[str], str]:
    """A function that replaces private numbers in a text by （号码略）.

    Private are the ID, phone and bank numbers of the roster and the directory, however they are grouped, and whatever
    has the form of a mobile or an ID number. Amounts, dates, voucher and registration numbers stay.
    """
    people = dataset.commissioners
    numbers = [number for person in people for number in (person.id_number, person.phone, person.bank_account)]
    known = {_bare(number) for number in (*numbers, *(enterprise.phone for enterprise in dataset.enterprises))}

    def conceal(text: str) -> str:
        text = _DIGITS.sub(lambda found: HIDDEN if _bare(found[0]) in known else found[0], text)
        return _FORMS.sub(HIDDEN, text)

    return conceal


def _bare(number: str) -> str:
    return re.sub(r"[ -]", "", number).upper()
