"""Service days: every date has room for one day a person, and of all rows together as much counts as fits."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import ServiceLog
from pipeline.rules.days import counted_of_each, dates
from tests.rules.builders import firm, log, on, visit

Row = tuple[str, str, str]  # first date, last date, days claimed


def rows(*table: Row) -> list[ServiceLog]:
    return [visit("T001", _day(first), claim, end=_day(last)) for first, last, claim in table]


def counted_days(visits: Iterable[ServiceLog]) -> Decimal:
    return sum(counted_of_each(list(visits)), Decimal(0))


def _day(text: str) -> dt.date:
    month, day = text.split(".")
    return on(int(month), int(day))


@pytest.mark.parametrize(
    ("table", "total"),
    [
        pytest.param([], "0", id="没有日志"),
        pytest.param([("3.4", "3.4", "1")], "1", id="一条一天"),
        pytest.param([("3.4", "3.4", "0.5")], "0.5", id="半天"),
        pytest.param([("3.4", "3.4", "0.5"), ("3.4", "3.4", "0.5")], "1", id="同一天两个半天"),
        pytest.param([("3.4", "3.4", "0.5"), ("3.5", "3.5", "0.5")], "1", id="两天各半天"),
        pytest.param([("3.4", "3.4", "1"), ("3.4", "3.4", "1")], "1", id="同一天两家企业只计一天"),
        pytest.param([("3.4", "3.4", "1"), ("3.4", "3.4", "0.5")], "1", id="同一天一天半只计一天"),
        pytest.param([("3.4", "3.8", "5")], "5", id="连续五天"),
        pytest.param([("3.4", "3.8", "3")], "3", id="五个日期只报三天"),
        pytest.param([("3.4", "3.8", "2.5")], "2.5", id="五个日期报两天半"),
        pytest.param([("3.4", "3.8", "5"), ("3.6", "3.6", "1")], "5", id="长段里的一天不再计"),
        pytest.param([("3.4", "3.8", "5"), ("3.6", "3.6", "0.5")], "5", id="长段里的半天不占去那一天"),
        pytest.param([("3.4", "3.8", "5"), ("3.6", "3.6", "0")], "5", id="零天不占日期"),
        pytest.param([("3.4", "3.8", "3"), ("3.6", "3.6", "1")], "4", id="只报三天的长段另有空日"),
        pytest.param([("3.4", "3.8", "5"), ("3.7", "3.11", "5")], "8", id="两个长段重叠两天"),
        pytest.param([("3.4", "3.8", "5"), ("3.5", "3.6", "2")], "5", id="长段套长段"),
        pytest.param([("3.4", "3.9", "3"), ("3.5", "3.7", "3")], "6", id="长段让出短段的日期"),
        pytest.param([("3.4", "3.8", "3"), ("3.4", "3.8", "2")], "5", id="同一长段分两条报"),
        pytest.param([("3.4", "3.8", "3"), ("3.4", "3.8", "3")], "5", id="同一长段两条合计超出"),
        pytest.param([("3.4", "3.5", "1.5"), ("3.4", "3.5", "0.5")], "2", id="半天只占半个日期"),
        pytest.param([("2.28", "3.1", "3")], "3", id="闰年二月"),
    ],
)
def test_each_date_counts_once(table: Sequence[Row], total: str) -> None:
    assert counted_days(rows(*table)) == Decimal(total)
    assert counted_days(reversed(rows(*table))) == Decimal(total)


def test_several_firms_in_one_row_are_one_visit() -> None:
    assert counted_days([visit("T001", on(3, 4), at=(firm(1), firm(2), firm(3)))]) == 1


def test_dates_include_both_ends() -> None:
    assert dates(on(2, 28), on(3, 1)) == [on(2, 28), on(2, 29), on(3, 1)]
    assert dates(on(3, 1), on(2, 28)) == []


@pytest.mark.parametrize(
    ("table", "each"),
    [
        pytest.param([("6.3", "6.5", "3"), ("6.4", "6.4", "0.5")], "2.5 0.5", id="先结束的先计"),
        pytest.param([("6.3", "6.5", "2"), ("6.4", "6.4", "0.5")], "2 0.5", id="长段另有空日，都计"),
        pytest.param([("6.3", "6.3", "1"), ("6.3", "6.3", "1")], "1 0", id="同一天先一条后一条"),
        pytest.param([("6.3", "6.3", "0.5"), ("6.3", "6.3", "1")], "0 1", id="同一天天数多的先计"),
        pytest.param([("6.3", "6.3", "0.3"), ("6.3", "6.3", "0.9")], "0.1 0.9", id="同一天余下的归后一条"),
        pytest.param([("6.1", "6.9", "4.5"), ("6.2", "6.3", "2"), ("6.3", "6.4", "1.5")], "4.5 2 1", id="三条交错"),
    ],
)
def test_the_rows_say_how_much_of_each_counted(table: Sequence[Row], each: str) -> None:
    numbered = [replace(one, source=log("服务日志", 5 + number)) for number, one in enumerate(rows(*table))]
    assert counted_of_each(numbered) == tuple(map(Decimal, each.split()))
    assert counted_of_each(numbered[::-1]) == tuple(map(Decimal, each.split()))[::-1]


def test_half_a_day_more_takes_nothing_away() -> None:
    """27 days, three in June, and one more true half day in the middle of these: 30, as without it."""
    ordinary = [(f"2.{day}", f"2.{day}", "1") for day in range(1, 28)]
    june = ("6.3", "6.5", "3")
    assert counted_days(rows(*ordinary, june)) == 30
    assert counted_days(rows(*ordinary, june, ("6.4", "6.4", "0.5"))) == 30


def test_a_hundred_thousand_rows_of_one_person_are_counted_at_once() -> None:
    year = [visit("T001", on(1, 1), "1", end=on(12, 31), row=row) for row in range(100_000)]
    started = time.process_time()
    assert counted_days(year) == 366
    assert time.process_time() - started < 5


def visits(claims: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[list[ServiceLog]]:
    """Rows within three weeks, of one to six dates, that claim tenths up to their number of dates or what is given."""

    @st.composite
    def row(draw: st.DrawFn) -> ServiceLog:
        start, length = on(3, 1) + dt.timedelta(days=draw(st.integers(0, 14))), draw(st.integers(1, 6))
        tenths = draw(st.integers(0, 10 * length)) if claims is None else 10 * min(draw(claims), length)
        end = start + dt.timedelta(days=length - 1)
        return visit("T001", start, str(Decimal(tenths) / 10), end=end, row=draw(st.integers(5, 99)))

    return st.lists(row(), max_size=8)


@settings(deadline=None, derandomize=True)
@given(visits().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_rows_changes_nothing(both: tuple[list[ServiceLog], list[ServiceLog]]) -> None:
    assert counted_days(both[0]) == counted_days(both[1])


@settings(deadline=None, derandomize=True)
@given(visits(), visits().filter(bool))
def test_one_more_row_never_takes_a_day_away(some: list[ServiceLog], more: list[ServiceLog]) -> None:
    assert counted_days(some) <= counted_days([*some, more[0]]) <= counted_days(some) + more[0].days


@settings(deadline=None, derandomize=True)
@given(visits())
def test_never_more_than_the_dates_nor_than_the_claims(some: list[ServiceLog]) -> None:
    covered = {date for each in some for date in dates(each.start, each.end)}
    each = counted_of_each(some)
    assert all(0 <= counted <= one.days for counted, one in zip(each, some, strict=True))
    assert sum(each, Decimal(0)) <= len(covered)


@settings(deadline=None, derandomize=True)
@given(visits(claims=st.just(6)))
def test_rows_that_claim_all_their_dates_give_every_date_they_cover(some: list[ServiceLog]) -> None:
    assert counted_days(some) == len({date for each in some for date in dates(each.start, each.end)})


@settings(deadline=None, derandomize=True, max_examples=200)
@given(visits())
def test_no_other_way_of_laying_out_the_days_gives_more(some: list[ServiceLog]) -> None:
    assert counted_days(some) == _largest_flow(some)


def _largest_flow(visits: list[ServiceLog]) -> Decimal:
    """How many tenths of days of these visits find room on their dates: shifting flow along augmenting paths."""
    room = {date: 10 for each in visits for date in dates(each.start, each.end)}
    laid: dict[tuple[int, dt.date], int] = {}

    def place(number: int, seen: set[dt.date]) -> bool:
        for date in dates(visits[number].start, visits[number].end):
            if date in seen:
                continue
            seen.add(date)
            if room[date]:
                room[date] -= 1
            else:
                others = (one for (one, day), tenths in laid.items() if day == date and tenths and one != number)
                moved = next((one for one in others if place(one, seen)), None)
                if moved is None:
                    continue
                laid[moved, date] -= 1
            laid[number, date] = laid.get((number, date), 0) + 1
            return True
        return False

    return (
        Decimal(sum(place(number, set()) for number, one in enumerate(visits) for _ in range(int(one.days * 10)))) / 10
    )
