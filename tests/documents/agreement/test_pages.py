"""Supplementary agreements as pages: what LibreOffice prints of them, at many lengths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from pipeline.documents.agreement.draft import drafter, drafts
from pipeline.plan import Plan
from pipeline.rules import count
from pipeline.word.template import Template
from tests.documents.builders import TEMPLATES
from tests.office import Printed
from tests.rules.builders import PLAN, firms, on, person, posting, year

pytestmark = pytest.mark.office
ENTERPRISES = (0, 1, 2, 5, 12, 30)
# Lines added to the last article but one, so that a page ends at each line of the last one and of the signatures.
LONGER = range(18, 42)
NUMBER = "示特协〔2024〕007号"
LONG_NAME = "鄂尔多斯市示例新材料科技装备制造股份有限公司"
Lines = list[str]  # of a page, without white space, its foot last
Pages = Mapping[str, list[Lines]]  # by document


def decided(**changes: object) -> Plan:
    office = {"party_a": "鄂尔多斯市示例区工业信息化和科学技术服务中心", "subsidy_amount": 1500, "subsidy_per": "每月"}
    return replace(PLAN, agreement={**PLAN.agreement, **office, **changes})


def document(enterprises: int, plan: Plan, name: str = "其其格·苏") -> bytes:
    """One agreement with so many enterprises, every third of a long name, every fifth with two terms."""
    every = tuple(
        replace(firm, name=f"{LONG_NAME}{number}") if number % 3 == 0 else firm
        for number, firm in enumerate(firms(enterprises))
    )
    terms = [
        posting("T001", at=firm, start=on(start, 1), end=on(end, 28))
        for number, firm in enumerate(every)
        for start, end in (((1, 5), (9, 12)) if number % 5 == 0 else ((1, 12),))
    ]
    records = year(person("T001", name=name, id_number="150602198001010003"), enterprises=every, pairings=terms)
    (draft,) = drafts(records, plan)
    written = drafter(records, plan, count(records, plan))(draft, {draft.key: NUMBER})
    return Template(TEMPLATES / "补充协议.docx").render(written.context)


def documents() -> dict[str, bytes]:
    """All of them by name."""
    made = {f"{number}家": document(number, decided()) for number in ENTERPRISES}
    made["空白"] = document(2, PLAN, name="李𬭩")
    return made | {f"加{more}行": document(1, decided(dispute="诉讼" + "\n其他" * more)) for more in LONGER}


@pytest.fixture(scope="module")
def pages(pdfs: Printed) -> Pages:
    return {name: lines_of(pdf) for name, pdf in pdfs[__name__].items() if not name.startswith("加")}


@pytest.fixture(scope="module")
def ends(pdfs: Printed, pages: Pages) -> Mapping[str, Lines]:
    """The last page of every document."""
    longer = {name: lines_of(pdf, last_only=True)[-1] for name, pdf in pdfs[__name__].items() if name not in pages}
    return {name: leaves[-1] for name, leaves in pages.items()} | longer


def lines_of(pdf: Path, *, last_only: bool = False) -> list[Lines]:
    with pdfplumber.open(pdf) as opened:
        texts = [page.extract_text() or "" for page in opened.pages[-1 if last_only else 0 :]]
    return [["".join(line.split()) for line in text.split("\n")] for text in texts]


def test_every_page_says_which_it_is_and_of_which_agreement(pages: Pages) -> None:
    for name, leaves in pages.items():
        who = "李𬭩" if name == "空白" else "其其格·苏"
        feet = [f"编号：{NUMBER}乙方：{who}第{number}页共{len(leaves)}页" for number in range(1, len(leaves) + 1)]
        assert [lines[-1] for lines in leaves] == feet, name


def test_an_ordinary_agreement_is_three_leaves_of_paper(pages: Pages) -> None:
    assert {
        name: len(leaves) for name, leaves in pages.items() if len(leaves) > 6 and name not in ("12家", "30家")
    } == {}
    assert len(pages["12家"]) <= 7 and len(pages["30家"]) <= 9


def test_signatures_never_stand_alone_and_are_never_split(ends: Mapping[str, Lines]) -> None:
    wrong = {}
    for name, (*text, _) in ends.items():
        first = next((at for at, line in enumerate(text) if line.startswith("甲方：")), -1)
        block = "".join(text[first:])
        whole = all(word in block for word in ("乙方：", "（盖章）", "（签字）", "授权代表（签字）："))
        if first < 3 or not whole or text[first - 1] != "（以下无正文）" or block.count("日期：年月日") != 2:
            wrong[name] = text
    assert wrong == {}


def test_a_page_did_end_before_in_and_after_the_signatures(ends: Mapping[str, Lines]) -> None:
    begins = {ends[f"加{more}行"][0][:4] for more in LONGER}
    assert {"其他", "本协议一"} <= begins
    assert len({ends[f"加{more}行"][-1] for more in LONGER}) == 2  # some are a page longer


def test_a_table_of_enterprises_repeats_its_heading_and_splits_no_row(pages: Pages) -> None:
    leaves = [lines for lines in pages["30家"] if "91150602MA0N" in "".join(lines)]
    assert len(leaves) > 2
    for number, lines in enumerate(leaves):
        heading = next(at for at, line in enumerate(lines) if "统一社会信用代码" in line and "企业名称" in line)
        assert number == 0 or heading == 0
    assert "".join("".join(lines) for lines in leaves).count("91150602MA0N") == 30


def test_no_tag_is_left_and_blanks_are_visible(pages: Pages) -> None:
    for name, leaves in pages.items():
        text = "".join("".join(lines) for lines in leaves)
        assert "{" not in text and "}" not in text, name
        assert "名称＿＿＿＿＿＿＿＿" in text if name == "空白" else "名称＿" not in text, name
