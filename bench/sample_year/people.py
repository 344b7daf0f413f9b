"""The commissioners: names, terms, and what the roster says of them. All invented."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from bench.sample_year.identifiers import bank_account, id_number, mobile

STATIONS = ("能源装备工作站", "数字科技工作站", "新材料工作站", "农牧生物工作站", "成果转化工作站")

# One line a station, in order of 编号: name, 性别, 民族. 张伟 stands twice, at two stations (T005 and T031);
# 㙍 䶮 are in CJK Extension A, 𠀀 in B, 𬭚 in E.
_ROSTER: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        ("王建军", "男", "汉族"),
        ("李䶮", "男", "汉族"),
        ("巴特尔·苏和", "男", "蒙古族"),
        ("赵明远", "男", "汉族"),
        ("张伟", "男", "汉族"),
        ("高娃", "女", "蒙古族"),
        ("刘振华", "男", "汉族"),
    ),
    (
        ("陈思齐", "女", "汉族"),
        ("孙𠀀", "男", "汉族"),
        ("周晓明", "男", "汉族"),
        ("吴倩", "女", "汉族"),
        ("郑浩然", "男", "满族"),
        ("乌云·其其格", "女", "蒙古族"),
        ("冯立", "男", "汉族"),
    ),
    (
        ("王𬭚", "男", "汉族"),
        ("韩雪峰", "男", "汉族"),
        ("陈堃", "男", "汉族"),
        ("杨帆", "女", "回族"),
        ("朱志强", "男", "汉族"),
        ("秦悦", "女", "汉族"),
        ("许文博", "男", "汉族"),
    ),
    (
        ("那仁·朝克图", "男", "蒙古族"),
        ("何静", "女", "汉族"),
        ("斯琴", "女", "蒙古族"),
        ("吕国栋", "男", "汉族"),
        ("赵㙍宇", "男", "汉族"),
        ("白音·巴雅尔", "男", "蒙古族"),
        ("马俊", "男", "回族"),
    ),
    (
        ("刘喆", "男", "汉族"),
        ("田野", "男", "汉族"),
        ("张伟", "女", "汉族"),
        ("宋佳", "女", "汉族"),
        ("苏日娜", "女", "蒙古族"),
        ("邓超群", "男", "汉族"),
    ),
)
COHORT = sum(len(station) for station in _ROSTER)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = (
    "建国",
    "海燕",
    "文静",
    "志远",
    "晓东",
    "雅楠",
    "永刚",
    "丽华",
    "子轩",
    "慧敏",
    "国强",
    "思远",
    "春梅",
    "立新",
    "嘉宁",
)

_EMPLOYERS = (
    ("北疆理工学院能源与动力学院", "副教授", "煤炭清洁利用"),
    ("鄂尔多斯高原能源装备研究院", "高级工程师", "矿山机电装备"),
    ("北疆理工学院计算机学院", "讲师", "工业互联网"),
    ("内蒙古草原数字技术研究所", "工程师", "大数据与云计算"),
    ("河套新材料研究院", "研究员", "无机非金属材料"),
    ("北疆理工学院化学工程学院", "教授", "煤基精细化工"),
    ("鄂尔多斯农牧业技术服务中心", "推广研究员", "绒山羊育种"),
    ("毛乌素生态科学研究所", "副研究员", "沙生植物开发"),
    ("北疆理工学院科技处", "高级技术经纪人", "技术转移"),
    ("鄂尔多斯科技情报学会", "正高级工程师（退休）", "知识产权与标准"),
)
_BANKS = ("工商银行东胜支行", "农业银行东胜支行", "建设银行东胜支行", "东胜农村商业银行营业部")
_BIRTHPLACES = (("152722", "152630", "142124"), ("152701", "150203", "150102"))  # born before 1983, since 1983

_TERMS: dict[str, tuple[dt.date, dt.date]] = {
    **dict.fromkeys(
        ("T001", "T004", "T005", "T010", "T013", "T018", "T023", "T026", "T029", "T032"),
        (dt.date(2024, 1, 1), dt.date(2024, 12, 31)),  # the plan's year: a final summary is due
    ),
    **dict.fromkeys(("T002", "T015", "T028"), (dt.date(2024, 3, 1), dt.date(2026, 2, 28))),
    **dict.fromkeys(("T021", "T034"), (dt.date(2024, 4, 1), dt.date(2025, 3, 31))),
    "T017": (dt.date(2023, 3, 1), dt.date(2025, 2, 28)),
    "T022": (dt.date(2023, 7, 1), dt.date(2026, 6, 30)),
    "T030": (dt.date(2023, 8, 1), dt.date(2024, 7, 31)),  # left in summer
}
_USUAL_TERM = (dt.date(2024, 1, 1), dt.date(2025, 12, 31))


@dataclass(frozen=True, slots=True)
class Person:
    """A commissioner as the roster has them."""

    id: str
    name: str
    gender: str
    ethnicity: str
    id_number: str
    phone: str
    employer: str
    title: str
    expertise: str
    station: str
    start: dt.date
    end: dt.date
    bank: str
    account: str


def people(scale: int) -> tuple[Person, ...]:
    """`scale` times the roster, in order of 编号; those after the first cohort have names that nobody shares."""
    first = [(name, gender, nation, at) for at, group in enumerate(_ROSTER) for name, gender, nation in group]
    more = (scale - 1) * COHORT
    plain = [surname + given for given in _GIVEN for surname in _SURNAMES]
    for number in range(more):
        serial, turn = number % len(plain), number // len(plain)
        first.append((plain[serial] + "之" * turn, "男女"[number % 2], "汉族", first[number % COHORT][3]))
    return tuple(_person(number, *who) for number, who in enumerate(first, 1))


def _person(number: int, name: str, gender: str, nation: str, at: int) -> Person:
    id = f"T{number:03d}"
    draw = random.Random(f"person {id}")
    born = dt.date(1962, 1, 1) + dt.timedelta(days=number * 3119 % (30 * 365))  # no two on one day: one sequence, 000
    employer, title, expertise = _EMPLOYERS[2 * at + draw.randrange(2)]
    start, end = _TERMS.get(f"T{(number - 1) % COHORT + 1:03d}", _USUAL_TERM)
    return Person(
        id=id,
        name=name,
        gender=gender,
        ethnicity=nation,
        id_number=id_number(draw.choice(_BIRTHPLACES[born.year >= 1983]), born),
        phone=mobile(0, number),
        employer=employer,
        title=title,
        expertise=expertise,
        station=STATIONS[at],
        start=start,
        end=end,
        bank=draw.choice(_BANKS),
        account=bank_account(number),
    )
