"""A part is parsed without fetching, expanding or recursing without end."""

from __future__ import annotations

import pytest

from pipeline.ooxml.xml import Odd, parse

ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
NOTE = f"<!--{'注' * 5_000}-->"


def test_a_plain_part():
    assert parse("<x>文字</x>".encode()).text == "文字"
    assert parse(f'<?xml version="1.0" encoding="UTF-16"?>{NOTE}<x>文字</x>'.encode("utf-16")).text == "文字"


@pytest.mark.parametrize(
    "data",
    [
        f"{ENTITY}<x/>".encode(),
        f"{NOTE}{ENTITY}<x/>".encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{ENTITY}<x>&a;</x>'.encode("utf-16"),
        f'<?xml version="1.0" encoding="UTF-7"?>{ENTITY}<x/>'.encode("utf-7"),
        b'<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><x/>',
        b"<!DOCTYPE x><x/>",
    ],
)
def test_a_document_type_is_refused_wherever_and_however_it_is_written(data):
    with pytest.raises(Odd):
        parse(data)


def test_entities_that_grow_are_refused_before_they_do():
    doubling = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};">' for n in range(40))
    with pytest.raises(Odd):
        parse(f'<!DOCTYPE x [<!ENTITY e0 "甲">{doubling}]><x a="&e40;"/>'.encode())


def test_elements_within_elements_without_end():
    assert parse(b"<x>" * 200 + b"</x>" * 200) is not None
    with pytest.raises(Odd):
        parse(b"<x>" * 100_000 + b"</x>" * 100_000)


@pytest.mark.parametrize("data", [b"", b"<x", b"text", b'<?xml version="1.0" encoding="no-such"?><x/>'])
def test_what_is_no_xml(data):
    with pytest.raises(Odd):
        parse(data)
