"""The same as `bench.docxtpl_loop` with the house's own engine: the same contexts, published and entered in a ledger.

Usage: python -m bench.engine_loop TEMPLATE CONTEXTS.json FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.publishing.ledger import Ledger
from pipeline.publishing.made import Made
from pipeline.publishing.publish import publish
from pipeline.publishing.workspace import Workspace
from pipeline.word.template import Template

YEAR = 2024  # names the folder only


def made(template: Path, contexts: list[dict[str, object]]) -> Iterator[Made]:
    engine = Template(template)
    for number, context in enumerate(contexts):
        yield Made(f"agreements/{number}.docx", engine.render(context), "agreement")


if __name__ == "__main__":
    workspace = Workspace(Path(sys.argv[3]), YEAR)
    with Ledger(workspace.ledger) as ledger:
        publish(workspace, ledger, made(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))))
