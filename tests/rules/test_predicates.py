"""What a duty asks of whom, and what an exception or a use of funds is taken to say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.rules.predicates import granted_figure, permitted_use, required_of
from tests.rules.builders import PLAN, on, person, reading


@pytest.mark.parametrize(
    ("use", "item"), [("生活补贴", "生活补贴"), ("补助", "生活补贴"), ("电子用品", "办公用品"), ("宴请", None)]
)
def test_a_use_is_known_by_its_name_or_an_alias(use: str, item: str | None) -> None:
    assert permitted_use(use, PLAN) == item


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("21", "21"),
        ("21天", "21"),
        ("２１.５ 天", "21.5"),
        ("服务21天", "21"),
        ("", None),
        ("无", None),
        ("21至25", None),
    ],
)
def test_the_figure_of_an_exception(text: str, number: str | None) -> None:
    (exception,) = person(exceptions=[("service_days", text)]).exceptions
    assert granted_figure(exception) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("term", "days"),
    [
        ((on(1, 1), on(12, 31)), 30),
        ((on(7, 1, 2023), on(6, 30, 2025)), 30),
        ((on(12, 31), on(12, 31)), 3),
        ((on(1, 31), on(2, 1)), 5),
        ((on(6, 1), on(12, 31)), 18),
        ((on(9, 1), on(3, 31)), 0),
    ],
)
def test_prorated_days_by_months_touched_rounded_up(term: tuple[object, object], days: int) -> None:
    minimum = next(entry for entry in PLAN.minimums if entry.id == "service_days")
    commissioner = person(term=term).commissioner  # type: ignore[arg-type]
    assert required_of(minimum, commissioner, reading(minimums_prorated=True)) == days
    assert required_of(minimum, commissioner, PLAN) == 30
