"""The XML of a part, parsed safely and written back."""

from __future__ import annotations

import codecs
import re

from lxml import etree

AS_OFFICE = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'  # as Word and Excel begin a part
AS_LIBRARIES = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"  # as python-docx does
# Names as lxml spells them: the namespace of Word's text, and the second writing of a drawing or text box, for programs
# before 2010, beside which stands the first.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_LONGEST_HEAD = 4096  # bytes within which a document type would stand


class Odd(ValueError):
    """A package or a part that is damaged, or built in a way that is not known here."""


def parse(xml: bytes) -> etree._Element:
    """The root of an XML part; nothing is fetched, no entity expanded.

    Raises `Odd` for damaged XML and for a document type, which no Office program writes and which may hold entities.
    """
    if b"<!DOCTYPE" in xml[:_LONGEST_HEAD]:
        raise Odd("document type")
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise Odd("damaged XML") from error


def serialise(root: etree._Element, declaration: bytes = AS_OFFICE) -> bytes:
    """The part that `root` is, in UTF-8."""
    return declaration + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def in_utf8(xml: bytes) -> bytes:
    """The same part in UTF-8 without a mark, whatever it is written in. Raises `Odd` where it is not."""
    if xml.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stated = "utf-16"
    elif xml[:2] in (b"<\x00", b"\x00<"):
        stated = "utf-16-le" if xml[0] else "utf-16-be"
    else:
        xml = xml.removeprefix(codecs.BOM_UTF8)
        found = _ENCODING.match(xml)
        stated = found.group(1).decode().lower() if found else "utf-8"
        if stated in ("utf-8", "utf8", "us-ascii", "ascii"):
            return xml
    try:
        text = xml.decode(stated)
    except (LookupError, ValueError) as error:
        raise Odd("not in the encoding that it states") from error
    return _DECLARATION.sub("", text, count=1).encode()
