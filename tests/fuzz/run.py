"""Runs cases in processes of their own, so that a native abort, a hang and a hunger for memory are results too."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.conftest import REPOSITORY

PATIENCE = 30  # seconds for one case


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case; `fault` is empty, a traceback, or how the process ended."""

    number: int
    how: str
    outcome: str
    fault: str
    seconds: float
    megabytes: float


def run(seed: int, numbers: range, workers: int = 2) -> list[Result]:
    """The results of the cases `numbers` of the run `seed`, in their order."""
    shares = [numbers[first::workers] for first in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        found = [result for share in pool.map(lambda share: list(_share(seed, share)), shares) for result in share]
    return sorted(found, key=lambda result: result.number)


def _share(seed: int, numbers: range) -> Iterator[Result]:
    """One worker's share; it is started anew after every case that ends it."""
    worker = _start()
    for number in numbers:
        assert worker.stdin and worker.stdout
        worker.stdin.write(f"{seed} {number}\n")
        worker.stdin.flush()
        ready, _, _ = select.select([worker.stdout], [], [], PATIENCE)
        line = worker.stdout.readline() if ready else ""
        if line:
            yield Result(**json.loads(line))
            continue
        worker.kill()
        worker.wait()
        yield Result(number, "?", "fault", f"ended by {worker.returncode}" if ready else "hangs", PATIENCE, 0)
        worker = _start()
    worker.stdin.close() if worker.stdin else None
    worker.wait()


def _start() -> subprocess.Popen[str]:
    command = [sys.executable, "-X", "utf8", "-m", "tests.fuzz.worker"]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
