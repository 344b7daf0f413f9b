"""A real LibreOffice: one profile a process, and every page that the tests look at printed in one start."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

OFFICE = shutil.which("soffice")
MISSING = OFFICE is None
Convert = Callable[[Path, str, Path], Path]  # a file, what it becomes (pdf, odt, …), the folder where it then lies
Printed = Mapping[str, Mapping[str, Path]]  # by the module that asked, the PDF of each of its documents by name


def convert(files: Iterable[Path], target: str, folder: Path, profile: Path) -> list[Path]:
    """The files as LibreOffice saves them, of the same names, in one start.

    Its exit status is 0 for what it could not read, too: look for the file. Two processes at a time on one profile
    lose files.
    """
    given = list(files)
    command = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(folder), *map(str, given)], check=True, capture_output=True, timeout=300)
    made = [folder / f"{file.stem}.{target.partition(':')[0]}" for file in given]
    assert [file.name for file in made if not file.exists()] == []
    return made


def print_all(documents: Mapping[str, Mapping[str, bytes]], folder: Path, profile: Path) -> None:
    """The Word files of each module as `<module>/<name>.pdf` in `folder`.

    They are numbered on the way: a.docx of two modules would both become one a.pdf.
    """
    targets = {
        folder / module / f"{name}.pdf": data for module, named in documents.items() for name, data in named.items()
    }
    files = [folder / f"{number:04}.docx" for number in range(len(targets))]
    for file, data in zip(files, targets.values(), strict=True):
        file.write_bytes(data)
    for pdf, target in zip(convert(files, "pdf", folder, profile), targets, strict=True):
        target.parent.mkdir(exist_ok=True)
        pdf.rename(target)


def printed(folder: Path) -> Printed:
    """What `print_all` left."""
    rooms = [path for path in folder.iterdir() if path.is_dir()]
    return {room.name: {pdf.stem: pdf for pdf in sorted(room.glob("*.pdf"))} for room in rooms}
