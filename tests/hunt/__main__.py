"""Hunt private numbers by hand: `python -m tests.hunt --years 40 --seed 1`; `--only N` for one year again."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hunt.run import hunted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    bad = 0
    for number in range(asked.years) if asked.only is None else [asked.only]:
        with tempfile.TemporaryDirectory() as folder:
            year = hunted(Path(folder), asked.seed, number)
            sys.stdout.write(
                f"year {number}: exit {year.status}, {len(year.planted)} planted, {len(year.leaks)} found\n"
            )
            if year.leaks or year.status not in (0, 1, 2):
                bad += 1
                lines = [*year.leaks[:8], *(f"  planted {one.number} {one.where}" for one in year.planted)]
                sys.stdout.write("\n".join(lines) + "\n" + ("" if year.status in (0, 1) else year.said) + "\n")
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()
