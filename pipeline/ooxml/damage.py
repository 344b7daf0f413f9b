"""What reading a package raises where it is cut short, encrypted, damaged or none at all: nobody's fault here."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

from lxml import etree

# KeyError: no such member; RuntimeError: encrypted, or packed in an unknown way; ValueError, struct.error: cut short.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.XMLSyntaxError),
    *(EOFError, OSError, KeyError, RuntimeError, ValueError),
)
