"""An agreement's number is given once: nothing that happens to the roster, the ledger or the files moves it."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents.agreement.numbers import allot, properties, spelled
from pipeline.documents.kinds import AGREEMENT
from pipeline.plan import read_plan
from pipeline.publishing.ledger import Ledger
from pipeline.publishing.workspace import Workspace
from pipeline.word.template import Template
from tests.conftest import REPOSITORY
from tests.office import Convert

YEAR = 2024
FOLDER = AGREEMENT.folder
Lies = Callable[..., Path]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, YEAR)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("template") / "补充协议.docx"
    word = Document()
    word.add_paragraph("{{ 编号 }} 补充协议")
    word.save(str(path))
    return Template(path)


@pytest.fixture
def lies(workspace: Workspace, template: Template) -> Lies:
    """lies("agreements/创新工作站/T005.docx", "T005", 7): an agreement in output/<year>/ that says so of itself."""

    def write(path: str, key: str, serial: int, year: int = YEAR, **said: str) -> Path:
        file = workspace.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(template.render({"编号": key}, properties(year, key, serial) | said))
        return file

    return write


def run(workspace: Workspace, keys: Iterable[str]) -> dict[str, int]:
    """The numbers of one run, each with a ledger opened anew."""
    with Ledger(workspace.ledger) as ledger:
        return allot(workspace, ledger, list(keys), FOLDER)


def known(workspace: Workspace) -> dict[str, int]:
    with Ledger(workspace.ledger) as ledger:
        return ledger.serials()


# ── the roster ──


def test_the_first_numbers_come_in_the_order_given(workspace: Workspace) -> None:
    assert run(workspace, ["T001", "T002", "T003"]) == {"T001": 1, "T002": 2, "T003": 3}
    assert run(workspace, []) == {}


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        pytest.param(["T003", "T001", "T002"], [3, 1, 2], id="sorted otherwise"),
        pytest.param(["T001", "T0015", "T002", "T003"], [1, 4, 2, 3], id="one inserted"),
        pytest.param(["T000", "T0005", "T001", "T002", "T003"], [4, 5, 1, 2, 3], id="two inserted in front"),
        pytest.param(["T001", "T003"], [1, 3], id="one deleted"),
        pytest.param(["T001", "T003", "T004"], [1, 3, 4], id="one deleted and one new"),
        pytest.param(["T001", "T002", "T009"], [1, 2, 4], id="the last one deleted and one new"),
        pytest.param(["T001", "T002", "T001"], [1, 2, 1], id="one said twice"),
        pytest.param(["t001", "Ｔ００２", "T003"], [1, 2, 3], id="in small or wide letters"),
    ],
)
def test_no_change_of_the_roster_moves_a_number(workspace: Workspace, keys: list[str], numbers: list[int]) -> None:
    run(workspace, ["T001", "T002", "T003"])
    assert run(workspace, keys) == dict(zip(keys, numbers, strict=True))
    assert run(workspace, reversed(keys)) == dict(zip(keys, numbers, strict=True))


def test_who_comes_back_gets_the_old_number_and_nobody_got_it_meanwhile(workspace: Workspace) -> None:
    run(workspace, ["T001", "T002", "T003"])
    assert run(workspace, ["T001", "T004"]) == {"T001": 1, "T004": 4}
    assert run(workspace, ["T001", "T002", "T003", "T004"]) == {"T001": 1, "T002": 2, "T003": 3, "T004": 4}


def test_a_pairing_has_a_number_of_its_own(workspace: Workspace) -> None:
    run(workspace, ["T001"])
    pairings = ["T001-91150602MA0N00001Q", "T001-91150602MA0N00002L"]
    assert run(workspace, pairings) == {pairings[0]: 2, pairings[1]: 3}


def test_the_numbers_stand_in_the_ledger_before_anything_else_is_done(workspace: Workspace) -> None:
    with Ledger(workspace.ledger) as ledger:
        allot(workspace, ledger, ["T001", "T002"], FOLDER)
        other = sqlite3.connect(workspace.ledger)  # what a run finds that starts after a kill here
        assert other.execute("SELECT key, serial FROM numbers ORDER BY serial").fetchall() == [("T001", 1), ("T002", 2)]
        other.close()
    assert run(workspace, ["T002", "T001"]) == {"T001": 1, "T002": 2}


def test_a_whole_district_has_its_numbers_at_once(workspace: Workspace) -> None:
    keys = [f"T{number:04}" for number in range(3000)]
    start = time.process_time()
    first = run(workspace, keys)
    again = run(workspace, reversed(keys))
    assert first == again == {key: number for number, key in enumerate(keys, 1)}
    assert time.process_time() - start < 2


# ── the ledger is lost, damaged or older ──


def test_without_a_ledger_the_agreements_say_their_numbers(workspace: Workspace, lies: Lies) -> None:
    run(workspace, ["T001", "T002", "T003", "T004"])
    lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 1)
    lies(f"proposals/{FOLDER}/创新工作站/T002.docx", "T002", 2)
    lies(f"withdrawn/{FOLDER}/西部工作站/T004.docx", "T004", 4)
    workspace.ledger.unlink()
    assert run(workspace, ["T000", "T001", "T002"]) == {"T000": 5, "T001": 1, "T002": 2}
    assert known(workspace) == {"T001": 1, "T002": 2, "T004": 4, "T000": 5}
    assert run(workspace, ["T004"]) == {"T004": 4}


def test_a_damaged_ledger_is_filled_again(workspace: Workspace, lies: Lies) -> None:
    run(workspace, ["T001", "T002"])
    lies(f"{FOLDER}/创新工作站/T002.docx", "T002", 2)
    workspace.ledger.write_bytes(b"no database at all" * 500)
    assert run(workspace, ["T001", "T002"]) == {"T001": 3, "T002": 2}


def test_a_ledger_older_than_the_agreements_learns_from_them(workspace: Workspace, lies: Lies) -> None:
    run(workspace, ["T001"])
    lies(f"{FOLDER}/创新工作站/T009.docx", "T009", 2)
    assert run(workspace, ["T001", "T002", "T009"]) == {"T001": 1, "T002": 3, "T009": 2}


def test_where_the_ledger_and_an_agreement_disagree_the_ledger_is_right(workspace: Workspace, lies: Lies) -> None:
    """And no number that was ever printed is given to another: 7 and 9 stand on paper."""
    run(workspace, ["T001", "T002"])
    lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 7)  # another number than in the ledger
    lies(f"{FOLDER}/创新工作站/T009.docx", "T009", 2)  # a number that is another's in the ledger
    lies(f"withdrawn/{FOLDER}/创新工作站/T002.docx", "T002", 9)
    assert run(workspace, ["T001", "T002", "T003", "T009"]) == {"T001": 1, "T002": 2, "T003": 10, "T009": 11}


def test_two_agreements_of_one_number_the_first_by_path_keeps_it(workspace: Workspace, lies: Lies) -> None:
    lies(f"withdrawn/{FOLDER}/东部工作站/T001.docx", "T001", 3)
    lies(f"{FOLDER}/西部工作站/T003.docx", "T003", 3)
    lies(f"{FOLDER}/创新工作站/T002.docx", "T002", 3)  # 创 comes before 西
    assert run(workspace, ["T001", "T002", "T003"]) == {"T001": 4, "T002": 3, "T003": 5}


def test_two_numbers_of_one_agreement_the_first_by_path_holds(workspace: Workspace, lies: Lies) -> None:
    lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 5)
    lies(f"{FOLDER}/创新工作站/T001(2).docx", "T001", 4)  # ( comes before .
    lies(f"proposals/{FOLDER}/创新工作站/T001.docx", "T001", 6)
    assert run(workspace, ["T001", "T002"]) == {"T001": 4, "T002": 7}


def test_a_copy_of_an_agreement_under_another_name_changes_nothing(workspace: Workspace, lies: Lies) -> None:
    lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 5)
    lies(f"{FOLDER}/创新工作站/T002 照T001改.DOCX", "T001", 5)
    assert run(workspace, ["T001", "T002"]) == {"T001": 5, "T002": 6}


def test_what_cannot_be_read_or_is_of_another_year_is_passed_over(workspace: Workspace, lies: Lies) -> None:
    whole = lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 8).read_bytes()
    folder = workspace.output / FOLDER / "创新工作站"
    (folder / "T002.docx").write_bytes(whole[: len(whole) // 2])
    (folder / "T003.docx").write_bytes(b"")
    (folder / "~$T004.docx").write_bytes(b"\x05office")
    (folder / "T005.docx").mkdir()
    (folder / "T006.docx").symlink_to("nowhere.docx")
    os.mkfifo(folder / "T007.docx")
    Document().save(str(folder / "T008.docx"))
    lies(f"{FOLDER}/创新工作站/T009.docx", "T009", 40, year=2023)
    for number, said in enumerate(["007", "0", "-3", "七", "", "9" * 30], 10):
        lies(f"{FOLDER}/创新工作站/T0{number}.docx", f"T0{number}", number, AgreementSerial=said)
    lies(f"{FOLDER}/创新工作站/T016.docx", "T016", 16, DocumentKey="assessment 2024 T016")
    assert run(workspace, ["T009", "T001", "T010"]) == {"T009": 9, "T001": 8, "T010": 10}


def test_three_thousand_agreements_are_asked_in_seconds(workspace: Workspace, lies: Lies) -> None:
    first = lies(f"{FOLDER}/创新工作站/T0001.docx", "T0001", 1).parent
    for number in range(2, 3001):
        lies(f"{FOLDER}/创新工作站/T{number:04}.docx", f"T{number:04}", number)
    assert len(list(first.iterdir())) == 3000
    start = time.process_time()
    numbers = run(workspace, [f"T{number:04}" for number in range(3000, -1, -1)])
    assert time.process_time() - start < 10
    assert (numbers["T0001"], numbers["T3000"], numbers["T0000"]) == (1, 3000, 3001)


# ── people's programs ──


def test_an_agreement_edited_with_python_docx_still_says_its_number(workspace: Workspace, lies: Lies) -> None:
    file = lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 5)
    word = Document(io.BytesIO(file.read_bytes()))
    word.add_paragraph("双方另行约定")
    word.save(str(file))
    assert run(workspace, ["T001", "T002"]) == {"T001": 5, "T002": 6}


@pytest.mark.office
def test_an_agreement_saved_by_libreoffice_still_says_its_number(
    workspace: Workspace, lies: Lies, convert: Convert, tmp_path: Path
) -> None:
    file = lies(f"{FOLDER}/创新工作站/T001.docx", "T001", 5)
    before = file.read_bytes()
    shutil.copyfile(convert(file, "docx:MS Word 2007 XML", tmp_path / "saved"), file)
    assert file.read_bytes() != before
    assert run(workspace, ["T001", "T002"]) == {"T001": 5, "T002": 6}


# ── how a number is printed ──


@pytest.mark.parametrize(
    ("pattern", "serial", "printed"),
    [
        ("东特派协〔2024〕{serial:03}号", 7, "东特派协〔2024〕007号"),
        ("东特派协〔2024〕{serial:03}号", 999, "东特派协〔2024〕999号"),
        ("东特派协〔2024〕{serial:03}号", 1000, "东特派协〔2024〕1000号"),
        ("〔2024〕{serial}号", 7, "〔2024〕7号"),
        ("", 7, ""),
    ],
)
def test_a_number_is_spelled_by_the_pattern_of_the_plan(pattern: str, serial: int, printed: str) -> None:
    assert spelled(pattern, serial) == printed


def test_the_pattern_of_the_sample_plan_is_one_that_is_understood() -> None:
    pattern = str(read_plan(REPOSITORY / "input/2024/plan.toml").agreement["number"])
    assert spelled(pattern, 34) == "东特派协〔2024〕034号"
