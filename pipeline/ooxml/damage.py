"""What reading a package raises where it is cut short, encrypted, damaged or none at all: nobody's fault here."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

from lxml import etree

# Of bytes that break off or contradict themselves. LookupError: no such member; OSError: packed by bzip2;
# NotImplementedError: in an unknown way; ValueError, struct.error: cut short.
CUT_SHORT = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, LookupError, NotImplementedError, OSError, ValueError),
)
UNREADABLE = (*CUT_SHORT, etree.XMLSyntaxError, RuntimeError)  # RuntimeError: encrypted
