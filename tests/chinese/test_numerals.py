"""Numbers of headings."""

import pytest

from pipeline.chinese.numerals import chinese


@pytest.mark.parametrize("value, said", [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_count_in_chinese(value: int, said: str) -> None:
    assert chinese(value) == said


@pytest.mark.parametrize("value", [-1, 100])
def test_a_number_that_no_heading_has_is_refused(value: int) -> None:
    with pytest.raises(ValueError):
        chinese(value)
