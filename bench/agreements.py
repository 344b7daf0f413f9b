"""How many agreements a second: the whole of `agreements` beside a bare docxtpl loop over the same contexts.

Run `make bench`. All are whole processes, in turn, in one run; what counts is their ratio (wanted: 2 times the loop).
`agreements` also reads and checks the year and gives its problems back; `our engine and ledger` fills the same contexts
as the loop and publishes them; the loop does nothing but fill and save.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from bench.annual_report import HERE, cost
from pipeline.check.year import check_year
from pipeline.documents.agreement.draft import drafter
from pipeline.documents.agreement.files import due
from pipeline.documents.agreement.numbers import spelled
from pipeline.publishing.workspace import Workspace


def contexts(root: Path, year: int) -> list[dict[str, object]]:
    """What each agreement is filled with."""
    checked = check_year(Workspace(root, year), None, logs_wanted=False)
    pattern = str(checked.plan.agreement["number"])
    wanted = due(checked)
    numbers = {draft.key: spelled(pattern, serial) for serial, draft in enumerate(wanted, 1)}
    write = drafter(checked.intake.dataset, checked.plan, checked.tally)
    return [write(draft, numbers).context for draft in wanted]


def compare(name: str, root: Path, rounds: int) -> None:
    """Print the figures of one year, `rounds` times in turn."""
    year = max(int(folder.name) for folder in (root / "input").iterdir() if folder.name.isdigit())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        filled = contexts(root, year)
        (folder / "contexts.json").write_text(json.dumps(filled, ensure_ascii=False), encoding="utf-8")
        job = ("-m", "pipeline", "agreements", "--root", str(root), "--year", str(year))
        template = root / "templates" / "补充协议.docx"
        files = (str(template), str(folder / "contexts.json"), str(folder))
        ours, again, engine, theirs = [], [], [], []
        for _ in range(rounds):
            shutil.rmtree(root / "output", ignore_errors=True)
            ours.append(cost(*job))
            again.append(cost(*job))
            shutil.rmtree(folder / "output", ignore_errors=True)
            engine.append(cost("-m", "bench.engine_loop", *files))
            theirs.append(cost("-m", "bench.docxtpl_loop", *files))
    print(f"{name}: {len(filled)} agreements, {rounds} rounds, medians")
    bare = statistics.median(one.seconds for one in theirs)
    for what, runs in (
        ("agreements, first run", ours),
        ("agreements, second run", again),
        ("our engine and ledger", engine),
        ("bare docxtpl loop", theirs),
    ):
        seconds = statistics.median(one.seconds for one in runs)
        megabytes = max(one.megabytes for one in runs)
        rate = f"{len(filled) / seconds:7.0f}/s {bare / seconds:6.1f} × the loop"
        print(f"  {what:24}{rate} {seconds:8.2f} s {megabytes:5.0f} MB")


def january(root: Path) -> None:
    """Leave the roster and the plan alone: what is there when agreements are made."""
    for path in [*root.glob("input/*/*")]:
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in ("名册.xlsx", "plan.toml"):
            path.unlink()


def one_a_pairing(root: Path) -> None:
    for file in root.glob("input/*/plan.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('choice = "commissioner"', 'choice = "pairing"'), encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        sample, large, largest = (Path(scratch, name) for name in ("sample", "large", "largest"))
        shutil.copytree(HERE / "input", sample / "input")
        cost("-m", "bench.sample_year", "--scale", "10", "--out", str(large))
        cost("-m", "bench.sample_year", "--scale", "29", "--out", str(largest))
        for root in (sample, large, largest):
            shutil.copytree(HERE / "templates", root / "templates", dirs_exist_ok=True)
        january(large)
        january(largest)
        one_a_pairing(largest)
        compare("sample year with all its logs", sample, 5)
        compare("ten-fold roster in January", large, 3)
        compare("29-fold roster, one a pairing", largest, 1)


if __name__ == "__main__":
    main()
