"""The context of check.html: every problem once, by level, with what it is grouped by; plain words for the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline.check.answers import Action
from pipeline.check.findings import Finding, Progress
from pipeline.check.given_back.page import check_page
from pipeline.check.given_back.results import Results
from pipeline.check.history import Compared
from pipeline.problems import Place
from tests.check.findings import (
    AS_OF,
    CELL,
    DISTRICT,
    EXCUSED,
    FINDINGS,
    FIRM,
    LABELS,
    LOG,
    NOBODY,
    SHORT,
    TABLE,
    TWO_STATIONS,
    answered,
    changed,
    finding,
)


def page(*findings: Finding, solved: Any = (), compared: bool = False, related: Any = (), **more: Any) -> Any:
    results = Results("2024年问题清单", AS_OF, Compared(findings, tuple(solved), compared), LABELS, **more)
    return check_page(results, related)


def items(context: Any) -> dict[str, Any]:
    return {item["序号"]: item for group in context["分组"] for item in group["问题"]}


def item(finding: Finding) -> Any:
    return items(page(finding))["1"]


def groups(code: str, *findings: Finding) -> dict[str, list[int]]:
    """The numbers of the findings in each group, in order."""
    context = page(*findings)
    way = next(way for way in context["分组方式"] if way["代号"] == code)
    return {
        choice["名称"]: [
            int(number) for number, one in items(context).items() if choice["号"] in one["所在组"][code].split()
        ]
        for choice in way["选项"]
    }


def test_an_item_says_what_where_whose_and_which_copy() -> None:
    assert item(CELL) == {
        "序号": "1",
        "级别": "错误",
        "样式": "error",
        "变化": "新增",
        "说明": "名册.xlsx「特派员」第 9 行「身份证号」：T007 王𬭩 身份证号有误。请核对。",
        "事项": [
            {"项": "规则", "值": "身份证号有误（id_number）"},
            {"项": "对象", "值": "T007 王𬭩"},
            {"项": "工作站", "值": "城东工作站"},
        ],
        "工作簿": "名册.xlsx",
        "位置": "「特派员」第 9 行「身份证号」（E9 单元格）",
        "副本": [{"名称": "待改/名册.xlsx", "链接": "%E5%BE%85%E6%94%B9/%E5%90%8D%E5%86%8C.xlsx"}],
        "答复": [],
        "待答复": "是",
        "篇幅长": "",
        "所在组": {"level": "0", "station": "0", "person": "0", "rule": "0"},
    }


def test_what_has_no_place_says_no_place() -> None:
    shown = item(DISTRICT)

    assert (shown["工作簿"], shown["位置"], shown["副本"]) == ("", "", [])
    assert shown["事项"] == [{"项": "规则", "值": "服务企业（target）"}, {"项": "依据", "值": "方案一"}]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("甲.xlsx"), ""),
        (Place("甲.xlsx", "日志"), "「日志」"),
        (Place("甲.xlsx", "日志", 3), "「日志」第 3 行"),
        (Place("甲.xlsx", "日志", None, "备注"), "「日志」「备注」"),
        (Place("甲.csv", None, 3, "备注", "B"), "第 3 行「备注」（B3 单元格）"),
    ],
)
def test_a_place_is_said_as_far_as_it_is_known(place: Place, words: str) -> None:
    assert item(changed(CELL, place=place))["位置"] == words


def test_an_enterprise_has_its_code_beside_its_name() -> None:
    assert {"项": "对象", "值": "衡创公司（91150602MA0000496G）"} in item(FIRM)["事项"]


def test_an_answer_says_who_and_when_as_far_as_they_are_given() -> None:
    assert item(FIRM)["答复"] == [
        {"项": "处理", "值": "属实"},
        {"项": "说明", "值": "已核对证书原件"},
        {"项": "处理人", "值": "李娜"},
        {"项": "日期", "值": "2025年1月6日"},
    ]
    assert item(answered(SHORT, Action.PENDING))["答复"] == [{"项": "处理", "值": "待定"}]


def test_only_what_nobody_answered_and_nothing_excuses_waits_for_an_answer() -> None:
    waits = [items(page(*FINDINGS))[str(number)]["待答复"] for number in range(1, 9)]

    assert waits == ["是", "是", "是", "是", "", "是", "是", ""]
    assert item(answered(SHORT, Action.PENDING))["待答复"] == ""


def test_levels_are_counted_and_lead_to_their_group() -> None:
    levels = page(*FINDINGS)["级别"]

    assert [(one["名称"], one["条数"], one["号"]) for one in levels] == [
        ("错误", "2", "0"),
        ("未达标", "2", "1"),
        ("存疑", "2", "2"),
        ("例外", "1", "3"),
        ("已答复", "1", "4"),
    ]
    assert [(one["条数"], one["号"]) for one in page(SHORT)["级别"]] == [
        *(("0", ""), ("1", "0"), ("0", ""), ("0", ""), ("0", ""))
    ]


def test_a_doubt_confirmed_is_answered_an_unmet_duty_confirmed_stays_unmet() -> None:
    assert item(answered(TABLE, Action.TRUE))["级别"] == "已答复"
    assert item(answered(TABLE, Action.PENDING))["级别"] == "存疑"
    assert item(answered(SHORT, Action.TRUE))["级别"] == "未达标"


def test_numbers_are_those_of_the_problem_list_in_whatever_group() -> None:
    assert [(group["名称"], [one["序号"] for one in group["问题"]]) for group in page(FIRM, CELL, SHORT)["分组"]] == [
        ("错误", ["2"]),
        ("未达标", ["3"]),
        ("已答复", ["1"]),
    ]


def test_by_station_what_concerns_two_stands_in_both() -> None:
    assert groups("station", CELL, SHORT, TWO_STATIONS, DISTRICT) == {
        "城东工作站": [1, 3],
        "城西工作站": [2, 3],
        "不属于某个工作站": [4],
    }


def test_by_person_firms_tables_and_the_district_have_groups_of_their_own() -> None:
    assert groups("person", DISTRICT, FIRM, TABLE, NOBODY, TWO_STATIONS, CELL, SHORT) == {
        "T005 张伟": [7, 5],
        "T007 王𬭩": [6],
        "未能认定到人": [4],
        "企业": [2],
        "不涉及个人的表格": [3],
        "整体情况": [1],
    }


def test_an_enterprise_without_a_code_is_an_enterprise_a_missing_column_of_its_table_is_not() -> None:
    uncoded, column = changed(FIRM, subject=None), changed(FIRM, subject=None, who="")

    assert groups("person", uncoded, column) == {"企业": [1], "不涉及个人的表格": [2]}


def test_by_rule_in_the_order_of_their_first_problem() -> None:
    assert groups("rule", SHORT, CELL, EXCUSED, TABLE) == {
        "服务天数（service_days）": [1, 3],
        "身份证号有误（id_number）": [2],
        "extra_columns": [4],
    }


def test_changes_are_counted_only_against_another_check() -> None:
    solved = [("错误", "甲。"), ("存疑", "乙。")]

    assert page(*FINDINGS, solved=solved, compared=True)["变化"] == [
        {"名称": "新增", "条数": "2"},
        {"名称": "仍在", "条数": "6"},
        {"名称": "已解决", "条数": "2"},
    ]
    assert page(*FINDINGS, solved=solved, compared=True)["已解决"][0] == {
        "级别": "错误",
        "样式": "error",
        "说明": "甲。",
    }
    assert page(replace(CELL, progress=Progress.FIRST))["变化"] == []


def test_a_reason_is_said_once_for_all_documents_that_it_withholds() -> None:
    context = page(withheld=[("a/T001.docx", "编号重复"), ("a/T002.docx", "日期有误"), ("a/T003.docx", "编号重复")])

    assert context["未生成份数"] == "3"
    assert context["未生成"] == [
        {"原因": "编号重复", "文件": "a/T001.docx、a/T003.docx"},
        {"原因": "日期有误", "文件": "a/T002.docx"},
    ]


def test_records_left_out_are_named_where_there_are_some() -> None:
    assert page(later={"服务日志": 12, "月报": 0, "抽查": 1})["未计入"] == "服务日志 12 条、抽查 1 条"
    assert page(later={"月报": 0})["未计入"] == ""


@pytest.mark.parametrize(
    ("path", "link"),
    [
        (f"待改/{LOG}", "%E5%BE%85%E6%94%B9/%E5%8F%B0%E8%B4%A6/%E5%9F%8E%E4%B8%9C%202024%231%20100%25.xlsx"),
        ("a?b&c.xlsx", "a%3Fb%26c.xlsx"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("C:\\甲.xlsx", "C%3A%5C%E7%94%B2.xlsx"),
        ("//host/share/a.xlsx", "host/share/a.xlsx"),
    ],
)
def test_a_link_is_a_relative_path_whatever_the_file_is_called(path: str, link: str) -> None:
    assert page(related=[("文件", path)])["相关文件"] == [{"名称": "文件", "链接": link}]


def test_a_very_long_sentence_may_be_divided_between_pages() -> None:
    assert item(finding(CELL.problem, "长" * 500))["篇幅长"] == ""
    assert item(finding(CELL.problem, "长" * 501))["篇幅长"] == "是"


def test_the_context_is_text_lists_and_dicts() -> None:
    context = page(*FINDINGS, solved=[("错误", "甲。")], compared=True)

    def kinds(value: Any) -> set[type]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {type(value)}.union(*map(kinds, inner))

    assert kinds(context) == {str, list, dict}
    assert json.loads(json.dumps(context)) == context
