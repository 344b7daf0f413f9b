"""What whole-run tests share: roots with the sample's input, the command, and readers of finished files."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
YEAR = "2024"


@dataclass
class Root:
    """A folder with `input/` and `templates/` of its own, in which the pipeline is run as people run it."""

    path: Path
    year: str = YEAR

    def run(self, command: str, *arguments: str, year: bool = True) -> subprocess.CompletedProcess[str]:
        options = ["--root", str(self.path), *(["--year", self.year] if year else []), *arguments]
        return subprocess.run(
            [sys.executable, "-m", "pipeline", command, *options],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )

    @property
    def input(self) -> Path:
        return self.path / "input" / self.year

    @property
    def output(self) -> Path:
        return self.path / "output" / self.year

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.output / "check/problems.json").read_text(encoding="utf-8"))
        return found

    def problems(self, rule: str) -> list[dict[str, Any]]:
        return [problem for problem in self.report["problems"] if problem["rule"] == rule]

    def files(self) -> dict[str, bytes]:
        """Every output but the ledger and the lock."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and not path.name.startswith(("ledger.db", ".lock"))
        }

    def texts(self) -> dict[str, str]:
        """Everything there is to read in each output, packages unpacked, with its name."""
        found = {}
        for name, data in self.files().items():
            parts = [data]
            if name.endswith((".docx", ".xlsx")):
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    parts = [package.read(member) for member in package.namelist()]
            found[name] = b"\n".join(parts).decode("utf-8", "ignore") + name
        return found

    def change(self, workbook: str, sheet: str, find: Callable[[dict[str, Any]], bool], **values: Any) -> int:
        """Set cells by heading in the first row of a sheet that `find` accepts; returns the row's number."""
        book = openpyxl.load_workbook(self.input / workbook)
        rows = book[sheet]
        headings: dict[str, int] = {}
        for row in rows.iter_rows():
            texts = {"".join(str(cell.value).split()): cell.column for cell in row if cell.value is not None}
            if not headings and len(texts) > 3:
                headings = texts
                continue
            if headings and find({name: rows.cell(row[0].row, column).value for name, column in headings.items()}):
                for name, value in values.items():
                    rows.cell(row[0].row, headings[name]).value = value
                book.save(self.input / workbook)
                return int(row[0].row)
        raise AssertionError(f"no such row in {workbook} {sheet}")


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """The sample's input and templates in an empty folder."""
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return Root(tmp_path)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """The sample year, made once for all tests that only look."""
    path = tmp_path_factory.mktemp("made")
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, path / name)
    root = Root(path)
    done = root.run("annual-report")
    assert done.returncode == 0, done.stdout + done.stderr
    return root
