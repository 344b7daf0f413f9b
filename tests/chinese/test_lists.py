"""Row numbers drawn together."""

import pytest

from pipeline.chinese.lists import rows


@pytest.mark.parametrize(
    "numbers, said",
    [
        ([], ""),
        ([7], "第 7 行"),
        ([9, 5, 7, 6, 8, 12], "第 5–9、12 行"),
        ([5, 6, 9], "第 5、6、9 行"),  # two neighbours are no range
        ([5, 5, 5], "第 5 行"),
    ],
)
def test_rows_are_drawn_together(numbers: list[int], said: str) -> None:
    assert rows(numbers) == said
