"""The finished documents as pages: what LibreOffice prints of them."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pytest

from tests.conftest import Root
from tests.office import Printed

pytestmark = pytest.mark.office
WIDTH, HEIGHT = 595, 842  # A4 in points


def documents(made: Root) -> dict[str, bytes]:
    """The report and every assessment sheet."""
    files = [made.output / "annual/年度报告.docx", *sorted(made.output.glob("assessments/*/*.docx"))]
    return {file.stem: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def pages(pdfs: Printed) -> dict[str, list[str]]:
    """The text of each page, by the document's name."""
    return {name: text_of(pdf) for name, pdf in pdfs[__name__].items()}


def text_of(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as opened:
        assert {(round(page.width), round(page.height)) for page in opened.pages} == {(WIDTH, HEIGHT)}
        return ["".join((page.extract_text() or "").split()) for page in opened.pages]


def test_each_assessment_sheet_is_one_leaf_of_paper(pages: dict[str, list[str]]) -> None:
    assert {name: len(text) for name, text in pages.items() if name != "年度报告" and len(text) != 2} == {}


def test_signatures_never_stand_alone_on_a_page(pages: dict[str, list[str]]) -> None:
    for name, text in pages.items():
        if name != "年度报告":
            before, found, _ = text[-1].partition("考核等次、意见和签字")
            assert found and len(before) > 20, name


def test_the_twelve_months_stay_together(pages: dict[str, list[str]]) -> None:
    for name, text in pages.items():
        if name != "年度报告":
            assert any("每月报告报送情况" in page and "报送日期" in page for page in text), name


def test_the_report_ends_with_words_signature_and_date_on_one_page(pages: dict[str, list[str]]) -> None:
    last = pages["年度报告"][-1]
    order = [last.index(words) for words in ("特此报告。", "附件：", "鄂尔多斯市东胜区工信和科技局", "年月日", "印发")]
    assert order == sorted(order)


def test_the_report_begins_with_the_red_head_and_numbers_its_pages(pages: dict[str, list[str]]) -> None:
    report = pages["年度报告"]
    assert report[0].startswith("鄂尔多斯市东胜区工信和科技局文件〔2024〕号签发人：")
    assert [page.endswith(f"—{number}—") for number, page in enumerate(report, 1)] == [True] * len(report)


def test_no_tag_is_left_on_any_page(pages: dict[str, list[str]]) -> None:
    assert not [name for name, text in pages.items() if "{" in "".join(text) or "}" in "".join(text)]
