"""Whether a heading is that of a form. By its headings alone: what stands below them says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.sheets.declare import Form, Wide
from pipeline.sheets.tables.headings import Heading, normal

ENOUGH = 5  # headings of the form, those of it alone twice, less the strangers: where one that must be there is not

_AFTER = re.compile(
    r"(基本|报送|填报|上报|收取)?(情况|登记|统计|汇总|明细|记录|一览)*(表|台账|册|簿|名册|花名册|名单)?"
    r"(\(.*\)|[-_—])?[\d一二三四五六七八九十年月份季度上下半第]*"
)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The form that a sheet of none comes nearest to, and the headings that must be there and are not.

    `unsaid` are the words of which none says that the months of the sheet are meant; `other` is what they may be of.
    """

    form: str
    missing: tuple[str, ...]
    unsaid: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True, slots=True)
class Called:
    """What a sheet is called: by its own name, the titles right above its heading, all that is above, its file.

    `later` is whether another heading stands further up, which the sheet's name is that of.
    """

    sheet: str
    titles: Sequence[str]
    above: Sequence[str]
    file: str
    later: bool = False

    def names(self, form: Form) -> bool:
        """Whether the sheet, or a title of it, is called as the form is: 2024年服务日志, not 特派员值班表."""
        return self.names_sheet(form) or any(_is_called(words, form.name) for words in self.titles)

    def names_sheet(self, form: Form) -> bool:
        """Whether the sheet itself is called so."""
        return not self.later and _is_called(self.sheet, form.name)

    def says(self, wide: Wide) -> bool:
        """Whether it says that the months are those of the form; the file, only where the sheet says nothing else."""
        said = [normal(one) for one in (self.sheet, *self.above)]
        said += [] if self.other(wide) else [normal(self.file)]
        ends = tuple(wide.others)
        return any(not before.endswith(ends) for one in said for before in _before(wide.said, one))

    def other(self, wide: Wide) -> str:
        """What else the sheet says that its months are of, if anything."""
        said = [normal(one) for one in (self.sheet, *self.above)]
        return next((word for word in wide.others if any(word in one for one in said)), "")


def _before(words: Iterable[str], text: str) -> Iterator[str]:
    """What stands in `text` before each of `words` that is in it."""
    return (text[: match.start()] for word in words for match in re.finditer(re.escape(word), text))


def _is_called(words: str, name: str) -> bool:
    words, name = normal(words), normal(name)
    at = words.rfind(name)
    return at >= 0 and _AFTER.fullmatch(words, at + len(name)) is not None


class Fitting:
    """Tells of what was found whether it is enough. Made once for all forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._telling = {form.name: _telling(form, forms) for form in forms}
        self._common = {form.name: {one.heading for one in form.columns if one.common} for form in forms}

    def fits(self, heading: Heading, called: Called, beside: Callable[[], int]) -> bool:
        """Whether `heading` is one of its form; `beside` tells how many other headings the form does not know.

        All that must be there is there: yes, unless any list of people or firms has it and this one has more. One is
        not: yes, where much else of the form is. More are not: where the sheet is called as the form is.
        """
        form = heading.form
        if heading.found < 2 or len(heading.columns) == len(heading.taken) or is_unsaid(heading, called):
            return False
        if heading.months and all(form.column(one).prefilled for one in heading.columns):
            return False
        telling = len(self._telling[form.name] & heading.columns.keys())
        if called.names(form) and (not heading.missing or called.names_sheet(form)):
            return True
        if called.names(form) and 2 * len(heading.missing) <= len(form.required):
            return True
        if not heading.missing:
            return bool(telling or heading.months) or beside() <= 0 or _is_called(called.file, form.name)
        of_form = len(heading.columns.keys() - self._common[form.name]) + telling
        return len(heading.missing) == 1 and of_form + 1 >= ENOUGH and of_form - beside() >= ENOUGH


def is_unsaid(heading: Heading, called: Called) -> bool:
    """Whether months stand side by side, and nothing says that they are those of the form."""
    wide = heading.form.wide
    return bool(heading.months and wide and wide.said and not called.says(wide))


def rank(heading: Heading, called: Called) -> tuple[int, bool, bool, int, int]:
    """A heading that is not there counts against a form, or a roster that lost one would pass for a smaller form."""
    score = heading.found - 2 * len(heading.missing)
    named = normal(heading.form.name) in normal(called.sheet)
    return score, not heading.missing, named, heading.first - heading.last, heading.first


def nearest(heading: Heading, called: Called) -> Nearest:
    wide = heading.form.wide
    if wide is None or not is_unsaid(heading, called):
        return Nearest(heading.form.name, heading.missing)
    return Nearest(heading.form.name, heading.missing, wide.said, called.other(wide))


def _telling(form: Form, forms: Sequence[Form]) -> set[str]:
    """The headings that no other form has, nor any list of people or firms."""
    others = {
        name
        for other in forms
        if other is not form
        for column in other.columns
        for name in (column.heading, *column.aliases)
    }
    return {column.heading for column in form.columns if not column.common} - others
