"""The notice as pages: what LibreOffice prints of it, in every configuration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pdfplumber
import pytest

from pipeline.documents.notice.text import notice
from pipeline.plan import Plan, read_plan
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.conftest import REPOSITORY
from tests.documents.notice.test_text import ISSUER, annexed, told
from tests.office import Printed

pytestmark = pytest.mark.office
CHARACTER = 15.75  # the pitch of the text in points: 16 pt less a quarter
RIGHT, FOOT = (11906 - 1474) / 20, (16838 - 1984) / 20  # where the 版心 ends, in points from the left and the top
BELOW = 2.5  # how far, in points, the strokes of a character reach below the baseline
IMPRINT = f"{ISSUER}2024年7月2日印发"
DATE = "2024年7月2日"


def cases(plan: Plan) -> dict[str, Plan]:
    said = "为推动科技人才服务企业创新发展，进一步完善选派机制、压实各方责任、强化服务保障，现就有关事项通知如下。"
    firm = f"鄂尔多斯市{'某' * 51}有限公司"
    return {
        "sample": plan,
        "unsealed": told(plan, seal=False),
        "annex": annexed(told(plan, copies_to="市科技局，区人民政府办公室"), "附件1"),
        "short": told(plan, title=("关于印发方案的通知",), body=("现将方案印发给你们，请认真贯彻落实。",)),
        "wordy": told(replace(plan, issuer="某" * 20), body=(said * 4, said * 2), letterhead="某" * 18),
        "long": replace(told(plan, title=(f"关于印发{firm}方案的通知",)), text=plan.text * 6),
        "copies": told(
            replace(plan, text=(*plan.text, *["另加一行。"] * 12)), copies_to="，".join(["区委办公室"] * 24)
        ),
        **{f"full {more}": replace(plan, text=(*plan.text, *["另加一行。"] * more)) for more in range(22)},
    }


@dataclass(frozen=True)
class Line:
    """A line of a page without its white space; its edges and baseline in points from the left and the top."""

    text: str
    left: float
    right: float
    baseline: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    rules: list[float]  # how far down the black rules of 版记 stand

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    def line(self, text: str) -> Line:
        return next(line for line in self.lines if line.text == text)


def documents() -> dict[str, bytes]:
    """The notices of all cases."""
    template = Template(REPOSITORY / "templates/通知.docx")
    plans = cases(read_plan(REPOSITORY / "input/2024/plan.toml"))
    return {name: template.render(notice(plan)) for name, plan in plans.items()}


@pytest.fixture(scope="module")
def pages(pdfs: Printed) -> dict[str, list[Page]]:
    return {name: read(pdf) for name, pdf in pdfs[__name__].items()}


def read(pdf: Path) -> list[Page]:
    found = []
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            lines = [
                Line("".join(line["text"].split()), line["x0"], line["x1"], page.height - line["chars"][0]["matrix"][5])
                for line in page.extract_text_lines()
            ]
            black = [edge for edge in page.edges if edge["orientation"] == "h" and edge["width"] > 400]
            rules = sorted(edge["top"] for edge in black if edge["stroking_color"] != (1, 0, 0))
            found.append(Page(lines, rules if page.page_number > 1 else []))
    return found


def signed(pages: list[Page]) -> Page:
    return next(page for page in pages if any(line.text == DATE for line in page.lines))


def test_the_first_page_shows_the_head_and_some_of_the_body(pages: dict[str, list[Page]]) -> None:
    assert [line.text for line in pages["sample"][0].lines[:7]] == [
        f"{ISSUER}文件",
        "东工信科发〔2024〕17号",
        f"{ISSUER}关于印发",
        "《2024年东胜区企业科技特派员工作",
        "实施方案》的通知",
        "局属各科室，二级事业单位：",
        "为贯彻落实《鄂尔多斯市2024年企业科技特派员工作实施",
    ]


def test_every_word_is_on_a_page(pages: dict[str, list[Page]]) -> None:
    # LibreOffice drops punctuation that hangs over the end of a full line; the styles leave it half a point of room.
    written = documents()
    for name in ("sample", "annex", "long"):
        written_words = Counter("".join("".join(paragraphs(written[name])).split()))
        printed = Counter("".join(page.text for page in pages[name]))
        assert written_words - printed == Counter(), name


def test_a_signature_is_never_alone_on_a_page(pages: dict[str, list[Page]]) -> None:
    for name, case in pages.items():
        page = signed(case)
        above = [line for line in page.lines if line.baseline < page.line(DATE).baseline]
        assert len(above) >= 2 and above[-2].text.endswith(("。", "方案")), name


def test_with_a_seal_the_name_stands_centred_on_the_date(pages: dict[str, list[Page]]) -> None:
    for name, issuer in (("sample", ISSUER), ("wordy", "某" * 20)):
        page = signed(pages[name])
        assert page.line(issuer).middle == pytest.approx(page.line(DATE).middle, abs=1), name
        assert page.line(issuer).right < RIGHT + 1
    date, body = signed(pages["sample"]).line(DATE), signed(pages["sample"]).lines[1]
    assert RIGHT - date.right == pytest.approx(4 * CHARACTER, abs=CHARACTER)
    assert date.baseline - body.baseline > 3.5 * 28.95  # three lines and more, so that the seal covers no text


def test_without_a_seal_the_name_ends_two_characters_in(pages: dict[str, list[Page]]) -> None:
    page = signed(pages["unsealed"])
    name, date = page.line(ISSUER), page.line(DATE)
    assert RIGHT - name.right == pytest.approx(2 * CHARACTER, abs=3)
    assert date.left - name.left == pytest.approx(2 * CHARACTER, abs=1)


def test_the_plan_begins_a_page(pages: dict[str, list[Page]]) -> None:
    title = ["2024年东胜区企业科技特派员", "工作实施方案"]
    for name in ("sample", "short", "long"):
        assert any([line.text for line in page.lines[:2]] == title for page in pages[name]), name
    annex = next(page for page in pages["annex"] if page.lines[0].text == "附件1")
    assert [line.text for line in annex.lines[1:3]] == title
    assert any("附件：1.2024年东胜区企业科技特派员工作实施方案" in page.text for page in pages["annex"])


def test_the_imprint_stands_at_the_foot_of_the_last_page_and_clear_of_the_text(pages: dict[str, list[Page]]) -> None:
    for name, case in pages.items():
        *others, last = case
        assert [page.rules for page in others] == [[]] * len(others), name
        assert last.rules[-1] == pytest.approx(FOOT, abs=1.5), name
        text = [line for line in last.lines if line.text.startswith(("另加", "有关法律"))]
        assert all(line.baseline + BELOW < last.rules[0] for line in text), name
    assert IMPRINT in pages["sample"][-1].text
    assert "抄送：市科技局，区人民政府办公室。" in pages["annex"][-1].text
    assert pages["copies"][-1].text.count("区委办公室") == 24


def test_pages_are_numbered_outside(pages: dict[str, list[Page]]) -> None:
    for name, case in pages.items():
        numbers = [page.lines[-1] for page in case]
        assert [line.text for line in numbers] == [f"—{number}—" for number in range(1, len(case) + 1)], name
        assert all((line.left > 300) == (number % 2 == 1) for number, line in enumerate(numbers, 1)), name


def test_a_long_title_and_a_long_text_take_their_pages(pages: dict[str, list[Page]]) -> None:
    assert len(pages["long"]) > 15
    assert f"{'某' * 51}有限公司方案的通知" in pages["long"][0].text
    assert pages["wordy"][0].lines[0].text == "某" * 18
