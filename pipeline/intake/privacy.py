"""Keeps ID, phone and bank numbers out of everything but agreements: people paste them into any cell.

What is meant for them has columns of its own; every other text of every record passes here once, before rules, messages
and documents see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from pipeline.problems import Place, Problem, Source
from pipeline.records import Dataset
from pipeline.sheets.places import Shown

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
# Fields that are numbers by nature, or name other records: they are printed where they belong, or nowhere.
_OWN = {
    *("id", "id_number", "phone", "bank_account", "commissioner", "enterprise", "credit_code", "given_code"),
    *("certificate_number", "registration_number", "original_agreement", "voucher", "rule", "fact"),
}
_KINDS = (
    *("commissioners", "enterprises", "pairings", "service_logs", "monthly_reports", "projects", "achievements"),
    *("papers", "spot_checks", "trainings", "expenses", "results", "exceptions"),
)
Conceal = Callable[[str], str]


def is_private(text: str) -> bool:
    """Whether something in the text has the form of an ID, telephone or bank number."""
    return bool(_FORMS.search(text.translate(_PLAIN)))


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
    cells = [cell for person in dataset.commissioners for cell in (person.id_number, person.phone, person.bank_account)]
    for cell in (*cells, *(enterprise.phone for enterprise in dataset.enterprises)):
        plain = cell.translate(_PLAIN)
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
    kinds: dict[str, Any] = {}
    for kind in _KINDS:
        records = getattr(dataset, kind)
        names = [field.name for field in fields(records[0]) if field.name not in _OWN] if records else []
        kinds[kind] = tuple(_public(record, names, conceal) for record in records)
    return replace(dataset, **kinds)


def _public(record: Any, names: list[str], conceal: Conceal) -> Any:
    changed: dict[str, object] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, str):
            if value and (hidden := conceal(value)) != value:
                changed[name] = hidden
        elif isinstance(value, Source):
            book, sheet = conceal(value.workbook), conceal(value.sheet)
            if (book, sheet) != (value.workbook, value.sheet):
                changed[name] = replace(value, shown=Shown(book, sheet))
    return replace(record, **changed) if changed else record


def public_problem(problem: Problem, conceal: Conceal) -> Problem:
    """The problem with private numbers taken from the names of people, and from what workbooks and sheets are shown as.

    Its sentence is said elsewhere.
    """
    return replace(problem, who=conceal(problem.who), place=problem.place and _public_place(problem.place, conceal))


def _public_place(place: Place, conceal: Conceal) -> Place:
    shown = Shown(conceal(place.workbook), conceal(place.sheet or ""))
    real = (place.workbook, place.sheet or "")
    return place if (shown.workbook, shown.sheet) == real else replace(place, shown=shown)


def _bare(number: str) -> str:
    return number.replace(" ", "").replace("-", "").upper()
