"""`pip install .` gives a working program: the wheel, built and put into an environment of its own, makes the year."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Root, sample

SOURCE = REPOSITORY / "pipeline"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, because building leaves its traces beside the source."""
    copy = tmp_path_factory.mktemp("source")
    shutil.copyfile(REPOSITORY / "pyproject.toml", copy / "pyproject.toml")
    shutil.copytree(SOURCE, copy / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    offline = ("--no-deps", "--no-build-isolation", "--no-index", "-w", copy / "wheels")
    subprocess.run([*PIP, "wheel", copy, *offline], check=True, capture_output=True)
    (built,) = (copy / "wheels").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an empty environment with the wheel in it; what it depends on is lent by this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    found = folder / "bin/python"
    subprocess.run([*PIP, "--python", found, "install", "--no-deps", "--no-index", wheel], check=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return found


def run(python: Path, elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """From a folder in which nothing lies, as somebody without the checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [python, *arguments],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONUTF8": "1"},
        check=False,
    )


def test_the_wheel_holds_every_room_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        held = {name for name in package.namelist() if ".dist-info/" not in name}
    assert held == {path.relative_to(REPOSITORY).as_posix() for path in SOURCE.rglob("*") if path.suffix == ".py"}


def test_the_installed_program_makes_the_year_as_the_checkout_does(python: Path, made: Root, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    said = run(python, elsewhere, "-c", "import pipeline; print(pipeline.__file__)").stdout.strip()
    assert Path(said).is_relative_to(python.parent.parent), said
    root = sample(tmp_path / "root")
    done = run(python, elsewhere, "-m", "pipeline", "annual-report", "--root", str(root.path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert root.files() == made.files()


def imported() -> Iterator[str]:
    """The packages, other than Python's own, that the program imports anywhere."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


def normal(distribution: str) -> str:
    """A name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_whatever_is_imported_is_declared(python: Path, tmp_path: Path) -> None:
    """Else the program would run here, where the tools of developers bring it along, and nowhere else."""
    says = "from importlib.metadata import requires; print(*requires('enterprise-commissioners'), sep='\\n')"
    asked = [line for line in run(python, tmp_path, "-c", says).stdout.splitlines() if "extra ==" not in line]
    declared = {normal(re.split(r"[^\w.-]", line)[0]) for line in asked}
    holding = metadata.packages_distributions()
    needed = {name for name in imported() if name not in sys.stdlib_module_names} - {"pipeline"}
    assert {name for name in needed if not declared & set(map(normal, holding[name]))} == set()
