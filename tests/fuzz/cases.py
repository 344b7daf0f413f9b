"""One case of fuzzing: a small year in which one workbook is not what it was. The same number, the same case."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.conftest import REPOSITORY
from tests.fuzz import mutations
from tests.fuzz.files import WRITERS
from tests.fuzz.years import BOOKS

LOGS = "台账/日志.xlsx"
SAMPLE = REPOSITORY / "input" / "2024"
SAMPLE_SHARE = 0.06  # of the cases: the sample's own workbooks are larger, and tell less than small ones


@dataclass(frozen=True, slots=True)
class Case:
    """`files` is the whole folder; `changed` the one that was mutated, `how` what was done to it."""

    name: str
    how: str
    changed: str
    files: dict[str, bytes]


class _Plain(Random):
    """Draws what leaves a workbook as it is: always the first, never the rare."""

    def random(self) -> float:
        return 0.999

    def choice(self, seq: Any) -> Any:
        return seq[0]


@cache
def good(kind: str, workbook: str) -> bytes:
    """A workbook of the small year without any fault."""
    return WRITERS[kind](BOOKS[workbook], _Plain())


@cache
def _samples() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(SAMPLE.rglob("*.xlsx"))}


def case(seed: int, number: int) -> Case:
    """Case `number` of the run `seed`."""
    random = Random(f"{seed} {number}")
    workbook = random.choice((*BOOKS, LOGS, LOGS))
    if random.random() < SAMPLE_SHARE:
        name = random.choice(list(_samples()))
        how, data = _broken(_samples()[name], "xlsx", random)
        how, kind = f"sample {how}", "xlsx"
    else:
        kind = random.choice(("xlsx", "xlsx", "xlsx", "xls", "xls", "ods", "ods", "csv"))
        if random.random() < 0.45:
            sheets = copy.deepcopy(BOOKS[workbook])
            change = random.choice((mutations.values, mutations.structure))
            change(sheets, random)
            how, data = f"{change.__name__} {kind}", WRITERS[kind](sheets, random)
        else:
            how, data = _broken(good(kind, workbook), kind, random)
            how = f"{how} {kind}"
    changed = str(Path(workbook).with_suffix(f".{kind}"))
    if random.random() < 0.05:  # renamed by hand
        changed = str(Path(workbook).with_suffix(random.choice((".xlsx", ".xls", ".ods", ".csv", ".et"))))
    files = {changed: data} | {other: good("xlsx", other) for other in BOOKS if other != workbook}
    return Case(f"{seed}-{number}", how, changed, files)


def _broken(data: bytes, kind: str, random: Random) -> tuple[str, bytes]:
    if kind in ("xlsx", "ods") and random.random() < 0.7:
        return "markup", mutations.markup(data, random)
    return "bytes", mutations.raw(data, random)
