"""Names and ids in the form in which they are compared."""

import pytest

from pipeline.chinese.folding import folded


@pytest.mark.parametrize("one, other", [("Ｔ００１", "t 001"), ("张　三", "张三"), ("城东(一)站\n", "城东（一）站")])
def test_habits_of_spelling_do_not_show(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_what_is_another_name_stays_one() -> None:
    assert len({folded(name) for name in ("T001", "T01", "T001A", "张三", "张山")}) == 5
