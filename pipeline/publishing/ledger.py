"""What was made, from what, under which number, in which state: `output/<year>/ledger.db`.

SQLite with a rollback journal, because offices work on network shares, where a write-ahead log is not safe.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.publishing.files import private_folder
from pipeline.publishing.workspace import WorkspaceError

DRAFT = "draft"
PATIENCE = 5  # seconds to wait for a program that holds the file
# Each step brings a ledger of the version before it, the first an empty file, to its own version.
_STEPS = (
    """
CREATE TABLE documents (
    path TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    sha256 TEXT,
    pending TEXT,
    state TEXT NOT NULL DEFAULT 'draft',
    made_from TEXT NOT NULL DEFAULT ''
)
""",
    """
CREATE TABLE numbers (
    key TEXT PRIMARY KEY,
    serial INTEGER NOT NULL UNIQUE
)
""",
    """
CREATE TABLE checks (
    view TEXT NOT NULL,
    age INTEGER NOT NULL,
    found TEXT NOT NULL,
    PRIMARY KEY (view, age)
)
""",
)
VERSION = len(_STEPS)
_COLUMNS = "path, kind, sha256, pending, state, made_from"
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT", ""})  # "": not even text
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})


class LedgerError(WorkspaceError):
    """ledger.db cannot be read or written; the text is one Chinese sentence with the way out."""


class _Damage(Exception):
    """What stands in ledger.db is not a ledger."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One generated file. `path` is relative to `output/<year>/`, with `/`.

    `sha256` is what the last finished write put there; `pending` what a write that has begun is about to put there.
    `made_from` is the fingerprint of context and template where the maker gives one.
    """

    path: str
    kind: str
    sha256: str | None = None
    pending: str | None = None
    state: str = DRAFT
    made_from: str = ""

    def wrote(self, digest: str) -> bool:
        """Whether a file of this SHA-256 is as it was generated, untouched by anybody since."""
        return digest in (self.sha256, self.pending)


class Ledger:
    """The ledger of one year, open for one run; every change is on the disk when its method returns.

    A ledger.db that is damaged is set aside under another name, a new one begun, and `damage` says so in one Chinese
    sentence. What the new one does not know counts as edited by hand: no such file is overwritten. The numbers of
    agreements are found again in the agreements themselves (`pipeline.documents.agreement.numbers`).
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.damage = ""
        private_folder(file.parent)
        try:
            self._connection, self._entries, self._serials = _open(file)
        except _Damage:
            aside = _set_aside(file)
            self._connection, self._entries, self._serials = _open(file)
            self.damage = (
                f"生成记录 {file.name} 已损坏，已改名为 {aside.name} 留存并另建新的；"
                "现有文件凡与本次生成内容不同的，都按人工改动过处理：原样保留，新内容放在 proposals 文件夹；"
                "协议编号在下次生成协议时从现有的协议文件中找回。"
            )

    def known(self, path: str) -> Entry | None:
        """What the ledger knows of the file at `path`, or None."""
        return self._entries.get(path)

    def all(self) -> list[Entry]:
        """Every entry, ordered by path."""
        return [self._entries[path] for path in sorted(self._entries)]

    def plan_write(self, entries: Iterable[Entry]) -> None:
        """Remember the `pending` hash of each entry beside what was there: to be called before any file is renamed."""
        planned = []
        for entry in entries:
            before = self.known(entry.path)
            planned.append(replace(before, pending=entry.pending) if before else entry)
        self._store(planned)

    def done(self, entries: Iterable[Entry]) -> None:
        """Each entry stands as it says: its `pending` hash, where it has one, is now its `sha256`."""
        self._store([replace(entry, sha256=entry.pending or entry.sha256, pending=None) for entry in entries])

    def undo(self, paths: Iterable[str]) -> None:
        """The writes planned for `paths` did not happen; a file that was never there before is forgotten."""
        planned = [entry for path in paths if (entry := self.known(path))]
        self._store([replace(entry, pending=None) for entry in planned if entry.sha256])
        self.forget(entry.path for entry in planned if not entry.sha256)

    def forget(self, paths: Iterable[str]) -> None:
        """Drop what is known of `paths`; unknown ones are passed over."""
        gone = [path for path in paths if path in self._entries]
        if not gone:
            return
        with self._change() as connection:
            connection.executemany("DELETE FROM documents WHERE path = ?", [(path,) for path in gone])
        for path in gone:
            del self._entries[path]

    def serials(self) -> dict[str, int]:
        """The running number of every agreement that ever got one, by its key, in order of number."""
        return dict(sorted(self._serials.items(), key=lambda item: item[1]))

    def allot(self, serials: Mapping[str, int]) -> None:
        """Remember the running number of each key, for good and all together; what is already so is passed over.

        To be called before a document that bears a number is written. A key that has another number, a number that
        another key has, or one below 1 is a ValueError: the caller's mistake.
        """
        new = {key: serial for key, serial in serials.items() if self._serials.get(key) != serial}
        if not new:
            return
        numbers = set(new.values())
        once = len(numbers) == len(new) and numbers.isdisjoint(self._serials.values())
        if not once or new.keys() & self._serials.keys() or min(numbers) < 1:
            raise ValueError("a number allotted twice, or below 1")
        with self._change() as connection:
            connection.executemany("INSERT INTO numbers (key, serial) VALUES (?, ?)", new.items())
        self._serials |= new

    def checks(self, view: str) -> list[str]:
        """What the latest check of a view found and, behind it, what the one before did, as `remember_check` got it."""
        try:
            rows = self._connection.execute("SELECT found FROM checks WHERE view = ? ORDER BY age", (view,)).fetchall()
        except sqlite3.Error as error:
            raise LedgerError(_trouble(self.file, error)) from error
        return [str(found) for (found,) in rows]

    def remember_check(self, view: str, found: str) -> None:
        """Keep what a check found as the latest of its view; the one that was latest is then the one before."""
        with self._change() as connection:
            connection.execute("DELETE FROM checks WHERE view = ? AND age = 1", (view,))
            connection.execute("UPDATE checks SET age = 1 WHERE view = ?", (view,))
            connection.execute("INSERT INTO checks (view, age, found) VALUES (?, 0, ?)", (view, found))

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _store(self, entries: list[Entry]) -> None:
        changed = [entry for entry in entries if self._entries.get(entry.path) != entry]
        if not changed:
            return
        with self._change() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO documents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", map(astuple, changed)
            )
        self._entries.update((entry.path, entry) for entry in changed)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction; what fails leaves the ledger as it was."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise LedgerError(_trouble(self.file, error)) from error


def _open(file: Path) -> tuple[sqlite3.Connection, dict[str, Entry], dict[str, int]]:
    """A connection to a ledger that verifies, and all it knows. _Damage or LedgerError otherwise."""
    connection = None
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its journal the same rights
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")  # a pending hash must outlive a power cut before any rename
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise _Damage
        _bring_up_to_date(connection)
        _checks(connection)
        return connection, _entries(connection), _serials(connection)
    except (sqlite3.Error, OSError, LedgerError, _Damage) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error) and _name(error) in _DAMAGED:
            raise _Damage from error
        if isinstance(error, (sqlite3.Error, OSError)):
            raise LedgerError(_trouble(file, error)) from error
        raise


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """The tables that a new ledger or one of an older program lacks, in one transaction; what it knows stays.

    What turns out to be no ledger is closed before the end of the transaction, and so stays as it was.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LedgerError("生成记录 ledger.db 由更新版本的程序写成，本程序不能使用；请改用新版程序。")
    if version == VERSION:
        return
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
        raise _Damage
    connection.execute("BEGIN IMMEDIATE")
    for step in _STEPS[version:]:
        connection.execute(step)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    _entries(connection)
    connection.execute("COMMIT")


def _entries(connection: sqlite3.Connection) -> dict[str, Entry]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM documents").fetchall()
    if not all(isinstance(value, str | None) for row in rows for value in row):
        raise _Damage
    return {row[0]: Entry(*row) for row in rows}


def _serials(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute("SELECT key, serial FROM numbers").fetchall()
    if not all(isinstance(key, str) and isinstance(serial, int) and serial > 0 for key, serial in rows):
        raise _Damage
    return dict(rows)


def _checks(connection: sqlite3.Connection) -> None:
    """Nothing, where what the last checks found is text."""
    rows = connection.execute("SELECT view, age, found FROM checks").fetchall()
    if not all(isinstance(view, str) and isinstance(age, int) and isinstance(found, str) for view, age, found in rows):
        raise _Damage


def _name(error: sqlite3.Error) -> str:
    """The primary result code: SQLITE_CORRUPT also where SQLite says SQLITE_CORRUPT_INDEX."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def _trouble(file: Path, error: Exception) -> str:
    if isinstance(error, sqlite3.Error) and _name(error) in _BUSY:
        return f"生成记录 {file} 正被其他程序占用，请关闭该程序后重试。"
    return f"生成记录 {file} 无法读写，请检查它的写入权限和磁盘空间后重试。"


def _set_aside(file: Path) -> Path:
    """Rename a damaged ledger to a name that is free. Its journal, if any, was used up by SQLite when it was opened."""
    number, aside = 1, file.with_name(f"{file.name}.damaged")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged-{number}")
    try:
        return file.replace(aside)
    except OSError as error:
        raise LedgerError(_trouble(file, error)) from error
