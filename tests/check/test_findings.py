"""A problem as the office meets it: what an answer does to it, whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.check.answers import Action, Answer
from pipeline.check.audiences.words import Words
from pipeline.check.findings import Finding, remark, stations_of
from pipeline.problems import Place, Problem, Severity
from pipeline.records import Dataset
from tests.rules.builders import person, year

# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

ANSWER = Answer("k", Action.TRUE, "", "李娜", None, Place("名册.xlsx", "问题", 6, "处理"))
NO_WORDS = Words("", "", "", "")
MARK = Problem("service_days", Severity.DOUBT, Place("名册.xlsx", "特派员", 7), "T005")


@pytest.mark.parametrize(
    ("action", "severity", "exemptable", "said"),
    [
        ("属实", "doubt", False, ""),
        ("属实", "error", False, "（李娜答复：属实）错误不能以“属实”了结，仍须更正。"),
        ("属实", "unmet", True, "（李娜答复：属实）请在「例外说明」中写明理由并报批。"),
        ("属实", "unmet", False, "（李娜答复：属实）仍按未达标如实写入文件。"),
        ("已改", "doubt", False, "（李娜答复：已改）但本次检查仍有这一问题，请再核对。"),
        ("已改", "error", False, "（李娜答复：已改）但本次检查仍有这一问题，请再核对。"),
        ("已改", "unmet", True, "（李娜答复：已改）但本次检查仍有这一问题，请再核对。"),
        ("待定", "doubt", False, "（李娜答复：待定）"),
        ("待定", "error", False, "（李娜答复：待定）"),
        ("待定", "unmet", True, "（李娜答复：待定）"),
    ],
)
def test_what_is_said_of_an_answer(action: str, severity: str, exemptable: bool, said: str) -> None:
    problem, answer = replace(MARK, severity=Severity(severity)), replace(ANSWER, action=Action(action))
    assert remark(problem, answer, exemptable) == said
    finding = Finding((problem,), NO_WORDS, "k", answer=answer)
    assert finding.silenced == (said == "")


def test_nothing_is_said_without_an_answer_or_of_what_is_excused() -> None:
    assert remark(MARK, None, True) == ""
    assert remark(replace(MARK, severity=Severity.UNMET, exempted=True), ANSWER, True) == ""
    assert not Finding((MARK,), NO_WORDS, "k").silenced


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────────


def people() -> Dataset:
    def at(id: str, station: str) -> Any:
        someone = person(id)
        return replace(someone, commissioner=replace(someone.commissioner, workstation=station))

    return year(at("T001", "城西工作站"), at("T002", "城东工作站"), at("T003", ""))


@pytest.mark.parametrize(
    ("subject", "others", "stations"),
    [
        ("T001", (), ("城西工作站",)),
        (None, ("T001", "T002"), ("城东工作站", "城西工作站")),
        ("T001", ("T001", "T002"), ("城东工作站", "城西工作站")),
        ("T003", (), ()),
        ("T009", (), ()),
        ("91150602MA0N00001R", (), ()),
        (None, (), ()),
    ],
)
def test_the_stations_of_those_it_concerns(
    subject: str | None, others: tuple[str, ...], stations: tuple[str, ...]
) -> None:
    problem = Problem("name_mismatch", Severity.DOUBT, subject=subject, people=frozenset(others))
    assert stations_of((problem,), people()) == stations
