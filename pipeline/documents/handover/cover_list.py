"""移交清单: what lies in a hand-over pack, to be checked off and signed; as a document and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed
from pipeline.documents.kind import Item, ToFill
from pipeline.plan import Plan
from pipeline.sheets.writing.layout import Field, Row, SheetOut

GENERATED, EDITED, OUTDATED = "草稿", "草稿（有人改过）", "草稿（有人改过，台账已有变化）"
BLANK_DAY = "　　　　年　　月　　日"
_NO_BLANKS = "无"
_SIGNATURES = (("移交单位（盖章）", "移交人（签字）"), ("接收单位（盖章）", "接收人（签字）"))
_HASH = "SHA-256"
_FIELDS = (
    Field("序号", 6, "number", align="center"),
    Field("协议编号", 21, align="center"),
    Field("文件种类", 10, align="center"),
    Field("包内路径", 26),
    Field("对象", 14),
    Field("状态", 17, align="center"),
    Field("页数", 6, "number", align="center"),
    Field("份数", 10, align="center"),
    Field(_HASH, 34),
    Field("待填", 14),
    Field("移交人", 10),
    Field("接收人", 10),
    Field("日期", 10),
)

Context = dict[str, object]
Shared = Mapping[str, Sequence[str]]  # by what the documents of a kind are called: the blanks of every one


@dataclass(frozen=True, slots=True)
class Packed:
    """One document as it lies in a pack; `path` is its place there, `sha256` 64 digits.

    `edited` says that somebody changed it since it was generated; `pages` is None where nobody has counted them.
    """

    path: str
    item: Item
    edited: bool
    pages: int | None
    sha256: str

    @property
    def to_fill(self) -> ToFill | None:
        """What documents of its kind leave open; None where they leave nothing."""
        return self.item.kind.works().to_fill


def cover_list(documents: Sequence[Packed], plan: Plan, receiver: str, as_of: dt.date) -> Context:
    """The context of templates/移交清单.docx, documents in the order given. `receiver` is who gets the pack."""
    shared = _shared_blanks(documents)
    return {
        "标题": plan.heading("文件移交清单"),
        "接收单位": receiver,
        "截至日期": day(as_of),
        "件数": _counts(documents),
        "文件": [_line(number, document, plan, shared) for number, document in enumerate(documents, 1)],
        "说明": _notes(documents, shared),
        "签字": [{"单位": unit, "人": person, "日期": BLANK_DAY} for unit, person in _SIGNATURES],
    }


def cover_sheet(documents: Sequence[Packed], plan: Plan, receiver: str, as_of: dt.date) -> SheetOut:
    """The same as the one sheet of 移交清单.xlsx; the hash stands unbroken, to be copied and compared."""
    shared = _shared_blanks(documents)
    signatures = [f"{unit}：{'　' * 12}{person}：{'　' * 8}日期：{BLANK_DAY}" for unit, person in _SIGNATURES]
    return SheetOut(
        "移交清单",
        plan.heading("文件移交清单"),
        _FIELDS,
        tuple(_row(number, document, plan, shared) for number, document in enumerate(documents, 1)),
        note=f"接收单位：{receiver}　　截至{day(as_of)}\n{_counts(documents)}",
        foot="\n\n".join(["\n".join(_notes(documents, shared)), *signatures]),
        landscape=True,
        filtered=True,
        keep=2,
    )


def _counts(documents: Sequence[Packed]) -> str:
    """共 5 份：补充协议 2 份、考核表 3 份."""
    counted = Counter(document.item.kind.packed_as for document in documents)
    kinds = listed(f"{name} {number} 份" for name, number in counted.items())
    return f"共 {len(documents)} 份：{kinds}"


def _line(number: int, document: Packed, plan: Plan, shared: Shared) -> dict[str, str]:
    return {
        "序号": str(number),
        "协议编号": document.item.about.number,
        "种类": document.item.kind.packed_as,
        "路径": document.path,
        "对象": document.item.about.subject,
        "状态": _state(document),
        "页数": "" if document.pages is None else str(document.pages),
        "份数": document.item.kind.works().copies(plan),
        "校验值": document.sha256,
        "待填": _blanks(document, shared),
    }


def _row(number: int, document: Packed, plan: Plan, shared: Shared) -> Row:
    return (
        number,
        document.item.about.number,
        document.item.kind.packed_as,
        document.path,
        document.item.about.subject,
        _state(document),
        document.pages,
        document.item.kind.works().copies(plan),
        document.sha256,
        _blanks(document, shared),
        *("",) * 3,
    )


def _state(document: Packed) -> str:
    if not document.edited:
        return GENERATED
    return OUTDATED if document.item.outdated else EDITED


def _shared_blanks(documents: Sequence[Packed]) -> Shared:
    """By what the documents of a kind are called: what is blank in every one, said once, below the table.

    In the order of the first. Edited ones with other blanks than were generated are left out.
    """
    found: dict[str, list[str]] = {}
    for one in documents:
        if one.to_fill and one.item.blank_lines is None:
            name, blanks = one.item.kind.name, one.item.about.blanks
            found[name] = [blank for blank in found.get(name, blanks) if blank in blanks]
    return found


def _blanks(document: Packed, shared: Shared) -> str:
    """How many blanks a document has, and by name those that not all of the pack have: 8 处，含乙方银行账号."""
    item = document.item
    if not document.to_fill:
        return ""
    if item.blank_lines:
        return f"还有 {item.blank_lines} 行"
    if item.blank_lines == 0 or not item.about.blanks:
        return _NO_BLANKS
    in_all = shared.get(item.kind.name, ())
    own = listed((blank for blank in item.about.blanks if blank not in in_all), "")
    return f"{len(item.about.blanks)} 处" + (f"，含{own}" if own else "")


def _notes(documents: Sequence[Packed], shared: Shared) -> list[str]:
    notes = [_on_blanks(documents, name, blanks) for name, blanks in shared.items() if blanks]
    states = {_state(document) for document in documents}
    if EDITED in states:
        notes.append(f"状态：“{EDITED}”的，包内是改过的稿子。")
    if OUTDATED in states:
        notes.append(f"状态：“{OUTDATED}”的，包内是改过的稿子，没有并入改动之后的台账变化，请核对后再用。")
    notes.append("页数、份数：空着的，打印后手工填写。")
    notes.append(
        f"{_HASH}：打包时文件的校验值。收到后在 Windows 命令行运行 certutil -hashfile 文件名 SHA256，"
        "结果与表中一致，说明文件没有改动。"
    )
    return notes


def _on_blanks(documents: Sequence[Packed], name: str, shared: Sequence[str]) -> str:
    """What is blank in every document of a kind."""
    same = [one for one in documents if one.item.kind.name == name]
    called = next(one.to_fill.called for one in same if one.to_fill)
    others = any(len(one.item.about.blanks) > len(shared) for one in same if one.item.blank_lines is None)
    more = f"；有的{called}还有别的空白，写在表中" if others else ""
    filled = any(one.item.blank_lines is not None for one in same)
    each = f"除有人改过的以外，每份{name}" if filled else f"每份{name}"
    return f"待填：{each}都有 {len(shared)} 处，即{listed(shared)}{more}。"
