"""What a row takes from the rows above it: merged cells, ditto marks, the blanks that a csv leaves of merges.

And what a heading takes from those above: the titles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.sheets.grid import Cell, Grid, is_filled
from pipeline.sheets.tables.feet import is_label
from pipeline.sheets.tables.headings import Heading

DITTO = frozenset({"同上", "同上行", "同上。", "〃", "″", '"', "”", "“", "〞", "''"})

Anchors = Mapping[int, int]  # grid column -> the grid row where the value of a row stands
NO_ANCHORS: Anchors = {}


class Above:
    """Fills the data rows of one table, given in their order, from those above them.

    `carried` are the grid columns that continue the row right above where a format keeps no merges and all of them
    are blank; `width` is the number of columns of the table.
    """

    def __init__(self, grid: Grid, heading: Heading, carried: Sequence[int], width: int) -> None:
        self._rows = grid.rows
        self.inherited, self.banners = spread(grid, heading, width)
        self._carried = () if grid.keeps_merges else tuple(carried)
        self._last = -1
        self._anchors: Anchors = NO_ANCHORS
        self._previous: list[Cell] | None = None

    def filled(self, index: int) -> tuple[list[Cell], Anchors]:
        """The cells of row `index` with what they take from above, and where the merged ones stand."""
        cells = self._rows[index]
        anchors = self.inherited.get(index) or self._continued(index)
        if anchors:
            cells = list(cells)
            for position, anchor in anchors.items():
                cells[position] = self._rows[anchor][position]
        if self._previous is not None and not DITTO.isdisjoint(cells):
            cells = [before if one in DITTO else one for one, before in zip(cells, self._previous, strict=True)]
        self._last, self._anchors, self._previous = index, anchors, cells
        return cells, anchors

    def _continued(self, index: int) -> Anchors:
        if not self._carried or self._last != index - 1:
            return NO_ANCHORS
        if any(is_filled(self._rows[index][position]) for position in self._carried):
            return NO_ANCHORS
        anchors = {position: self._anchors.get(position, self._last) for position in self._carried}
        held = any(is_filled(self._rows[anchor][position]) for position, anchor in anchors.items())
        return anchors if held else NO_ANCHORS


def spread(grid: Grid, heading: Heading, width: int) -> tuple[dict[int, dict[int, int]], frozenset[int]]:
    """What merged cells mean below a heading, in grid positions.

    First, for each row that lies in cells merged downwards: the column and the row that holds the value. Second,
    the rows whose only text is merged across half of the table or more: the name of a section, a remark at the foot.
    """
    row_at = {number: index for index, number in enumerate(grid.numbers)} if grid.merges else {}
    column_at = {number: position for position, number in enumerate(grid.columns)}
    inherited: dict[int, dict[int, int]] = {}
    banners: set[int] = set()
    for top, left, bottom, right in grid.merges:
        anchor, position = row_at.get(top), column_at.get(left)
        if anchor is None or position is None or anchor <= heading.last:
            continue
        if right - left + 1 >= max(3, width / 2) and sum(map(is_filled, grid.rows[anchor])) == 1:
            banners.add(anchor)
            continue
        for number in range(top + 1, min(bottom, grid.numbers[-1]) + 1):
            if number in row_at:
                inherited.setdefault(row_at[number], {})[position] = anchor
    return inherited, frozenset(banners)


def titles_from(grid: Grid, heading: int, after: int) -> int:
    """The grid row where the titles above the row `heading` begin: see `own_titles_from`.

    Above the first heading of a sheet, where `after` is -1, all are titles; else those below the last heading `after`.
    """
    return 0 if after < 0 else own_titles_from(grid, heading, after)


def own_titles_from(grid: Grid, heading: int, after: int) -> int:
    """The grid row below `after` where the rows of at most one text, or of "label: text", begin above `heading`."""
    row = heading
    while row > after + 1:
        filled = [cell for cell in grid.rows[row - 1] if is_filled(cell)]
        if len(filled) > 1 and not all(map(is_label, filled)):
            break
        row -= 1
    return row
