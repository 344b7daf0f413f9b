"""The text of plan.toml, from whatever an editor or a copy has made of the file."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path

from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.plan.model import PlanError

LARGEST = 2**20  # bytes; a plan of 20 pages has 30,000
_MADE_BY_OTHERS: Mapping[bytes, str] = {
    b"PK\x03\x04": "Word、Excel 或压缩包",
    b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel ",
    b"{\\rtf": "RTF 文档",
    b"%PDF": "PDF ",
}
_SAVE_AS = "请用记事本打开，另存为时编码选 UTF-8。"


def text_of(path: Path) -> str:
    """The file's text with \\n at the ends of lines. PlanError where it is missing, no file, too large, not to be read,
    or in another encoding than UTF-8."""
    content = _content(path)
    for signature, what in _MADE_BY_OTHERS.items():
        if content.startswith(signature):
            raise PlanError(
                f"{path.name}：其实是{what}文件。请用记事本写成文本文件，可以从上一年的 plan.toml 复制后修改。"
            )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise PlanError(f"{path.name}：编码是 UTF-16（记事本里叫 Unicode），应为 UTF-8。{_SAVE_AS}")
    try:
        text = content.decode("utf-8-sig")  # 记事本 puts a mark before the first character
    except UnicodeDecodeError as error:
        raise PlanError(_not_utf_8(path.name, content, error.start)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise PlanError(f"{path}：超过 1 MB，不像方案文件。请核对是否放错了文件。")
        return read_plain(path)
    except FileNotFoundError:
        raise PlanError(_missing(path)) from None
    except NotAFile:
        raise PlanError(f"{path}：不是文件（是文件夹、管道或设备）。请把 plan.toml 放在该处。") from None
    except OSError:
        raise PlanError(f"{path}：方案文件打不开。请检查读取权限；放在共享文件夹中的，请确认已连接。") from None


def _missing(path: Path) -> str:
    """What to do where no plan is, or one by nearly the same name: Windows hides the last part of a name."""
    if path.is_symlink():
        return f"{path}：这个链接指向的文件不存在。请把 plan.toml 本身放在该处。"
    said = f"{path}：没有找到方案文件。"
    try:
        near = sorted(other.name for other in path.parent.iterdir() if _like_a_plan(other))
    except OSError:
        near = []
    if near:
        return f"{said}同一文件夹里有 {'、'.join(near[:3])}，如果就是它，请改名为 plan.toml。"
    return f"{said}请把 plan.toml 放在该处，可以从上一年复制后修改。"


def _like_a_plan(path: Path) -> bool:
    name = path.name.lower()
    return not name.startswith((".", "~")) and ("plan" in name or name.endswith(".toml")) and path.is_file()


def _not_utf_8(file: str, content: bytes, place: int) -> str:
    line = content.count(b"\n", 0, place) + 1
    if b"\x00" in content:
        return f"{file}：不是文本文件。请用记事本写成文本文件，可以从上一年的 plan.toml 复制后修改。"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return f"{file} 第 {line} 行有读不出的字符，编码应为 UTF-8。请改正这一行，另存为时编码选 UTF-8。"
    return f"{file}：编码是 GBK（记事本里叫 ANSI），应为 UTF-8。{_SAVE_AS}"
