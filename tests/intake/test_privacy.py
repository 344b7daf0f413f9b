"""ID, phone and bank numbers stay in the columns that are meant for them, whatever people paste where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest

from pipeline.check.year import check_year
from pipeline.forms import SERVICE_LOGS
from pipeline.intake.naming import named
from pipeline.intake.privacy import concealer, is_private, public, public_problem
from pipeline.problems import Problem, Severity, Source
from pipeline.publishing.workspace import Workspace
from pipeline.sheets import Book, Row, Table
from tests import example_year
from tests.conftest import Root

CONCEAL = concealer(example_year.dataset())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("请联系 13812345678", "请联系 （号码略）"),
        ("手机138-1234-5678。", "手机（号码略）。"),
        ("证件150602198001010003核对", "证件（号码略）核对"),
        ("打入 6222 0200 1234 5678 901", "打入 （号码略）"),
        ("座机 0477-8380000", "座机 （号码略）"),
        (f"账号{example_year.ACCOUNTS[0]}", "账号（号码略）"),
        ("微信同号：+86 138 1234 5678", "微信同号：（号码略）"),
        ("tel13812345678", "tel（号码略）"),
        ("电话１３８－１２３４－５６７８", "电话（号码略）"),
        ("13812345678/13912345678", "（号码略）/（号码略）"),
        ("张伟 139 0000 0001 6217000000000000001", "张伟 （号码略） （号码略）"),
        ("证件 150602 19800101 0003", "证件 （号码略）"),
        ("座机（0477）8380000", "座机（号码略）"),
        ("座机 0477—8380000转2", "座机 （号码略）转2"),
        ("电话：8380000", "电话：（号码略）"),
        ("账号：1505 0160 8000 0000 0123", "账号：（号码略）"),
        ("企业电话 8000001", "企业电话 （号码略）"),
        ("旧证150602800101001。", "旧证（号码略）。"),
        (
            "旧号 150602801301001、1506028001010011、文号 150602240702001",
            "旧号 150602801301001、1506028001010011、文号 150602240702001",
        ),
        ("合同金额 8000001元、8,000,001 元", "合同金额 8000001元、8,000,001 元"),
        ("合同 2023-013-0012345", "合同 2023-013-0012345"),
        ("文号 150602-20240702-0001", "文号 150602-20240702-0001"),
        ("专利 ZL202410000001.X、2024SR0000001", "专利 ZL202410000001.X、2024SR0000001"),
        ("代码 911101191987010123", "代码 911101191987010123"),
        ("发票 24152000000012345678", "发票 24152000000012345678"),
        ("第 13912–13999、 14000 行", "第 13912–13999、 14000 行"),
        ("入库登记 202415060208000001", "入库登记 202415060208000001"),
        ("技术合同 20241506020000060", "技术合同 20241506020000060"),
        ("GR202215000001 号证书", "GR202215000001 号证书"),
        ("经费 1210000 元，2024-07-02", "经费 1210000 元，2024-07-02"),
        ("代码 91150602MA0N00001R", "代码 91150602MA0N00001R"),
    ],
)
def test_what_has_the_form_of_a_private_number_is_left_out(text: str, said: str) -> None:
    assert CONCEAL(text) == said


PHONE, ID, ACCOUNT = example_year.PHONES[0], example_year.ID_NUMBERS[1], example_year.ACCOUNTS[0]
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
MARKS = {
    **{"spaces": " ", "hyphens": "-", "slashes": "/", "、": "、", "points": ".", "line breaks": "\n"},
    **{"marks of no width": "\u200b", "spaced hyphens": " - ", "commas": "，", "middle dots": "·"},
}


def divided(mark: str) -> Callable[[str], str]:
    return lambda number: f"{number[:3]}{mark}{number[3:7]}{mark}{number[7:]}"


SPELLINGS = {
    "as it is": str,
    "in full width": lambda number: number.translate(WIDE),
    **{name: divided(mark) for name, mark in MARKS.items()},
    "one by one": " ".join,
    "circled": lambda number: "".join(chr(0x245F + int(one)) if one in "123456789" else one for one in number),
    "in hanzi": lambda number: number.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "raised": lambda number: number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
    "with circles for zeros": lambda number: number.translate(str.maketrans("0123456789", "○一二三四五六七八九")),
    "as it is said": lambda number: number.translate(str.maketrans("0123456789", "零幺二三四五六七八九")),
    "in capitals": lambda number: number.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")),
    "on two lines of which one is indented": divided("\n          "),
    "behind letters": "PZ{}".format,
    "before hanzi": "{}号".format,
    "between digits": "2000{}01".format,
}


@pytest.mark.parametrize("number", [PHONE, ID, ACCOUNT, "0477-8000001"])
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
def test_what_the_roster_knows_is_hidden_however_it_is_written(number: str, spell: Callable[[str], str]) -> None:
    for conceal in (CONCEAL, CONCEAL.known):
        said = conceal(f"凭证 {spell(number)}。")
        assert "（号码略）" in said and not [one for one in "3456789" if one in said], said


@pytest.mark.parametrize("text", ["8000001", "记-8000001", "800 0001", "800-0001", "PZ8000001号", "800\n0001"])
def test_a_short_number_of_the_roster_is_hidden_where_it_stands_alone(text: str) -> None:
    assert "000" not in CONCEAL(text) and "（号码略）" in CONCEAL(text)


@pytest.mark.parametrize(
    "text", ["18000001", "80000012", "8,000,001", "8000001.50", "1.8000001", "8000001万元", "202415060208000001"]
)
def test_figures_and_longer_numbers_with_the_same_digits_stay(text: str) -> None:
    assert CONCEAL(text) == text


def test_columns_that_bear_numbers_by_nature_keep_all_but_the_roster_s() -> None:
    year = example_year.dataset()
    first = replace(year.expenses[0], voucher=f"记-{PHONE}")
    second = replace(year.expenses[1], voucher="13812345678")
    records = public(replace(year, expenses=(first, second)), CONCEAL)
    assert [one.voucher for one in records.expenses] == ["记-（号码略）", "13812345678"]


def test_the_rows_of_rosters_that_became_no_record_tell_their_numbers_too(root: Root) -> None:
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T002", 编号="T001", 联系电话="04770000009")
    root.change("区局台账.xlsx", "经费支出", lambda row: bool(row.get("金额")), 凭证号="记-0477.0000.009")
    root.run("check")
    assert root.problems("duplicate_id")
    workspace = check_year(Workspace(root.path, 2024), None)
    assert "记-（号码略）" in {one.voucher for one in workspace.intake.dataset.expenses}


def test_half_a_character_of_a_file_name_becomes_one_that_can_be_written() -> None:
    assert CONCEAL("台账\udcb5/城东 13812345678.xlsx") == "台账\N{REPLACEMENT CHARACTER}/城东 （号码略）.xlsx"


def test_columns_that_are_meant_for_numbers_keep_them() -> None:
    records = public(example_year.dataset(), CONCEAL)
    assert [person.id_number for person in records.commissioners] == list(example_year.ID_NUMBERS)
    assert [person.phone for person in records.commissioners] == list(example_year.PHONES)


def test_a_bank_number_of_any_form_is_known_beside_another_number() -> None:
    year = example_year.dataset()
    one = replace(year.commissioners[0], bank_account="05421101040012345")
    conceal = concealer(replace(year, commissioners=(one,)))
    assert conceal("0542 1101 0400 12345 20240702") == "（号码略） 20240702"
    assert conceal("05421101040012346") == "05421101040012346"


def test_a_编号_that_looks_like_a_mobile_number_stays() -> None:
    year = example_year.dataset()
    one = replace(year.commissioners[0], id="15060224001")
    conceal = concealer(replace(year, commissioners=(one,)))
    assert conceal("15060224001 张伟、15060224002") == "15060224001 张伟、（号码略）"


def test_the_names_of_workbook_and_sheet_are_texts_too() -> None:
    workbook, sheet = "台账/张伟13812345678.xlsx", "日志13812345678"
    table = Table(SERVICE_LOGS, workbook, sheet, 1, (), (Row(Source(workbook, sheet, 3), {}, ()),), (), ())
    (book,) = named([Book(workbook, (table,), (), (), ())], CONCEAL)
    assert isinstance(book, Book)
    source = book.tables[0].rows[0].source
    place = source.at("身份证号")
    year = example_year.dataset()
    records = public(replace(year, commissioners=(replace(year.commissioners[0], source=source),)), CONCEAL)
    assert records.commissioners[0].source == source
    assert public_problem(Problem("id_number", Severity.ERROR, source.at("身份证号")), CONCEAL).place == place
    assert (place.shown_workbook, place.shown_sheet) == ("台账/张伟（号码略）.xlsx", "日志（号码略）")


def test_numbers_are_known_by_their_form() -> None:
    assert is_private("T001 13812345678") and is_private("13812345678") and is_private("150602198001010003")
    assert not is_private("T001") and not is_private("91150602MA0N00001R")


PASTED = ("13812345678", "150602198001010003", "6222020012345678901", "0477-8380000")


def ours(root: Root) -> dict[str, str]:
    """What there is to read in each output but the copies of the office's own workbooks."""
    return {name: text for name, text in root.texts().items() if not name.startswith("check/待改/")}


def test_numbers_pasted_into_any_cell_reach_no_output(root: Root) -> None:
    log = "台账/能源装备工作站.xlsx"
    pasted = "、".join(PASTED)
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T001", 职务职称=pasted, 派出单位=f"某院 {pasted}")
    root.change(log, "服务日志", lambda row: row.get("特派员编号") == "T001", 服务内容=pasted, 服务类型=pasted)
    root.change(log, "项目申报", lambda row: row.get("特派员编号") == "T004", 项目级别=pasted, 项目名称=pasted)
    root.change("区局台账.xlsx", "培训活动", lambda row: row.get("形式") == "线下", 讲师=pasted, 主题=pasted)
    root.change("区局台账.xlsx", "经费支出", lambda row: bool(row.get("金额")), 用途=pasted, 收款方=pasted)
    done = root.run("annual-report")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {name: [number for number in PASTED if number in text] for name, text in ours(root).items()} == {
        name: [] for name in ours(root)
    }


def test_an_id_number_as_编号_becomes_no_file_name(root: Root) -> None:
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T001", 编号=PASTED[1])
    done = root.run("annual-report")
    assert done.returncode == 1
    (problem,) = root.problems("private_id")
    assert (problem["column"], problem["subject"]) == ("编号", None)
    assert "填的是身份证号或电话号码，不能用作编号或代码" in problem["message"]
    assert PASTED[1] not in done.stdout + str(root.report) + "".join(root.files())


def test_a_workbook_named_after_a_phone_number_is_not_named(root: Root) -> None:
    path = root.input / "台账/能源装备工作站.xlsx"
    path.rename(path.with_name(f"能源装备工作站{PASTED[0]}.xlsx"))
    assert root.run("check").returncode == 0
    assert PASTED[0] not in str(root.report)
    book = openpyxl.load_workbook(root.output / "check/问题清单.xlsx", read_only=True)
    assert not [
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if PASTED[0] in str(cell)
    ]
    book.close()


def test_eleven_digits_of_the_office_s_own_are_no_phone_number(root: Root) -> None:
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T014", 编号="15060224001")
    root.run("check")
    assert root.problems("private_id") == []


def test_a_number_beside_an_编号_is_seen(root: Root) -> None:
    root.change("名册.xlsx", "特派员", lambda row: row["编号"] == "T014", 编号=f"T014 {PASTED[0]}")
    root.run("annual-report")
    assert len(root.problems("private_id")) == 1
    assert PASTED[0] not in "".join(ours(root).values())


def test_a_roster_that_cannot_be_found_names_no_number(root: Root) -> None:
    (root.input / "名册.xlsx").rename(root.input / f"{PASTED[0]}.txt")
    done = root.run("check")
    assert done.returncode == 2
    (root.input / "区局台账.xlsx").rename(root.input / f"台账{PASTED[0]}.xlsx")
    assert PASTED[0] not in root.run("check").stderr
