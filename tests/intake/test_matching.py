"""Who and which firm a log row speaks of."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.intake.conftest import Year

D = dt.date
LOG = "台账/日志.xlsx「服务日志」"


def visit(number: str = "", name: str = "张伟", firm: str = "甲公司", station: str = "") -> list[object]:
    return [D(2024, 4, 1), None, number, name, firm, "技术服务", 1, station]


def who(year: Year) -> list[str]:
    return [record.commissioner for record in year.read().dataset.service_logs]


def test_a_year_without_faults_reads_whole(year: Year) -> None:
    intake = year.read()
    assert [person.id for person in intake.dataset.commissioners] == ["T001", "T002", "T003"]
    assert [(entry.commissioner, entry.enterprise[-3:]) for entry in intake.dataset.pairings] == [
        ("T001", "01Q"),
        ("T001", "02L"),
        ("T002", "02L"),
        ("T003", "03G"),
    ]
    assert who(year) == ["T001", "T002"]
    assert {problem.rule for problem in intake.problems} == {"missing_form"}


def test_the_number_decides_where_it_is_given(year: Year) -> None:
    year.log[1:] = [visit("T003"), visit("t001")]
    assert who(year) == ["T001", "T003"]


def test_a_number_of_another_name_is_a_doubt_and_the_number_counts(year: Year) -> None:
    year.log[1:] = [visit("T002", "张伟")]
    assert who(year) == ["T002"]
    assert year.says("name_mismatch") == [
        f"{LOG}第 2 行「特派员姓名」：T002 李娜 填写的姓名是“张伟”，名册中该编号的姓名是“李娜”，已按编号认定。"
        "请核对编号与姓名是否写错一个。"
    ]


def test_a_name_is_looked_for_in_the_station_of_the_row(year: Year) -> None:
    year.log[1:] = [visit(station="城西工作站"), visit(name="张　伟", station="城东工作站")]
    assert who(year) == ["T001", "T003"]


def test_a_name_is_looked_for_in_the_station_of_the_title(year: Year) -> None:
    year.log[:] = [["城西工作站2024年服务日志"], year.log[0], visit()]
    assert who(year) == ["T003"]


def test_a_name_is_looked_for_in_the_station_of_the_file_name(year: Year) -> None:
    year.log[1:] = [visit()]
    year.books["台账/城西工作站.xlsx"] = year.books.pop("台账/日志.xlsx")
    assert who(year) == ["T003"]


@pytest.mark.parametrize("longer", ["大城东工作站", "东城东工作站"])  # sorts after and before the shorter name
def test_of_two_stations_named_in_one_place_the_longer_name_is_meant(year: Year, longer: str) -> None:
    year.roster[3][5] = longer
    year.log[:] = [[f"{longer}2024年服务日志"], year.log[0], visit()]
    assert who(year) == ["T003"]
    year.log[:] = [["城东工作站2024年服务日志"], year.log[1], visit()]
    assert who(year) == ["T001"]


def test_a_name_that_two_people_carry_is_an_error_that_lists_both(year: Year) -> None:
    year.log[1:] = [visit()]
    problem = next(entry for entry in year.read().problems if entry.rule == "ambiguous_person")
    assert problem.people == {"T001", "T003"}
    assert year.says("ambiguous_person") == [
        f"{LOG}第 2 行「特派员姓名」：姓名“张伟”在名册中有 2 人（T001 张伟（城东工作站）、T003 张伟（城西工作站）），"
        "不能确认是谁。请在「特派员编号」中填写编号。"
    ]


def test_an_unknown_person_gets_the_nearest_names(year: Year) -> None:
    year.log[1:] = [visit(name="李郷娜")]
    assert who(year) == []
    assert year.says("unknown_person") == [
        f"{LOG}第 2 行「特派员姓名」：“李郷娜”不在特派员名册中，相近的有T002 李娜。请更正编号或姓名；确是新增人员的，请补入名册。"
    ]


def test_an_unknown_number_is_an_error_even_where_the_name_is_known(year: Year) -> None:
    year.log[1:] = [visit("T009", "李娜")]
    assert who(year) == []
    assert year.says("unknown_person") == [
        f"{LOG}第 2 行「特派员编号」：编号“T009”（李娜）不在特派员名册中，相近的有T002 李娜。"
        "请更正编号或姓名；确是新增人员的，请补入名册。"
    ]


def test_a_firm_is_found_by_its_name_in_any_brackets_and_by_a_former_name(year: Year) -> None:
    year.log[1:] = [visit("T001", firm="乙(东胜) 公司"), visit("T002", "李娜", firm="乙厂")]
    assert [record.enterprises for record in year.read().dataset.service_logs] == [("91150602MA0N00002L",)] * 2


def test_a_firm_spelled_another_way_is_proposed_never_merged(year: Year) -> None:
    year.directory.append(["丁科技有限公司", "91150602MA0N00004B", "", ""])
    year.log[1:] = [visit("T001", firm="丁科技有限责任公司")]
    assert who(year) == []
    assert year.says("unknown_enterprise") == [
        f"{LOG}第 2 行「服务企业」：T001 张伟 企业“丁科技有限责任公司”不在企业名录中，与名录中的「丁科技有限公司」相似 88%。"
        "请改为名录中的名称，或把该企业补入企业名录（改名的填「曾用名」）。"
    ]


def test_every_firm_that_is_like_it_is_proposed_with_its_likeness(year: Year) -> None:
    year.directory.append(["鄂尔多斯丁科技有限公司", "91150602MA0N00004B", "", "鄂尔多斯市丁厂有限公司"])
    year.directory.append(["鄂尔多斯戊科技有限公司", "91150602MA0N000057", "", ""])
    year.log[1:] = [
        visit("T001", firm="鄂尔多斯市丁科技公司"),
        visit("T002", "李娜", firm="鄂尔多斯市丁厂有限责任公司"),
    ]
    assert who(year) == []
    assert [sentence.split("：")[1].split("。")[0] for sentence in year.says("unknown_enterprise")] == [
        "T001 张伟 企业“鄂尔多斯市丁科技公司”不在企业名录中，与名录中的「鄂尔多斯丁科技有限公司」相似 86%、「鄂尔多斯戊科技有限公司」相似 76%",
        "T002 李娜 企业“鄂尔多斯市丁厂有限责任公司”不在企业名录中，与名录中的「鄂尔多斯丁科技有限公司」（按曾用名）相似 92%",
    ]


def test_two_firms_of_one_name_are_not_guessed_between(year: Year) -> None:
    year.directory.append(["甲公司", "91150602MA0N00004B", "", ""])
    assert year.says("ambiguous_enterprise")[0].startswith(
        "名册.xlsx「派驻关系」第 2 行「企业名称」：T001 张伟 企业名称“甲公司”在名录中有 2 家"
    )


def test_a_pairing_finds_its_firm_by_code_and_says_where_the_name_differs(year: Year) -> None:
    year.pairings[:] = [
        ["特派员编号", "企业名称", "统一社会信用代码", "服务起", "服务止"],
        ["T001", "甲有限公司", "91150602MA0N00001Q", D(2024, 1, 1), D(2024, 12, 31)],
        ["T002", "乙厂", "91150602MA0N00001X", D(2024, 1, 1), D(2024, 12, 31)],
    ]
    assert [entry.enterprise for entry in year.read().dataset.pairings] == ["91150602MA0N00001Q", "91150602MA0N00002L"]
    assert year.says("code_mismatch") == [
        "名册.xlsx「派驻关系」第 2 行「企业名称」：T001 张伟 填写的名称“甲有限公司”与该代码在企业名录中的名称“甲公司”不一致，已按代码认定。"
        "请核对名称与代码是否写错一个。",
        "名册.xlsx「派驻关系」第 3 行「统一社会信用代码」：T002 李娜 填写的信用代码与企业名录中“乙（东胜）公司”的代码不一致，已按名称认定。"
        "请核对名称与代码是否写错一个。",
    ]


def test_width_and_white_space_do_not_count_in_ids_and_fixed_words(year: Year) -> None:
    year.roster[1][0] = "Ｔ００１ "
    year.log[1:] = [["2024-4-1", None, "T001", "张伟", "甲公司", " 政策 宣传", 1, ""]]
    data = year.read().dataset
    assert data.commissioners[0].id == "T001"
    assert [(visit.commissioner, visit.kind) for visit in data.service_logs] == [("T001", "政策宣传")]


def test_a_namesake_without_a_number_is_never_taken_for_the_other(year: Year) -> None:
    year.roster[3][0] = ""  # the 张伟 of 城西工作站
    year.log[1:] = [visit(station="城西工作站"), visit("T001"), visit("T0O1")]
    assert who(year) == ["T001"]
    assert year.says("ambiguous_person") == [
        f"{LOG}第 2 行「特派员姓名」：姓名“张伟”在名册中有 2 人（T001 张伟（城东工作站）、另有一行没有可用的编号），"
        "不能确认是谁。请在「特派员编号」中填写编号。"
    ]
    (mistyped,) = [
        entry for entry in year.read().problems if entry.rule == "unknown_person" and entry.form == "服务日志"
    ]
    assert mistyped.people == {"T001"}
