"""How dates are written."""

import datetime as dt

from pipeline.chinese.dates import short_day, term


def test_a_date_is_not_padded_and_an_unknown_one_is_a_blank() -> None:
    assert term(dt.date(2024, 7, 2), None) == "2024年7月2日至　　年　月　日"
    assert short_day(dt.date(2024, 12, 5)) == "12.5"
    assert short_day(None) == ""
