"""Memory follows the cells that are filled, in every format; what would take more is one refusal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.sheets.files.bombs import BOMBS

MOST_MEGABYTES, PATIENCE = 512, 60
READER = """
import json, sys, time
from pathlib import Path
from pipeline.forms import FORMS
from pipeline.sheets import Book, read_book

path = Path(sys.argv[1])
book = read_book(path, path.name, FORMS, 2024)
peak = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
found = sum(len(table.rows) for table in book.tables) if isinstance(book, Book) else book.code
print(json.dumps([found, peak / 1024]))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_states_much_takes_little(tmp_path: Path, name: str) -> None:
    """In a process of its own, whose whole memory is measured."""
    make, expected = BOMBS[name]
    make(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 20_000_000
    command = [sys.executable, "-X", "utf8", "-c", READER, str(tmp_path / name)]
    told = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=PATIENCE, check=True)
    found, megabytes = json.loads(told.stdout)
    assert found == expected and megabytes < MOST_MEGABYTES
