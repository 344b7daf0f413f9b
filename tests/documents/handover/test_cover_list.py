"""The list that goes with a pack: as a document, as a workbook, and what stands below the table."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from pipeline.documents.handover.cover_list import Packed, cover_list, cover_sheet
from pipeline.documents.kind import About, Item
from pipeline.documents.kinds import AGREEMENT, ASSESSMENT
from pipeline.plan import Plan
from pipeline.sheets.writing.workbook import workbook
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES, plan
from tests.example_year import LAST
from tests.finished import headers_and_footers, leftover_tags

SHA = "0123456789abcdef" * 4
BLANKS = ("甲方名称", "补助金额")


def three_copies() -> Plan:
    return plan(agreement={"copies": "一式三份，甲方、乙方和工作站各执一份"})


def agreement(id: str = "T001", name: str = "张伟", blanks: tuple[str, ...] = BLANKS, **changes: Any) -> Packed:
    about = About("创新工作站", f"{id} {name}", f"示协〔2024〕{id[1:]}号", blanks)
    edits = {name: changes.pop(name) for name in ("outdated", "blank_lines") if name in changes}
    item = Item(f"agreements/创新工作站/{id}.docx", AGREEMENT, about, **edits)
    return replace(Packed(f"补充协议/{id}.docx", item, False, None, SHA), **changes)


def assessment(id: str = "T001", name: str = "张伟", **changes: Any) -> Packed:
    item = Item(f"assessments/创新工作站/{id}.docx", ASSESSMENT, About("创新工作站", f"{id} {name}"))
    return replace(Packed(f"考核表/{id}.docx", item, False, None, SHA), **changes)


def lines(*documents: Packed) -> list[dict[str, str]]:
    found: list[dict[str, str]] = cover_list(documents, three_copies(), "创新工作站", LAST)["文件"]  # type: ignore[assignment]
    return found


def notes(*documents: Packed) -> list[str]:
    found: list[str] = cover_list(documents, three_copies(), "创新工作站", LAST)["说明"]  # type: ignore[assignment]
    return found


def rows(*documents: Packed) -> list[list[Any]]:
    data = workbook([cover_sheet(documents, three_copies(), "创新工作站", LAST)], "移交清单")
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))["移交清单"].iter_rows()]


def test_a_line_a_document() -> None:
    assert lines(agreement(), assessment("T002", "李娜", edited=True, pages=2)) == [
        {
            "序号": "1",
            "协议编号": "示协〔2024〕001号",
            "种类": "补充协议",
            "路径": "补充协议/T001.docx",
            "对象": "T001 张伟",
            "状态": "草稿",
            "页数": "",
            "份数": "一式三份",
            "校验值": SHA,
            "待填": "2 处",
        },
        {
            "序号": "2",
            "协议编号": "",
            "种类": "考核表",
            "路径": "考核表/T002.docx",
            "对象": "T002 李娜",
            "状态": "草稿（有人改过）",
            "页数": "2",
            "份数": "",
            "校验值": SHA,
            "待填": "",
        },
    ]


def test_the_workbook_says_the_same_with_real_figures_and_the_hash_in_one_piece() -> None:
    title, note, counts, *_ = [row[0] for row in rows(agreement(), assessment(edited=True, pages=2))]
    assert title == "2024年示例区企业科技特派员文件移交清单"
    assert note == "接收单位：创新工作站　　截至2024年12月31日\n共 2 份：补充协议 1 份、考核表 1 份"
    assert counts == "序号"
    blank = [None] * 3
    assert rows(agreement(), assessment(edited=True, pages=2))[2:5] == [
        [
            *("序号", "协议编号", "文件种类", "包内路径", "对象", "状态", "页数", "份数", "SHA-256", "待填"),
            *("移交人", "接收人", "日期"),
        ],
        [
            *(1, "示协〔2024〕001号", "补充协议", "补充协议/T001.docx", "T001 张伟", "草稿", None, "一式三份", SHA),
            *("2 处", *blank),
        ],
        [2, None, "考核表", "考核表/T001.docx", "T001 张伟", "草稿（有人改过）", 2, None, SHA, None, *blank],
    ]


def test_the_workbook_prints_on_a4_landscape_with_its_headings_on_every_page() -> None:
    data = workbook([cover_sheet([agreement()], three_copies(), "创新工作站", LAST)], "移交清单")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["移交清单"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.auto_filter.ref == "A3:M4"


def test_both_end_with_signatures() -> None:
    foot = rows(agreement())[-1][0].split("\n")
    assert [line.split("：")[0] for line in foot[-3:]] == ["移交单位（盖章）", "", "接收单位（盖章）"]
    assert cover_list([agreement()], three_copies(), "创新工作站", LAST)["签字"] == [
        {"单位": "移交单位（盖章）", "人": "移交人（签字）", "日期": "　　　　年　　月　　日"},
        {"单位": "接收单位（盖章）", "人": "接收人（签字）", "日期": "　　　　年　　月　　日"},
    ]


@pytest.mark.parametrize(
    "copies, shown",
    [
        ("一式三份，甲方、乙方和工作站各执一份", "一式三份"),
        ("一式三份", "一式三份"),
        ("3份；工作站另存一份", "3份"),
        ("", ""),
    ],
)
def test_copies_are_those_of_the_agreement_where_the_plan_says(copies: str, shown: str) -> None:
    context = cover_list([agreement(), assessment()], plan(agreement={"copies": copies}), "创新工作站", LAST)
    assert [line["份数"] for line in context["文件"]] == [shown, ""]  # type: ignore[attr-defined]


def test_a_plan_without_agreements_leaves_the_copies_empty() -> None:
    [line] = cover_list([agreement()], plan(agreement={}), "创新工作站", LAST)["文件"]  # type: ignore[misc]
    assert line["份数"] == ""


# ── what is still blank ─────────────────────────────────────────────────────────────────────────────────────────────


def test_blanks_that_every_agreement_has_are_named_once_below_the_table() -> None:
    documents = agreement(), agreement("T002", "李娜"), assessment()
    assert [line["待填"] for line in lines(*documents)] == ["2 处", "2 处", ""]
    assert notes(*documents)[0] == "待填：每份补充协议都有 2 处，即甲方名称、补助金额。"


def test_blanks_of_one_agreement_are_named_in_its_line() -> None:
    documents = agreement(), agreement("T002", "李娜", blanks=("甲方名称", "乙方银行账号", "补助金额"))
    assert [line["待填"] for line in lines(*documents)] == ["2 处", "3 处，含乙方银行账号"]
    assert notes(*documents)[0] == (
        "待填：每份补充协议都有 2 处，即甲方名称、补助金额；有的协议还有别的空白，写在表中。"
    )


def test_an_agreement_without_blanks_says_so_and_nothing_is_shared() -> None:
    documents = agreement(blanks=()), agreement("T002", "李娜", blanks=("乙方银行账号",))
    assert [line["待填"] for line in lines(*documents)] == ["无", "1 处，含乙方银行账号"]
    assert not [note for note in notes(*documents) if note.startswith("待填")]


def test_edited_drafts_are_explained_only_where_there_are_some() -> None:
    said = "状态：“草稿（有人改过）”的，包内是改过的稿子。"
    assert said in notes(agreement(edited=True))
    assert said not in notes(agreement())


def test_an_edited_draft_whose_data_changed_since_says_so() -> None:
    documents = agreement(edited=True, outdated=True), agreement("T002", "李娜", edited=True), agreement("T003", "王芳")
    states = ["草稿（有人改过，台账已有变化）", "草稿（有人改过）", "草稿"]
    assert [line["状态"] for line in lines(*documents)] == states
    assert [row[5] for row in rows(*documents)[3:6]] == states
    assert [note for note in notes(*documents) if note.startswith("状态")] == [
        "状态：“草稿（有人改过）”的，包内是改过的稿子。",
        "状态：“草稿（有人改过，台账已有变化）”的，包内是改过的稿子，没有并入改动之后的台账变化，请核对后再用。",
    ]


def test_where_somebody_filled_in_blanks_the_lines_that_are_left_are_counted() -> None:
    documents = (
        agreement(edited=True, blank_lines=0),
        agreement("T002", "李娜", edited=True, blank_lines=3),
        agreement("T003", "王芳", edited=True),
        agreement("T004", "赵强"),
    )
    assert [line["待填"] for line in lines(*documents)] == ["无", "还有 3 行", "2 处", "2 处"]
    assert notes(*documents)[0] == "待填：除有人改过的以外，每份补充协议都有 2 处，即甲方名称、补助金额。"
    assert not [note for note in notes(*documents[:2]) if note.startswith("待填")]


# ── the document ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATES / "移交清单.docx")


def test_template_and_context_speak_of_the_same_and_fill_fast(template: Template) -> None:
    assert template.tags == paths(cover_list([agreement()], three_copies(), "创新工作站", LAST))
    assert template.engine == "fast"


@pytest.mark.parametrize("number", [1, 2, 40])
def test_the_document_holds_every_line_once(template: Template, number: int) -> None:
    documents = [agreement(f"T{count:03}", "阿拉腾·巴雅尔") for count in range(1, number + 1)]
    document = template.render(cover_list(documents, three_copies(), "创新工作站", LAST))
    text = paragraphs(document)
    assert leftover_tags(document) == []
    assert [line for line in text if line.startswith("T")] == [one.item.about.subject for one in documents]
    assert text.count(SHA) == number
    assert text[:3] == [
        "2024年示例区企业科技特派员文件移交清单",
        "接收单位：创新工作站\t截至2024年12月31日",
        f"共 {number} 份：补充协议 {number} 份",
    ]
    assert text[-1] == "接收单位（盖章）：\t接收人（签字）：\t日期：　　　　年　　月　　日"
    assert "创新工作站　移交清单" in headers_and_footers(document)[0]
