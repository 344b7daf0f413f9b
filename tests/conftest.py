"""What whole-run tests share: roots with the sample's input, the command, and readers of finished files."""

from __future__ import annotations

import fcntl
import inspect
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

from tests import browser, office
from tests.office import Convert, Printed

REPOSITORY = Path(__file__).resolve().parent.parent
YEAR = "2024"
PROGRAMS = (
    ("office", office.MISSING, "没有 LibreOffice（soffice），不能另存文件，也不能把文件变成页面"),
    ("browser", browser.MISSING, "没有 Chromium（chromium 和 chromedriver），不能打开网页"),
)


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


After = Callable[[str], Root]
Once = Callable[[str, Callable[[Path], None]], Path]


def sample(folder: Path) -> Root:
    """The sample's input and templates in a folder."""
    for name in ("input", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return Root(folder)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """The sample's input and templates in an empty folder."""
    return sample(tmp_path)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once(name, fill)` is a folder that `fill(folder)` filled, once for all workers: it is there to look at alone."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def run_once(once: Once) -> Callable[[str], Root]:
    """`run_once("handover")` is the sample after that command."""

    def run(command: str) -> Root:
        def fill(folder: Path) -> None:
            done = sample(folder).run(command)
            assert done.returncode == 0, done.stdout + done.stderr

        return Root(once(command, fill))

    return run


@pytest.fixture
def after(run_once: Callable[[str], Root], tmp_path: Path) -> After:
    """`after("handover")` is such a root of the test's own, to go on from."""

    def copied(command: str) -> Root:
        shutil.copytree(run_once(command).path, tmp_path, dirs_exist_ok=True)
        return Root(tmp_path)

    return copied


@pytest.fixture(scope="session")
def made(run_once: Callable[[str], Root]) -> Root:
    """The sample year after the main job."""
    return run_once("annual-report")


@pytest.fixture(scope="session")
def office_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LibreOffice's own folder: making one anew takes longer than a conversion."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture
def convert(office_profile: Path) -> Convert:
    """A file as LibreOffice saves it."""
    return lambda file, target, folder: office.convert([file], target, folder, office_profile)[0]


@pytest.fixture(scope="session")
def pdfs(request: pytest.FixtureRequest, once: Once, office_profile: Path) -> Printed:
    """The pages of every module that asks for some, in one start of LibreOffice.

    Such a module says in `documents()` (which takes `made`, if it wants to) what it wants to see, by name.
    """
    asking = {item.module.__name__: item.module for item in request.session.items if "pdfs" in item.fixturenames}

    def fill(folder: Path) -> None:
        documents = {
            name: module.documents(*map(request.getfixturevalue, inspect.signature(module.documents).parameters))
            for name, module in sorted(asking.items())
        }
        office.print_all(documents, folder, office_profile)

    return office.printed(once("printed", fill))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests marked `office` or `browser` need that program."""
    for mark, missing, reason in PROGRAMS:
        if item.get_closest_marker(mark):
            item.add_marker(pytest.mark.skipif(missing, reason=reason))
