"""What the head and the foot of every official document say (GB/T 9704-2012), be it a notice or a report.

`facts` is the table of plan.toml that holds the document's own words, such as [notice]; a key may be missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pipeline.chinese.dates import BLANK_DATE, day
from pipeline.word.fields import Field, Text

Context = dict[str, object]
Facts = Mapping[str, object]

BLANK = "　　　"
# How many characters of 发文机关标志 go into the 156 mm of the 版心, by how it is drawn.
SHAPES = {"常规": 9, "紧缩": 12, "长名": 16}
LONGEST = "特长"


def text(facts: Facts, key: str) -> str:
    """A word; empty where it is not decided."""
    return str(facts.get(key) or "")


def date(facts: Facts, key: str) -> dt.date | None:
    value = facts.get(key)
    return value if isinstance(value, dt.date) else None


def lines(facts: Facts, key: str) -> list[str]:
    """A column of lines or paragraphs; empty where there is none."""
    value = facts.get(key)
    return [str(line) for line in value] if isinstance(value, (list, tuple)) else []


def letterhead(facts: Facts, issuer: str) -> Context:
    """发文机关标志, by default the issuer's name with 文件, and how wide it is drawn."""
    mark = text(facts, "letterhead") or f"{issuer}文件"
    shape = next((shape for shape, room in SHAPES.items() if len(mark) <= room), LONGEST)
    return {"发文机关标志": mark, "标志字形": shape}


def letterhead_fields(when: str = "") -> dict[str, Field]:
    """What `letterhead` gives, as fields of a template that shows it `when` this holds."""
    return {
        "发文机关标志": Text("发文机关标志", "某区科技局文件", when=when),
        "标志字形": Text("发文机关标志按字数的排法", "常规", choices=(*SHAPES, LONGEST)),
    }


def document_number(number: str, year: int) -> str:
    """发文字号, or its form with the blanks that are filled in when the number is given."""
    return number or f"{BLANK}〔{year}〕{BLANK}号"


def contact(facts: Facts) -> str:
    """（联系人：…，联系电话：…）, as far as configured; the office's own number, never a commissioner's."""
    who = "　".join(name for name in (text(facts, "contact_office"), text(facts, "contact_person")) if name)
    phone = text(facts, "contact_phone")
    parts = ([f"联系人：{who}"] if who else []) + ([f"联系电话：{phone}"] if phone else [])
    return f"（{'，'.join(parts)}）" if parts else ""


def imprint(facts: Facts, issuer: str, issued_on: dt.date | None) -> Context:
    """版记: 抄送 where there is one, who printed the document and when, by default the issuer and the day of issue."""
    copies = text(facts, "copies_to").rstrip("。")
    printed = date(facts, "printed_on") or issued_on
    return {
        "抄送": f"抄送：{copies}。" if copies else "",
        "印发机关": text(facts, "printed_by") or issuer,
        "印发日期": f"{day(printed) if printed else BLANK_DATE}印发",
    }


def imprint_fields(when: str = "") -> dict[str, Field]:
    """What `imprint` gives, as fields of a template that shows it `when` this holds."""
    return {
        "抄送": Text("抄送，没有时为空", "抄送：某办公室。", when=when),
        "印发机关": Text("印发机关", "某区科技局", when=when),
        "印发日期": Text("印发日期", "2024年1月1日印发", when=when),
    }
