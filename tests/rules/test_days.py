"""Service days: every calendar date counts at most once a person, in whatever order the rows stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import ServiceLog
from pipeline.rules.days import counted_days, dates
from tests.rules.builders import firm, on, visit

Row = tuple[str, str, str]  # first date, last date, days claimed


def rows(*table: Row) -> list[ServiceLog]:
    return [visit("T001", _day(first), claim, end=_day(last)) for first, last, claim in table]


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
        pytest.param([("3.4", "3.8", "5"), ("3.6", "3.6", "0.5")], "4.5", id="长段里的半天占去那一天"),
        pytest.param([("3.4", "3.8", "5"), ("3.6", "3.6", "0")], "5", id="零天不占日期"),
        pytest.param([("3.4", "3.8", "3"), ("3.6", "3.6", "1")], "4", id="只报三天的长段另有空日"),
        pytest.param([("3.4", "3.8", "5"), ("3.7", "3.11", "5")], "8", id="两个长段重叠两天"),
        pytest.param([("3.4", "3.8", "5"), ("3.5", "3.6", "2")], "5", id="长段套长段"),
        pytest.param([("3.4", "3.9", "3"), ("3.5", "3.7", "3")], "6", id="长段让出短段的日期"),
        pytest.param([("3.4", "3.8", "3"), ("3.4", "3.8", "2")], "5", id="同一长段分两条报"),
        pytest.param([("3.4", "3.8", "3"), ("3.4", "3.8", "3")], "5", id="同一长段两条合计超出"),
        pytest.param([("3.4", "3.5", "1.5"), ("3.4", "3.5", "0.5")], "1.5", id="半天也占一个日期"),
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


def visits(claims: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[list[ServiceLog]]:
    """Rows within three weeks, of one to six dates, that claim halves up to their number of dates or what is given."""

    @st.composite
    def row(draw: st.DrawFn) -> ServiceLog:
        start, length = on(3, 1) + dt.timedelta(days=draw(st.integers(0, 14))), draw(st.integers(1, 6))
        halves = draw(st.integers(0, 2 * length)) if claims is None else 2 * min(draw(claims), length)
        return visit("T001", start, str(Decimal(halves) / 2), end=start + dt.timedelta(days=length - 1))

    return st.lists(row(), max_size=8)


@settings(deadline=None, derandomize=True)
@given(visits().flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_rows_changes_nothing(both: tuple[list[ServiceLog], list[ServiceLog]]) -> None:
    assert counted_days(both[0]) == counted_days(both[1])


@settings(deadline=None, derandomize=True)
@given(visits())
def test_never_more_than_the_dates_nor_than_the_claims(some: list[ServiceLog]) -> None:
    covered = {date for each in some for date in dates(each.start, each.end)}
    assert 0 <= counted_days(some) <= min(Decimal(len(covered)), sum((each.days for each in some), Decimal(0)))


@settings(deadline=None, derandomize=True)
@given(visits(claims=st.just(6)))
def test_rows_that_claim_all_their_dates_give_every_date_they_cover(some: list[ServiceLog]) -> None:
    assert counted_days(some) == len({date for each in some for date in dates(each.start, each.end)})


@settings(deadline=None, derandomize=True)
@given(visits(claims=st.integers(0, 6)))
def test_no_other_way_of_laying_out_whole_days_gives_more(some: list[ServiceLog]) -> None:
    claimed = [dates(each.start, each.end) for each in some for _ in range(int(each.days))]
    assert counted_days(some) == _largest_matching(claimed)


def _largest_matching(wants: list[list[dt.date]]) -> int:
    """How many of the claimed days can have a date of their own (augmenting paths)."""
    taken: dict[dt.date, int] = {}

    def place(number: int, seen: set[dt.date]) -> bool:
        for date in wants[number]:
            if date not in seen:
                seen.add(date)
                if date not in taken or place(taken[date], seen):
                    taken[date] = number
                    return True
        return False

    return sum(place(number, set()) for number in range(len(wants)))
