"""移交清单: what lies in a hand-over pack, to be checked off and signed; as a document and as a workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.chinese.dates import day
from pipeline.chinese.lists import listed
from pipeline.plan import Plan
from pipeline.sheets.writing.layout import Field, Row, SheetOut

KINDS: Mapping[str, str] = {  # in the order of the list; also the names of the folders in a pack
    "notice": "印发通知",
    "agreement": "补充协议",
    "assessment": "考核表",
    "annual": "年度上报",
}
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


@dataclass(frozen=True, slots=True)
class Packed:
    """One document as it lies in a pack; `path` is its place there, `kind` one of KINDS, `sha256` 64 digits.

    `subject` is 编号 and 姓名 of the person it is about; `pages` None where nobody has counted them; `blanks` what is
    still to be filled in by hand, no private number among them. Of an edited one, `outdated` says that the data changed
    since it was generated, `blank_lines` how many lines with a blank it has where they are not those generated.
    """

    path: str
    kind: str
    subject: str
    number: str
    edited: bool
    pages: int | None
    sha256: str
    blanks: tuple[str, ...] = ()
    outdated: bool = False
    blank_lines: int | None = None


def cover_list(documents: Sequence[Packed], plan: Plan, receiver: str, as_of: dt.date) -> Context:
    """The context of templates/移交清单.docx, documents in the order given. `receiver` is who gets the pack."""
    shared = _shared_blanks(documents)
    return {
        "标题": _title(plan),
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
        _title(plan),
        _FIELDS,
        tuple(_row(number, document, plan, shared) for number, document in enumerate(documents, 1)),
        note=f"接收单位：{receiver}　　截至{day(as_of)}\n{_counts(documents)}",
        foot="\n\n".join(["\n".join(_notes(documents, shared)), *signatures]),
        landscape=True,
        filtered=True,
        keep=2,
    )


def _title(plan: Plan) -> str:
    return f"{plan.year}年{plan.county}{plan.labels['commissioner']}文件移交清单"


def _counts(documents: Sequence[Packed]) -> str:
    """共 5 份：补充协议 2 份、考核表 3 份."""
    counted = Counter(document.kind for document in documents)
    kinds = listed(f"{name} {counted[kind]} 份" for kind, name in KINDS.items() if counted[kind])
    return f"共 {len(documents)} 份：{kinds}"


def _line(number: int, document: Packed, plan: Plan, shared: Sequence[str]) -> dict[str, str]:
    return {
        "序号": str(number),
        "协议编号": document.number,
        "种类": KINDS[document.kind],
        "路径": document.path,
        "对象": document.subject,
        "状态": _state(document),
        "页数": "" if document.pages is None else str(document.pages),
        "份数": _copies(document, plan),
        "校验值": document.sha256,
        "待填": _blanks(document, shared),
    }


def _row(number: int, document: Packed, plan: Plan, shared: Sequence[str]) -> Row:
    return (
        number,
        document.number,
        KINDS[document.kind],
        document.path,
        document.subject,
        _state(document),
        document.pages,
        _copies(document, plan),
        document.sha256,
        _blanks(document, shared),
        *("",) * 3,
    )


def _state(document: Packed) -> str:
    if not document.edited:
        return GENERATED
    return OUTDATED if document.outdated else EDITED


def _copies(document: Packed, plan: Plan) -> str:
    """一式三份 of 一式三份，甲方、乙方和工作站各执一份: how many, not for whom."""
    if document.kind != "agreement":
        return ""
    return re.split("[，,；;。]", str(plan.agreement.get("copies", "")))[0].strip()


def _shared_blanks(documents: Sequence[Packed]) -> list[str]:
    """What is blank in every agreement of the pack, in the order of the first: said once, below the table.

    Edited ones with other blanks than were generated are left out.
    """
    agreements = [one.blanks for one in documents if one.kind == "agreement" and one.blank_lines is None]
    return [blank for blank in agreements[0] if all(blank in other for other in agreements)] if agreements else []


def _blanks(document: Packed, shared: Sequence[str]) -> str:
    """How many blanks an agreement has, and by name those that not all of the pack have: 8 处，含乙方银行账号."""
    if document.kind != "agreement":
        return ""
    if document.blank_lines:
        return f"还有 {document.blank_lines} 行"
    if document.blank_lines == 0 or not document.blanks:
        return _NO_BLANKS
    own = listed((blank for blank in document.blanks if blank not in shared), "")
    return f"{len(document.blanks)} 处" + (f"，含{own}" if own else "")


def _notes(documents: Sequence[Packed], shared: Sequence[str]) -> list[str]:
    notes = []
    if shared:
        others = any(len(one.blanks) > len(shared) for one in documents if one.blank_lines is None)
        more = "；有的协议还有别的空白，写在表中" if others else ""
        filled = any(document.blank_lines is not None for document in documents)
        each = "除有人改过的以外，每份补充协议" if filled else "每份补充协议"
        notes.append(f"待填：{each}都有 {len(shared)} 处，即{listed(shared)}{more}。")
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
