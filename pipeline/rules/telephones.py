"""What a cell may hold as telephone numbers, and what is wrong with one, without the number itself.

Of our own: phonenumbers takes 139047712 for possible, and refuses local numbers, which offices use among themselves.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.faults import Facts

_JOIN = r"[ .·-]{0,3}"  # between the groups of one number


def _digits(count: str) -> str:
    return rf"(?:{_JOIN}\d){{{count}}}"


_COUNTRY = rf"(?:(?:\+|00)86{_JOIN}|86-)"
_MOBILE = rf"(?:{_COUNTRY}|86)?1{_JOIN}[3-9]{_digits('9')}"
# An area code of three digits goes with eight of the line, one of four with seven or eight
_AREA = rf"\(?0(?:10|2\d)\)?{_JOIN}[1-9]{_digits('7')}|\(?0[3-9]\d\d\)?{_JOIN}[1-9]{_digits('6,7')}"
_ABROAD = rf"{_COUNTRY}\(?0?\)?(?:(?:10|2\d)\)?{_JOIN}[1-9]{_digits('7')}|[3-9]\d\d\)?{_JOIN}[1-9]{_digits('6,7')})"
_LOCAL = rf"[2-9]{_digits('6,7')}"
_SERVICE = rf"[48]00{_digits('7')}"
_EXTENSION = r"(?: ?(?:-|转|转?分机号?|ext\.?)[ :]?\d{1,6}| ?\((?:转|分机)?:?\d{1,6}\))?"
_NUMBER = rf"(?:{_MOBILE}|(?:{_AREA}|{_ABROAD}|{_LOCAL}|{_SERVICE}){_EXTENSION})"
_SEVERAL = re.compile(rf"{_NUMBER}(?: {_NUMBER})*", re.IGNORECASE)
_BETWEEN = re.compile(r"[、;,/\n\r\t。|]+| {2,}|或")
_LABEL = re.compile(
    r"(?:(?:办公|移动|固定|联系)?(?:电话|手机|座机)|手机号码?|办公室?|固话|宅电|[办宅])[: ]?"
    r"|\((?:办公?|手机|座机|宅|微信同号)\)"
)
_DASHES = str.maketrans("－—–‐‑−―─_~～", "-" * 11)
_FOREIGN = re.compile(r"[^\d\s+().·-]")
LONGEST = 100  # characters between two marks; more are no telephone numbers


def phone_fault(cell: str) -> tuple[str, Facts] | None:
    """What is wrong with the telephone numbers of a cell: a code and its facts, or nothing; an empty one is right.

    "letters" is anything but numbers; "" a number of too few or too many digits, with its `length` and `which` it is.
    """
    words = unicodedata.normalize("NFKC", cell).translate(_DASHES).strip()
    words = _LABEL.sub("", words)
    if not words:
        return ("letters", {"letters": "没有号码"}) if cell.strip() else None
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    for number, part in enumerate(parts, 1):
        if len(part) <= LONGEST and _SEVERAL.fullmatch(part):
            continue
        bare = re.sub(r"转|分机号?|ext\.?", "", part, flags=re.IGNORECASE)
        if foreign := _FOREIGN.findall(bare):
            return "letters", {"letters": "、".join(dict.fromkeys(foreign[:5]))}
        which = f"（第 {number} 个号码）" if len(parts) > 1 else ""
        return "", {"length": sum(map(str.isdigit, part)), "which": which}
    return None
