"""Private numbers in columns in which they would not be known again."""

from __future__ import annotations

import pytest

from tests.intake.conftest import Year


@pytest.mark.parametrize("mark", ["、", "；", "\n"])
def test_a_telephone_number_divided_as_firms_are_is_one_unknown_firm(year: Year, mark: str) -> None:
    year.log[1][4] = mark.join(["甲公司", "139", "0000", "0002"])
    (said,) = year.says("unknown_enterprise")
    assert "企业“139 0000 0002”不在企业名录中" in said


def test_firms_of_figures_stay_apart(year: Year) -> None:
    year.log[1][4] = "甲公司、139、0000、0009"
    assert "企业“139”不在企业名录中" in year.says("unknown_enterprise")[0]
