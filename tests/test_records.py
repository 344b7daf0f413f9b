"""The year's records and their indexes."""

from __future__ import annotations

from dataclasses import replace

from tests import example_year


def test_an_index_is_made_once_and_anew_for_changed_records() -> None:
    year = example_year.dataset()
    assert year.commissioner_by_id is year.commissioner_by_id
    assert list(year.commissioner_by_id) == ["T001", "T002", "T003"]

    fewer = replace(year, commissioners=year.commissioners[1:], enterprises=())
    assert list(fewer.commissioner_by_id) == ["T002", "T003"]
    assert fewer.enterprise_by_code == {}


def test_an_index_is_no_part_of_the_records() -> None:
    asked, other = example_year.dataset(), example_year.dataset()
    assert asked.enterprise_by_code
    assert asked == other
