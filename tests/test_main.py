"""The process itself, under a locale that cannot spell our files' names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY, sample


def test_a_locale_without_chinese_makes_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "东胜 区").mkdir()
    root = sample(tmp_path / "东胜 区")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "notice", "--root", str(root.path)],
        cwd=REPOSITORY,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").splitlines()[0] == "印发通知：新写 1 份，未变 0 份。"
    assert (root.output / "notice/通知.docx").is_file()
