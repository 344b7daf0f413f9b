"""The index leaves out no name that is like another."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.chinese.alike import LIKE, Alike

NAMES = st.text(alphabet="东西南北部城工作站", min_size=1, max_size=9)


@settings(deadline=None, derandomize=True, max_examples=500)
@given(NAMES, st.lists(NAMES, max_size=12, unique=True))
def test_the_nearest_is_the_nearest_of_all(name: str, names: list[str]) -> None:
    assert get_close_matches(name, Alike(names).to(name), 1, LIKE) == get_close_matches(name, sorted(names), 1, LIKE)


def test_names_that_share_only_what_all_share_are_not_compared() -> None:
    names = [f"{first}{second}产业工作站" for first in "甲乙丙丁" for second in "子丑寅卯"]
    compared = Alike(names).to("甲子产业工做站")
    assert "甲子产业工作站" in compared and len(compared) == 4 and all("子" in name for name in compared)
