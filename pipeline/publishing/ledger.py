"""What was made, from what, under which number, in which state: `output/<year>/ledger.db`.

SQLite with a rollback journal, because offices work on network shares, where a write-ahead log is not safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.publishing.disk import private_folder
from pipeline.publishing.ledger_file import (
    COLUMNS,
    DRAFT,
    VERSION,
    Damage,
    Entry,
    LedgerError,
    marked,
    open_ledger,
    sealed,
    set_aside,
    trouble,
)

__all__ = ["DRAFT", "VERSION", "Entry", "Ledger", "LedgerError"]


class Ledger:
    """The ledger of one year, open for one run; every change is on the disk when its method returns.

    A ledger.db that is damaged is set aside under another name, a new one begun, and `damage` says so in one Chinese
    sentence. What the new one does not know counts as edited by hand: no such file is overwritten.
    Whoever allots numbers finds them again in the documents themselves.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.damage = ""
        private_folder(file.parent)
        try:
            opened = open_ledger(file)
        except Damage:
            aside = set_aside(file)
            opened = open_ledger(file)
            self.damage = (
                f"生成记录 {file.name} 已损坏，已改名为 {aside.name} 留存并另建新的；"
                "现有文件凡与本次生成内容不同的，都按人工改动过处理：原样保留，新内容放在 proposals 文件夹；"
                "协议编号在下次生成协议时从现有的协议文件中找回。"
            )
        self._connection, self._entries, self._serials = opened.connection, opened.entries, opened.serials
        self._checks, self._total = opened.checks, opened.total

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
        with self._change(-self._marks(gone)) as connection:
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
        with self._change(sum(marked(*row) for row in new.items())) as connection:
            connection.executemany("INSERT INTO numbers (key, serial) VALUES (?, ?)", new.items())
        self._serials |= new

    def checks(self, view: str) -> list[str]:
        """What the latest check of a view found and, behind it, what the one before did, as `remember_check` got it."""
        try:
            rows = self._connection.execute("SELECT found FROM checks WHERE view = ? ORDER BY age", (view,)).fetchall()
        except sqlite3.Error as error:
            raise LedgerError(trouble(self.file, error)) from error
        return [str(found) for (found,) in rows]

    def remember_check(self, view: str, found: str) -> None:
        """Keep what a check found as the latest of its view; the one that was latest is then the one before.

        `found` is JSON: one object whose values are lists of words, two at least.
        """
        before = self.checks(view)[:1]
        kept = {(view, age): marked(view, age, text) for age, text in enumerate([found, *before])}
        gone = sum(self._checks.get((view, age), 0) for age in (0, 1))
        with self._change(sum(kept.values()) - gone) as connection:
            connection.execute("DELETE FROM checks WHERE view = ?", (view,))
            rows = [(view, age, text) for age, text in enumerate([found, *before])]
            connection.executemany("INSERT INTO checks (view, age, found) VALUES (?, ?, ?)", rows)
        self._checks |= kept

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
        added = sum(marked(*astuple(entry)) for entry in {entry.path: entry for entry in changed}.values())
        with self._change(added - self._marks({entry.path for entry in changed})) as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO documents ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", map(astuple, changed)
            )
        self._entries.update((entry.path, entry) for entry in changed)

    def _marks(self, paths: Iterable[str]) -> int:
        """Those of what is known of `paths`, summed up."""
        return sum(marked(*astuple(entry)) for path in paths if (entry := self.known(path)))

    @contextmanager
    def _change(self, difference: int) -> Iterator[sqlite3.Connection]:
        """One transaction, and the `difference` that it makes to the seal; what fails leaves the ledger as it was."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                total = self._total + difference
                self._connection.execute("UPDATE seal SET total = ?", (sealed(total),))
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.rollback()
                raise
        except sqlite3.Error as error:
            raise LedgerError(trouble(self.file, error)) from error
        self._total = total
