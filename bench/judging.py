"""How the time of counting and judging grows: so many people, and twice as many, side by side.

Run `python -m bench.judging`. What counts is the ratio: twice the people may take little more than twice the time. In
these years most rules have something to say of each person: ten visits of an unknown kind, records without evidence, an
account that another has too, a workstation that nobody else spells so, an exception that lapsed.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pipeline.forms import FORMS
from pipeline.plan import Plan, read_plan
from pipeline.problems import Source
from pipeline.records import (
    AcceptedException,
    Achievement,
    AssessmentResult,
    Commissioner,
    Dataset,
    Enterprise,
    Expense,
    Flags,
    MonthlyReport,
    Pairing,
    Paper,
    ProjectApplication,
    ServiceLog,
)
from pipeline.rules import Phase, count, judge

HERE = Path(__file__).resolve().parent.parent
PEOPLE, ROUNDS, ALLOWED = 1500, 5, 2.6
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
HANZI = [chr(0x4E00 + number) for number in range(3000)]


def at(sheet: str, row: int) -> Source:
    return Source("全年.xlsx", sheet, row)


def year(people: int) -> Dataset:
    """A district of so many commissioners and twice as many enterprises, with the log rows of a year."""
    numbers = range(people)
    ids = [f"T{number:05}" for number in numbers]
    codes = [f"91150602MA{number:07}X" for number in range(2 * people)]

    def station(number: int) -> str:
        """Ten people a workstation; every twentieth person spells it otherwise."""
        group = number // 10
        name = f"{HANZI[group % 3000]}{HANZI[group // 7 % 3000]}产业"
        return f"{name}工做站{HANZI[number % 3000]}" if number % 20 == 0 else f"{name}工作站"

    return Dataset(
        2024,
        LAST,
        tuple(
            Commissioner(
                ids[n],
                f"某{n}",
                "某大学",
                station(n),
                FIRST,
                LAST,
                at("特派员", n),
                id_number=f"1506021980010{n:05}",
                phone="1390",
                bank_account="0" * 12 if n % 4 == 0 else f"{n // 2:012}",
            )
            for n in numbers
        ),
        tuple(
            Enterprise(
                f"企业{n}公司",
                code,
                at("企业名录", n),
                above_scale=True,
                high_tech=True,
                tech_sme=True,
                end=Flags(True, True, True),
            )
            for n, code in enumerate(codes)
        ),
        tuple(Pairing(ids[n], codes[n], FIRST, dt.date(2025, 6, 30), "", "", at("派驻关系", n)) for n in numbers),
        tuple(
            ServiceLog(ids[n], (codes[n + 1],), day, day, "座谈", Decimal(1), "", "", at("服务日志", 10 * n + number))
            for n in numbers
            for number, day in enumerate(FIRST + dt.timedelta(days=20 * each) for each in range(10))
        ),
        tuple(MonthlyReport(ids[n], 5, dt.date(2024, 5, 20), at("月报", n)) for n in numbers),
        tuple(
            ProjectApplication(
                ids[n], (codes[n],), f"项目{n}", "旗级", dt.date(2024, 5, 6), None, "", "", at("项目申报", n)
            )
            for n in numbers
        ),
        tuple(
            Achievement(
                ids[n], (codes[n],), "技术合同", f"合同{n}", "", dt.date(2024, 7, 9), None, "", at("技术合同", n)
            )
            for n in numbers
        ),
        papers=tuple(Paper(ids[n], "小结", dt.date(2024, 1, 5), at("计划与总结", n)) for n in numbers),
        expenses=tuple(
            Expense(dt.date(2024, 3, 1), f"事项{n}", f"用途{n}", Decimal(800), "", "", at("经费支出", n))
            for n in numbers
        ),
        results=tuple(AssessmentResult(ids[n], "优秀", dt.date(2024, 12, 28), "", at("考核结果", n)) for n in numbers),
        exceptions=tuple(
            AcceptedException("service_days", ids[n], "25", "病休", "刘主任", LAST, at("例外说明", n)) for n in numbers
        ),
        forms=frozenset(form.name for form in FORMS),
    )


def seconds(work: Callable[[], object]) -> float:
    """Of this process alone, without the collector, whose passes depend on what else lies in memory."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    work()
    taken = time.process_time() - began
    gc.enable()
    return taken


def measured(plan: Plan, people: int) -> tuple[Callable[[], object], Callable[[], object]]:
    """Counting and judging a year of so many people, to be timed apart."""
    dataset = year(people)
    tally = count(dataset, plan)
    found = judge(dataset, plan, tally, Phase.YEAR_END)
    assert len(found) > 20 * people, len(found)
    return lambda: count(dataset, plan), lambda: judge(dataset, plan, tally, Phase.YEAR_END)


def main() -> int:
    plan = read_plan(HERE / "input" / "2024" / "plan.toml")
    plan = replace(plan, grades=("优秀", "合格"), grade_caps={"优秀": 35})
    once, twice = measured(plan, PEOPLE), measured(plan, 2 * PEOPLE)
    slow = False
    for name, small, large in zip(("counting", "judging"), once, twice, strict=True):
        pairs = [(seconds(small), seconds(large)) for _ in range(ROUNDS)]
        first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(large / small for small, large in pairs)
        slow |= ratio > ALLOWED
        people = f"{PEOPLE:,} people {first:.2f} s   {2 * PEOPLE:,} people {second:.2f} s"
        print(f"{name:9}  {people}   ratio {ratio:.2f}, at most {ALLOWED}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
