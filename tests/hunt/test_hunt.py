"""No number of the rosters leaves by a wrong way: a small number of years; more by hand, `python -m tests.hunt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hunt.run import hunted


@pytest.mark.parametrize("number", range(2))
def test_a_planted_number_is_in_no_byte_of_any_output(tmp_path: Path, number: int) -> None:
    year = hunted(tmp_path, 9, number)
    assert year.status in (0, 1), year.said
    assert year.leaks == [], [one.where for one in year.planted]
