"""The table of faults: each id and each code once, gathered from where they are declared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline
from pipeline.check.audiences.station import OF_TABLES
from pipeline.check.faults import FAULTS, OF_READING, OF_RULES, WORDINGS, table, wording_of
from pipeline.faults import Fault, Wording, fault
from pipeline.problems import Problem, Severity
from pipeline.rules.identifiers import CREDIT_CODE
from pipeline.rules.targets import TARGET
from tests.check.findings import fault_of

DOUBT, ERROR = Severity.DOUBT, Severity.ERROR
PHONE = fault("phone", "联系电话有误", ERROR, "联系电话有误", "请更正。")


def test_a_fault_that_several_find_stands_once() -> None:
    assert table([PHONE, PHONE]) == {"phone": PHONE}
    assert set(OF_READING) & set(OF_RULES) == {FAULTS[id] for id in ("duplicate_id", "outside_year", "reversed_dates")}


@pytest.mark.parametrize(
    ("faults", "refusal"),
    [
        ([PHONE, fault("phone", "电话", DOUBT, "电话有误", "请更正。")], "two faults are called phone"),
        (
            [PHONE, Fault("mobile", "手机有误", DOUBT, {"phone": Wording("手机有误", "请更正。")})],
            "phone and mobile both have a wording phone",
        ),
        ([Fault("phone", "联系电话有误", ERROR, {})], "phone has no wording, or one without a code"),
        (
            [Fault("phone", "联系电话有误", ERROR, {"": Wording("有误", "请更正。")})],
            "phone has no wording, or one without a code",
        ),
    ],
)
def test_an_id_or_a_code_that_is_there_twice_is_refused(faults: list[Fault], refusal: str) -> None:
    with pytest.raises(ValueError, match=refusal):
        table(faults)


def test_every_fault_that_is_declared_stands_in_the_table() -> None:
    """One that is forgotten would be a KeyError on the day it is found."""
    declared = {
        id
        for path in sorted(Path(pipeline.__file__).parent.rglob("*.py"))
        for id in re.findall(r'(?m)^[A-Z_]+ = (?:fault|Fault)\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert declared | {"answer"} == set(FAULTS)


def test_a_problem_has_the_words_and_the_weight_of_its_fault() -> None:
    letters = CREDIT_CODE.of(None, code="credit_code_letters")
    assert (letters.rule, letters.severity, letters.message) == ("credit_code", DOUBT, "credit_code_letters")
    assert CREDIT_CODE.of(None, code="credit_code_form").severity is ERROR
    assert CREDIT_CODE.severities == (ERROR, DOUBT)
    assert fault_of(letters) is CREDIT_CODE and wording_of(letters) is WORDINGS["credit_code_letters"]
    with pytest.raises(KeyError):
        CREDIT_CODE.of(None, code="credit_code_digits")
    with pytest.raises(KeyError):
        wording_of(Problem("nobody_knows", DOUBT))


def test_only_a_fault_that_may_weigh_less_does() -> None:
    assert TARGET.mild.of(None, code="coverage").severity is DOUBT
    assert TARGET.of(None, code="target").severity is Severity.UNMET
    with pytest.raises(ValueError, match="phone has one weight"):
        _ = PHONE.mild


def test_every_fault_has_a_name_but_those_that_an_entry_of_the_plan_names() -> None:
    unnamed = {id for id, one in FAULTS.items() if not one.label}
    assert unnamed == {"minimum", "target", "monthly_report", "report_up", "funds"}


def test_whoever_asks_for_a_rule_or_a_wording_asks_for_one_there_is() -> None:
    """An id in a comparison that no fault has would quietly never be met."""
    code = {path: path.read_text(encoding="utf-8") for path in sorted(Path(pipeline.__file__).parent.rglob("*.py"))}
    asked = {id for text in code.values() for id in re.findall(r'\.rule (?:==|!=) "(\w+)"', text)}
    [words] = [text for path, text in code.items() if path.name == "station_words.py"]
    cases = set(re.findall(r'case "(\w+)"', words))
    assert asked and asked <= FAULTS.keys()
    assert cases and cases <= WORDINGS.keys()
    assert FAULTS.keys() >= OF_TABLES
