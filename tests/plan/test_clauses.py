"""Clauses as they are cited and as they stand in a text; numbers as Chinese texts write them."""

from __future__ import annotations

import pytest

from pipeline.chinese.numerals import chinese, marked, whole
from pipeline.plan.clauses import ASPECT, ITEM, PART, POINT, SUBPOINT, opening, passages, paths, spell


@pytest.mark.parametrize(
    ("clause", "places"),
    [
        ("一", ["一"]),
        ("十二", ["十二"]),
        ("三（四）", ["三（四）"]),
        ("三(四)", ["三（四）"]),
        ("二（一）一", ["二（一）一"]),
        ("五1", ["五1"]),
        ("五1（2）", ["五1（2）"]),
        ("四（一）–（四）", ["四（一）", "四（二）", "四（三）", "四（四）"]),
        ("五1—3", ["五1", "五2", "五3"]),
        ("", []),
        ("（一）", []),
        ("第一部分", []),
        ("四（四）–（一）", []),
        ("二（一）一二三四（五）", []),
        ("三（四）（五）", []),  # a step of the same depth twice
        ("五1（2）（3）", []),
        ("四（一）–（四）（五）", []),
    ],
)
def test_a_cited_clause(clause, places):
    assert [spell(path) for path in paths(clause)] == places


def test_the_clauses_of_a_text():
    text = """关于印发方案的通知
一、目标
达到30家，是去年的
1.5倍。
二、工作 （一）培训 一是办班。二是宣传；三是交流
（二）服务
1.上门
2.座谈，见
（一）
三、保障
1.经费"""
    found = {spell(passage.path): passage.text.replace("\n", "/") for passage in passages(text)}
    assert found == {
        "一": "一、目标/达到30家,是去年的/1.5倍。/",
        "二": "二、工作 (一)培训 一是办班。二是宣传;三是交流/(二)服务/1.上门/2.座谈,见/(一)/",
        "二（一）": "(一)培训 一是办班。二是宣传;三是交流/",
        "二（一）一": "一是办班。",
        "二（一）二": "二是宣传;",
        "二（一）三": "三是交流/",
        "二（二）": "(二)服务/1.上门/2.座谈,见/(一)/",
        "二（二）1": "1.上门/",
        "二（二）2": "2.座谈,见/(一)/",
        "三": "三、保障/1.经费",
        "三1": "1.经费",
    }


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("不少于30天", "不少于⟨30⟩天"),
        ("不少于三十天", "不少于⟨30⟩天"),
        ("不少于３０ 天", "不少于⟨30⟩天"),
        ("130天", "⟨130⟩天"),
        ("一百三十天", "⟨130⟩天"),
        ("一百零五", "⟨105⟩"),
        ("一千二百三十四", "⟨1234⟩"),
        ("两千零一十", "⟨2010⟩"),
        ("十二万", "⟨120000⟩"),
        ("3.5万元", "⟨35000⟩元"),
        ("1,200元", "⟨1200⟩元"),
        ("百分之三十", "⟨30⟩%"),
        ("两次", "⟨2⟩次"),
        ("每月十五日", "每月⟨15⟩日"),
        ("二〇二四年底", "⟨2024⟩年底"),
        ("全覆盖", "全覆盖"),
    ],
)
def test_numbers(text, result):
    assert marked(text) == result


def test_numbers_of_clauses():
    assert all(whole(chinese(number)) == number for number in range(100))
    assert whole("三是") is None


@pytest.mark.parametrize(
    ("paragraph", "step"),
    [
        ("一、目标任务", PART),
        ("（一）加大培训力度", ITEM),
        ("(一)加大培训力度", ITEM),
        ("1.签订补充协议", POINT),
        ("（1）签订补充协议", SUBPOINT),
        ("一是建立团队。", ASPECT),
        ("2024年，选聘科技特派员。", None),
        ("1.5倍", None),
        ("按照一、二两项", None),
    ],
)
def test_what_begins_a_paragraph(paragraph, step):
    assert opening(paragraph) == step
