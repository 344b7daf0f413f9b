"""Little templates, made on the fly as an office would type them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word

Build = Callable[[Word], object]
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """make("文字 {{ x }}", …) or make(lambda word: …): a template 模板.docx with these paragraphs."""

    def write(*content: str | Build, name: str = "模板.docx") -> Path:
        word = Document()
        for item in content:
            if isinstance(item, str):
                word.add_paragraph(item)
            else:
                item(word)
        word.save(str(tmp_path / name))
        return tmp_path / name

    return write


@pytest.fixture
def table() -> Callable[..., Build]:
    """table([...], [...]): a table of these rows of texts."""

    def rows(*texts: list[str]) -> Build:
        def build(word: Word) -> None:
            made = word.add_table(rows=len(texts), cols=max(map(len, texts)))
            for row, cells in zip(made.rows, texts, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text

        return build

    return rows


@pytest.fixture
def rewrite() -> Callable[[Path, dict[str, Callable[[str], str] | str | None]], Path]:
    """rewrite(path, {"word/document.xml": lambda xml: …}): members changed, added (a text) or taken out (None)."""

    def change(path: Path, changes: dict[str, Callable[[str], str] | str | None]) -> Path:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        for name, new in changes.items():
            if new is None:
                del members[name]
            else:
                members[name] = (new if isinstance(new, str) else new(members[name].decode())).encode()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        path.write_bytes(buffer.getvalue())
        return path

    return change
