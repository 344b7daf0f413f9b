"""A package changed part by part: what nobody touches stays, what nothing leads to any more goes."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.ooxml import package as package_module
from pipeline.ooxml.archive import Member, pack, repack
from pipeline.ooxml.package import Package, TooLarge
from pipeline.ooxml.properties import read_properties
from pipeline.ooxml.relations import CONTENT_TYPES, Relation
from pipeline.ooxml.xml import Odd

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/a/main.xml" ContentType="main"/><Override PartName="/a/b/note.xml" ContentType="note"/></Types>'
)
SPACE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": f'<Relationships {SPACE}><Relationship Id="rId1" Type="{KIND}/main" Target="a/main.xml"/></Relationships>',
    "a/main.xml": "<main/>",
    "a/_rels/main.xml.rels": f'<Relationships {SPACE}><Relationship Id="rId1" Type="{KIND}/note" Target="b/note.xml"/>'
    f'<Relationship Id="rId2" Type="{KIND}/link" Target="https://example.org/" TargetMode="External"/></Relationships>',
    "a/b/note.xml": "<note/>",
    "a/stray.bin": "stray",
}


def made(parts: dict[str, str]) -> bytes:
    return pack(Member.of(name, text.encode()) for name, text in parts.items())


def members(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_relations_are_named_by_the_part_that_they_lead_to() -> None:
    package = Package(made(PARTS))
    assert package.relations("") == [Relation("rId1", "main", "a/main.xml", False)]
    assert package.relations("a/main.xml") == [
        Relation("rId1", "note", "a/b/note.xml", False),
        Relation("rId2", "link", "https://example.org/", True),
    ]
    assert package.related("a/main.xml", "note") == "a/b/note.xml"
    assert package.related("a/main.xml", "picture") is None


def test_a_new_part_gets_a_free_name_a_type_and_a_relation() -> None:
    package = Package(made(PARTS))
    assert package.add("a/b/note{}.xml", b"<note/>", "note") == "a/b/note1.xml"
    assert package.add("a/b/note{}.xml", b"<note/>", "note") == "a/b/note2.xml"
    assert package.relate("a/main.xml", "note", "a/b/note2.xml") == "rId3"
    written = members(package.data())
    assert written["[Content_Types].xml"].count('PartName="/a/b/note2.xml"') == 1
    assert 'Target="b/note2.xml"' in written["a/_rels/main.xml.rels"]
    assert written["a/stray.bin"] == "stray"


def test_parts_that_are_no_xml_are_declared_by_their_ending_once() -> None:
    package = Package(made(PARTS))
    package.add("a/box{}.vml", b"<xml/>", "boxes")
    package.add("a/box{}.vml", b"<xml/>", "boxes")
    assert members(package.data())["[Content_Types].xml"].count('<Default Extension="vml" ContentType="boxes"/>') == 1


def test_comments_in_the_lists_of_a_package_say_nothing() -> None:
    package = Package(
        made(
            PARTS
            | {
                "[Content_Types].xml": TYPES.replace("<Override", "<!-- Teile --><Override", 1),
                "a/_rels/main.xml.rels": PARTS["a/_rels/main.xml.rels"].replace("</Rel", "<!-- fin --><?pi x?></Rel"),
            }
        )
    )
    assert [one.id for one in package.relations("a/main.xml")] == ["rId1", "rId2"]
    assert package.unrelate("a/main.xml", "note") and "a/b/note.xml" not in members(package.data())


def test_what_only_the_cut_relation_led_to_goes() -> None:
    package = Package(made(PARTS))
    assert package.unrelate("a/main.xml", "note") and not package.unrelate("a/main.xml", "note")
    written = members(package.data())
    assert "a/b/note.xml" not in written and "/a/b/note.xml" not in written["[Content_Types].xml"]
    assert "rId2" in written["a/_rels/main.xml.rels"] and written["a/stray.bin"] == "stray"


def test_the_same_package_gives_the_same_bytes_whatever_packed_it() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as archive:
        for name, text in reversed(PARTS.items()):
            archive.writestr(name, text)
    first = Package(made(PARTS)).data()
    assert Package(other.getvalue()).data() == first == repack(first)
    assert next(iter(members(first))) == "[Content_Types].xml"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("[Content_Types].xml", "<Types"),
        ("[Content_Types].xml", f'<!DOCTYPE Types [<!ENTITY a "b">]>{TYPES}'),
        ("_rels/.rels", "no XML"),
    ],
)
def test_a_damaged_part_or_a_document_type_is_odd(part: str, text: str) -> None:
    with pytest.raises(Odd):
        Package(made(PARTS | {part: text}))


def test_a_package_without_a_list_of_its_parts_is_odd() -> None:
    with pytest.raises(Odd, match=r"no \[Content_Types\]\.xml"):
        Package(made({"a/main.xml": "<main/>"}))


def test_more_xml_than_a_workbook_has_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MOST_BYTES", 1000)
    Package(made(PARTS))
    package = Package(made(PARTS | {"a/main.xml": f"<main>{' ' * 1000}</main>"}))
    with pytest.raises(TooLarge):
        package.read("a/main.xml")


def test_what_nobody_asks_for_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of gigabytes goes on as it lies there."""
    monkeypatch.setattr(package_module, "MOST_BYTES", 2000)
    copied = Package(made(PARTS | {"a/picture.png": "0" * 100_000})).data()
    with zipfile.ZipFile(io.BytesIO(copied)) as package:
        assert package.read("a/picture.png") == b"0" * 100_000


def test_parts_are_found_whatever_the_case_and_the_slashes_of_their_names() -> None:
    odd = {name.replace("/", "\\").upper(): text for name, text in PARTS.items()}
    package = Package(made(odd))
    main = package.related("", "main")
    assert main is not None and package.read(main) == PARTS["a/main.xml"].encode()
    again = Package(package.data())
    assert not any("\\" in name for name in again.names()) and CONTENT_TYPES in again.names()


def test_every_part_of_relations_has_a_type_where_none_was_stated() -> None:
    """Programs that name each part alone leave a new one without; Excel then calls the file damaged."""
    assert "rels" not in TYPES
    package = Package(made(PARTS))
    package.relate("a/main.xml", "new", package.add("a/new{}.xml", b"<new/>", "application/new"))
    types = Package(package.data()).read(CONTENT_TYPES).decode()
    assert types.count('Extension="rels"') == types.count('PartName="/a/new1.xml"') == 1
    assert types.count('Extension="bin"') == 1


def test_an_entry_of_a_part_that_is_gone_does_not_stand_beside_the_new_one() -> None:
    stale = TYPES.replace("</Types>", '<Override PartName="/A/new1.xml" ContentType="old"/></Types>')
    package = Package(made(PARTS | {CONTENT_TYPES: stale}))
    assert package.add("a/new{}.xml", b"<new/>", "application/new") == "a/new1.xml"
    types = Package(package.data()).read(CONTENT_TYPES).decode()
    assert types.lower().count('"/a/new1.xml"') == 1 and 'ContentType="application/new"' in types


def test_an_ending_that_means_something_else_is_no_type_of_a_new_part() -> None:
    stated = TYPES.replace("<Override", '<Default Extension="vml" ContentType="text/plain"/><Override', 1)
    package = Package(made(PARTS | {CONTENT_TYPES: stated}))
    package.add("a/drawing{}.vml", b"<xml/>", "application/vml")
    assert (
        'PartName="/a/drawing1.vml" ContentType="application/vml"'
        in Package(package.data()).read(CONTENT_TYPES).decode()
    )


def test_a_package_without_properties_has_none() -> None:
    assert read_properties(made(PARTS)) == {}
