"""Finding the tables of a sheet by their heading rows, in whatever order and place the columns stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline.sheets.declare import Form, Kind
from pipeline.sheets.grid import Cell, Grid, is_filled, letter
from pipeline.sheets.tables.above import own_titles_from, titles_from
from pipeline.sheets.tables.fitting import Called, Fitting, Nearest, nearest, rank
from pipeline.sheets.tables.headings import (
    LONGEST_HEADING,
    Heading,
    Months,
    Repeated,
    extra,
    hit,
    names_of,
    normal,
    repeated,
    split_unit,
)
from pipeline.sheets.tables.likeness import Likeness
from pipeline.sheets.tables.months import months_of
from pipeline.sheets.texts import shown
from pipeline.sheets.values.dates import date

Texts = Sequence[tuple[str, ...]]  # by column: the spellings of its heading
Layout = tuple[int, int, Texts, Months]  # first and last row, spellings by column, months
LATEST, SEVERAL = 20, 3  # the rows in which a heading is looked for where no form has one, the cells it must have
_OF_MONTH = re.compile(r"[\d一二三四五六七八九十]月份?[^\d\W]+")
_AMOUNT = re.compile(r"[-+]?[\d.,/:年月日\-]+%?")
Across = dict[tuple[int, int], int]  # grid row and column of a merged cell's first cell -> its last column


@dataclass(frozen=True, slots=True)
class Found:
    """The headings of a sheet from top to bottom; where there is none, the form that it comes nearest to, if any.

    `headed` is whether a row has several cells of which some form knows one: a heading, though of none of the forms.
    """

    headings: tuple[Heading, ...]
    nearest: Nearest | None = None
    headed: bool = False


class Finder:
    """Finds the headings of `forms` in grids. Made once for many sheets."""

    def __init__(self, forms: Sequence[Form], year: int) -> None:
        self._forms = tuple((form, names_of(form)) for form in forms)
        self._year = year
        self._likeness = Likeness(forms)
        self._fitting = Fitting(forms)
        self._known = frozenset(name for _, names in self._forms for name in names)
        self._openings = frozenset(name[0] for name in self._known).union("0123456789一二三四五六七八九十")
        self._seen: dict[str, bool] = {}

    def find(self, grid: Grid, file: str = "") -> Found:
        """All headings of a sheet; the grid rows of one never belong to the next. `file` is the name of its file."""
        headings: list[Heading] = []
        near: list[tuple[Heading, Called]] = []
        down, across = _merged(grid)
        row = 0
        while row < len(grid.rows):
            best = None
            below = grid.rows[row + 1] if row + 1 < len(grid.rows) else ()
            if self._may_be(grid.rows[row], below) and not (headings and self._is_dated(grid.rows[row], headings[-1])):
                after = headings[-1].last if headings else -1
                found = self._readings(grid, row, after, down, across)
                layouts = {(heading.first, heading.last) for heading, _ in found}
                called = {layout: _called(grid, *layout, after, file) for layout in layouts}
                best = self._best(found, called)
                near += [(one, called[one.first, one.last]) for one, _ in found if one.found >= 2]
            if best is not None:
                headings.append(self._with_strangers(*best, grid))
                row = headings[-1].last
            row += 1
        if headings:
            return Found(tuple(headings))
        best_of_all = nearest(*max(near, key=lambda one: rank(*one))) if near else None
        return Found((), best_of_all, any(map(self._is_headed, grid.rows[:LATEST])))

    def _is_headed(self, row: Sequence[Cell]) -> bool:
        words = [cell for cell in row if isinstance(cell, str) and cell and len(cell) <= LONGEST_HEADING]
        return sum(map(is_filled, row)) >= SEVERAL and any(map(self._is_known, words))

    def _may_be(self, row: list[Cell], below: Sequence[Cell]) -> bool:
        """Whether a row has two cells that some form knows, or one beside two months or above a group of them."""
        hits = 0
        for cell in row:
            if type(cell) is str and cell and len(cell) <= LONGEST_HEADING:
                known = self._seen.get(cell)
                if known is None:
                    known = self._seen[cell] = self._is_known(cell)
                hits += known
        if hits >= 2:
            return True
        if hits == 0:
            return False
        return len(months_of(row, self._year)) >= 2 or len(months_of(below, self._year, row)) >= 2

    def _is_dated(self, row: Sequence[Cell], above: Heading) -> bool:
        """Whether a day stands where one must be below the heading `above`: data, whatever its words are."""
        required = {one.heading for one in above.form.columns if one.required and one.kind is Kind.DATE}
        places = [at for heading, at in above.columns.items() if heading in required]
        return any(isinstance(date(row[at], self._year), dt.date) for at in places)

    def _is_known(self, cell: str) -> bool:
        if cell[0].isalnum() and cell[0] not in self._openings:
            return False
        words = normal(cell)
        return words in self._known or split_unit(words)[0] in self._known

    def _readings(
        self, grid: Grid, row: int, after: int, down: dict[int, int], across: Across
    ) -> list[tuple[Heading, Texts]]:
        """What `row` may be for each form: read alone, as group row over the next one, or under the one before."""
        cells = grid.rows[row]
        single = [(shown(cell) if isinstance(cell, str) else "") for cell in cells]
        layouts: list[Layout] = [(row, row, [(one,) for one in single], months_of(cells, self._year))]
        for upper in (row, row - 1):
            if after < upper < len(grid.rows) - 1:
                lower = grid.rows[upper + 1]
                months = months_of(lower, self._year, grid.rows[upper])
                if _is_heading_row(lower, months) and _is_heading_row(grid.rows[upper], {}):
                    layouts.append((upper, upper + 1, _paired(grid, upper, across), months))
        return [
            (self._match(form, names, first, max(last, down.get(row, last)), texts, months), texts)
            for first, last, texts, months in layouts
            for form, names in self._forms
        ]

    def _best(
        self, found: list[tuple[Heading, Texts]], called: Mapping[tuple[int, int], Called]
    ) -> tuple[Heading, Texts] | None:
        def of(heading: Heading) -> Called:
            return called[heading.first, heading.last]

        fitting = [one for one in found if self._fitting.fits(one[0], of(one[0]), partial(self._beside, *one))]
        return max(fitting, key=lambda one: rank(one[0], of(one[0]))) if fitting else None

    def _beside(self, heading: Heading, texts: Texts) -> int:
        """How many headings beside those of the form it does not know, less those that resemble one that it lacks."""
        used = {*heading.columns.values(), *heading.months}
        near = self._likeness.near(heading.form, heading.columns, texts, used, {})
        resembling = sum(not set(heading.missing).isdisjoint(one.headings) for one in near)
        return len(list(extra(texts, used.union(one.position for one in near)))) - resembling

    def _with_strangers(self, heading: Heading, texts: Sequence[tuple[str, ...]], grid: Grid) -> Heading:
        """The heading with those of its row that are not read: nearly right ones, the same ones again, the others."""
        used = {*heading.columns.values(), *heading.months}
        wide = heading.form.wide if heading.months else None
        twice = repeated(texts, heading.columns.values(), used)
        columns = heading.columns | (dict.fromkeys((wide.key, wide.value), -1) if wide else {})
        near = self._likeness.near(heading.form, columns, texts, used - {*heading.taken.values()}, heading.taken)
        others = tuple(extra(texts, used.union((one.position for one in near), *twice.values())))
        letters = [letter(number) for number in grid.columns]
        again = tuple(
            Repeated(
                "".join(texts[read][0].split()),
                letters[read],
                tuple(letters[index] for index in unread),
                _is_filled_below(grid, heading.last, unread),
            )
            for read, unread in sorted(twice.items())
        )
        placed = tuple(replace(one, letter=letter(grid.columns[one.position])) for one in near)
        return replace(heading, extra=others, near=placed, repeated=again)

    def _match(
        self,
        form: Form,
        names: dict[str, tuple[str, bool]],
        first: int,
        last: int,
        texts: Sequence[tuple[str, ...]],
        months: Months,
    ) -> Heading:
        columns: dict[str, int] = {}
        units: dict[str, str] = {}
        exact: set[str] = set()
        for index, spellings in enumerate(texts):
            known = hit(spellings, names)
            if known is None:
                continue
            heading, own, unit = known
            if heading in columns and not (own and heading not in exact):
                continue
            columns[heading] = index
            units[heading] = unit
            if own:
                exact.add(heading)
        wide = form.wide
        if wide is None or (wide.key in columns and wide.value in columns):
            months = {}
        else:
            taken = set(columns.values())
            months = {index: one for index, one in months.items() if index not in taken}
            if len(months) < 2:
                months = {}
            else:
                columns.pop(wide.key, None)
                columns.pop(wide.value, None)
        spare = {wide.key, wide.value} if wide and months else set()
        slips: dict[str, int] = {}
        if len(columns) >= 2 or (columns and months):  # else no heading of this form, whatever the others resemble
            there = dict.fromkeys(spare, -1) | columns
            slips = self._likeness.taken(form, there, texts, {*columns.values(), *months})
        for heading, index in slips.items():
            columns[heading] = index
            units[heading] = split_unit(normal(texts[index][-1]))[1]
        missing = tuple(one for one in form.required if one not in columns and one not in spare)
        return Heading(form, first, last, columns, units, months, missing, taken=slips)


def _called(grid: Grid, first: int, last: int, after: int, file: str) -> Called:
    """What the heading of rows `first` to `last` is called.

    A group over its months says what they are, as a title does, and so do the months themselves: 3月月报.
    """
    rows = grid.rows[titles_from(grid, first, after) : last]
    said = tuple(shown(cell) for row in rows for cell in row if isinstance(cell, str) and is_filled(cell))
    said += tuple(cell for cell in grid.rows[last] if isinstance(cell, str) and _OF_MONTH.search(normal(cell)))
    titles = grid.rows[own_titles_from(grid, first, after) : first]
    alone = (row for row in titles if sum(map(is_filled, row)) == 1)
    own = tuple(shown(cell) for row in alone for cell in row if is_filled(cell))
    return Called(grid.sheet, own, said, file, after >= 0)


def _is_filled_below(grid: Grid, heading: int, positions: Sequence[int]) -> bool:
    return any(is_filled(row[at]) for row in grid.rows[heading + 1 :] for at in positions)


def _is_heading_row(row: Sequence[Cell], months: Months) -> bool:
    """Whether a row above or below another may be part of its heading: no date and no number stands in it but months.

    What is below a heading must not be taken for a part of it.
    """
    return all(
        index in months or (isinstance(cell, str) and not _AMOUNT.fullmatch(normal(cell)))
        for index, cell in enumerate(row)
        if is_filled(cell)
    )


def _merged(grid: Grid) -> tuple[dict[int, int], Across]:
    """Merges that matter to headings, in grid positions: rows that reach down, cells that reach across."""
    row_at = {number: index for index, number in enumerate(grid.numbers)}
    column_at = {number: index for index, number in enumerate(grid.columns)}
    down: dict[int, int] = {}
    across: Across = {}
    for top, left, bottom, right in grid.merges:
        if top not in row_at or left not in column_at:
            continue
        if bottom - top in (1, 2):
            deepest = row_at.get(bottom, row_at[top])
            down[row_at[top]] = max(down.get(row_at[top], 0), deepest)
        if right > left:
            last = max((column_at[one] for one in range(left, right + 1) if one in column_at), default=column_at[left])
            across[row_at[top], column_at[left]] = last
    return down, across


def _paired(grid: Grid, row: int, across: Across) -> list[tuple[str, ...]]:
    """Group row and the row under it read together: group and heading, the heading, the group where it is alone.

    A group reaches as far as its merged cell, else over the empty cells to its right that have a heading below.
    """
    upper, lower = grid.rows[row], grid.rows[row + 1]
    merged_row = any(place[0] == row for place in across)
    texts: list[tuple[str, ...]] = []
    group, reach = "", -1
    for index in range(max(len(upper), len(lower))):
        above = shown(upper[index]) if index < len(upper) and isinstance(upper[index], str) else ""
        below = shown(lower[index]) if index < len(lower) and isinstance(lower[index], str) else ""
        if above:
            group, reach = above, across.get((row, index), index if merged_row else len(upper) + len(lower))
        elif index > reach or not below:
            group = ""
        if group and below:
            texts.append((group + below, below))
        else:
            texts.append((above or below,))
    return texts
