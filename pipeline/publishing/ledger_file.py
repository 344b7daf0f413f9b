"""The file of the ledger: its tables, how it is opened, verified and, when damaged, set aside."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

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
COLUMNS = "path, kind, sha256, pending, state, made_from"
_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_FORMAT", ""})  # "": not even text
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})


class LedgerError(WorkspaceError):
    """ledger.db cannot be read or written; the text is one Chinese sentence with the way out."""


class Damage(Exception):
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


def open_ledger(file: Path) -> tuple[sqlite3.Connection, dict[str, Entry], dict[str, int]]:
    """A connection to a ledger that verifies, and all it knows. Damage or LedgerError otherwise."""
    connection = None
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite gives its journal the same rights
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")  # a pending hash must outlive a power cut before any rename
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Damage
        _bring_up_to_date(connection)
        _checks(connection)
        return connection, _entries(connection), _serials(connection)
    except (sqlite3.Error, OSError, LedgerError, Damage) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error) and _name(error) in _DAMAGED:
            raise Damage from error
        if isinstance(error, (sqlite3.Error, OSError)):
            raise LedgerError(trouble(file, error)) from error
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
        raise Damage
    connection.execute("BEGIN IMMEDIATE")
    for step in _STEPS[version:]:
        connection.execute(step)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    _entries(connection)
    connection.execute("COMMIT")


def _entries(connection: sqlite3.Connection) -> dict[str, Entry]:
    rows = connection.execute(f"SELECT {COLUMNS} FROM documents").fetchall()
    if not all(isinstance(value, str | None) for row in rows for value in row):
        raise Damage
    return {row[0]: Entry(*row) for row in rows}


def _serials(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute("SELECT key, serial FROM numbers").fetchall()
    if not all(isinstance(key, str) and isinstance(serial, int) and serial > 0 for key, serial in rows):
        raise Damage
    return dict(rows)


def _checks(connection: sqlite3.Connection) -> None:
    """Nothing, where what the last checks found is text."""
    rows = connection.execute("SELECT view, age, found FROM checks").fetchall()
    if not all(isinstance(view, str) and isinstance(age, int) and isinstance(found, str) for view, age, found in rows):
        raise Damage


def _name(error: sqlite3.Error) -> str:
    """The primary result code: SQLITE_CORRUPT also where SQLite says SQLITE_CORRUPT_INDEX."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def trouble(file: Path, error: Exception) -> str:
    if isinstance(error, sqlite3.Error) and _name(error) in _BUSY:
        return f"生成记录 {file} 正被其他程序占用，请关闭该程序后重试。"
    return f"生成记录 {file} 无法读写，请检查它的写入权限和磁盘空间后重试。"


def set_aside(file: Path) -> Path:
    """Rename a damaged ledger to a name that is free. Its journal, if any, was used up by SQLite when it was opened."""
    number, aside = 1, file.with_name(f"{file.name}.damaged")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged-{number}")
    try:
        return file.replace(aside)
    except OSError as error:
        raise LedgerError(trouble(file, error)) from error
