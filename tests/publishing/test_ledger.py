"""What the ledger remembers, what becomes of an older one, and of one that is damaged."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from pipeline.publishing.ledger import VERSION, Entry, Ledger, LedgerError

SHEET = "assessments/创新工作站/T005.docx"
REPORT = "annual/年度报告.docx"
_NOTHING_OF_OURS = "ALTER TABLE documents RENAME TO recipes"
_NO_TEXT = "UPDATE documents SET sha256 = x'ff00fe'"


def test_a_write_is_planned_then_done(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.known(SHEET) is None
        ledger.plan_write([Entry(SHEET, "assessment", pending="one")])
        assert ledger.known(SHEET) == Entry(SHEET, "assessment", sha256=None, pending="one")
        ledger.done([Entry(SHEET, "assessment", pending="one", made_from="context")])
        assert ledger.known(SHEET) == Entry(SHEET, "assessment", sha256="one", made_from="context")
        ledger.plan_write([Entry(SHEET, "assessment", pending="two")])
    with Ledger(tmp_path / "ledger.db") as ledger:  # the next run, after a kill here, knows both
        known = ledger.known(SHEET)
        assert known is not None
        assert (known.sha256, known.pending, known.state) == ("one", "two", "draft")
        assert known.wrote("one") and known.wrote("two") and not known.wrote("three")


def test_a_plan_that_came_to_nothing_is_undone(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.done([Entry(SHEET, "assessment", sha256="one")])
        ledger.plan_write([Entry(SHEET, "assessment", pending="two"), Entry(REPORT, "annual", pending="new")])
        ledger.undo([SHEET, REPORT, "never/planned"])
        assert ledger.all() == [Entry(SHEET, "assessment", sha256="one")]


def test_all_is_ordered_and_forget_passes_over_strangers(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.done([Entry(path, "check", sha256="x") for path in ("b", "c", "a")])
        ledger.forget(["c", "unknown"])
        assert [entry.path for entry in ledger.all()] == ["a", "b"]
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert [entry.path for entry in ledger.all()] == ["a", "b"]


def test_the_file_is_for_its_owner_keeps_a_rollback_journal_and_a_version(tmp_path: Path) -> None:
    file = tmp_path / "2024" / "ledger.db"
    Ledger(file).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()


def test_what_is_already_so_is_not_written_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.done([Entry(SHEET, "assessment", sha256="one")])
    before = (tmp_path / "ledger.db").stat()
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.done([Entry(SHEET, "assessment", sha256="one")])
    assert (tmp_path / "ledger.db").stat().st_mtime_ns == before.st_mtime_ns


def test_a_change_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.done([Entry(SHEET, "assessment", sha256="one")])
        no_kind = Entry(REPORT, None, sha256="two")  # type: ignore[arg-type]
        with pytest.raises(LedgerError):
            ledger.done([Entry(SHEET, "assessment", sha256="two"), no_kind])
        assert ledger.all() == [Entry(SHEET, "assessment", sha256="one")]
        ledger.forget([SHEET])
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.all() == []


def test_numbers_are_allotted_together_and_for_good(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.serials() == {}
        ledger.allot({"T002": 1, "T001": 2})
        ledger.allot({"T001": 2, "T003-91150602MA0N00001Q": 5})
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert list(ledger.serials().items()) == [("T002", 1), ("T001", 2), ("T003-91150602MA0N00001Q", 5)]
        ledger.serials().clear()  # a copy
        assert len(ledger.serials()) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"T003": 3, "T001": 4}, id="a key that has another number"),
        pytest.param({"T003": 3, "T004": 1}, id="a number that another key has"),
        pytest.param({"T003": 3, "T004": 3}, id="one number for two"),
        pytest.param({"T003": 3, "T004": 0}, id="no number"),
    ],
)
def test_a_number_is_never_given_twice(tmp_path: Path, wrong: dict[str, int]) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.allot({"T001": 1, "T002": 2})
        with pytest.raises(ValueError):
            ledger.allot(wrong)
        assert ledger.serials() == {"T001": 1, "T002": 2}
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.serials() == {"T001": 1, "T002": 2}


def test_numbers_that_stand_already_are_not_written_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.allot({"T001": 1})
    before = (tmp_path / "ledger.db").stat()
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.allot({"T001": 1})
    assert (tmp_path / "ledger.db").stat().st_mtime_ns == before.st_mtime_ns


# ── a ledger of the program's first version, which knew no numbers ──

FIRST_VERSION = """
CREATE TABLE documents (
    path TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    sha256 TEXT,
    pending TEXT,
    state TEXT NOT NULL DEFAULT 'draft',
    made_from TEXT NOT NULL DEFAULT ''
);
INSERT INTO documents VALUES ('annual/年度报告.docx', 'annual', 'one', 'two', 'issued', 'context');
PRAGMA user_version = 1;
"""


def _first_version(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(FIRST_VERSION)
    connection.close()


def test_a_ledger_of_the_first_version_keeps_all_it_knows(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    _first_version(file)
    issued = Entry(REPORT, "annual", sha256="one", pending="two", state="issued", made_from="context")
    with Ledger(file) as ledger:
        assert (ledger.damage, ledger.all(), ledger.serials()) == ("", [issued], {})
        ledger.allot({"T001": 1})
    with Ledger(file) as ledger:
        assert (ledger.damage, ledger.all(), ledger.serials()) == ("", [issued], {"T001": 1})
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()


@pytest.mark.parametrize("spoil", [_NOTHING_OF_OURS, _NO_TEXT])
def test_what_only_calls_itself_the_first_version_is_set_aside_untouched(tmp_path: Path, spoil: str) -> None:
    file = tmp_path / "ledger.db"
    _first_version(file)
    with sqlite3.connect(file) as connection:
        connection.execute(spoil)
    connection.close()
    before = file.read_bytes()
    with Ledger(file) as ledger:
        assert ledger.damage != "" and ledger.all() == []
    assert file.with_name("ledger.db.damaged").read_bytes() == before


def test_a_first_version_that_cannot_be_changed_now_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.publishing.ledger_file.PATIENCE", 0.01)
    file = tmp_path / "ledger.db"
    _first_version(file)
    before = file.read_bytes()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError) as refusal:
        Ledger(file)
    other.close()
    assert str(refusal.value) == f"生成记录 {file} 正被其他程序占用，请关闭该程序后重试。"
    assert file.read_bytes() == before
    with Ledger(file) as ledger:
        assert [entry.path for entry in ledger.all()] == [REPORT]


def _garbage(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 certainly no database" * 100)


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def _overwritten(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)


def _foreign(file: Path) -> None:
    file.unlink()
    _by("CREATE TABLE recipes (name)")(file)


def _by(statement: str) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        with sqlite3.connect(file) as connection:
            connection.execute(statement)
        connection.close()

    return spoil


SPOILED: dict[str, Callable[[Path], None]] = {
    "garbage": _garbage,
    "cut short": _cut_short,
    "overwritten": _overwritten,
    "foreign": _foreign,
    "other columns": _by("ALTER TABLE documents RENAME COLUMN pending TO waiting"),
    "not text": _by("UPDATE documents SET sha256 = CAST(x'ff00fe' AS TEXT)"),
    "bytes": _by("UPDATE documents SET sha256 = x'ff00fe'"),
    "no number": _by("UPDATE numbers SET serial = 'seven'"),
    "number zero": _by("UPDATE numbers SET serial = 0"),
    "no key": _by("UPDATE numbers SET key = NULL"),
    "no check": _by("UPDATE checks SET found = x'ff00fe'"),
    "half a check": _by("UPDATE checks SET found = '{'"),
    "another check": _by("""UPDATE checks SET found = '{"a": ["one"]}'"""),
    "another number": _by("UPDATE numbers SET serial = 3"),
    "another key": _by("UPDATE numbers SET key = 'T011'"),
    "another file": _by("UPDATE documents SET path = 'assessments/1.docx' WHERE path = 'assessments/0001.docx'"),
    "another hash": _by("UPDATE documents SET sha256 = 'b' WHERE path = 'assessments/0001.docx'"),
    "outside": _by("UPDATE documents SET path = '../1.docx' WHERE path = 'assessments/0001.docx'"),
    "one less": _by("DELETE FROM documents WHERE path = 'assessments/0001.docx'"),
    "one more": _by("INSERT INTO numbers VALUES ('T002', 2)"),
    "no seal": _by("DELETE FROM seal"),
    "one table more": _by("CREATE TABLE recipes (name)"),
    "another version": _by("PRAGMA user_version = 6"),
    "an older version": _by("PRAGMA user_version = 2"),
    "a log beside it": _by("PRAGMA journal_mode = WAL"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_damaged_ledger_is_set_aside_and_a_new_one_begun(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    file = tmp_path / "ledger.db"
    with Ledger(file) as ledger:
        ledger.done([Entry(f"assessments/{number:04d}.docx", "assessment", sha256="a" * 64) for number in range(200)])
        ledger.allot({"T001": 1})
        ledger.remember_check("2024-12-31", "{}")
        assert ledger.damage == ""
    spoil(file)
    spoiled = file.read_bytes()
    file.with_name("ledger.db.damaged").write_text("an older one")
    with Ledger(file) as ledger:
        assert ledger.damage == (
            "生成记录 ledger.db 已损坏，已改名为 ledger.db.damaged-2 留存并另建新的；"
            "现有文件凡与本次生成内容不同的，都按人工改动过处理：原样保留，新内容放在 proposals 文件夹；"
            "协议编号在下次生成协议时从现有的协议文件中找回。"
        )
        assert (ledger.all(), ledger.serials(), ledger.checks("2024-12-31")) == ([], {}, [])
    assert file.with_name("ledger.db.damaged-2").read_bytes() == spoiled
    with Ledger(file) as ledger:
        assert ledger.damage == ""


def test_a_bit_that_flips_anywhere_is_seen_or_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with Ledger(file) as ledger:
        ledger.done([Entry(f"agreements/站/T{number:03}.docx", "agreement", sha256="a" * 64) for number in range(9)])
        ledger.allot({f"T{number:03}": number + 1 for number in range(9)})
        ledger.remember_check("2024-12-31", '{"key": ["错误", "名册.xlsx：编号重复。"]}')
        known = ledger.all(), ledger.serials(), ledger.checks("2024-12-31")
    whole, random = file.read_bytes(), Random(9)
    bits = [*random.sample(range(800), 40), *random.sample(range(800, len(whole) * 8), 40)]  # the head, the rest
    for bit in bits:
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        file.write_bytes(data)
        with Ledger(file) as ledger:
            assert ledger.damage or (ledger.all(), ledger.serials(), ledger.checks("2024-12-31")) == known, bit
            ledger.done([Entry("annual/年度报告.docx", "annual", sha256="b" * 64)])
        for aside in tmp_path.glob("ledger.db?*"):
            aside.unlink()


def test_the_journal_of_a_damaged_ledger_is_never_applied_to_the_new_one(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    _garbage(file)
    file.with_name("ledger.db-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + b"half a transaction")
    Ledger(file).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.db", "ledger.db.damaged"]


def test_an_empty_file_is_a_new_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").touch()
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.damage == ""
        assert ledger.all() == []


def test_an_empty_file_beside_what_was_made_is_a_lost_ledger(tmp_path: Path) -> None:
    (tmp_path / ".lock").touch()
    (tmp_path / "annual").mkdir()
    (tmp_path / "ledger.db").touch()
    with Ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.damage.startswith("生成记录 ledger.db 已损坏，已改名为 ledger.db.damaged 留存并另建新的；")


def test_a_pipe_or_a_dead_link_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    os.mkfifo(file)
    with pytest.raises(LedgerError, match="原处是管道、套接字或者设备，不是文件。请把它移走后重新运行。"):
        Ledger(file)
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere/ledger.db")
    with pytest.raises(LedgerError, match="是失效的链接。请删除这个链接，或者放回它所指的文件，再重新运行。"):
        Ledger(file)


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    Ledger(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE states (path TEXT)")
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(LedgerError) as refusal:
        Ledger(file)
    assert str(refusal.value) == "生成记录 ledger.db 由更新版本的程序写成，本程序不能使用；请改用新版程序。"
    assert file.read_bytes() == before


def test_a_ledger_that_another_program_holds(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    ledger = Ledger(file)
    ledger._connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError) as refusal:
        ledger.done([Entry(SHEET, "assessment", sha256="one")])
    assert str(refusal.value) == f"生成记录 {file} 正被其他程序占用，请关闭该程序后重试。"
    other.close()
    ledger.close()


def test_a_pipe_in_its_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ledger.db")
    with pytest.raises(LedgerError) as refusal:
        Ledger(tmp_path / "ledger.db")
    assert str(refusal.value) == (
        f"生成记录 {tmp_path / 'ledger.db'} 无法读写：原处是管道、套接字或者设备，不是文件。请把它移走后重新运行。"
    )


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").mkdir()
    with pytest.raises(LedgerError) as refusal:
        Ledger(tmp_path / "ledger.db")
    assert str(refusal.value) == (
        f"生成记录 {tmp_path / 'ledger.db'} 无法读写：原处是一个文件夹，占了文件的位置。请把这个文件夹移走后重新运行。"
    )
