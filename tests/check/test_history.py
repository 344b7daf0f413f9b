"""What is new, what is solved and what stays against the check before."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from pipeline.check.audiences.words import Words
from pipeline.check.findings import Finding
from pipeline.check.history import Compared, compare, view_of
from pipeline.intake import Intake
from pipeline.problems import Place, Problem, Severity
from pipeline.publishing.ledger import VERSION, Entry, Ledger, LedgerError
from pipeline.records import Dataset
from pipeline.sheets.places import Shown
from tests.publishing.test_ledger import FIRST_VERSION

YEAR_END, SEPTEMBER = "2024-12-31", "2024-09-30"
NUMBERS = "CREATE TABLE numbers (key TEXT PRIMARY KEY, serial INTEGER NOT NULL UNIQUE);"


def check(ledger: Ledger, *keys: str, view: str = YEAR_END, level: str = "错误") -> Compared:
    """A check that finds these problems, each called after its key."""
    severity = Severity.ERROR if level == "错误" else Severity.DOUBT
    problems = (Problem("id_number", severity),)
    return compare(ledger, view, [Finding(problems, Words("", "", "", f"{key}有误。"), key) for key in keys])


def progress(compared: Compared) -> dict[str, str]:
    return {one.key: one.progress.value for one in compared.findings}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_the_first_check_has_nothing_to_compare_with(file: Path) -> None:
    with Ledger(file) as ledger:
        first = check(ledger, "甲", "乙")
    assert (progress(first), first.solved, first.before) == ({"甲": "", "乙": ""}, (), False)


def test_against_the_check_before(file: Path) -> None:
    with Ledger(file) as ledger:
        check(ledger, "甲", "乙", level="存疑")
    with Ledger(file) as ledger:
        second = check(ledger, "乙", "丙")
    assert progress(second) == {"乙": "仍在", "丙": "新增"}
    assert (second.solved, second.before) == ((("存疑", "甲有误。"),), True)


def test_the_same_check_again_compares_as_before_however_often(file: Path) -> None:
    with Ledger(file) as ledger:
        first = check(ledger, "甲", "乙")
        assert check(ledger, "甲", "乙") == first
        second = check(ledger, "乙", "丙")
        bytes_then = file.read_bytes()
        assert check(ledger, "乙", "丙") == second
        assert check(ledger, "丙", "乙").solved == second.solved
    assert file.read_bytes() == bytes_then


def test_only_the_last_two_are_remembered(file: Path) -> None:
    with Ledger(file) as ledger:
        for keys in ("甲乙", "乙", "甲"):
            last = check(ledger, *keys)
        assert len(ledger.checks(YEAR_END)) == 2
    assert (progress(last), last.solved) == ({"甲": "新增"}, (("错误", "乙有误。"),))


def test_the_last_problem_solved(file: Path) -> None:
    with Ledger(file) as ledger:
        check(ledger, "甲")
        done = check(ledger)
        assert done == Compared((), (("错误", "甲有误。"),), before=True)
        assert check(ledger) == done
        assert progress(check(ledger, "甲")) == {"甲": "新增"}


def test_each_day_has_its_own_history(file: Path) -> None:
    with Ledger(file) as ledger:
        check(ledger, "甲", "乙")
        september = check(ledger, "甲", view=SEPTEMBER)
        december = check(ledger, "甲", "丙")
    assert progress(september) == {"甲": ""}
    assert progress(december) == {"甲": "仍在", "丙": "新增"}


def test_what_fails_to_be_remembered_changes_nothing(file: Path) -> None:
    with Ledger(file) as ledger:
        check(ledger, "甲")
        with pytest.raises(LedgerError):
            ledger.remember_check(YEAR_END, None)  # type: ignore[arg-type]
        assert len(ledger.checks(YEAR_END)) == 1


def test_a_ledger_of_the_second_version_keeps_what_it_knows_and_begins_a_history(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript(
            FIRST_VERSION + NUMBERS + "INSERT INTO numbers VALUES ('T001', 7); PRAGMA user_version = 2;"
        )
    connection.close()
    with Ledger(file) as ledger:
        assert (ledger.damage, ledger.serials()) == ("", {"T001": 7})
        assert ledger.all() == [Entry("annual/年度报告.docx", "annual", "one", "two", "issued", "context")]
        assert not check(ledger, "甲").before
        assert check(ledger, "乙").before
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()


def test_what_could_not_be_judged_is_neither_solved_nor_new_when_it_can_be_again(file: Path) -> None:
    def look(*people: str, wrong: str = "") -> Compared:
        problems = [Problem("monthly_report", Severity.UNMET, subject=one) for one in people]
        findings = [Finding((one,), Words("", "", "", f"{one.subject}缺报。"), one.subject or "") for one in problems]
        return compare(ledger, YEAR_END, findings, lambda rule, subject: (rule, subject) != ("monthly_report", wrong))

    with Ledger(file) as ledger:
        look("T003", "T004")
        broken = look(wrong="T003")  # a row of T003 cannot be read: whether a report is missing is not known
        assert broken.solved == (("未达标", "T004缺报。"),)
        assert look(wrong="T003") == broken
        assert progress(look("T003")) == {"T003": "仍在"}
        assert look().solved == (("未达标", "T003缺报。"),)


# ── which checks are compared ───────────────────────────────────────────────────────────────────────────────────────


def view(*missed: str, complete: bool = True, as_of: dt.date = dt.date(2024, 12, 31)) -> str:
    problems = [Problem("missing_form", Severity.DOUBT, form=form) for form in missed]
    findings = [Finding((problem,), Words("", "", "", ""), problem.form or "") for problem in problems]
    return view_of(Intake(Dataset(2024, as_of), (), complete), findings)


def test_the_same_forms_missing_in_whatever_order_is_the_same_view() -> None:
    assert view() == view()
    assert view("月报", "抽查") == view("抽查", "月报")


def unread(*workbooks: str) -> str:
    places = [Place(name, shown=Shown(name.replace("13900000001", "（号码略）"))) for name in workbooks]
    problems = [Problem("unreadable", Severity.ERROR, place) for place in places]
    findings = [Finding((problem,), Words("", "", "", ""), "") for problem in problems]
    return view_of(Intake(Dataset(2024, dt.date(2024, 12, 31)), (), True), findings)


def test_what_an_unreadable_workbook_may_hold_is_not_solved() -> None:
    assert unread("台账/城东.xlsx", "台账/城西.xlsx") == unread("台账/城西.xlsx", "台账/城东.xlsx")
    assert len({view(), unread("台账/城东.xlsx"), unread("台账/城西.xlsx")}) == 3
    assert unread("台账/城东13900000001.xlsx").endswith("台账/城东（号码略）.xlsx")  # the ledger keeps it


def test_another_day_another_stage_or_another_form_missing_is_another_view() -> None:
    others = [view("月报"), view("抽查"), view("月报", "抽查"), view(complete=False), view(as_of=dt.date(2024, 9, 30))]
    assert len({view(), *others}) == 1 + len(others)
