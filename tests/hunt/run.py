"""One year of the hunt: planted, run, searched. The same seed and number, the same year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.conftest import sample
from tests.hunt.finding import leaks
from tests.hunt.planting import Planted, owned, plant


@dataclass(frozen=True, slots=True)
class Hunted:
    """What was planted, how the run ended and what it said, where a number came out."""

    planted: list[Planted]
    status: int
    said: str
    leaks: list[str]


def hunted(folder: Path, seed: int, number: int) -> Hunted:
    root = sample(folder)
    known = owned(root.input)
    planted = plant(root.input, Random(f"{seed} {number}"))
    done = root.run("handover")
    said = done.stdout + done.stderr
    return Hunted(planted, done.returncode, said, leaks(root.output, said, known) if root.output.exists() else [])
