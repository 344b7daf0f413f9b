"""plan.toml against the plan as it was issued: each entry's words are looked up in the clause it cites.

Numbers are compared as numbers: 30天 is neither found in 130天 nor missed in 三十天.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.chinese.dates import day
from pipeline.chinese.numerals import marked, tidy
from pipeline.plan.clauses import Passage, passages, paths, spell
from pipeline.plan.model import Citation, Deadline, Duty, Minimum, Plan, Target

_NUMBER = re.compile(r"⟨([\d.]+)⟩")
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry that does not agree with the issued text. `sentence` is one Chinese sentence with the way out."""

    entry: str
    clause: str
    wording: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Read:
    """What is read: how messages call it, and where its words are put right."""

    called: str
    remedy: str


ISSUED = Read("印发文本", "请核对印发文本，改正 plan.toml")


def compare(plan: Plan, text: str, read: Read = ISSUED) -> list[Missing]:
    """Everything of the plan that the text does not bear out; empty when they agree. `read` says which text it is.

    Looked up are the 文号 and date, every citation of every duty (a citation without words needs its clause to be
    there), and the titles of the sections. A value that contradicts the entry's own words is named as well.
    """
    found = passages(text)
    duties = [(duty.id, _name(duty), citation) for duty in plan.duties for citation in duty.citations]
    titles = [
        (id, f"「{section.title}」（[section.{id}]）", Citation(section.clause, section.title))
        for id, section in plan.sections.items()
    ]
    accounted = [marked(citation.wording) for _, _, citation in duties]
    return [
        *_document(plan, text, read),
        *chain.from_iterable(_value(plan, duty, citation) for duty in plan.duties for citation in duty.citations),
        *chain.from_iterable(_citation(found, *entry, accounted, read) for entry in (*duties, *titles)),
    ]


def _name(duty: Duty) -> str:
    return f"「{duty.label}」（{duty.id}）"


def _document(plan: Plan, text: str, read: Read) -> Iterator[Missing]:
    # The whole, because titles and numbers break over lines; the lines, because a phone number may end the one before.
    texts = [marked(text), *map(marked, text.splitlines())]
    for key, what, words in (
        ("number", "发文字号", plan.number),
        ("issued_on", "成文日期", day(plan.issued_on)),
    ):
        if not any(marked(words) in there for there in texts):
            yield Missing(
                key, "", words, f"{read.called}中找不到{what}“{words}”。请核对 plan.toml 中 [plan] 的 {key}。"
            )


def _citation(
    found: tuple[Passage, ...], entry: str, name: str, citation: Citation, accounted: list[str], read: Read
) -> Iterator[Missing]:
    """At most one: the first of the clauses cited that is not there, or the words when none of them has them."""
    clause, wording = citation.clause, citation.wording
    texts = []
    for path in paths(clause):
        there = [marked(passage.text) for passage in found if passage.path == path]
        if not there:
            sentence = f"{name}：{read.called}中找不到条款{spell(path)}。请核对 plan.toml 的 clause。"
            yield Missing(entry, clause, wording, sentence)
            return
        texts += there
    words = marked(wording)
    if any(words in text for text in texts):
        return
    hint = _instead(words, texts, accounted) or _elsewhere(words, found)
    sentence = f"{name}：{read.called}{clause}中找不到“{wording}”{hint}。{read.remedy}。"
    yield Missing(entry, clause, wording, sentence)


def _instead(words: str, texts: Iterable[str], accounted: Iterable[str]) -> str:
    """What stands there with another number, and is no other entry's."""
    pieces = _NUMBER.split(words)[::2]
    if len(pieces) == 1:
        return ""
    pattern = re.compile(r"⟨[\d.]+⟩".join(map(re.escape, pieces)))
    there = [hit for text in texts for hit in pattern.findall(text) if not any(hit in other for other in accounted)]
    return f"，该处是{'、'.join(f'“{_NUMBER.sub(_plain, hit)}”' for hit in dict.fromkeys(there))}" if there else ""


def _plain(number: re.Match[str]) -> str:
    return number[1]


def _elsewhere(words: str, found: Iterable[Passage]) -> str:
    """The clauses that do have the words, each where it is most exact."""
    holding = [passage.path for passage in found if words in marked(passage.text)]
    exact = [path for path in holding if not any(other != path and other[: len(path)] == path for other in holding)]
    return f"，这几个字见于{'、'.join(dict.fromkeys(spell(path) for path in exact))}" if exact else ""


def _value(plan: Plan, duty: Duty, citation: Citation) -> Iterator[Missing]:
    """The entry's own number against its words; words without a number (全覆盖) ask for none."""
    said = ""
    match duty:
        case Target(value=value, unit=unit) | Minimum(value=value, unit=unit):
            said = _number_disagrees("value", value, citation.wording, unit)
        case Deadline(day=int(number)):
            said = _number_disagrees("day", number, citation.wording, "日")
        case Deadline(date=date):
            said = _date_disagrees(date, plan.year, citation.wording)
    if said:
        place = f"所引{citation.clause}的“{citation.wording}”"
        sentence = f"{_name(duty)}：plan.toml 的 {said}，与{place}不一致。请改正其中之一。"
        yield Missing(duty.id, citation.clause, citation.wording, sentence)


def _number_disagrees(key: str, value: int, wording: str, unit: str) -> str:
    """The number is the one before the unit; where the words have another unit, any number in digits will do."""
    numbers = re.findall(rf"⟨([\d.]+)⟩{re.escape(tidy(unit))}", marked(wording))
    numbers = numbers or [number.replace(",", "") for number in _ARABIC.findall(tidy(wording))]
    return f"{key} 为 {value}" if numbers and str(value) not in numbers else ""


def _date_disagrees(date: dt.date | None, year: int, wording: str) -> str:
    parts = {"年": date.year if date else year, "月": date.month if date else None, "日": date.day if date else None}
    for number, part in re.findall(r"⟨(\d+)⟩([年月日])", marked(wording)):
        if number != str(parts[part]):
            if date:
                return f"date 为 {date.isoformat()}"
            return f"year 为 {year}" if part == "年" else "date 还空着"
    return ""
