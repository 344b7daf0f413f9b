"""What in a template reaches beyond it or runs something: hyperlinks stay, the rest is dropped or refused by name.

Word writes the path of the .dotx that a file was made from into its settings; nothing of it is fetched, so it is
dropped. Everything else that Office would fetch, embed or run when a document is opened has no place in a template.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.ooxml.relations import relation
from pipeline.ooxml.xml import W, local
from pipeline.word.errors import TemplateError

ATTACHED = "attachedtemplate"
_ALLOWED = {"hyperlink"}
_OUTSIDE = {  # what the last word of a relation's type is called; all others are 内容
    "image": "图片",
    "oleobject": "对象",
    "package": "对象",
    "subdocument": "子文档",
    "frame": "框架",
    "afchunk": "文档（altChunk）",
    "video": "视频",
    "audio": "音频",
    "media": "音视频",
    "mailmergesource": "邮件合并数据源",
    "mailmergeheadersource": "邮件合并数据源",
    "recipientdata": "邮件合并数据源",
}
_OLE, _ACTIVEX, _CHUNK = "嵌入对象（OLE）", "ActiveX 控件", "并入的其他文档（altChunk）"
_EMBEDDED = {  # relations within the package
    "oleobject": _OLE,
    "control": _ACTIVEX,
    "activexcontrolbinary": _ACTIVEX,
    "afchunk": _CHUNK,
    "subdocument": "子文档",
    "webextension": "Office 加载项",
    "webextensiontaskpanes": "Office 加载项",
}
_ELEMENTS = {
    "OLEObject": _OLE,
    "objectEmbed": _OLE,
    "objectLink": _OLE,
    "control": _ACTIVEX,
    "altChunk": _CHUNK,
    "subDoc": "子文档",
    "frameset": "框架",
}
_OFFICE = {W[1:-1], "urn:schemas-microsoft-com:office:office"}
_MACROS = {"vbaproject", "wordvbadata", "vbaprojectsignature"}
# ISO/IEC 29500-1, 17.16.5, and those of Word's older and unlisted ones that fetch or run: DDE and DDEAUTO talk to
# another program, RD and DATABASE read other files, CONTROL and its kin start an ActiveX control.
FETCHING = frozenset(
    (
        *("INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "DATA", "RD"),
        *("EMBED", "CONTROL", "HTMLCONTROL", "HTMLACTIVEX", "OCX"),
    )
)
_WORD = re.compile(r"([A-Za-z]*)({?)")


def settled_relations(file: str, part: str, root: etree._Element, content_types: Mapping[str, str]) -> None:
    """Takes the attached template out of the relations of `part`; refuses (`TemplateError`) what fetches or runs.

    `content_types` says what each part of the package is.
    """
    for entry in list(root.iterchildren("*")):
        one = relation(part, entry)
        kind = one.kind.lower()
        if kind == ATTACHED:
            root.remove(entry)
        elif kind in _MACROS:
            raise TemplateError("macros", file)
        elif entry.get("TargetMode", "").lower() == "external":
            entry.set("TargetMode", "External")
            if kind not in _ALLOWED:
                raise TemplateError("external", file, what=_OUTSIDE.get(kind, "内容"), target=entry.get("Target", ""))
        elif kind in _EMBEDDED:
            raise TemplateError("embedded", file, part=f"「{posixpath.basename(one.target)}」", what=_EMBEDDED[kind])
        elif kind == "package" and "chart" not in content_types.get(part, ""):  # a chart keeps its figures in one
            raise TemplateError("embedded", file, part=f"「{posixpath.basename(one.target)}」", what=_OLE)


def content_types(root: etree._Element, names: Mapping[str, object]) -> dict[str, str]:
    """What each of the parts `names` is, from the list ([Content_Types].xml) `root`."""
    defaults = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in root}
    own = {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in root}
    return {name: own.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "") for name in names}


def refuse_macros(file: str, kinds: Mapping[str, str]) -> None:
    """Refuses a package that has macros, related to or not."""
    for name, kind in kinds.items():
        if "macroenabled" in kind.lower() or "vba" in kind.lower() or name.lower().endswith("vbaproject.bin"):
            raise TemplateError("macros", file)


def settled_part(file: str, label: str, root: etree._Element) -> bool:
    """Whether an XML part had a reference to the attached template, which is gone now; refuses what fetches or runs."""
    references = []
    for element in root.iter("*"):
        name = local(element)
        if name in _ELEMENTS and etree.QName(element).namespace in _OFFICE:
            raise TemplateError("embedded", file, part=label, what=_ELEMENTS[name])
        if element.tag == f"{W}mailMerge":
            raise TemplateError("mail_merge", file)
        if element.tag == f"{W}attachedTemplate":
            references.append(element)
        if name in ("imagedata", "fill", "stroke"):
            _refuse_vml_source(file, element)
    for field in fields(root):
        if field.upper() in FETCHING:
            raise TemplateError("field", file, part=label, field=field.upper())
        if "{" in field:
            raise TemplateError("field_tag", file, part=label)
    for element in references:
        element.getparent().remove(element)  # type: ignore[union-attr]
    return bool(references)


def fields(root: etree._Element) -> Iterator[str]:
    """The first word of each field's code, simple or complex, split over runs or not.

    "{" where the word is put together by a tag or by another field, and so not known before.
    """
    open_: list[list[str] | None] = []  # the codes of fields within one another; None once the results have begun
    for element in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        inner = next((code for code in reversed(open_) if code is not None), None)
        if element.tag == f"{W}fldSimple":
            yield _first_word(element.get(f"{W}instr", ""))
        elif element.tag == f"{W}instrText":
            if inner is None:
                yield _first_word(element.text or "")  # outside of any field: Word may yet take it for one
            else:
                inner.append(element.text or "")
        elif kind == "begin":
            if inner is not None:
                inner.append("{")
            open_.append([])
        elif open_ and kind in ("separate", "end"):
            yield _first_word("".join(open_.pop() or []))
            if kind == "separate":
                open_.append(None)
    yield from (_first_word("".join(code or [])) for code in open_)


def _first_word(code: str) -> str:
    code = "".join(char for char in code if unicodedata.category(char) not in ("Cf", "Cc"))
    found = _WORD.match(code.strip().lstrip('"“”'))
    return (found[2] or found[1]) if found else ""


def _refuse_vml_source(file: str, element: etree._Element) -> None:
    """A picture of the older drawing language may name its file without any relation."""
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2] in ("src", "href") and re.match(r"[a-zA-Z][\w+.-]*:|[\\/]{2}", str(value)):
            raise TemplateError("external", file, what="图片", target=str(value))
