"""A name, an id or a title in the form in which it is compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """The text without what is only a habit of spelling: width, white space, case. Ｔ００１, t001 and T 001 are one."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


_JOINING = "-./_:"  # between Latin letters or digits they tell two numbers or names apart
_JOINED = re.compile(rf"(?<=[0-9A-Z])([{_JOINING}])\1*(?=[0-9A-Z])|[{_JOINING}]")
_FALLING = ("P", "Z", "Cc", "Cf", "Sk")  # punctuation, spaces, what nobody sees, marks that stand for quotes


class _Essence(dict[int, int | str | None]):
    """What becomes of each character, worked out when it is met first: a dash one dash, punctuation nothing."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Pd" or character == "\N{MINUS SIGN}":
            self[code] = "-"
        else:
            self[code] = None if category.startswith(_FALLING) and character not in _JOINING else code
        return self[code]


_ESSENCE = _Essence()


@lru_cache(maxsize=1 << 15)
def essence(text: str) -> str:
    """The folded text without punctuation and spaces: 宣讲“新政30条” and 宣讲新政30条 are one.

    - . / _ : stay between Latin letters or digits: 2024-001 is not 2024001. Nothing but punctuation stays as it is.
    """
    bare = folded(text).translate(_ESSENCE)
    return _JOINED.sub(lambda found: found[1] or "", bare) or folded(text)


_NONE = re.compile(
    r"[-/\\—–_.。…?*×]*|(?:暂|尚)?(?:无|没有|未|空|缺|不详|不明|不适用)(?:编号|凭证|登记|办理|取得|提供|填写|知|定|发)?号?"
    r"|待(?:定|补|补充|补填|填|填写|办|办理|登记|申请|发|取|查|核|核实|确认|提供)?|(?:正在)?(?:办理|申请|登记|审核|补办)中?|N/?A|NONE|NULL"
)


def says_none(text: str) -> bool:
    """Whether what stands in place of a number says that there is none: 无, 待定, /, or nothing at all."""
    return bool(_NONE.fullmatch(folded(text)))
