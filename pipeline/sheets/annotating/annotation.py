"""The copy as a whole: the marks of an earlier copy off, the new ones on, the front sheet in front."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ooxml.package import Package, TooLarge
from pipeline.ooxml.xml import Odd, local, parse, serialise
from pipeline.sheets.annotating.earlier import take_front_off
from pipeline.sheets.annotating.front_sheet import front_xml
from pipeline.sheets.annotating.marking import MOST_NOTES, Mark, Marker, has_ours
from pipeline.sheets.annotating.recasting import recast
from pipeline.sheets.annotating.sheet_xml import SheetXml
from pipeline.sheets.annotating.styles_xml import StylesXml
from pipeline.sheets.annotating.workbook_xml import Sheet, WorkbookXml
from pipeline.sheets.files.ods import is_ods
from pipeline.sheets.files.opening import bytes_of, grids_of
from pipeline.sheets.front import Front, Shade, Target, is_front
from pipeline.sheets.grid import DAMAGED, Refused

STYLES = "xl/styles.xml"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
RECAST = (
    "本文件由原文件转存为 .xlsx：文字、数值、日期、合并单元格和隐藏状态都在；"
    "字体、底色、列宽、数字格式、批注、图形和公式没有保留（公式只留计算结果）。"
)
RECAST_TEXT = "本文件由原文件转存为 .xlsx，各单元格的文字与原文件一致。"
SIGNATURE_LOST = "原文件的数字签名未能保留：内容加了标注，签名已经失效。"
SHARING_LOST = "原文件的“共享工作簿”状态和修订记录未能保留。"
THREAD = "{}已有会话式批注，检查意见不便写在一处，只见本表。"
CROWDED = "「{}」中有问题的单元格太多：都标了颜色，批注只写在前 {:,} 处，其余的检查意见见本表。"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A copy as an .xlsx; `front` is the name its front sheet got, `lost` says in Chinese what could not be kept."""

    data: bytes
    front: str
    lost: tuple[str, ...]


def annotated(path: Path, marks: Sequence[Mark], front: Front) -> Annotated:
    """The workbook at `path` with its cells marked and `front` before all its sheets; what was lost is said there.

    Marks and front of an earlier copy are taken off first, whichever program has saved it since. A file that is no
    .xlsx, or one whose insides are too odd, is recast: its values in plain dress. The same file, marks and front give
    the same bytes. Raises `Refused` for a file that cannot be read, ValueError for a sheet that is not in it.
    """
    data = bytes_of(path)
    if data.startswith(b"PK") and not is_ods(data):
        try:
            return _marked(data, marks, front, ())
        except TooLarge as error:
            raise Refused("too_large") from error
        except (Odd, RuntimeError, *DAMAGED):  # numbers that are none, parts that break off: the reader is more patient
            pass
    grids = [grid for grid in grids_of(path) if not is_front(grid)]
    _see_to_sheets({grid.sheet for grid in grids}, marks, front)
    made = recast(grids)
    moved = [replace(mark, sheet=made.names[mark.sheet]) for mark in marks]
    targets = [row.target and replace(row.target, sheet=made.names[row.target.sheet]) for row in front.rows]
    rows = tuple(replace(row, target=target) for row, target in zip(front.rows, targets, strict=True))
    said = RECAST if any(grid.keeps_merges for grid in grids) else RECAST_TEXT
    return _marked(made.data, moved, replace(front, rows=rows), (said, *made.lost))


def _marked(data: bytes, marks: Sequence[Mark], front: Front, lost: Sequence[str]) -> Annotated:
    package = Package(data)
    book = WorkbookXml(package)
    ours = take_front_off(package, book)
    sheets = book.sheets()
    _see_to_sheets({sheet.name for sheet in sheets if sheet.kind == "worksheet"}, marks, front)
    if not ours and any(has_ours(package, sheet.part) for sheet in sheets):  # the office has deleted the front sheet
        ours = {mark.colour.upper(): Shade(mark.colour.upper(), "") for mark in marks}
    where = package.related(book.part, "styles") or STYLES  # readers look there, related or not
    styles = StylesXml(package.read(where) if where in package else None, book.namespace, ours)
    if where not in package:
        package.relate(book.part, "styles", package.add(where, styles.xml(), STYLES_TYPE))
    marker = Marker(package, book.namespace, styles)
    targets = _mark_all(marker, sheets, marks, front)
    losses = (*lost, *_cut_off(package, book.part))
    if marker.threads:
        losses += (THREAD.format("、".join(marker.threads)),)
    losses += tuple(CROWDED.format(sheet, MOST_NOTES) for sheet in marker.crowded)
    rows = tuple(replace(row, target=targets.get(row.target, row.target)) if row.target else row for row in front.rows)
    name = _put_front(book, styles, replace(front, rows=rows), losses)
    package.write(where, styles.xml())
    _bring_up_to_date(package)
    book.save()
    return Annotated(package.data(), name, losses)


def _see_to_sheets(names: Collection[str], marks: Sequence[Mark], front: Front) -> None:
    asked = {mark.sheet for mark in marks} | {row.target.sheet for row in front.rows if row.target}
    if not asked <= set(names):
        raise ValueError(f"no sheet {'、'.join(sorted(asked - set(names)))}")


def _mark_all(marker: Marker, sheets: Sequence[Sheet], marks: Sequence[Mark], front: Front) -> Mapping[Target, Target]:
    """Mark every worksheet; the targets of the front's rows with the cells they come down to."""
    found: dict[Target, Target] = {}
    for sheet in sheets:
        if sheet.kind != "worksheet":
            marker.deselect(sheet.part)
            continue
        own = [mark for mark in marks if mark.sheet == sheet.name]
        targets = dict.fromkeys(row.target for row in front.rows if row.target and row.target.sheet == sheet.name)
        found |= marker.mark(sheet.name, sheet.part, own, list(targets))
    return found


def _put_front(book: WorkbookXml, styles: StylesXml, front: Front, lost: Sequence[str]) -> str:
    """Put the front sheet in; its name."""
    name = book.free_name(front.name)
    made = front_xml(front, name, lost, styles.shades, from_1904=book.from_1904)
    sheet = SheetXml(made.sheet)
    numbers = styles.adopted(made.styles)
    sheet.swap_styles(range(len(numbers)), numbers.__getitem__)
    xml = sheet.xml().replace(sheet.namespace.encode(), book.namespace.encode())
    book.put_in_front(name, xml, made.names)
    return name


def _cut_off(package: Package, workbook: str) -> list[str]:
    """What cannot stand in a changed copy goes: signatures, the log of a shared workbook."""
    lost = []
    if package.unrelate("", "origin"):
        lost.append(SIGNATURE_LOST)
    if package.unrelate(workbook, "revisionHeaders"):
        package.unrelate(workbook, "usernames")
        lost.append(SHARING_LOST)
    return lost


def _bring_up_to_date(package: Package) -> None:
    """The list of sheets among the document's properties would be wrong now; office programs make it anew."""
    part = package.related("", "extended-properties")
    if part is None:
        return
    root = parse(package.read(part))
    for child in list(root):
        if local(child) in ("HeadingPairs", "TitlesOfParts"):
            root.remove(child)
    package.write(part, serialise(root))
