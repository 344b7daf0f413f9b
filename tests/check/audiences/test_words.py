"""What the bureau reads of a finding: all of it, in one sentence, and of several problems the own of each."""

from __future__ import annotations

from pipeline.check.audiences.words import MOST_OWN, Words, bureau_words
from pipeline.problems import Place, Problem, Severity
from tests.rules.builders import PLAN


def wrong(row: int, shown: str, who: str = "T001 张伟") -> Problem:
    place = Place("台账/甲.xlsx", "日志", row, "服务天数", "G")
    return Problem("not_a_number", Severity.ERROR, place, "T001", who, {"shown": shown})


def test_one_problem_speaks_for_itself() -> None:
    assert bureau_words([wrong(4, "约两天")], PLAN, str) == Words(
        "T001 张伟",
        "「服务天数」是“约两天”，不是数字。",
        "请只填数字。",
        "台账/甲.xlsx「日志」第 4 行「服务天数」：T001 张伟 「服务天数」是“约两天”，不是数字。请只填数字。",
    )


def test_of_several_the_first_names_the_places_of_all_and_each_has_a_sentence_of_its_own() -> None:
    words = bureau_words([wrong(4, "约两天"), wrong(5, "三五天")], PLAN, str)
    assert words.sentence == (
        "台账/甲.xlsx「日志」第 4 行「服务天数」：T001 张伟 「服务天数」是“约两天”，不是数字。"
        "另有 1 处同类问题：台账/甲.xlsx「日志」第 5 行「服务天数」。请只填数字。"
    )
    assert words.parts == (
        "台账/甲.xlsx「日志」第 4 行「服务天数」：T001 张伟 「服务天数」是“约两天”，不是数字。请只填数字。",
        "台账/甲.xlsx「日志」第 5 行「服务天数」：T001 张伟 「服务天数」是“三五天”，不是数字。请只填数字。",
    )


def test_of_very_many_the_first_have_a_sentence_of_their_own_and_the_others_what_to_do() -> None:
    words = bureau_words([wrong(row, f"约{row}") for row in range(4, MOST_OWN + 6)], PLAN, str)
    assert len(words.parts) == MOST_OWN + 2
    assert words.parts[MOST_OWN - 1].endswith(f"「服务天数」是“约{MOST_OWN + 3}”，不是数字。请只填数字。")
    assert words.parts[MOST_OWN:] == ("属于「问题」表中的同一条问题。请只填数字。",) * 2
    assert f"第 5–{MOST_OWN + 5} 行" in words.sentence  # every row is named all the same


def test_whom_it_is_about_is_the_name_else_the_number_else_nobody() -> None:
    nameless = Problem("three_zero_baseline", Severity.DOUBT, subject="91150602MA0N00001R", facts={"unknown": "投入"})
    assert bureau_words([nameless], PLAN, str).about == "91150602MA0N00001R"
    assert bureau_words([Problem("no_form", Severity.ERROR, Place("甲.xlsx"))], PLAN, str).about == ""


def test_private_numbers_are_taken_out_of_every_word() -> None:
    words = bureau_words(
        [wrong(4, "13812345678", "张伟13812345678")], PLAN, lambda text: text.replace("13812345678", "…")
    )
    assert "13812345678" not in str(words) and words.about == "张伟…"
