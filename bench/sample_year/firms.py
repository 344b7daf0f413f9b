"""The enterprises of the district: names, kinds, certificates and the 三清零 flags. All invented."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from bench.sample_year.identifiers import certificate, credit_code, mobile, registration

Flags = tuple[bool | None, bool | None, bool | None]  # 研发活动, 研发机构, 研发投入

# How many of each kind make up the directory of 172; the order of the list below is the order of these blocks.
ABOVE_HIGH_SME, ABOVE_HIGH, ABOVE_ONLY = 8, 10, 28  # 46 规上工业企业
HIGH_SME, SME_ONLY, OTHER = 26, 94, 6
DIRECTORY = ABOVE_HIGH_SME + ABOVE_HIGH + ABOVE_ONLY + HIGH_SME + SME_ONLY + OTHER

_FIRST = "塬砚泓沐苁澜骏晟垚禾朔珂祺锐岚骐翰煜恺璟曜铄淳衡谦澍霁旻翎璞蔚昶"
_SECOND = "泽拓禾元驰川辰岳恒图安垣瑞源澄达创联智合远诚北原博信茂丰升华宁胜"
_INDUSTRIAL = (
    "煤炭清洁利用",
    "矿山机械制造",
    "新型建材",
    "精细化工",
    "光伏材料",
    "电力装备",
    "羊绒制品",
    "陶瓷制造",
    "煤基新材料",
    "环保设备制造",
)
_TECHNICAL = (
    "信息技术",
    "软件科技",
    "智能科技",
    "生态科技",
    "新能源科技",
    "农牧科技",
    "生物技术",
    "环保工程",
    "物联网技术",
    "检测技术",
    "节能技术",
    "大数据服务",
)
_OTHER = ("商贸", "物业服务", "文化传媒")
_STREETS = ("示范一路", "示范二路", "样板街", "科创北街", "轻纺路", "装备大道")
_CERTIFIED = tuple(map(dt.date.fromisoformat, ("2022-11-09", "2022-12-14", "2023-10-26", "2023-12-05", "2024-11-12")))
_START: tuple[Flags, ...] = (
    (True, True, True),
    (True, False, True),
    (False, False, False),
    (True, True, True),
    (True, False, False),
)


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as the directory has it. Flags are None where the cell is left empty."""

    name: str
    brand: str  # the two characters of its name that nobody else has
    trade: str
    code: str
    above_scale: bool
    high_tech: bool
    tech_sme: bool
    certificate: str
    certified: dt.date | None
    registration: str
    start: Flags
    end: Flags
    former: str
    legal: str
    contact: str
    phone: str
    address: str


def firms(scale: int) -> tuple[Firm, ...]:
    """`scale` times the directory, block after block; nothing of the story is in it yet."""
    made = []
    for number in range(DIRECTORY * scale):
        made.append(_firm(number, _kinds(number % DIRECTORY)))
    return tuple(made)


def _kinds(place: int) -> tuple[bool, bool, bool]:
    """(规上, 高企, 科小) of the firm at this place of the directory."""
    blocks = (
        (ABOVE_HIGH_SME, (True, True, True)),
        (ABOVE_HIGH, (True, True, False)),
        (ABOVE_ONLY, (True, False, False)),
        (HIGH_SME, (False, True, True)),
        (SME_ONLY, (False, False, True)),
        (OTHER, (False, False, False)),
    )
    for size, kinds in blocks:
        if place < size:
            return kinds
        place -= size
    raise AssertionError("a place beyond the directory")


def _firm(number: int, kinds: tuple[bool, bool, bool]) -> Firm:
    draw = random.Random(f"firm {number}")
    above, high, sme = kinds
    certified = draw.choice(_CERTIFIED) if high else None
    name, brand, trade = _named(number, above, sme or high, draw)
    flags = draw.choice(_START) if above else (None, None, None)
    return Firm(
        name=name,
        brand=brand,
        trade=trade,
        code=credit_code(number + 1),
        above_scale=above,
        high_tech=high,
        tech_sme=sme,
        certificate=certificate(certified, number + 1) if certified else "",
        certified=certified,
        registration=registration(2024, number + 1) if sme else "",
        start=flags,
        end=flags,  # an ordinary year changes none of the three; who newly has all three is in the story
        former="",
        legal=draw.choice(_LEGAL) + draw.choice(_GIVEN),
        contact=draw.choice(_LEGAL) + draw.choice(_GIVEN),
        phone=mobile(1 + number // 1000, number % 1000),
        address=f"东胜区{draw.choice(_STREETS)}{draw.randrange(1, 99)}号",
    )


_LEGAL = "丁万任卢叶史申石伍向庄祁邢阮邱辛邵武范尚"
_GIVEN = ("亚平", "占元", "红霞", "玉明", "俊峰", "秀英", "世杰", "利民", "巧玲", "维东")


def _named(number: int, above: bool, technical: bool, draw: random.Random) -> tuple[str, str, str]:
    """A name nobody else has, its brand and its trade: each brand, a pair of characters, is used once."""
    places = len(_FIRST) * len(_SECOND)
    serial = number * 37 % places  # 37 shares no factor with 32 * 32, so that all pairs come up in turn
    brand = _FIRST[serial // len(_SECOND)] + _SECOND[serial % len(_SECOND)] + ("新" if number >= places else "")
    trade = draw.choice(_INDUSTRIAL if above else _TECHNICAL if technical else _OTHER)
    if number % 41 == 7:
        return f"{brand}{trade}（鄂尔多斯）有限公司", brand, trade
    place = draw.choice(("鄂尔多斯市", "内蒙古", "鄂尔多斯市东胜区"))
    ending = draw.choice(("有限公司", "有限责任公司", "有限公司", "股份有限公司"))
    return f"{place}{brand}{trade}{ending}", brand, trade
