"""Every byte of an output searched for private numbers, whatever package, part, property or name it stands in."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

PACKAGES = (".docx", ".xlsx")
_TAG = re.compile(r"<[^>]*>")
_BLOCKS = re.compile(r"</(?:w:p|si|is|c|row|p|td|li|div|dt:value)>|<(?:w:br|br)[ /]")
HANZI = str.maketrans("〇零一二三四五六七八九", "00123456789")


def leaks(output: Path, said: str, owned: dict[str, frozenset[str]]) -> list[str]:
    """Where a number stands that may not: of those that somebody owns (`owned`, by 编号), in digits alone.

    An agreement and its likes may hold those of its own person, a corrected copy all; no name may hold any.
    """
    every = {digits(number): number for numbers in owned.values() for number in numbers if len(digits(number)) > 8}
    found = [f"{name} on the terminal" for number, name in every.items() if number in digits(said)]
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        found += [f"{number} in the name {name}" for number in every if number in digits(name)]
        if path.is_file():
            found += _in_file(name, path.read_bytes(), every, owned)
    return found


def _in_file(name: str, data: bytes, every: dict[str, str], owned: dict[str, frozenset[str]]) -> Iterator[str]:
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for info in pack.infolist():
                yield from (
                    f"{number} in the name {name}!{info.filename}"
                    for number in every
                    if number in digits(info.filename)
                )
                yield from (f"{name}!{leak}" for leak in _in_file(info.filename, pack.read(info), every, owned))
        return
    allowed = _allowed(name, owned)
    wanted = {number for number in every if allowed is not None and number not in allowed}
    for where, text in _texts(name, data) if wanted else ():
        spelled = digits(text)
        yield from (f"{number} in {where}: {text[:200]!r}" for number in wanted if number in spelled)


def _allowed(name: str, owned: dict[str, frozenset[str]]) -> set[str] | None:
    """The numbers that a file may hold; None for all."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("proposals", "withdrawn")]
    if parts[:2] == ["check", "待改"]:
        return None
    if parts[0] in ("agreements", "补充协议"):
        own = owned.get(PurePosixPath(name).stem.split("-")[0], frozenset())
        return {digits(number) for number in own}
    return set()


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Each text of a file with its place: the whole of it as bytes, of a package each part, of XML each paragraph."""
    if name.endswith(PACKAGES) and data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                yield from _markup(f"{name}!{info.filename}", info.filename.encode() + b"</p>" + package.read(info))
    elif name.endswith((".html", ".xml")):
        yield from _markup(name, data)
    elif name.endswith(".json"):
        yield from ((name, text) for text in _strings(json.loads(data)))
    else:
        yield from ((name, line) for line in re.split(r"[\n\x00]", data.decode("utf-8", "ignore")))


def _markup(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    text = data.decode("utf-8", "ignore")
    for block in _BLOCKS.split(text):
        yield name, html.unescape(_TAG.sub("", block))
        yield from ((name, html.unescape(value)) for value in re.findall(r"=[\"']([^\"']{9,})[\"']", block))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    else:
        yield str(value)


def digits(text: str) -> str:
    """The digits of a text and its X alone."""
    return re.sub("[^0-9X]", "", unicodedata.normalize("NFKC", text).translate(HANZI).upper())
