"""Keeps ID, phone and bank numbers out of everything but agreements: people paste them into any cell.

What is meant for them has columns of its own; every other text of every record passes here once, before rules, messages
and documents see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.forms import FORMS, Column, Form
from pipeline.forms.declaring import Read
from pipeline.intake.private_numbers import PrivateNumbers, numbers_in
from pipeline.problems import Problem
from pipeline.records import Dataset
from pipeline.sheets.declare import Kind

HIDDEN = "（号码略）"
# As typed with a Chinese keyboard; one character for one, so that a place found in the plain text is one in the other.
_PLAIN = str.maketrans("０１２３４５６７８９＋（）．－—–‐‑−\u00a0\u3000\u2009\t", "0123456789+().------    ")
_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_START = r"(?:(?<![0-9A-Za-z])|(?i:(?<=tel)|(?<=[wv]x)|(?<=id)))"
_END = r"(?![0-9A-Za-z])"
_HALF = re.compile("[\ud800-\udfff]")
_FORMS = re.compile(
    rf"{_START}(?:"
    r"(?:(?:\+|00)?86[ -]{0,2})?1[3-9]\d[ .-]{0,2}\d{4}[ .-]{0,2}\d{4}"  # a mobile number
    rf"|[1-8]\d{{5}}(?:19|20)\d{{2}}{_DATE}\d{{3}}[\dXx]"  # an ID number, GB 11643; what starts with 9 is a firm's code
    rf"|[1-8]\d{{5}}[ -]{{1,2}}(?:19\d|200)\d{_DATE}[ -]{{0,2}}\d{{3}}[\dXx]"  # in groups: not 150602-20240702-0001
    rf"|[1-8]\d{{5}}[3-9]\d{_DATE}\d{{3}}"  # an ID number of the old form; with a year 00–29 it is a file number
    r"|62(?:[ -]{0,2}\d){14,17}|9558(?:[ -]{0,2}\d){15}"  # a bank card
    r"|(?<!\d-)(?:\+?86[ -]{0,2})?\(?0(?:10|2\d|[3-9]\d{2})[) -]{0,3}\d{3,4}[ -]?\d{4}"  # a telephone with area code
    rf"){_END}"
)
_NAMED = re.compile(  # what stands behind its name needs no form
    r"(?:账号|帐号|卡号|账户)[^\w]{0,3}(\d(?:[ -]{0,2}\d){8,29})(?!\d)"
    r"|(?:电话|手机|座机)[^\w]{0,3}(\d{7,8})(?![0-9A-Za-z])"
)
_PRIVATE_FIELDS = [
    (form.fills, column.field) for form in FORMS for column in form.columns if column.private and column.field
]
_TEXTS = frozenset({Kind.TEXT, Kind.NAME, Kind.FIRM, Kind.FIRMS, Kind.IDENTIFIER})
_AGAIN = 60  # characters of a text that may well come again; sentences do not, and would be kept by the megabyte
Conceal = Callable[[str], str]


def is_private(text: str) -> bool:
    """Whether something in the text has the form of an ID, telephone or bank number."""
    return bool(_FORMS.search(text.translate(_PLAIN)))


class Concealer:
    """Replaces private numbers in a text by （号码略）.

    Private are the ID, phone and bank numbers of the rosters, however they are written, and whatever has the form of
    one. Amounts, dates and registration numbers stay, and so do the 编号 and codes of the records; they may look like
    a mobile number where they begin with the district's code (150602…). Half characters, of file names in another
    encoding, are no text that could be written anywhere: they become U+FFFD.
    """

    def __init__(self, known: PrivateNumbers, kept: Collection[str] = ()) -> None:
        self._known, self._kept = known, kept
        self._said: dict[str, str] = {}  # kinds, stations and workbooks come by the thousand

    def __call__(self, text: str) -> str:
        if len(text) > _AGAIN:
            return self._hide(text)
        if text not in self._said:
            self._said[text] = self._hide(text)
        return self._said[text]

    def _hide(self, text: str) -> str:
        whole = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
        return _hidden(whole, [*self._known.spans(whole), *self._formed(whole)])

    def known(self, text: str) -> str:
        """The text without the numbers of the rosters alone: of a column that holds numbers by nature."""
        return _hidden(text, self._known.spans(text))

    def _formed(self, text: str) -> Iterator[tuple[int, int]]:
        """Where something has the form of a private number."""
        plain = text.translate(_PLAIN)
        yield from (one.span() for one in _FORMS.finditer(plain) if one[0] not in self._kept)
        yield from (one.span(one.lastindex or 0) for one in _NAMED.finditer(plain))


def concealer(dataset: Dataset, known: PrivateNumbers | None = None) -> Concealer:
    """What conceals the `known` numbers, by default those of the dataset's own records."""
    known = known or PrivateNumbers(_numbers(dataset))
    ids = {person.id for person in dataset.commissioners} | {firm.credit_code for firm in dataset.enterprises}
    return Concealer(known, frozenset(one for one in ids if one not in known))


def _numbers(dataset: Dataset) -> Iterator[str]:
    for fills, field in _PRIVATE_FIELDS:
        for record in getattr(dataset, fills):
            yield from numbers_in(getattr(record, field))


def _hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in _joined(list(spans)):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans made one, the last first."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined[::-1]


def public(dataset: Dataset, conceal: Concealer) -> Dataset:
    """The dataset with private numbers left only in the fields that are meant for them."""
    records: dict[str, Any] = {form.fills: _public(form, getattr(dataset, form.fills), conceal) for form in FORMS}
    return replace(dataset, **records)


def _public(form: Form, records: Sequence[Any], conceal: Concealer) -> tuple[Any, ...]:
    """The records of one form without private numbers in their texts. Who they are about stays: reading refuses to
    take a private number for an identity."""
    hide = {
        column.field: conceal.known if column.own_number else conceal for column in form.columns if _may_hide(column)
    }

    def public(record: Any) -> Any:
        said = {name: getattr(record, name) for name in hide}
        changed = {name: hidden for name, text in said.items() if text and (hidden := _said(hide[name], text)) != text}
        return replace(record, **changed) if changed else record

    return tuple(map(public, records))


def _said(conceal: Conceal, text: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A text, or the several of one cell."""
    return conceal(text) if isinstance(text, str) else tuple(map(conceal, text))


def _may_hide(column: Column) -> bool:
    """Whether the column fills a field with a text that may hold a private number that is not meant to stand there."""
    own = column.private or (column.own_number and column.identity) or column.read is Read.MATCHED
    return bool(column.field) and column.kind in _TEXTS and not own


def public_problem(problem: Problem, conceal: Conceal) -> Problem:
    """The problem with private numbers taken from the name of whom it is about. Its sentence is said elsewhere."""
    who = conceal(problem.who)
    return problem if who == problem.who else replace(problem, who=who)
