"""The file of the ledger: its tables, how it is opened, verified and, when damaged, set aside."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import stat
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path, PurePosixPath

from pipeline.ooxml.plain_file import NotAFile
from pipeline.publishing.trouble import DENIED, FAILING, FULL, OTHER, trouble_of
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
    """
CREATE TABLE seal (
    total TEXT NOT NULL
)
""",
)
VERSION = len(_STEPS)
COLUMNS = "path, kind, sha256, pending, state, made_from"
_SEALED = 4  # the first version whose rows are summed up: SQLite itself does not see that a bit of a value has flipped
_MODULUS = 1 << 256
# What every database of ours has in bytes 18 to 23 and 56 to 59: rollback journal, no reserved space, UTF-8
_HEADER = {18: bytes((1, 1, 0, 64, 32, 32)), 56: bytes((0, 0, 0, 1))}
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_TROUBLE = _BUSY | {"SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_PERM", "SQLITE_AUTH"}
_TROUBLES = {"SQLITE_FULL": FULL, "SQLITE_READONLY": DENIED, "SQLITE_CANTOPEN": DENIED, "SQLITE_IOERR": FAILING}
_UNREADABLE = (ValueError, OverflowError, MemoryError)  # what Python makes of text that is none, of impossible lengths


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


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger that verifies, and all it knows. `checks` are the marks of what each check found, by view and age."""

    connection: sqlite3.Connection
    entries: dict[str, Entry]
    serials: dict[str, int]
    checks: dict[tuple[str, int], int]

    @property
    def total(self) -> int:
        """What the seal has to say."""
        marks = [marked(*astuple(entry)) for entry in self.entries.values()]
        return (sum(marks) + sum(marked(*row) for row in self.serials.items()) + sum(self.checks.values())) % _MODULUS


def marked(*row: object) -> int:
    """The mark of one row. The seal is the sum of all, so that a change costs no more than the rows it changes."""
    return int.from_bytes(hashlib.sha256(json.dumps(row, ensure_ascii=True).encode()).digest())


def sealed(total: int) -> str:
    """How a sum is written down."""
    return f"{total % _MODULUS:064x}"


def open_ledger(file: Path) -> Opened:
    """The ledger in `file`, which is made where there is none. Damage or LedgerError otherwise."""
    connection = None
    try:
        _look_at(file)
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = EXTRA")  # a pending hash must outlive a power cut before any rename
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise Damage
        return _brought_up_to_date(connection)
    except (sqlite3.Error, OSError, LedgerError, Damage, *_UNREADABLE) as error:
        if connection is not None:
            connection.close()
        if isinstance(error, _UNREADABLE) or (isinstance(error, sqlite3.Error) and _name(error) not in _TROUBLE):
            raise Damage from error
        if isinstance(error, (sqlite3.Error, OSError)):
            raise LedgerError(trouble(file, error)) from error
        raise


def _look_at(file: Path) -> None:
    """Make the file where there is none.

    Damage where its head is none that we write, or it is empty although files were made; OSError where it is no file.
    """
    with suppress(FileNotFoundError):
        if file.is_dir():
            raise IsADirectoryError(file)
        if not stat.S_ISREG(file.stat().st_mode):
            raise NotAFile(file)
    if file.is_symlink() and not file.exists():
        raise LedgerError(f"生成记录 {file} 是失效的链接。请删除这个链接，或者放回它所指的文件，再重新运行。")
    there = file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)  # SQLite's journal is alike
    try:
        head = os.read(descriptor, 100)
    finally:
        os.close(descriptor)
    if there and not head and _has_company(file):
        raise Damage
    if head and any(head[at : at + len(ours)] != ours for at, ours in _HEADER.items()):
        raise Damage


def _has_company(file: Path) -> bool:
    """Whether other files or folders lie beside it: a run killed while it makes its first ledger leaves none."""
    return any(not one.name.startswith((".", file.name)) for one in file.parent.iterdir())


def _brought_up_to_date(connection: sqlite3.Connection) -> Opened:
    """The tables that a new ledger or one of an older program lacks, in one transaction; what it knows stays.

    What turns out to be no ledger is closed before the end of the transaction, and so stays as it was.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = _tables(connection)
    if version > VERSION and tables != _tables_of(VERSION):  # our tables with another number: the number is damaged
        raise LedgerError("生成记录 ledger.db 由更新版本的程序写成，本程序不能使用；请改用新版程序。")
    if not 0 <= version <= VERSION or tables != _tables_of(version):
        raise Damage
    if version < VERSION:
        connection.execute("BEGIN IMMEDIATE")
        for step in _STEPS[version:]:
            connection.execute(step)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    opened = Opened(connection, _entries(connection), _serials(connection), _checks(connection))
    if version < _SEALED:
        connection.execute("INSERT INTO seal (total) VALUES (?)", (sealed(opened.total),))
    elif connection.execute("SELECT total FROM seal").fetchall() != [(sealed(opened.total),)]:
        raise Damage
    if version < VERSION:
        connection.execute("COMMIT")
    return opened


def _tables(connection: sqlite3.Connection) -> list[str]:
    """How each table was made; of an index that SQLite makes for itself, nothing is written down."""
    rows = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    return sorted("".join(sql.split()) for (sql,) in rows if sql is not None)


def _tables_of(version: int) -> list[str]:
    return sorted("".join(step.split()) for step in _STEPS[:version])


def _entries(connection: sqlite3.Connection) -> dict[str, Entry]:
    rows = connection.execute(f"SELECT {COLUMNS} FROM documents").fetchall()
    if not all(isinstance(value, str | None) for row in rows for value in row):
        raise Damage
    if not all(row[0] and _is_inside(row[0]) for row in rows):
        raise Damage
    return {row[0]: Entry(*row) for row in rows}


def _is_inside(path: str) -> bool:
    """Whether it is the path of a file in the year's folder."""
    return not (path.startswith("/") or ".." in PurePosixPath(path).parts or re.search(r"[\x00-\x1f\\]", path))


def _serials(connection: sqlite3.Connection) -> dict[str, int]:
    rows = connection.execute("SELECT key, serial FROM numbers").fetchall()
    if not all(isinstance(key, str) and isinstance(serial, int) and serial > 0 for key, serial in rows):
        raise Damage
    return dict(rows)


def _checks(connection: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """The mark of each check that is kept. Damage where what one found is not what a check remembers."""
    rows = connection.execute("SELECT view, age, found FROM checks").fetchall()
    if not all(isinstance(view, str) and age in (0, 1) and _is_found(found) for view, age, found in rows):
        raise Damage
    return {(view, age): marked(view, age, found) for view, age, found in rows}


def _is_found(found: object) -> bool:
    """Whether it is JSON of one object whose values are lists of words, two at least. A ValueError for other text."""
    read = json.loads(found) if isinstance(found, str) else None
    return isinstance(read, dict) and all(
        isinstance(kept, list) and len(kept) > 1 and all(isinstance(word, str) for word in kept)
        for kept in read.values()
    )


def _name(error: sqlite3.Error) -> str:
    """The primary result code: SQLITE_CORRUPT also where SQLite says SQLITE_CORRUPT_INDEX."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])


def trouble(file: Path, error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        name = _name(error)
        if name in _BUSY:
            return f"生成记录 {file} 正被其他程序占用，请关闭该程序后重试。"
        why = _TROUBLES.get(name, OTHER)
    else:
        why = trouble_of(error) if isinstance(error, OSError) else OTHER
    return f"生成记录 {file} 无法读写：{why.fact}。{why.remedy}。"


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
