"""The blank workbooks: what they ask for, what they offer, and that the reader knows them for what they are."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.check.saying import say
from pipeline.documents.blank_forms.sheets import blank_forms
from pipeline.forms import FORMS, WORKBOOKS, Column, Form
from pipeline.forms.offers import EXAMPLE_NOTE
from pipeline.intake import take_in
from pipeline.plan import Plan, read_plan
from pipeline.problems import Problem
from pipeline.sheets import Book, Table, read_folder
from pipeline.sheets.declare import Kind
from pipeline.sheets.writing.workbook import workbook
from tests.conftest import REPOSITORY

PLAN = read_plan(REPOSITORY / "input/2024/plan.toml")
EXAMPLE, FIRST, LAST = 4, 5, 2003  # rows: the example, the first free one, the last that is made ready

Change = Callable[[Workbook], None]


def made(plan: Plan = PLAN) -> dict[str, Workbook]:
    return {name: openpyxl.load_workbook(io.BytesIO(data)) for name, data in files(plan).items()}


def files(plan: Plan = PLAN) -> dict[str, bytes]:
    return {name: workbook(sheets, name) for name, sheets in blank_forms(plan).items()}


@pytest.fixture(scope="module")
def books() -> dict[str, Workbook]:
    return made()


@pytest.fixture(scope="module")
def sheets(books: dict[str, Workbook]) -> dict[str, Worksheet]:
    return {sheet.title: sheet for book in books.values() for sheet in book.worksheets if sheet.title != "填表说明"}


def cells(sheet: Worksheet) -> dict[str, Any]:
    """The example row by heading, marks and units left out."""
    headings = [str(cell.value).strip("*").removesuffix("（元）") for cell in sheet[3]]
    return dict(zip(headings, (cell for cell in sheet[EXAMPLE]), strict=True))


def check_of(sheet: Worksheet, heading: str) -> DataValidation | None:
    address = cells(sheet)[heading].coordinate
    return next((one for one in sheet.data_validations.dataValidation if address in one.sqref), None)


def read(folder: Path, plan: Plan = PLAN, **changes: Change) -> tuple[list[Table], list[Problem]]:
    """The blank workbooks, changed by name, with one commissioner so that there is something to take in."""
    for name, book in made(plan).items():
        if name == "名册":
            for heading, cell in cells(book["特派员"]).items():
                book["特派员"].cell(FIRST, cell.column).value = PERSON.get(heading)
        changes.get(name, lambda book: None)(book)
        book.save(folder / f"{name}.xlsx")
    found = read_folder(folder, FORMS, plan.year)
    tables = [table for book in found if isinstance(book, Book) for table in book.tables]
    return tables, list(take_in(found, plan, plan.last_day).problems)


PERSON: Mapping[str, Any] = {
    "编号": "T001",
    "姓名": "王伟",
    "联系电话": "13900000001",
    "派出单位": "某大学",
    "所属工作站": "城东工作站",
    "聘期起": dt.date(2024, 1, 1),
    "聘期止": dt.date(2024, 12, 31),
}


def test_three_workbooks_hold_every_form_behind_its_guide(books: dict[str, Workbook]) -> None:
    assert {path: book.sheetnames for path, book in books.items()} == {
        "名册": ["填表说明", "特派员", "企业名录", "派驻关系"],
        "台账": ["填表说明", "服务日志", "月报", "项目申报", "知识产权与技术合同", "计划与总结", "抽查"],
        "局机关": ["填表说明", "培训活动", "经费支出", "考核结果", "例外说明"],
    }
    assert books["名册"]["特派员"]["A1"].value == "2024年东胜区企业科技特派员名册"
    assert books["名册"]["企业名录"]["A1"].value == "2024年东胜区企业名录"
    assert books["台账"]["月报"]["A1"].value == "2024年东胜区企业科技特派员月报"


def test_blank_workbooks_are_read_as_the_forms_they_are_and_raise_nothing(tmp_path: Path) -> None:
    tables, problems = read(tmp_path)

    assert sorted(table.form.name for table in tables) == sorted(form.name for form in FORMS)
    assert {(table.missing, table.extra) for table in tables} == {((), ())}
    assert problems == []


def test_same_plan_same_bytes() -> None:
    assert files() == files()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_required_headings_are_marked_coloured_and_explained(form: Form, sheets: dict[str, Worksheet]) -> None:
    for column, cell in zip(form.columns, sheets[form.name][3], strict=True):
        unit = "（元）" if column.kind is Kind.MONEY else ""
        assert cell.value == f"{'*' if column.required else ''}{column.heading}{unit}"
        assert cell.fill.fgColor.rgb == ("FFFFF5CC" if column.required else "FFE4E9F0")
        assert cell.comment.text.startswith("必填。") == column.required


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_ids_codes_and_words_are_text_dates_and_amounts_are_numbers(form: Form, sheets: dict[str, Worksheet]) -> None:
    wanted = {Kind.DATE: "yyyy-m-d", Kind.NUMBER: "General", Kind.MONEY: "#,##0.00"}
    sheet = sheets[form.name]
    for column, cell in zip(form.columns, sheet[EXAMPLE], strict=True):
        widths = sheet.column_dimensions.values()  # equal neighbours are one
        whole = next(one for one in widths if one.min <= cell.column <= one.max)
        formats = {one.number_format for one in (cell, sheet.cell(FIRST, cell.column), whole)}
        assert formats == {wanted.get(column.kind, "@")}, column.heading


@pytest.mark.parametrize(
    ("form", "heading", "words", "style"),
    [
        ("特派员", "性别", "男,女", "warning"),
        ("企业名录", "规上工业企业", "是,否", "stop"),
        ("服务日志", "服务类型", "政策宣传,政策宣讲,政策解读,技术服务,知识产权,技术合同,项目申报,培训,其他", "warning"),
        ("月报", "月份", "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月", "warning"),
        ("项目申报", "项目级别", "国家级,自治区级,市级,区级", "warning"),
        ("计划与总结", "材料", "工作计划,派驻总结", "warning"),
        ("抽查", "单位类别", "工作站,派出单位,服务单位", "warning"),
        ("培训活动", "形式", "线上,线下", "warning"),
        ("经费支出", "用途", "科技培训,外出调研,生活补贴,办公用品", "warning"),
        ("例外说明", "规则", "service_days", "warning"),
    ],
)
def test_lists_to_choose_from(sheets: dict[str, Worksheet], form: str, heading: str, words: str, style: str) -> None:
    check = check_of(sheets[form], heading)

    assert check is not None
    assert (check.type, check.formula1, check.errorStyle or "stop") == ("list", f'"{words}"', style)
    assert str(check.sqref).endswith(str(LAST))
    asked = "填写的内容不在下拉列表中。请从列表中选择；确需填写其他内容的，可以保留，检查时会提示核对。"
    assert check.error == ("这一栏只填“是”或“否”，不清楚的空着。" if style == "stop" else asked)


def test_grades_are_offered_where_the_plan_has_some(sheets: dict[str, Worksheet]) -> None:
    assert check_of(sheets["考核结果"], "等次") is None

    graded = made(replace(PLAN, grades=("优秀", "合格")))["局机关"]["考核结果"]
    check = check_of(graded, "等次")
    assert check is not None and check.formula1 == '"优秀,合格"'
    assert cells(graded)["等次"].value == "优秀"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("甲" * 127, "乙" * 127), True),  # 255 characters with the comma
        (("甲" * 128, "乙" * 127), False),
        (("甲,乙",), False),
        (("“甲”",), True),
        (('"甲"',), False),
    ],
)
def test_a_list_that_no_cell_can_hold_stands_in_the_guide_alone(words: tuple[str, ...], offered: bool) -> None:
    book = made(replace(PLAN, project_levels=words))["台账"]

    assert (check_of(book["项目申报"], "项目级别") is not None) == offered
    assert "、".join(words) in [cell.value for cell in book["填表说明"]["E"]]


def test_what_happened_in_the_year_is_dated_in_it_and_terms_may_lie_outside(sheets: dict[str, Worksheet]) -> None:
    def span(form: str, heading: str) -> tuple[dt.date, dt.date]:
        check = check_of(sheets[form], heading)
        assert check is not None and (check.type, check.errorStyle or "stop") == ("date", "stop")
        first, last = (dt.date(1899, 12, 30) + dt.timedelta(int(text)) for text in (check.formula1, check.formula2))
        return first, last

    assert span("服务日志", "日期") == span("月报", "报送日期") == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert span("特派员", "聘期起") == span("考核结果", "评定日期") == (dt.date(1990, 1, 1), dt.date(2069, 12, 31))
    check = check_of(sheets["服务日志"], "结束日期")
    assert check is not None
    assert check.error == "请填写 2024-1-1 至 2024-12-31 之间的日期，写作 2024-7-2 的样子，年、月、日都要有。"


def test_by_reading_a_report_may_be_dated_in_january() -> None:
    readings = {**PLAN.readings, "report_due": replace(PLAN.readings["report_due"], choice="next_month")}
    check = check_of(made(replace(PLAN, readings=readings))["台账"]["月报"], "报送日期")

    assert check is not None and "2025-1-31" in check.error


def test_the_reader_and_the_forms_agree_on_which_dates_lie_in_the_year() -> None:
    logs = [(form.name, form.log) for form in FORMS if form.log]
    asked = {(form.name, column.heading) for form in FORMS for column in form.columns if column.this_year}

    assert asked == {(form, log.date) for form, log in logs if not log.decision} | {("服务日志", "结束日期")}


def test_the_guide_says_what_the_declarations_say(books: dict[str, Workbook]) -> None:
    for name, book in books.items():
        rows = [[cell.value for cell in row] for row in book["填表说明"].iter_rows(min_row=3)]
        assert rows[0] == ["工作表", "栏目", "必填", "填写内容", "可以选的内容", "表头也可以写作"]
        declared = [(form, column) for form in WORKBOOKS[name] for column in form.columns]
        assert [row[:3] + row[5:] for row in rows[1:]] == [
            [form.name, column.heading, "是" if column.required else None, "、".join(column.aliases) or None]
            for form, column in declared
        ]
        assert all(row[3] for row in rows[1:])
    note = books["台账"]["填表说明"]["A2"].value
    assert "1. 带 * 的栏目（表头为黄色）必须填写" in note and "文件名请写明工作站" in note
    listed = [cell.value for cell in books["局机关"]["填表说明"]["E"]]
    assert "service_days（服务天数）" in listed and "、".join(PLAN.policy_topics.items) in listed


def test_prints_on_a4_across_one_page_wide_and_keeps_headings_in_view(sheets: dict[str, Worksheet]) -> None:
    for sheet in sheets.values():
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$3:$3"
    assert (sheets["特派员"].freeze_panes, sheets["服务日志"].freeze_panes) == ("C4", "A4")


def test_the_example_is_in_grey_italics_and_says_what_it_is(sheets: dict[str, Worksheet]) -> None:
    for sheet in sheets.values():
        example = cells(sheet)
        assert example["备注"].value == EXAMPLE_NOTE == "示例，填写前请删除本行"
        assert {(cell.font.italic, cell.font.color.rgb) for cell in example.values()} == {(True, "FF808080")}
    assert cells(sheets["特派员"])["身份证号"].value[14:17] == "000"  # a sequence that nobody is given
    assert cells(sheets["服务日志"])["日期"].value == dt.datetime(2024, 3, 12)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_an_example_that_was_filled_over_in_part_is_read_and_said(form: Form, tmp_path: Path) -> None:
    """Nobody who types over the example and overlooks the 备注 is left out."""
    kinds = (Kind.TEXT, Kind.NAME, Kind.FIRM)
    changed = next(column for column in form.columns if column.required and column.kind in kinds)

    def change(book: Workbook) -> None:
        cells(book[form.name])[changed.heading].value = "改过的"

    name = next(name for name, forms in WORKBOOKS.items() if form in forms)
    _, problems = read(tmp_path, **{name: change})

    rule = [problem for problem in problems if problem.rule == "example_row"]
    letter = chr(64 + len(form.columns))
    assert [(problem.place and problem.place.row, problem.place and problem.place.letter) for problem in rule] == [
        (4, letter)
    ]
    assert say(rule[0], PLAN) == (
        f"{name}.xlsx「{form.name}」第 4 行「备注」：备注仍写着“示例，填写前请删除本行”，内容却与示例不同，"
        "已作为正式记录读取。请核对：属实的请清空备注，是示例的请删去整行。"
    )


def test_an_example_whose_note_alone_was_cleared_is_read_and_said(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        cells(book["经费支出"])["备注"].value = None

    _, problems = read(tmp_path, 局机关=change)

    assert [say(problem, PLAN) for problem in problems] == [
        "局机关.xlsx「经费支出」第 4 行「备注」：备注没有写明是示例，内容却与填表示例完全相同，已作为正式记录读取。"
        "请核对：是示例的请删去整行。"
    ]


def test_an_untouched_example_is_left_out_where_columns_were_moved_or_removed(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["经费支出"].delete_cols(5, 2)
        book["经费支出"].move_range("A3:A4", cols=9)

    assert read(tmp_path, 局机关=change)[1] == []


def test_untouched_examples_do_not_make_two_stations_logs_copies(tmp_path: Path) -> None:
    for station in ("城东工作站", "城西工作站"):
        made()["台账"].save(tmp_path / f"{station}.xlsx")

    assert read(tmp_path)[1] == []


def test_a_strange_sheet_is_said_even_if_it_is_called_like_the_guide(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["填表说明"]["A1"].value = "走访情况"

    _, problems = read(tmp_path, 台账=change)

    assert [say(problem, PLAN) for problem in problems] == [
        "台账.xlsx「填表说明」：这张工作表没有认出是哪一种表，没有读取；最接近「计划与总结」，缺少「提交日期」。"
        "如是「计划与总结」，请补齐表头，并把工作表命名为「计划与总结」；否则不必处理。"
    ]


def test_every_list_that_a_column_names_is_one_of_the_plan() -> None:
    columns: list[Column] = [column for form in FORMS for column in form.columns if column.listed]

    assert {column.listed for column in columns} == {
        *("service_types", "project_levels", "achievement_kinds", "papers"),
        *("policy_topics", "funds", "grades", "exceptions"),
    }


def test_the_guide_alone_is_nothing_to_say_either(tmp_path: Path) -> None:
    book = made()["台账"]
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    book.save(tmp_path / "填表说明.xlsx")

    assert read(tmp_path)[1] == []


def test_a_spot_check_whose_cells_look_like_months_and_a_heading_is_no_heading(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        row = (dt.date(2024, 6, 3), "12", "王伟", "城东工作站", "工作站", "在岗")
        for column, value in enumerate(row, 1):
            book["抽查"].cell(FIRST, column).value = value

    tables, _ = read(tmp_path, 台账=change)

    (checks,) = (table for table in tables if table.form.name == "抽查")
    assert [row.source.row for row in checks.rows] == [EXAMPLE, FIRST]
