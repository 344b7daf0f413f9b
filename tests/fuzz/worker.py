"""A process that reads cases: each through the whole of reading and judging, none above 512 MB.

Takes lines "seed number" on its standard input and answers each with one line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

from pipeline.check.audiences.words import bureau_words
from pipeline.forms import FORMS
from pipeline.intake import NothingToMake, take_in
from pipeline.plan import Plan, read_plan
from pipeline.problems import gather
from pipeline.rules import Phase, count, judge
from pipeline.sheets import Book, read_folder
from tests.fuzz.cases import SAMPLE, Case, case

MOST_MEGABYTES = 512


def outcome(case: Case, plan: Plan) -> str:
    """What came of a case: `records`, `records, one refused`, or `nothing to make`. Whatever else it does is a fault."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, data in case.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        found = read_folder(folder, FORMS, plan.year)
    refused = [entry for entry in found if not isinstance(entry, Book)]
    assert len(found) == len(case.files) and [entry.workbook for entry in refused] in ([], [case.changed])
    try:
        intake = take_in(found, plan, plan.last_day)
    except NothingToMake as error:
        assert str(error).endswith("。") and "名册" in case.changed, error
        return "nothing to make"
    phase = Phase.YEAR_END if intake.complete else Phase.ROSTER
    judged = judge(intake.dataset, plan, count(intake.dataset, plan), phase)
    problems = [*intake.problems, *judged]
    for found in gather(problems):
        assert bureau_words(found, plan, str).sentence.endswith("。"), found
    if refused:
        assert [problem for problem in problems if problem.rule == "unreadable"], refused
    if "台账" in case.changed and not case.how.startswith("sample"):  # a log takes nothing from the roster
        assert [person.id for person in intake.dataset.commissioners] == ["T001", "T002", "T003"]
    return "records, one refused" if refused else "records"


def peak() -> float:
    """Megabytes of this process at most so far; `ru_maxrss` would be inherited from the process that started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEGABYTES << 20, MOST_MEGABYTES << 20))
    plan = read_plan(SAMPLE / "plan.toml")
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)  # nothing of ours belongs there, nor of a library's
        for line in sys.stdin:
            seed, number = map(int, line.split())
            answer = _answer(case(seed, number), plan)
            if os.fstat(2).st_size:
                said.seek(0)
                answer |= {"outcome": "fault", "fault": said.read().decode("utf-8", "replace")}
                said.truncate(0)
            sys.stdout.write(json.dumps(answer | {"number": number}) + "\n")
            sys.stdout.flush()


def _answer(case: Case, plan: Plan) -> dict[str, object]:
    start = time.perf_counter()
    try:
        told, fault = outcome(case, plan), ""
    except BaseException:
        told, fault = "fault", traceback.format_exc()
    seconds, megabytes = time.perf_counter() - start, peak()
    if megabytes > MOST_MEGABYTES:
        told, fault = "fault", f"{megabytes:.0f} MB"
    return {"how": case.how, "outcome": told, "fault": fault, "seconds": seconds, "megabytes": megabytes}


if __name__ == "__main__":
    main()
