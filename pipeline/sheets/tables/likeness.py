"""Headings that are nearly right: read as a column where that is unmistakable, else proposed. Never a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.sheets.declare import Form
from pipeline.sheets.tables.headings import COUNTERS, LONGEST_HEADING, Near, normal, split_unit

ALIKE_REQUIRED, ALIKE = 0.6, 0.7  # from here on a heading is proposed: for a required column, for another one
LEAST = 0.5  # below it nothing is proposed, not even a slip of a word that only may mean the column
SHORTEST = 4  # characters of a heading in which one wrong or missing character is a slip; in 姓名 half is wrong then

# Beside the characters of all headings: those that make another heading of one. 服务周数 is no slip of 服务天数.
_TELLING = frozenset("年季月旬周日天时分次回人户家个项件份场课元量比率总累均合")
_TELLING |= frozenset("新旧原现上下本前后初末起止内外男女大小高低")


Texts = Sequence[tuple[str, ...]]  # by column: the spellings of a heading


class Likeness:
    """Finds what unknown headings may stand for. Made once for all forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._spellings = {
            form.name: tuple(
                (normal(name), column.heading, column.required)
                for column in form.columns
                for name in (column.heading, *column.aliases)
            )
            for form in forms
        }
        self._likely = {
            form.name: {normal(words): column.heading for column in form.columns for words in column.likely}
            for form in forms
        }
        known = {name for spellings in self._spellings.values() for name, _, _ in spellings}
        self._known = frozenset(known)
        self._telling = _TELLING.union(*known)

    def taken(self, form: Form, columns: Mapping[str, int], texts: Texts, used: Iterable[int]) -> dict[str, int]:
        """The headings of `form` beyond `columns` that one unknown heading alone is a slip of, and of them alone."""
        slips = {position: self._slips(form, words, columns) for position, words in self._unknown(form, texts, used)}
        claimed = Counter(heading for headings in slips.values() for heading in headings)
        alone = {next(iter(headings)): position for position, headings in slips.items() if len(headings) == 1}
        return {heading: position for heading, position in alone.items() if claimed[heading] == 1}

    def near(
        self, form: Form, columns: Mapping[str, int], texts: Texts, used: Iterable[int], taken: Mapping[str, int]
    ) -> tuple[Near, ...]:
        """The unknown headings among `texts`: those `taken`, and those that resemble headings not among `columns`.

        `letter` is left to the caller.
        """
        headings_at = {position: (heading,) for heading, position in taken.items()}
        near = []
        for position, words in self._unknown(form, texts, used):
            slips = tuple(sorted(self._slips(form, words, columns)))
            alike = headings_at.get(position) or slips or self._alike(form, words, columns)
            ratio = self._ratio(form, words, alike[0]) if alike else 0.0
            taken_here = position in headings_at
            if taken_here or ratio >= LEAST:
                shown = "".join(texts[position][0].split())
                near.append(Near(shown, "", position, alike, taken_here, ratio))
        return tuple(near)

    def _ratio(self, form: Form, words: Sequence[str], heading: str) -> float:
        names = [name for name, own, _ in self._spellings[form.name] if own == heading]
        return max(likeness(word, name) for word in words for name in names)

    def _unknown(self, form: Form, texts: Texts, used: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
        """The columns that are not `used` and bear a heading that `form` does not know, and its spellings."""
        taken = set(used)
        own = {name for name, _, _ in self._spellings[form.name]}
        for position, spellings in enumerate(texts):
            words = [word for word in map(_bare, spellings) if word]
            if position not in taken and words and own.isdisjoint(words):
                yield position, words

    def _slips(self, form: Form, words: Sequence[str], columns: Mapping[str, int]) -> set[str]:
        likely = {self._likely[form.name].get(word) for word in words} - {None}
        found = {heading for heading in likely if heading and heading not in columns}
        if likely or not self._known.isdisjoint(words):  # what another form calls its own is no slip
            return found
        return {
            heading
            for name, heading, _ in self._spellings[form.name]
            if heading not in columns and any(is_slip(word, name, self._telling) for word in words)
        }

    def _alike(self, form: Form, words: Sequence[str], columns: Mapping[str, int]) -> tuple[str, ...]:
        best: dict[str, float] = {}
        for name, heading, required in self._spellings[form.name]:
            if heading in columns:
                continue
            ratio = max(likeness(word, name) for word in words)
            if ratio >= (ALIKE_REQUIRED if required else ALIKE) or (required and len(name) == 2 and ratio == 0.5):
                best[heading] = max(ratio, best.get(heading, 0.0))
        highest = max(best.values(), default=0.0)
        return tuple(sorted(heading for heading, ratio in best.items() if ratio == highest))


def _bare(spelling: str) -> str:
    """A normal heading without its unit; "" for what is none or only counts the rows."""
    if not spelling or len(spelling) > LONGEST_HEADING:
        return ""
    word = split_unit(normal(spelling))[0]
    return "" if word in COUNTERS or word.isascii() else word


def likeness(one: str, other: str) -> float:
    """How alike two words are, 0 to 1: twice the characters they share in order, of all their characters."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_slip(word: str, name: str, telling: frozenset[str]) -> bool:
    """Whether `word` is `name` with one character mistyped, dropped or doubled, or two neighbours swapped.

    A character of `telling` in another's place makes another word, not a slip: 服务人数 is not 服务天数.
    """
    longer = len(word) - len(name)
    if longer > 1 or -longer > len(name) // SHORTEST:
        return False
    if longer == 1:
        return any(word[at] == word[at - 1] and word[:at] + word[at + 1 :] == name for at in range(1, len(word)))
    if longer < 0:
        rest = iter(name)
        return all(one in rest for one in word)
    wrong = [at for at, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
    if len(wrong) == 1:
        typed = word[wrong[0]]
        return len(name) >= SHORTEST and typed not in telling and typed.isalpha() and not typed.isascii()
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(word) == sorted(name)
