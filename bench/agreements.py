"""How many agreements a second: the whole of `agreements` beside a bare docxtpl loop over the same contexts.

Run `make bench`. Both are whole processes, in turn, in one run; what counts is their ratio. `agreements` also reads and
checks the year, allots the numbers and keeps the ledger; the loop does nothing but fill and save.
"""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from bench.annual_report import HERE, cost
from pipeline.documents.agreement import drafter
from pipeline.numbers import spelled
from pipeline.stages import check_year
from pipeline.workspace import Workspace

WANTED = 2  # times as many a second


def contexts(root: Path, year: int) -> list[dict[str, object]]:
    """What each agreement is filled with."""
    checked = check_year(Workspace(root, year), None, logs_wanted=False)
    pattern = str(checked.plan.agreement["number"])
    numbers = {draft.key: spelled(pattern, serial) for serial, draft in enumerate(checked.drafts, 1)}
    write = drafter(checked.intake.dataset, checked.plan, checked.tally)
    return [write(draft, numbers).context for draft in checked.drafts]


def compare(name: str, root: Path, rounds: int) -> None:
    """Print the figures of one year, `rounds` times in turn."""
    year = max(int(folder.name) for folder in (root / "input").iterdir() if folder.name.isdigit())
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        filled = contexts(root, year)
        (folder / "contexts.json").write_text(json.dumps(filled, ensure_ascii=False), encoding="utf-8")
        job = ("-m", "pipeline", "agreements", "--root", str(root), "--year", str(year))
        template = root / "templates" / "补充协议.docx"
        loop = ("-m", "bench.docxtpl_loop", str(template), str(folder / "contexts.json"), str(folder))
        ours, again, theirs = [], [], []
        for _ in range(rounds):
            shutil.rmtree(root / "output", ignore_errors=True)
            ours.append(cost(*job))
            again.append(cost(*job))
            theirs.append(cost(*loop))
    print(f"{name}: {len(filled)} agreements, {rounds} rounds, medians")
    for what, runs in (("agreements, first run", ours), ("agreements, second run", again), ("docxtpl loop", theirs)):
        seconds = statistics.median(one.seconds for one in runs)
        megabytes = max(one.megabytes for one in runs)
        print(f"  {what:24}{len(filled) / seconds:7.0f}/s {seconds:8.2f} s {megabytes:5.0f} MB")
    ratio = statistics.median(one.seconds for one in theirs) / statistics.median(one.seconds for one in ours)
    print(f"  {ratio:.1f} times as many a second as the loop (wanted: {WANTED})")


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
