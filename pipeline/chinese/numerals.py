"""Numbers as Chinese texts write them, and one spelling for text that is to be compared.

`marked` writes every number of a text, 30 or 三十 or ３０, as ⟨30⟩, so that a plain search for ⟨30⟩天 finds neither
130天 nor 30.5天.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
CHINESE = "一二三四五六七八九十百零〇"  # what the numbers of clauses are written with

_D = "[一二两三四五六七八九]"
_TENS_ONES = rf"(?:零?{_D}?十)?(?:零?{_D})?"
_BELOW_TEN_THOUSAND = rf"(?:{_D}千(?:{_D}百)?{_TENS_ONES}|{_D}百{_TENS_ONES}|{_D}?十{_D}?|{_D}|[〇零])"
_YEAR = r"[一二三四五六七八九〇零]{4}(?=年)"
_ARABIC = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
_CHINESE = rf"{_BELOW_TEN_THOUSAND}[万亿](?:{_BELOW_TEN_THOUSAND})?|{_BELOW_TEN_THOUSAND}"
_NUMBER = re.compile(
    rf"百分之(?P<percent>{_ARABIC}|{_BELOW_TEN_THOUSAND})|(?P<year>{_YEAR})"
    rf"|(?P<arabic>{_ARABIC})(?P<scale>[万亿])?|(?P<chinese>{_CHINESE})"
)
_SAME = str.maketrans(
    {**dict.fromkeys("“”„‟″「」『』", '"'), **dict.fromkeys("‘’‚‛", "'"), "[": "〔", "]": "〕", "﹝": "〔", "﹞": "〕"}
)


def tidy(text: str, *, keep_lines: bool = False) -> str:
    """Full-width forms, quotation marks and the brackets of a 文号 in one spelling, white space removed.

    `keep_lines` leaves single line breaks and spaces, for whoever looks for the beginnings of paragraphs.
    """
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    if keep_lines:
        return re.sub(r"\s*[\n\r\f\v]\s*", "\n", text)
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def marked(text: str) -> str:
    """The tidied text with each of its numbers as ⟨value⟩; 两次, 二次 and 2次 come out alike."""
    return _NUMBER.sub(_mark, tidy(text))


def _mark(match: re.Match[str]) -> str:
    if match["percent"]:
        return f"⟨{_plain(_value(match['percent']))}⟩%"
    if match["year"]:
        return f"⟨{int(''.join(str(_DIGITS[digit]) for digit in match['year']))}⟩"
    if match["arabic"]:
        return f"⟨{_plain(_value(match['arabic']) * _LARGE.get(match['scale'] or '', 1))}⟩"
    return f"⟨{_plain(_value(match['chinese']))}⟩"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _value(numeral: str) -> Decimal:
    if numeral[0].isdigit():
        return Decimal(numeral.replace(",", ""))
    total = section = digit = 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
        else:
            total, section, digit = total + (section + digit) * _LARGE[sign], 0, 0
    return Decimal(total + section + digit)


def whole(numeral: str) -> int | None:
    """The value of a numeral that is one number and nothing else, Arabic or Chinese; None otherwise."""
    match = re.fullmatch(r"⟨(\d+)⟩", marked(numeral))
    return int(match[1]) if match else None


def chinese(number: int) -> str:
    """A number as the numbers of clauses and headings are written: 〇, 四, 十, 二十一. A ValueError from 100 on."""
    if not 0 <= number < 100:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    signs = "〇一二三四五六七八九"
    return (signs[tens] if tens > 1 else "") + ("十" if tens else "") + (signs[ones] if ones or not tens else "")
