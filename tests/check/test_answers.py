"""What the office answers on the first sheet of a copy: what is taken, what is asked about and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from pipeline.check.answers import Action, take_answers
from pipeline.check.audiences.words import bureau_words
from pipeline.problems import Place, Severity, gather
from pipeline.sheets.front import Reply
from pipeline.sheets.grid import Cell
from tests.rules.builders import PLAN

ROSTER, LOG = "名册.xlsx", "台账/城东.xlsx"
KEYS = frozenset({"k1", "k2"})
LISTED = "请从下拉列表中选择：已改、属实、待定。"


def row(key: str, action: Cell, note: Cell = "", by: Cell = "李娜", on: Cell = "", number: int = 6) -> Reply:
    """A row of the sheet 问题; the copy's own columns are there as well."""
    cells = {"序号": "1", "级别": "存疑", "处理": action, "说明": note, "处理人": by, "日期": on}
    return Reply(key, cells, "问题", number)


def taken(*rows: Reply) -> list[tuple[str, Action, str, str, dt.date | None]]:
    """The answers of the roster's first sheet, none of which is asked about."""
    answers, problems = take_answers({ROSTER: rows}, KEYS, 2024)
    assert problems == []
    return [(one.key, one.action, one.note, one.by, one.on) for one in answers]


def asked(replies: dict[str, list[Reply]] | Iterable[Reply]) -> list[str]:
    """The sentences about answers that are not taken: none is."""
    answers, problems = take_answers(replies if isinstance(replies, dict) else {ROSTER: list(replies)}, KEYS, 2024)
    assert answers == []
    assert {problem.severity for problem in problems} <= {Severity.DOUBT}
    return [bureau_words(found, PLAN, str).sentence for found in gather(problems)]


def test_an_answer_with_everything() -> None:
    day = dt.date(2025, 1, 6)
    assert taken(row("k1", "属实", "已核对证书原件", "李娜", day)) == [
        ("k1", Action.TRUE, "已核对证书原件", "李娜", day)
    ]


def test_it_says_where_it_stands() -> None:
    (answer,), _ = take_answers({LOG: [row("k1", "待定", number=9)]}, KEYS, 2024)
    assert answer.place == Place(LOG, "问题", 9, "处理")


@pytest.mark.parametrize("action", ["已改", "属实", "待定"])
def test_the_three_actions_need_no_note_and_no_date(action: str) -> None:
    assert taken(row("k1", action)) == [("k1", Action(action), "", "李娜", None)]


def test_white_space_is_no_matter() -> None:
    assert taken(row("k1", " 属 实\n", by="\u3000李娜 ")) == [("k1", Action.TRUE, "", "李娜", None)]


@pytest.mark.parametrize(
    "on",
    [dt.date(2025, 1, 6), dt.datetime(2025, 1, 6, 9, 30), "2025年1月6日", "2025.1.6", "20250106", 45663, 45663.4],
)
def test_the_date_in_the_spellings_that_offices_use(on: Cell) -> None:
    assert taken(row("k1", "属实", on=on))[0][4] == dt.date(2025, 1, 6)


def test_a_row_that_nobody_has_filled_in_is_no_answer() -> None:
    assert taken(row("k1", "", by=""), row("k2", "", "还在核对", "李娜", "2025-1-6")) == []


def test_an_answer_to_a_problem_that_is_gone_has_lapsed_whatever_it_says() -> None:
    assert taken(row("gone", "属实"), row("gone", "同意", by="")) == []


def test_a_word_of_ones_own_is_asked_about() -> None:
    assert asked([row("k1", "同意")]) == [
        f"名册.xlsx「问题」第 6 行「处理」：处理“同意”不是规定的答复，没有采用。{LISTED}"
    ]
    long = asked([row("k1", "这一条我们已经和企业反复核对过，企业说法和台账写的一致，不需要再改，建议采用原来的写法")])
    assert "不需要再改，建议采用原…”不是规定的答复" in long[0]


def test_who_answered_must_stand_there() -> None:
    assert asked([row("k1", "属实", by=" ")]) == [
        "名册.xlsx「问题」第 6 行「处理人」：已答复“属实”，但没有写明处理人，没有采用。请补填处理人。"
    ]


def test_a_date_that_is_none_is_asked_about() -> None:
    assert asked([row("k1", "属实", on="年后")]) == [
        "名册.xlsx「问题」第 6 行「日期」：答复日期“年后”不是可以确认的日期，答复没有采用。"
        "请改为 2024-7-2 这样的完整日期。"
    ]


def test_each_answer_that_is_not_taken_is_a_problem_of_its_own() -> None:
    assert len(asked([row("k1", "同意"), row("k2", "同意", number=7)])) == 2
    assert len(asked({ROSTER: [row("k1", "同意")], LOG: [row("k1", "同意")]})) == 2


def test_two_workbooks_may_say_the_same_the_first_is_taken() -> None:
    replies = {ROSTER: [row("k1", "属实", "局里核对")], LOG: [row("k1", "属实", "站里核对", "王芳")]}
    answers, problems = take_answers(replies, KEYS, 2024)
    assert ([(one.note, one.by) for one in answers], problems) == ([("局里核对", "李娜")], [])


def test_two_workbooks_that_contradict_each_other_are_both_asked() -> None:
    assert asked({ROSTER: [row("k1", "属实")], LOG: [row("k1", "待定", number=8)]}) == [
        "台账/城东.xlsx「问题」第 8 行「处理」：同一个问题有不同的答复（属实、待定，另见名册.xlsx「问题」第 6 行「处理」），"
        "都没有采用。请商定后改为一致。",
        "名册.xlsx「问题」第 6 行「处理」：同一个问题有不同的答复（属实、待定，另见台账/城东.xlsx「问题」第 8 行「处理」），"
        "都没有采用。请商定后改为一致。",
    ]


def test_the_order_of_rows_is_no_matter() -> None:
    rows = [row("k1", "属实"), row("k2", "待定", number=7)]
    assert taken(*rows) == taken(*reversed(rows))
