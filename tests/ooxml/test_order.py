"""Elements go where the schema has them, whatever is there already."""

from __future__ import annotations

import pytest

from pipeline.ooxml.order import ORDER, put
from pipeline.ooxml.xml import local, parse


def after(children: str, child: str, parent: str = "worksheet") -> list[str]:
    """The names of the children once `child` was put among them."""
    root = parse(f'<{parent} xmlns="urn:x" xmlns:mc="urn:mc">{children}</{parent}>'.encode())
    put(root, parse(f'<{child} xmlns="urn:x"/>'.encode()))
    return [local(one) for one in root]


def test_before_the_first_that_comes_later_and_behind_all_others() -> None:
    assert after("<sheetData/><drawing/><tableParts/>", "legacyDrawing") == [
        *("sheetData", "drawing", "legacyDrawing", "tableParts")
    ]
    assert after("<sheetData/><drawing/>", "legacyDrawing") == ["sheetData", "drawing", "legacyDrawing"]
    assert after("", "legacyDrawing") == ["legacyDrawing"]


def test_what_the_schema_does_not_name_is_passed_over() -> None:
    assert after("<sheetData/><!-- a --><unheard/><extLst/>", "mergeCells") == [
        *("sheetData", "", "unheard", "mergeCells", "extLst")
    ]


def test_a_thing_in_two_versions_stands_where_each_of_them_would() -> None:
    controls = "<mc:AlternateContent><mc:Choice><controls/></mc:Choice></mc:AlternateContent>"
    assert after(f"<drawing/>{controls}", "legacyDrawing") == ["drawing", "legacyDrawing", "AlternateContent"]
    early = "<mc:AlternateContent><mc:Choice><sheetViews/></mc:Choice></mc:AlternateContent>"
    assert after(f"{early}<sheetData/>", "legacyDrawing") == ["AlternateContent", "sheetData", "legacyDrawing"]


def test_other_parents() -> None:
    assert after("<sheets/><calcPr/>", "definedNames", "workbook") == ["sheets", "definedNames", "calcPr"]
    assert after("<fonts/><borders/>", "fills", "styleSheet") == ["fonts", "fills", "borders"]


@pytest.mark.parametrize(("parent", "child"), [("chartsheet", "drawing"), ("worksheet", "chart")])
def test_an_element_that_has_no_place_is_not_put_anywhere(parent: str, child: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        after("", child, parent)


def test_no_name_stands_twice() -> None:
    assert all(len(set(names)) == len(names) for names in ORDER.values())
