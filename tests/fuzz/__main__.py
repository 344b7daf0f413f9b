"""Fuzz the reading of workbooks by hand: `python -m tests.fuzz --cases 5000 --seed 7`.

Prints how many cases there were of each kind, what came of them, the slowest and the largest, and every fault with the
number of its case. `--only N` runs one case again and prints its traceback; `--keep FOLDER` writes its files there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.run import Result, run


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _end(fault: str) -> list[str]:
    """The place and the name of what went wrong."""
    lines = [line.strip() for line in fault.strip().splitlines() if line.strip().strip("^~")]
    return [line for line in lines if line.startswith("File")][-1:] + lines[-1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    numbers = range(asked.cases) if asked.only is None else range(asked.only, asked.only + 1)
    if asked.keep and asked.only is not None:
        for name, data in case(asked.seed, asked.only).files.items():
            (asked.keep / name).parent.mkdir(parents=True, exist_ok=True)
            (asked.keep / name).write_bytes(data)
    start = time.perf_counter()
    results = run(asked.seed, numbers, asked.workers)
    say(f"{len(results)} cases of seed {asked.seed} in {time.perf_counter() - start:.0f} s")
    for (how, outcome), number in sorted(Counter((one.how, one.outcome) for one in results).items()):
        say(f"  {how:18} {outcome:22} {number}")
    slowest, largest = max(results, key=lambda one: one.seconds), max(results, key=lambda one: one.megabytes)
    say(
        f"slowest {slowest.seconds:.2f} s (case {slowest.number}), largest {largest.megabytes:.0f} MB (at {largest.number})"
    )
    faults = [one for one in results if one.fault]
    say(f"{len(faults)} faults")
    alike: dict[str, list[Result]] = {}
    for one in faults:
        alike.setdefault(one.fault if asked.only is not None else " | ".join(_end(one.fault)), []).append(one)
    for told, ones in alike.items():
        say(f"  {len(ones)} ×, case {', '.join(f'{one.number} ({one.how})' for one in ones[:5])}: {told}")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
