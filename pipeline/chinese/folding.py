"""A name or id in the form in which it is compared."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text without what is only a habit of spelling: width, white space, case. Ｔ００１, t001 and T 001 are one."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
