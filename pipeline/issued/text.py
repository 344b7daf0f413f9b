"""The text of an issued plan, whatever file it comes in."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.issued.numbering import Numbering
from pipeline.ooxml.damage import UNREADABLE
from pipeline.ooxml.xml import FALLBACK, W
from pipeline.plan.model import PlanError

_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 后再试。"
_PAGE_NUMBER = re.compile(r"[—–\-－\s]*\d{1,3}[—–\-－\s]*")


def read_text(path: Path) -> str:
    """The text of a .txt (UTF-8, UTF-16 with its mark, GB18030), .docx or .pdf file, a paragraph or line a line.

    Refused, as PlanError: a file that is missing, of another kind, damaged or encrypted, or without any text (a scan).
    """
    readers: dict[str, Callable[[Path], str]] = {".txt": _txt, ".docx": _docx, ".pdf": _pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise PlanError(f"{path.name}：印发文本只能是 .txt、.docx 或 .pdf 文件。{_SAVE_AS}")
    try:
        if not path.is_file():  # a pipe would be waited for, for ever
            what = "没有找到这个文件" if not path.exists() else "不是文件（是文件夹、管道或设备）"
            raise PlanError(f"{path}：{what}。请核对路径和文件名。")
        text = reader(path)
    except PermissionError:
        raise PlanError(f"{path}：没有读取权限，或正被其他程序占用。请开放权限，关闭该程序后再试。") from None
    except OSError as error:
        raise PlanError(f"{path}：文件读不出来（错误代码 {error.errno}）。请检查磁盘或网络共享是否正常。") from None
    if not text.strip():
        raise PlanError(f"{path.name}：文件里没有文字，可能是扫描件。请改用 Word 文件，或先做文字识别。")
    return text


def _txt(path: Path) -> str:
    data = path.read_bytes()
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanError(f"{path.name}：文字编码无法识别。请用记事本打开，另存为时编码选 UTF-8。")


def _docx(path: Path) -> str:
    data = path.read_bytes()
    try:
        return text_of_docx(data)
    except UNREADABLE:
        raise PlanError(f"{path.name}：不是完好的 .docx 文件，或者设了密码。{_SAVE_AS}") from None


def text_of_docx(data: bytes) -> str:
    """The text of a sound Word document, a paragraph a line, with the numbers that Word writes before paragraphs."""
    from docx import Document  # 95 ms that only this command needs to spend

    document = Document(io.BytesIO(data))
    body, numbering = document.element.body, Numbering(document)
    return "\n".join(
        numbering.label(paragraph) + _own_text(paragraph)
        for paragraph in body.iter(f"{W}p")
        if not _inside(paragraph, FALLBACK)  # a text box is there twice: as a shape, and for older programs
    )


def _own_text(paragraph: Any) -> str:
    """The words of a paragraph without those of a text box anchored in it, which is a paragraph of its own."""
    return "".join(_words(paragraph))


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag not in (f"{W}p", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}txbxContent"):
            yield from _words(child)


def _inside(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _pdf(path: Path) -> str:
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            return "\n".join(_page(page.extract_text() or "") for page in pdf.pages)
    except (PDFException, PdfminerException, ValueError, TypeError, KeyError):
        raise PlanError(f"{path.name}：不是完好的 PDF 文件，或者设了密码。请重新导出，或改用 Word 文件。") from None


def _page(text: str) -> str:
    """A page's lines without the page number at its foot."""
    lines = text.rstrip().split("\n")
    return "\n".join(lines[:-1] if _PAGE_NUMBER.fullmatch(lines[-1]) else lines)
