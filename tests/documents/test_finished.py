"""What a finished document says of itself: its blanks, and its pages as the program counted them that saved it."""

from __future__ import annotations

import pytest

from pipeline.documents.finished import blank_lines, page_count
from pipeline.ooxml.archive import Member, pack


def saved_in_word(pages: str = "<Pages>4</Pages>") -> bytes:
    app = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{pages}'
    return pack(
        [Member.of("word/document.xml", b"<x/>"), Member.of("docProps/app.xml", f"{app}</Properties>".encode())]
    )


def test_lines_with_a_blank_are_counted_in_the_text() -> None:
    def document(*texts: str) -> bytes:
        w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        return pack([Member.of("word/document.xml", f'<w:document xmlns:w="{w}">{body}</w:document>'.encode())])

    assert blank_lines(document("甲方：＿＿＿＿＿＿＿＿", "补助＿＿元（大写：＿＿）", "第三条", "_")) == 2
    assert blank_lines(document("甲方：科技局")) == 0
    assert blank_lines(b"PK damaged") is None


@pytest.mark.parametrize(
    "pages, counted",
    [
        ("<Pages>4</Pages>", 4),
        ("<Pages> 12 </Pages>", 12),
        ("<Application>WPS</Application>", None),
        ("<Pages>0</Pages>", None),
        ("<Pages>-1</Pages>", None),
        ("<Pages>四</Pages>", None),
        ("<Pages>9999</Pages>", 9999),
        ("<Pages>10000</Pages>", None),
        (f"<Pages>{'9' * 5000}</Pages>", None),
        ("<Pages>", None),
    ],
)
def test_pages_are_what_the_office_program_counted(pages: str, counted: int | None) -> None:
    assert page_count(saved_in_word(pages)) == counted


def test_no_damage_of_a_document_stops_its_pages_from_being_asked_for() -> None:
    whole = saved_in_word()
    for place in range(len(whole)):
        for damaged in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            assert page_count(damaged) in (None, 4)
