"""How fast the main job is: the whole of `annual-report` beside a bare docxtpl loop over the same assessment sheets.

Run `make bench`. Both are whole processes, in turn, in one run; what counts is their difference and their ratio, not
the seconds. The first run makes everything, the second changes nothing. Peak memory is that of the process.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pipeline.check.year import check_year
from pipeline.documents.assessment.sheet import assessor
from pipeline.publishing.workspace import Workspace

HERE = Path(__file__).resolve().parent.parent
ROUNDS = 5
ALLOWANCE = 2.0  # seconds that reading, checking, the report and the ledger may take beside the loop


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    megabytes: float


def cost(*command: str) -> Cost:
    """Wall time and peak memory of one whole process, started in the project's folder.

    Exit status 1 passes: a generated year of many people has a few firms of the same name.
    """
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], cwd=HERE, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} exits {os.waitstatus_to_exitcode(status)}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def contexts(root: Path, year: int) -> list[dict[str, object]]:
    """What each assessment sheet is filled with."""
    checked = check_year(Workspace(root, year), None)
    context_of = assessor(checked.plan, checked.tally)
    return [context_of(person) for person in checked.tally.people]


def compare(name: str, root: Path, year: int, rounds: int) -> None:
    """Print the figures of one year, `rounds` times in turn."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        filled = contexts(root, year)
        (folder / "contexts.json").write_text(json.dumps(filled, ensure_ascii=False), encoding="utf-8")
        firsts, seconds, loops = [], [], []
        for _ in range(rounds):
            shutil.rmtree(root / "output", ignore_errors=True)
            job = ("-m", "pipeline", "annual-report", "--root", str(root), "--year", str(year))
            firsts.append(cost(*job))
            seconds.append(cost(*job))
            template = root / "templates" / "考核表.docx"
            loops.append(cost("-m", "bench.docxtpl_loop", str(template), str(folder / "contexts.json"), str(folder)))
    first, second, loop = (statistics.median(one.seconds for one in runs) for runs in (firsts, seconds, loops))
    print(f"{name}: {len(filled)} assessment sheets, {rounds} rounds, medians")
    print(f"  annual-report, first run   {first:6.2f} s   {max(one.megabytes for one in firsts):5.0f} MB")
    print(f"  annual-report, second run  {second:6.2f} s   {max(one.megabytes for one in seconds):5.0f} MB")
    print(f"  bare docxtpl loop          {loop:6.2f} s   {max(one.megabytes for one in loops):5.0f} MB")
    print(f"  first run / loop {first / loop:.2f}, first run - loop {first - loop:+.2f} s (allowed +{ALLOWANCE:.0f} s)")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        sample, large = Path(scratch, "sample"), Path(scratch, "ten-fold")
        for root in (sample, large):
            shutil.copytree(HERE / "templates", root / "templates")
        shutil.copytree(HERE / "input", sample / "input")
        cost("-m", "bench.sample_year", "--scale", "10", "--out", str(large))
        year = max(int(folder.name) for folder in (sample / "input").iterdir() if folder.name.isdigit())
        compare("sample year", sample, year, ROUNDS)
        compare("ten times its size", large, year, 1)


if __name__ == "__main__":
    main()
