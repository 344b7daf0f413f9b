"""Whole workbooks: missing forms and columns, copies, strangers, unreadable files."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import Any

import openpyxl
import pytest

from pipeline.check.audiences.words import bureau_words
from pipeline.check.saying import say
from pipeline.forms import FORMS
from pipeline.intake import NothingToMake, take_in
from pipeline.intake.repeats import IDENTITY
from pipeline.problems import Severity, gather, places_of
from pipeline.sheets import read_folder
from tests.intake.conftest import Year
from tests.nobody import as_nobody

D = dt.date


def test_no_spreadsheet_at_all(year: Year) -> None:
    year.books.clear()
    with pytest.raises(NothingToMake) as refused:
        year.read()
    assert str(refused.value) == (
        "没有找到任何电子表格。请把「特派员」「企业名录」「派驻关系」「服务日志」放入本年度的 input 文件夹。"
    )


def test_without_a_roster_nothing_can_be_made(year: Year) -> None:
    del year.books["名册.xlsx"]["特派员"]
    with pytest.raises(NothingToMake) as refused:
        year.read()
    assert str(refused.value) == (
        "在 台账/日志.xlsx、名册.xlsx 中没有找到「特派员」表，什么也做不成。"
        "请放入含有「编号、姓名、联系电话、派出单位、所属工作站、聘期起、聘期止」等列的名册。"
    )


def test_without_a_readable_roster_the_unreadable_workbook_is_named(year: Year) -> None:
    del year.books["名册.xlsx"]
    (year.folder / "名册.xlsx").write_bytes(b"not a workbook at all")
    with pytest.raises(NothingToMake) as refused:
        year.read()
    assert (
        "没有找到「特派员」表，什么也做不成。名册.xlsx：文件不是电子表格，无法读取。"
        "请用 Excel 或 WPS 打开原件，另存为 .xlsx 后放回原处；无关文件请移出。请放入含有「编号、"
    ) in str(refused.value)


def test_a_roster_without_numbers_can_make_nothing(year: Year) -> None:
    year.roster[:] = [row[1:] for row in year.roster]
    with pytest.raises(NothingToMake) as refused:
        year.read()
    assert (
        str(refused.value) == "名册.xlsx「特派员」的「特派员」表缺少必需的列「编号」，什么也做不成。请补齐后重新运行。"
    )


def test_a_roster_whose_numbers_stand_under_another_heading_is_asked_about(year: Year) -> None:
    year.roster[0][0] = "工号"
    with pytest.raises(NothingToMake) as refused:
        year.read()
    assert str(refused.value) == (
        "名册.xlsx「特派员」的「特派员」表缺少必需的列「编号」，什么也做不成。表头“工号”如是所缺的列，请改为规定的表头。请补齐后重新运行。"
    )


def test_a_form_that_must_be_there_is_an_error_and_others_are_doubts(year: Year) -> None:
    del year.books["台账/日志.xlsx"]
    found = [problem for problem in year.read().problems if problem.rule == "missing_form"]
    assert {problem.form for problem in found if problem.severity is Severity.ERROR} == {"服务日志"}
    assert "考核结果" not in {problem.form for problem in found}
    assert (
        year.says("missing_form")[0]
        == "没有找到「服务日志」表。请把含有「服务日志」的工作簿放入本年度的 input 文件夹。"
    )


def test_the_doubt_says_which_sentences_and_duties_an_absent_form_costs(year: Year) -> None:
    told = {sentence.split("」")[0]: sentence for sentence in year.says("missing_form")}
    assert told["没有找到「月报"] == (
        "没有找到「月报」表，年度报告、附表「特派员考核」和考核表中每月书面汇报的情况写作“未提供”；"
        "每月书面汇报既不算达标，也不算未达标。请把含有「月报」的工作簿放入本年度的 input 文件夹；"
        "确实没有记录的，放入只有表头的空表，即按没有记录统计。"
    )
    assert "；工作计划、派驻总结既不算达标，也不算未达标。" in told["没有找到「计划与总结"]
    assert "情况写作“未提供”；工作站、派出单位和服务单位的不定期抽查没有记录可查。" in told["没有找到「抽查"]
    assert "附表「经费」「经费明细」中经费支出的情况写作“未提供”。请把" in told["没有找到「经费支出"]


def test_a_form_with_its_headings_alone_is_there(year: Year) -> None:
    year.books["台账/空表.xlsx"] = {"月报": [["特派员编号", "特派员姓名", "月份", "报送日期"]]}
    assert "月报" not in {problem.form for problem in year.read().problems if problem.rule == "missing_form"}


def test_a_workbook_that_cannot_be_read_may_hold_what_is_missing(year: Year) -> None:
    (year.folder / "台账").mkdir(parents=True)
    (year.folder / "台账/城西.xlsx").write_bytes(b"PK\x03\x04 broken off")
    told = [sentence for sentence in year.says("missing_form") if sentence.startswith("没有找到「抽查」表")]
    assert [sentence.partition("，年度报告")[0].partition("，附表")[0] for sentence in told] == [
        "没有找到「抽查」表（可能在无法读取的 台账/城西.xlsx 中）"
    ]


def test_a_missing_required_column_is_said_once(year: Year) -> None:
    year.roster[:] = [[*row[:4], *row[5:]] for row in year.roster]
    assert year.says("missing_column") == [
        "名册.xlsx「特派员」第 1 行：「特派员」缺少必需的列「派出单位」。请补上这一列并填写后重新运行。"
    ]
    assert year.says("required_empty") == []


def test_unknown_columns_are_named_where_they_stand_and_the_same_ones_once(year: Year) -> None:
    year.roster[0] += ["微信", "民族习惯"]
    year.log[0].append("天气")
    year.books["台账/六月.xlsx"] = {
        "六月": [list(year.log[0]), [D(2024, 6, 3), None, "T001", "张伟", "甲公司", "培训"]]
    }
    remedy = "请改用规定的表头；否则不必处理。"
    found = [problems for problems in gather(year.read().problems) if problems[0].rule == "extra_columns"]
    assert [bureau_words(problems, year.plan, str).sentence for problems in found] == [
        "台账/六月.xlsx「六月」第 1 行：有不认识的列，没有读取：天气。"
        f"另有 1 处同类问题：台账/日志.xlsx「服务日志」第 1 行。如是应读的列，{remedy}",
        f"名册.xlsx「特派员」第 1 行：有不认识的列，没有读取：微信、民族习惯。如是应读的列，{remedy}",
    ]


def test_a_heading_nearly_right_is_read_and_said_once_for_all_workbooks(year: Year) -> None:
    year.log[0][6] = "服务天教"
    year.books["台账/六月.xlsx"] = {
        "六月": [list(year.log[0]), [D(2024, 6, 3), None, "T001", "张伟", "甲公司", "培训", 1, ""]]
    }
    intake = year.read()
    assert len(intake.dataset.service_logs) == 3
    (found,) = [problems for problems in gather(intake.problems) if problems[0].rule == "heading"]
    assert (found[0].severity, found[0].place and found[0].place.letter) == (Severity.DOUBT, "G")
    assert bureau_words(found, year.plan, str).sentence == (
        "台账/六月.xlsx「六月」第 1 行「服务天数」：表头“服务天教”不是规定的写法，已作为「服务天数」读取。"
        "另有 1 处同类问题：台账/日志.xlsx「服务日志」第 1 行「服务天数」。请核对；写错的请改为「服务天数」，另有所指的请改用别的表头。"
    )


def test_a_heading_that_may_be_a_missing_one_is_proposed(year: Year) -> None:
    year.log[0][6] = "服务人数"
    intake = year.read()
    assert intake.dataset.service_logs == ()
    assert year.says("missing_column") == [
        "台账/日志.xlsx「服务日志」第 1 行：「服务日志」缺少必需的列「服务天数」，表头“服务人数”与它相近（相似 75%），但不能确认就是这一列。"
        "如是这一列，请把表头改为「服务天数」；否则请补上这一列并填写后重新运行。"
    ]
    assert (year.says("heading"), year.says("extra_columns")) == ([], [])


def test_a_heading_like_one_that_need_not_be_there_is_a_doubt(year: Year) -> None:
    year.log[0].append("服务内容说明")
    assert year.says("heading") == [
        "台账/日志.xlsx「服务日志」第 1 行：表头“服务内容说明”与「服务内容」相近，但不能确认是这一列，没有读取。"
        "如是这一列，请改为规定的表头；否则不必处理。"
    ]
    assert year.says("extra_columns") == []


def test_what_is_hidden_is_read_and_named_once_a_sheet(year: Year) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        log = book["服务日志"]
        log.sheet_state = "hidden"
        book.create_sheet("说明").append(["请每月更新"])
        for row in (2, 3):
            log.row_dimensions[row].hidden = True
        for column in "CG":
            log.column_dimensions[column].hidden = True

    year.changes["台账/日志.xlsx"] = hide
    assert len(year.read().dataset.service_logs) == 2
    assert year.says("hidden") == [
        "台账/日志.xlsx「服务日志」：有隐藏或筛选掉的内容，已照常读取：整张工作表；第 2、3 行；C、G 列。请取消隐藏后核对；不应计入的请删去。"
    ]


def test_rows_hidden_by_a_filter_in_many_pieces_are_counted(year: Year) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        for row in range(3, 43, 2):
            book["服务日志"].row_dimensions[row].hidden = True

    start = D(2024, 3, 4)
    year.log[1:] = [
        [start + dt.timedelta(days=day), None, "T001", "张伟", "甲公司", "技术服务", 1, ""] for day in range(45)
    ]
    year.changes["台账/日志.xlsx"] = hide
    (sentence,) = year.says("hidden")
    assert "已照常读取：第 3 行到第 41 行之间的 20 行。" in sentence


def test_a_copy_of_a_workbook_is_an_error_that_names_both(year: Year) -> None:
    year.books["名册(1).xlsx"] = {name: [list(row) for row in rows] for name, rows in year.books["名册.xlsx"].items()}
    intake = year.read()
    assert len(intake.dataset.commissioners) == 3
    assert year.says("workbook_copy") == [
        "名册(1).xlsx：与 名册.xlsx 内容重复（9 行相同，0 行不同），只读取了 名册.xlsx。请确认以哪一份为准，把另一份移出。"
    ]


def test_a_corrected_copy_concerns_those_whose_rows_differ(year: Year) -> None:
    copy = {name: [list(row) for row in rows] for name, rows in year.books["名册.xlsx"].items()}
    copy["特派员"][2][4] = "另一研究所"
    year.books["名册-改.xlsx"] = copy
    problem = next(entry for entry in year.read().problems if entry.rule == "workbook_copy")
    assert problem.people == {"T002"}


def visits(month: int, number: str = "T002", name: str = "李娜") -> list[list[Any]]:
    days = (4, 5, 6, 7, 8)
    return [[D(2024, month, day), None, number, name, "乙（东胜）公司", "技术服务", 0.5, ""] for day in days]


def test_a_copy_in_which_a_whole_column_was_corrected_is_a_copy(year: Year) -> None:
    year.log[1:] = visits(3)
    corrected = [[*row[:6], 1, ""] for row in visits(3)]
    year.books["台账/日志-改.xlsx"] = {"服务日志": [year.log[0], *corrected]}
    intake = year.read()
    assert len(intake.dataset.service_logs) == 5
    assert year.says("workbook_copy") == [
        "台账/日志-改.xlsx：与 台账/日志.xlsx 内容重复（0 行相同，5 行不同），只读取了 台账/日志.xlsx。请确认以哪一份为准，把另一份移出。"
    ]


@pytest.mark.parametrize(
    ("other", "visited"),
    [
        (visits(4), 10),  # the same station a month later
        (visits(3, "T003", "张伟"), 10),  # another station at the same firm
        ([*visits(3)[:3], *visits(4)[:2]], 7),  # three visits that are in both, and count once
    ],
)
def test_logs_of_another_month_or_another_station_are_no_copies(
    year: Year, other: list[list[Any]], visited: int
) -> None:
    year.log[1:] = visits(3)
    year.books["台账/日志二.xlsx"] = {"服务日志": [year.log[0], *([*row[:6], 1, ""] for row in other)]}
    assert len(year.read().dataset.service_logs) == visited
    assert year.says("workbook_copy") == []


@pytest.mark.parametrize(
    ("rows", "others", "copied"),
    [
        (visits(3), visits(3)[:4], True),  # four of five rows
        (visits(3)[:4], visits(3)[:3], False),  # three of four
        (visits(3)[:3], visits(3)[:3], True),  # three rows can be a copy
        (visits(3)[:2], [visits(3)[0], [*visits(3)[1][:6], 1, ""]], False),  # two, of which one was corrected, cannot
    ],
)
def test_how_many_rows_two_workbooks_must_share(
    year: Year, rows: list[list[Any]], others: list[list[Any]], copied: bool
) -> None:
    year.log[1:] = rows
    year.books["台账/春季服务情况.xlsx"] = {"服务日志": [year.log[0], *others]}
    assert len(year.says("workbook_copy")) == copied


def test_a_column_that_the_exceptions_lack_concerns_those_whom_they_are_about(year: Year) -> None:
    rows = [["规则", "对象", "事实", "批准人", "批准日期"], ["service_days", "T002", "21", "刘主任", D(2024, 12, 20)]]
    year.books["例外.xlsx"] = {"例外说明": rows}
    [problem] = [one for one in year.read().problems if one.rule == "missing_column"]
    assert (problem.facts["column"], problem.people) == ("理由", {"T002"})


def test_what_a_row_is_about_is_declared_for_every_form() -> None:
    who = ("特派员编号", "特派员姓名")
    assert {
        "特派员": ("编号", "姓名"),
        "企业名录": ("企业名称", "统一社会信用代码"),
        "派驻关系": (*who, "企业名称", "统一社会信用代码", "服务起", "服务止"),
        "服务日志": ("日期", *who, "服务企业"),
        "月报": (*who, "月份"),
        "项目申报": (*who, "服务企业", "项目名称", "申报日期"),
        "知识产权与技术合同": (*who, "服务企业", "名称", "日期"),
        "计划与总结": (*who, "材料", "提交日期"),
        "抽查": ("日期", *who, "抽查单位"),
        "培训活动": ("日期", "主题", "主办"),
        "经费支出": ("日期", "事项", "收款方"),
        "考核结果": (*who, "评定日期"),
        "例外说明": ("规则", "对象", "批准日期"),
    } == IDENTITY


def test_logs_whose_dates_cannot_be_read_are_no_copies(year: Year) -> None:
    year.log[1:] = [["上旬", *row[1:7], f"{number}"] for number, row in enumerate(visits(3))]
    later = [["中旬", *row[1:7], f"{number + 9}"] for number, row in enumerate(visits(4))]
    year.books["台账/日志二.xlsx"] = {"服务日志": [year.log[0], *later]}
    assert year.says("workbook_copy") == []


def test_a_heading_that_stands_twice_is_said_with_its_columns(year: Year) -> None:
    year.log[0].append("服务天数")
    assert year.says("heading") == [
        "台账/日志.xlsx「服务日志」第 1 行：表头「服务天数」有两列，只读取了 G 列，没有读取 I 列。请只保留一列，或改名。"
    ]
    assert year.says("extra_columns") == []


def test_a_file_that_is_no_spreadsheet_by_name_is_said(year: Year) -> None:
    year.read()
    for name in ("通知.pdf", "合影", "台账/城西工作站.zip", "城东工作站/照片.jpg"):
        (year.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (year.folder / name).write_bytes(b"PK")
    said = [problems for problems in gather(year.read().problems) if problems[0].rule == "unreadable"]
    assert [(one.severity, one.people) for one, *_ in said] == [
        (Severity.ERROR, {"T003"}),
        (Severity.DOUBT, frozenset()),
    ]
    remedy = "如是台账，请另存为 .xlsx 后放回原处；无关文件请移出。"
    assert [bureau_words(problems, year.plan, str).sentence for problems in said] == [
        f"台账/城西工作站.zip：不是电子表格，没有读取。{remedy}",
        f"合影：不是电子表格，没有读取。另有 2 处同类问题：城东工作站/照片.jpg；通知.pdf。{remedy}",
    ]


def test_a_station_s_workbook_without_headings_is_an_error(year: Year) -> None:
    year.books["台账/城西工作站六月.xlsx"] = {"Sheet1": [["六月", "情况"], ["张伟", "正常"]]}
    problem = next(entry for entry in year.read().problems if entry.rule == "no_form")
    assert (problem.severity, problem.people) == (Severity.ERROR, {"T003"})


def test_a_workbook_nobody_knows_and_a_strange_sheet_are_doubts(year: Year) -> None:
    year.books["通讯录.xlsx"] = {"Sheet1": [["科室", "分机"], ["办公室", "01"]]}
    year.books["名册.xlsx"]["说明"] = [["请每月更新"]]
    assert year.says("no_form") == [
        "通讯录.xlsx：没有认出任何一张表。请对照表头要求检查标题行；与本项工作无关的文件请移出。"
    ]
    assert year.says("unrecognised_sheet") == [
        "名册.xlsx「说明」：这张工作表没有认出是哪一种表，没有读取。如是台账，请对照表头要求检查标题行；否则不必处理。"
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("台账/空.xlsx", b"", "台账/空.xlsx：工作簿是空的，一个单元格也没有。请放入填好的工作簿；不需要的请移出。"),
        (
            "台账/坏.xlsx",
            b"just a text, not a workbook" * 9,
            "台账/坏.xlsx：文件不是电子表格，无法读取。请用 Excel 或 WPS 打开原件，另存为 .xlsx 后放回原处；无关文件请移出。",
        ),
    ],
)
def test_a_file_that_is_no_workbook_concerns_nobody(year: Year, name: str, content: bytes, sentence: str) -> None:
    path = year.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    problem = next(entry for entry in year.read().problems if entry.rule == "unreadable")
    assert problem.people == frozenset()
    assert year.says("unreadable") == [sentence]


def test_a_truncated_workbook_may_hold_anybody_s_rows(year: Year) -> None:
    year.read()
    whole = (year.folder / "名册.xlsx").read_bytes()
    (year.folder / "台账/新.xlsx").write_bytes(whole[: len(whole) // 2])
    problem = next(entry for entry in year.read().problems if entry.rule == "unreadable")
    assert problem.people == {"T001", "T002", "T003"}


def test_an_unreadable_workbook_of_one_station_concerns_that_station(year: Year) -> None:
    path = year.folder / "台账/城西工作站.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    problem = next(entry for entry in year.read().problems if entry.rule == "unreadable")
    assert problem.people == {"T003"}


def test_a_folder_that_cannot_be_entered_may_hold_anybody_s_rows(year: Year) -> None:
    year.read()
    (year.folder / "台账").chmod(0)
    with as_nobody(year.folder):
        found = read_folder(year.folder, FORMS, year.plan.year)
    (year.folder / "台账").chmod(0o755)
    problem = next(one for one in take_in(found, year.plan, year.plan.last_day).problems if one.rule == "unreadable")
    assert (problem.severity, problem.people) == (Severity.ERROR, {"T001", "T002", "T003"})
    assert say(problem, year.plan) == (
        "台账：文件夹打不开，没有访问权限，其中的表格都没有读取。请检查这个文件夹的访问权限后重新运行。"
    )


def test_a_link_of_one_station_that_leads_nowhere_concerns_that_station(year: Year) -> None:
    year.read()
    (year.folder / "台账/城西工作站.xlsx").symlink_to("U盘/城西工作站.xlsx")
    problem = next(one for one in year.read().problems if one.rule == "unreadable")
    assert (problem.severity, problem.people) == (Severity.ERROR, {"T003"})
    assert year.says("unreadable") == [
        "台账/城西工作站.xlsx：是失效的链接，所指的文件或者文件夹不在，没有读取。"
        "请把所指的文件本身放到这里；不需要的链接请移出。"
    ]


def test_what_was_read_by_another_way_is_a_doubt(year: Year) -> None:
    year.read()
    (year.folder / "台账/又一处").symlink_to("../台账")
    problem = next(one for one in year.read().problems if one.rule == "unreadable")
    assert (problem.severity, problem.people) == (Severity.DOUBT, frozenset())


def test_an_archive_of_spreadsheets_is_an_error(year: Year) -> None:
    year.read()
    with zipfile.ZipFile(year.folder / "六月.zip", "w") as archive:
        archive.writestr("六月/台账.xlsx", b"")
    assert year.says("unreadable") == [
        "六月.zip：是压缩包，其中有电子表格，没有读取。请解压后把其中的表格放到这里，再把压缩包移出。"
    ]
    problem = next(one for one in year.read().problems if one.rule == "unreadable")
    assert (problem.severity, problem.people) == (Severity.ERROR, {"T001", "T002", "T003"})


def test_an_id_number_stored_as_a_number_is_refused(year: Year) -> None:
    year.roster[1][2] = 150602199001010008
    assert year.says("id_as_number") == [
        "名册.xlsx「特派员」第 2 行「身份证号」：T001 张伟 「身份证号」存成了数字，末尾几位已经丢失。"
        "请先把单元格格式设为“文本”，再按证件重新录入全部 18 位。"
    ]


def test_the_same_number_twice_is_an_error_unless_another_workbook_repeats_the_row(year: Year) -> None:
    year.roster.append(["T001", "王强", "", "13900000009", "某学院", "城西工作站", D(2024, 1, 1), D(2024, 12, 31), ""])
    year.books["增补.xlsx"] = {"特派员": [year.roster[0], list(year.roster[2])]}
    assert year.says("duplicate_id") == [
        "名册.xlsx「特派员」第 5 行「编号」：T001 王强 「编号」“T001”与名册.xlsx「特派员」第 2 行重复，内容不同。"
        "请确认是否同一对象：同一个只留一行，不同的各用各的编号。"
    ]
    assert len(year.says("repeated_row")) == 1


def test_the_same_row_twice_in_one_workbook(year: Year) -> None:
    year.roster.append(list(year.roster[1]))
    assert year.says("duplicate_id") == [
        "名册.xlsx「特派员」第 5 行「编号」：T001 张伟 「编号」“T001”与名册.xlsx「特派员」第 2 行重复，两行内容相同。请删去多余的一行。"
    ]


def test_a_roster_row_without_a_number_is_said_there_and_not_again_in_every_log_row(year: Year) -> None:
    year.roster[2][0] = ""
    problems = [problem for problem in year.read().problems if problem.severity is Severity.ERROR]
    assert [(problem.rule, problem.place.column) for problem in problems if problem.place] == [
        ("required_empty", "编号")
    ]


def test_a_number_mistyped_in_many_rows_is_one_problem_of_whom_the_name_fits(year: Year) -> None:
    year.log[1:] = [[D(2024, 3, day), None, "T0O2", "李娜", "丙公司", "技术服务", 1, ""] for day in (4, 5, 6)]
    (found,) = [problems for problems in gather(year.read().problems) if problems[0].rule == "unknown_person"]
    assert {id for one in found for id in one.people} == {"T002"}
    assert [place.row for place in places_of(found)] == [2, 3, 4]
