"""What a file may be called, on every system that an office uses."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_NAME = 120  # bytes of UTF-8; leaves room for endings and numbers below the 255 that file systems allow
_HASH_DIGITS = 16
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³]) *(\..*)?", re.I | re.S)
_FORBIDDEN = frozenset('\\/:*?"<>|~%')  # the first nine by Windows; ~ marks names made safe, % has a meaning in links
_NO_CHARACTER = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # control, invisible, surrogate, line ends
_CAPITALS = {ord(letter): ord(letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz"}


def safe_name(text: str) -> str:
    """`text` as a file name (without its ending) that Windows, macOS and Linux all take: one text, one name.

    Ordinary ids (T005, 创新工作站) come out unchanged. Others keep what can be read and end in `~` and a hash of the
    whole text: characters that a system refuses, reserved device names, small letters (T005 and t005 are one file on
    most office machines), characters that Unicode composes or folds into others, more than LONGEST_NAME bytes.
    """
    if _is_ordinary(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    readable = "".join("_" if _is_unsafe(character) or character in ". " else character for character in text)
    room = LONGEST_NAME - _HASH_DIGITS - 1
    return readable.encode()[:room].decode(errors="ignore") + "~" + digest


def _is_ordinary(text: str) -> bool:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.casefold()).upper())
    return (
        text.translate(_CAPITALS) == folded  # of texts that a file system takes for the same name, one alone passes
        and text == text.strip(" ").lstrip(".").rstrip(".")
        and text != ""
        and not any(map(_is_unsafe, text))
        and not _RESERVED.fullmatch(text)
        and len(text.encode()) <= LONGEST_NAME
    )


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return character in _FORBIDDEN or category in _NO_CHARACTER or (category == "Zs" and character != " ")
