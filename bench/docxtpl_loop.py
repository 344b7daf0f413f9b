"""The bare loop that `bench.annual_report` measures against: one DocxTemplate a document, as docxtpl's guide has it.

Usage: python -m bench.docxtpl_loop TEMPLATE CONTEXTS.json FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate


def loop(template: Path, contexts: list[dict[str, object]], folder: Path) -> None:
    for number, context in enumerate(contexts):
        document = DocxTemplate(template)
        document.render(context, autoescape=True)
        document.save(folder / f"{number}.docx")


if __name__ == "__main__":
    loop(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")), Path(sys.argv[3]))
