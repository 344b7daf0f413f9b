"""Finding the tables of a sheet by their heading rows, in whatever order and place the columns stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.sheets.declare import Form
from pipeline.sheets.grid import Cell, Grid, is_filled, letter
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
from pipeline.sheets.texts import Wrong, shown
from pipeline.sheets.values.dates import month

Layout = tuple[int, int, Sequence[tuple[str, ...]], list[Cell]]  # first and last row, spellings by column, cells
Across = dict[tuple[int, int], int]  # grid row and column of a merged cell's first cell -> its last column


class Finder:
    """Finds the headings of `forms` in grids. Made once for many sheets."""

    def __init__(self, forms: Sequence[Form], year: int) -> None:
        self._forms = tuple((form, names_of(form)) for form in forms)
        self._year = year
        self._likeness = Likeness(forms)
        self._known = frozenset(name for _, names in self._forms for name in names)
        self._openings = frozenset(name[0] for name in self._known)
        self._seen: dict[str, bool] = {}

    def find(self, grid: Grid) -> list[Heading]:
        """All headings of a sheet from top to bottom; the grid rows of one never belong to the next."""
        headings: list[Heading] = []
        down, across = _merged(grid)
        row = 0
        while row < len(grid.rows):
            best = None
            if self._may_be(grid.rows[row]):
                best = self._best(grid, row, headings[-1].last if headings else -1, down, across)
            if best is not None:
                headings.append(best)
                row = best.last
            row += 1
        return headings

    def _may_be(self, row: list[Cell]) -> bool:
        """Whether a row has two cells that some form knows, or one beside two months."""
        hits = 0
        for cell in row:
            if type(cell) is str and cell and len(cell) <= LONGEST_HEADING:
                known = self._seen.get(cell)
                if known is None:
                    known = self._seen[cell] = self._is_known(cell)
                hits += known
        if hits >= 2:
            return True
        return hits == 1 and len(self._months(row)) >= 2

    def _is_known(self, cell: str) -> bool:
        if cell[0].isalnum() and cell[0] not in self._openings:
            return False
        words = normal(cell)
        return words in self._known or split_unit(words)[0] in self._known

    def _best(self, grid: Grid, row: int, after: int, down: dict[int, int], across: Across) -> Heading | None:
        """The best reading of `row`: alone, as group row over the next one, or under the one before."""
        single = [(shown(cell) if isinstance(cell, str) else "") for cell in grid.rows[row]]
        layouts: list[Layout] = [(row, row, [(one,) for one in single], grid.rows[row])]
        if row + 1 < len(grid.rows):
            layouts.append((row, row + 1, _paired(grid, row, across), grid.rows[row + 1]))
        if row - 1 > after:
            layouts.append((row - 1, row, _paired(grid, row - 1, across), grid.rows[row]))
        found = [
            (self._match(form, names, first, max(last, down.get(row, last)), texts, cells), texts)
            for first, last, texts, cells in layouts
            for form, names in self._forms
        ]
        fitting = [one for one in found if _fits(one[0], grid.sheet)]
        if not fitting:
            return None
        best, texts = max(fitting, key=lambda one: _rank(one[0], grid.sheet))
        return self._with_strangers(best, texts, grid)

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
            Repeated("".join(texts[read][0].split()), letters[read], tuple(letters[index] for index in unread))
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
        cells: list[Cell],
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
        months: Months = {}
        wide = form.wide
        if wide and not (wide.key in columns and wide.value in columns):
            taken = set(columns.values())
            months = {index: one for index, one in self._months(cells).items() if index not in taken}
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

    def _months(self, row: list[Cell]) -> Months:
        found: Months = {}
        for index, cell in enumerate(row):
            if not is_filled(cell) or (isinstance(cell, str) and len(cell) > LONGEST_HEADING):
                continue
            value = month(split_unit(normal(cell))[0] if isinstance(cell, str) else cell, self._year)
            if not isinstance(value, Wrong) and value not in found.values():
                found[index] = value
        return found


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


def _fits(heading: Heading, sheet: str) -> bool:
    """Whether enough of the form is there: all that is required, or most of it, or less under the form's own name."""
    if heading.found < 2 or len(heading.columns) == len(heading.taken):
        return False
    if heading.months and all(heading.form.column(one).prefilled for one in heading.columns):
        return False  # a row of data: 工作站 as the kind of who came, beside a date and a number
    if not heading.missing:
        return True
    required = len(heading.form.required)
    if heading.found >= 3 and required - len(heading.missing) >= 0.6 * required:
        return True
    return normal(sheet) == normal(heading.form.name)


def _rank(heading: Heading, sheet: str) -> tuple[int, bool, bool, int, int]:
    """A heading that is not there counts against a form, or a roster that lost one would pass for a smaller form."""
    score = heading.found - 2 * len(heading.missing)
    named = normal(heading.form.name) in normal(sheet)
    return score, not heading.missing, named, heading.first - heading.last, heading.first
