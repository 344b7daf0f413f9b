"""Keeps ID, phone and bank numbers out of everything but agreements: people paste them into any cell.

What is meant for them has columns of its own; every other text of every record passes here once, before rules, messages
and documents see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.forms import FORMS, Column, Form
from pipeline.forms.declaring import Read
from pipeline.problems import Problem
from pipeline.records import Dataset
from pipeline.sheets.declare import Kind

HIDDEN = "（号码略）"
SHORT = 9  # fewer digits are a telephone without its area code: private only where they stand alone
# As typed with a Chinese keyboard; one character for one, so that a place found in the plain text is one in the other.
_PLAIN = str.maketrans("０１２３４５６７８９＋（）．－—–‐‑−\u00a0\u3000\u2009\t", "0123456789+().------    ")
_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_START = r"(?:(?<![0-9A-Za-z])|(?i:(?<=tel)|(?<=[wv]x)|(?<=id)))"
_END = r"(?![0-9A-Za-z])"
_HALF = re.compile("[\ud800-\udfff]")
_MAYBE = re.compile(r"\d(?:[^\w]{0,3}\d){6}")
_RUN = re.compile(r"(?<!\d)\d(?:[ -]{0,2}\d){6,}[Xx]?")
_GROUP = re.compile(r"\d+[Xx]?")
_ALONE = re.compile(r"(?<![0-9A-Za-z.,-])\d{7,8}(?![0-9A-Za-z-]|[.,]\d|元)")
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
_TEXTS = frozenset({Kind.TEXT, Kind.NAME, Kind.FIRM, Kind.IDENTIFIER})
Conceal = Callable[[str], str]


def is_private(text: str) -> bool:
    """Whether something in the text has the form of an ID, telephone or bank number."""
    return bool(_FORMS.search(text.translate(_PLAIN)))


def may_be_concealed(text: str) -> bool:
    """Whether there is anything in the text that a concealer might replace."""
    return bool(_MAYBE.search(text) or _HALF.search(text))


def concealer(dataset: Dataset) -> Conceal:
    """A function that replaces private numbers in a text by （号码略）.

    Private are the ID, phone and bank numbers of the roster and the directory, however they are grouped, and whatever
    has the form of one. Amounts, dates and registration numbers stay, and so do the 编号 and codes of the records;
    they may look like a mobile number where they begin with the district's code (150602…). Half characters, of file
    names in another encoding, are no text that could be written anywhere: they become U+FFFD.
    """
    known = frozenset(_known(dataset))
    ids = {person.id for person in dataset.commissioners} | {firm.credit_code for firm in dataset.enterprises}
    kept = ids - known
    said: dict[str, str] = {}  # kinds, stations and workbooks come by the thousand

    def conceal(text: str) -> str:
        if text not in said:
            whole = _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
            said[text] = _without(whole, known, kept) if _MAYBE.search(whole) else whole
        return said[text]

    return conceal


def _known(dataset: Dataset) -> Iterator[str]:
    """Every private number of the records, digits alone; a telephone also without its area code."""
    for fills, field in _PRIVATE_FIELDS:
        for record in getattr(dataset, fills):
            plain = getattr(record, field).translate(_PLAIN)
            yield from (_bare(found[0]) for found in _RUN.finditer(plain))
            yield from re.findall(r"(?<!\d)(?:0\d{2,3}[) -]{1,3}|^)(\d{7,8})(?!\d)", plain)


def _without(text: str, known: frozenset[str], kept: set[str]) -> str:
    plain = text.translate(_PLAIN)
    found = [span for run in _RUN.finditer(plain) for span in _known_spans(run, known)]
    found += [one.span() for one in _ALONE.finditer(plain) if one[0] in known]
    found += [one.span() for one in _FORMS.finditer(plain) if one[0] not in kept]
    found += [one.span(one.lastindex or 0) for one in _NAMED.finditer(plain)]
    for start, end in _joined(found):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _known_spans(run: re.Match[str], known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where neighbouring groups of digits make up a known number, among others that stand beside it."""
    groups = [(group[0].upper(), *group.span()) for group in _GROUP.finditer(run.string, *run.span())]
    for first, (_, start, _) in enumerate(groups):
        number = ""
        for digits, _, end in groups[first : first + 8]:
            number += digits
            if len(number) >= SHORT and number in known:
                yield start, end


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans made one, the last first."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined[::-1]


def public(dataset: Dataset, conceal: Conceal) -> Dataset:
    """The dataset with private numbers left only in the fields that are meant for them."""
    records: dict[str, Any] = {form.fills: _public(form, getattr(dataset, form.fills), conceal) for form in FORMS}
    return replace(dataset, **records)


def _public(form: Form, records: Sequence[Any], conceal: Conceal) -> tuple[Any, ...]:
    """The records of one form, the texts of all columns concealed that bear no number by nature."""
    texts = [column.field for column in form.columns if _may_hide(column)]

    def public(record: Any) -> Any:
        said = {name: getattr(record, name) for name in texts}
        changed = {name: hidden for name, text in said.items() if text and (hidden := conceal(text)) != text}
        return replace(record, **changed) if changed else record

    return tuple(map(public, records))


def _may_hide(column: Column) -> bool:
    """Whether the column fills a field with a text that may hold a private number that is not meant to stand there."""
    own = column.private or column.own_number or column.read is Read.MATCHED
    return bool(column.field) and column.kind in _TEXTS and not own


def public_problem(problem: Problem, conceal: Conceal) -> Problem:
    """The problem with private numbers taken from the name of whom it is about. Its sentence is said elsewhere."""
    return replace(problem, who=conceal(problem.who))


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "").upper()
