"""plan.toml as people mistype it: the sentence says the line, what stands there, what should."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from pipeline.plan import PlanError, read_plan
from pipeline.plan.slips import slips
from tests.plan.samples import PLAN_2024, edited

TEXT = '''# 实施方案
[plan]
year = 2024
county = "东胜区"
issued_on = 2024-07-02      # 成文日期

[target.recruited]
label = "选聘特派员"
also = [{ clause = "一", wording = "30人" }]
value = 30
soft = false

[policy_topics]
items = [
    "科技兴蒙",
    "揭榜挂帅",
]

[grades]
labels = []                 # 如 ["优秀"]

[grades.caps]

[notice]
contact_phone = ""

[text]
body = """
一、目标任务
"""
'''

# Each line as it stands in TEXT
C, D, V = 'county = "东胜区"', "issued_on = 2024-07-02 ", "value = 30\n"
L, IT, A = "labels = []  ", '    "科技兴蒙",\n', 'also = [{ clause = "一", wording = "30人" }]'
SLIPS = {
    "a full-width sign of equality": (
        C,
        'county ＝ "东胜区"',
        'plan.toml 第 4 行「county ＝ "东胜区"」：“＝”应为半角的“=”，请改为「county = "东胜区"」。',
    ),
    "a full-width colon": (
        C,
        'county："东胜区"',
        'plan.toml 第 4 行「county："东胜区"」：“：”应为等号“=”，请改为「county = "东胜区"」。',
    ),
    "a colon": (
        C,
        'county: "东胜区"',
        'plan.toml 第 4 行「county: "东胜区"」：“:”应为等号“=”，请改为「county = "东胜区"」。',
    ),
    "two signs": (
        C,
        'county == "东胜区"',
        'plan.toml 第 4 行「county == "东胜区"」：“==”应为一个等号“=”，请改为「county = "东胜区"」。',
    ),
    "no sign": (
        C,
        'county "东胜区"',
        'plan.toml 第 4 行「county "东胜区"」：键和值之间缺少等号，请改为「county = "东胜区"」。',
    ),
    "smart quotation marks": (
        C,
        "county = “东胜区”",
        'plan.toml 第 4 行「county = “东胜区”」：引号 “” 应为半角的双引号，请改为「county = "东胜区"」。',
    ),
    "one smart quotation mark": (
        C,
        'county = "东胜区”',
        'plan.toml 第 4 行「county = "东胜区”」：引号 ” 应为半角的双引号，请改为「county = "东胜区"」。',
    ),
    "corner brackets for marks": (
        C,
        "county = 「东胜区」",
        'plan.toml 第 4 行「county = 「东胜区」」：引号 「」 应为半角的双引号，请改为「county = "东胜区"」。',
    ),
    "single smart marks": (
        C,
        "county = ‘东胜区’",
        'plan.toml 第 4 行「county = ‘东胜区’」：引号 ‘’ 应为半角的双引号，请改为「county = "东胜区"」。',
    ),
    "no closing mark": (
        C,
        'county = "东胜区',
        'plan.toml 第 4 行「county = "东胜区」：少了右边的引号，请改为「county = "东胜区"」。',
    ),
    "no closing mark before a remark": (
        C,
        'county = "东胜区  # 旗区',
        'plan.toml 第 4 行「county = "东胜区」：少了右边的引号，请改为「county = "东胜区"」。',
    ),
    "no opening mark": (
        C,
        'county = 东胜区"',
        'plan.toml 第 4 行「county = 东胜区"」：少了左边的引号，请改为「county = "东胜区"」。',
    ),
    "no marks": (
        C,
        "county = 东胜区",
        'plan.toml 第 4 行「county = 东胜区」：文字应放在半角的双引号里，请改为「county = "东胜区"」。',
    ),
    "two marks each": (
        C,
        'county = ""东胜区""',
        'plan.toml 第 4 行「county = ""东胜区""」：引号多写了，请改为「county = "东胜区"」。',
    ),
    "marks within marks": (
        C,
        'county = "东"胜"区"',
        'plan.toml 第 4 行「county = "东"胜"区"」：文字里面的引号应为“ ”，请改为「county = "东“胜”区"」。',
    ),
    "a backslash": (
        C,
        'county = "东胜\\区"',
        'plan.toml 第 4 行「county = "东胜\\区"」：文字里的 \\ 应写两个，请改为「county = "东胜\\\\区"」。',
    ),
    "a comma at the end": (
        C,
        'county = "东胜区"，',
        'plan.toml 第 4 行「county = "东胜区"，」：末尾的“，”应删去，请改为「county = "东胜区"」。',
    ),
    "a full stop at the end": (
        C,
        'county = "东胜区"。',
        'plan.toml 第 4 行「county = "东胜区"。」：末尾的“。”应删去，请改为「county = "东胜区"」。',
    ),
    "a remark without its sign": (
        C,
        'county = "东胜区"  旗区名称',
        'plan.toml 第 4 行「county = "东胜区"  旗区名称」：值后面的说明前应有半角的 #，请改为「county = "东胜区"  # 旗区名称」。',
    ),
    "a full-width remark": (
        C,
        'county = "东胜区"  ＃ 旗区名称',
        'plan.toml 第 4 行「county = "东胜区"  ＃ 旗区名称」：“＃”应为半角的“#”，请改为「county = "东胜区"  # 旗区名称」。',
    ),
    "no value": (
        C,
        "county =",
        'plan.toml 第 4 行「county =」：等号后面没有值，应为不为空的文字，请写成「county = "……"」这样的形式。',
    ),
    "a Chinese key": (
        C,
        '旗区 = "东胜区"',
        'plan.toml 第 4 行「旗区 = "东胜区"」：键名应为英文，不能写 旗区；[plan] 可用的键有 year、name、county、issuer、number、issued_on、basis。',
    ),
    "a full-width key": (
        C,
        'ｃｏｕｎｔｙ = "东胜区"',
        'plan.toml 第 4 行「ｃｏｕｎｔｙ = "东胜区"」：“ｃｏｕｎｔｙ”应为半角的“county”，请改为「county = "东胜区"」。',
    ),
    "full-width spaces": (
        C,
        'county\u3000=\u3000"东胜区"',
        'plan.toml 第 4 行「county\u3000=\u3000"东胜区"」：空格应为半角的，请改为「county = "东胜区"」。',
    ),
    "a character nobody sees": (
        C,
        'county\u200b = "东胜区"',
        'plan.toml 第 4 行「county\u200b = "东胜区"」：有看不见的字符（U+200B），应删去，请改为「county = "东胜区"」。',
    ),
    "a key twice": (
        C,
        'county = "东胜区"\ncounty = "东胜区"',
        "plan.toml 第 5 行的 county 在第 4 行已经写过，请删去一处。",
    ),
    "two entries in a line": (
        C,
        'county = "东胜区" number = "17"',
        'plan.toml 第 4 行「county = "东胜区" number = "17"」：一行只写一项，多出的部分请删去或另起一行。',
    ),
    "a date without zeros": (
        D,
        "issued_on = 2024-7-2 ",
        "plan.toml 第 5 行「issued_on = 2024-7-2」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
    ),
    "a date with dots": (
        D,
        "issued_on = 2024.7.2 ",
        "plan.toml 第 5 行「issued_on = 2024.7.2」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
    ),
    "a date with slashes": (
        D,
        "issued_on = 2024/07/02 ",
        "plan.toml 第 5 行「issued_on = 2024/07/02」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
    ),
    "a date in words": (
        D,
        "issued_on = 2024年7月2日 ",
        "plan.toml 第 5 行「issued_on = 2024年7月2日」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
    ),
    "a full-width date": (
        D,
        "issued_on = ２０２４－０７－０２ ",
        "plan.toml 第 5 行「issued_on = ２０２４－０７－０２」：“２０２４－０７－０２”应为半角的“2024-07-02”，请改为「issued_on = 2024-07-02」。",
    ),
    "a date with an end": (
        D,
        "issued_on = 2024-07-02日 ",
        "plan.toml 第 5 行「issued_on = 2024-07-02日」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
    ),
    "no such day": (
        D,
        "issued_on = 2024-02-30 ",
        "plan.toml 第 5 行「issued_on = 2024-02-30」：没有 2024-02-30 这一天，应为不加引号的日期，请写成「issued_on = 2025-01-31」这样的形式。",
    ),
    "a date without its day": (
        D,
        "issued_on = 2024-7 ",
        "plan.toml 第 5 行「issued_on = 2024-7」：应为不加引号的日期，这里是 2024-7，请写成「issued_on = 2025-01-31」这样的形式。",
    ),
    "a key with a space": (
        D,
        "issued on = 2024-07-02 ",
        "plan.toml 第 5 行「issued on = 2024-07-02」：键名中间不能有空格，请改为「issued_on = 2024-07-02」。",
    ),
    "a number with its unit": (
        V,
        "value = 30人\n",
        "plan.toml 第 10 行「value = 30人」：数字只写数字，不带单位、逗号和前面的零，请改为「value = 30」。",
    ),
    "a percentage": (
        V,
        "value = 30%\n",
        "plan.toml 第 10 行「value = 30%」：数字只写数字，不带单位、逗号和前面的零，请改为「value = 30」。",
    ),
    "a full-width percentage": (
        V,
        "value = ３０％\n",
        "plan.toml 第 10 行「value = ３０％」：数字只写数字，不带单位、逗号和前面的零，请改为「value = 30」。",
    ),
    "a number with a comma": (
        V,
        "value = 1,000\n",
        "plan.toml 第 10 行「value = 1,000」：数字只写数字，不带单位、逗号和前面的零，请改为「value = 1000」。",
    ),
    "a number with zeros before it": (
        V,
        "value = 030\n",
        "plan.toml 第 10 行「value = 030」：数字只写数字，不带单位、逗号和前面的零，请改为「value = 30」。",
    ),
    "a number in words": (
        V,
        "value = 三十\n",
        "plan.toml 第 10 行「value = 三十」：应为不小于 0 的整数，这里是 三十，请写成「value = 12」这样的形式。",
    ),
    "a number of five thousand digits": (
        V,
        f"value = {'9' * 5000}\n",
        "plan.toml 第 10 行「value = 999999999999999999999999999999999999…」：应为不小于 0 的整数，请写成「value = 12」这样的形式。",
    ),
    "true in Chinese": (
        "soft = false",
        "soft = 是",
        "plan.toml 第 11 行「soft = 是」：是写作 true，请改为「soft = true」。",
    ),
    "true as Python spells it": (
        "soft = false",
        "soft = True",
        "plan.toml 第 11 行「soft = True」：是写作 true，请改为「soft = true」。",
    ),
    "full-width brackets": (
        "[plan]",
        "［plan］",
        "plan.toml 第 2 行「［plan］」：“［”应为半角的“[”，“］”应为半角的“]”，请改为「[plan]」。",
    ),
    "black brackets": (
        "[plan]",
        "【plan】",
        "plan.toml 第 2 行「【plan】」：“【”应为半角的“[”，“】”应为半角的“]”，请改为「[plan]」。",
    ),
    "round brackets": (
        "[plan]",
        "（plan）",
        "plan.toml 第 2 行「（plan）」：“（”应为半角的“(”，“）”应为半角的“)”，表名前后应各有一个方括号，请改为「[plan]」。",
    ),
    "no closing bracket": (
        "[plan]",
        "[plan",
        "plan.toml 第 2 行「[plan」：表名前后应各有一个方括号，请改为「[plan]」。",
    ),
    "no opening bracket": (
        "[plan]",
        "plan]",
        "plan.toml 第 2 行「plan]」：表名前后应各有一个方括号，请改为「[plan]」。",
    ),
    "a Chinese table": (
        "[plan]",
        "[方案]",
        "plan.toml 第 2 行「[方案]」：方括号里的名称应为英文字母、数字、下划线和半角的点，不能写 方案。",
    ),
    "a space in a table's name": (
        "[target.recruited]",
        "[target recruited]",
        "plan.toml 第 7 行「[target recruited]」：表名的两段之间应为半角的点，请改为「[target.recruited]」。",
    ),
    "a full stop in a table's name": (
        "[target.recruited]",
        "[target。recruited]",
        "plan.toml 第 7 行「[target。recruited]」：“。”应为半角的“.”，请改为「[target.recruited]」。",
    ),
    "a table twice": ("[grades]", "[plan]", "plan.toml 第 19 行的 [plan] 在第 2 行已经写过，请合并为一张表或改名。"),
    "smart marks in braces": (
        A,
        "also = [{ clause = “一”， wording = “30人” }]",
        'plan.toml 第 9 行「also = [{ clause = “一”， wording = “30人” }]」：“，”应为半角的“,”，引号 “” 应为半角的双引号，请改为「also = [{ clause = "一", wording = "30人" }]」。',
    ),
    "no comma in braces": (
        A,
        'also = [{ clause = "一" wording = "30人" }]',
        'plan.toml 第 9 行「also = [{ clause = "一" wording = "30人" }]」：两项之间少了逗号，请改为「also = [{ clause = "一", wording = "30人" }]」。',
    ),
    "colons in braces": (
        A,
        'also = [{ clause: "一", wording: "30人" }]',
        'plan.toml 第 9 行「also = [{ clause: "一", wording: "30人" }]」：“:”应为等号“=”，请改为「also = [{ clause = "一", wording = "30人" }]」。',
    ),
    "no closing brace": (
        A,
        'also = [{ clause = "一", wording = "30人" ]',
        'plan.toml 第 9 行「also = [{ clause = "一", wording = "30人" ]」：少了右花括号，请改为「also = [{ clause = "一", wording = "30人" }]」。',
    ),
    "a Chinese comma in a list": (
        L,
        'labels = ["优秀"，"合格"、"不合格"]  ',
        'plan.toml 第 20 行「labels = ["优秀"，"合格"、"不合格"]」：“，”应为半角的“,”，“、”应为半角的“,”，请改为「labels = ["优秀", "合格", "不合格"]」。',
    ),
    "no comma in a list": (
        L,
        'labels = ["优秀" "合格"]  ',
        'plan.toml 第 20 行「labels = ["优秀" "合格"]」：两项之间少了逗号，请改为「labels = ["优秀", "合格"]」。',
    ),
    "no closing bracket of a list": (
        L,
        'labels = ["优秀", "合格"  ',
        'plan.toml 第 20 行「labels = ["优秀", "合格"」：末尾少了右方括号，请改为「labels = ["优秀", "合格"]」。',
    ),
    "a mark missing in a list": (
        L,
        'labels = ["优秀, "合格"]  ',
        'plan.toml 第 20 行「labels = ["优秀, "合格"]」：少了右边的引号，请改为「labels = ["优秀", "合格"]」。',
    ),
    "the last mark missing in a list": (
        L,
        'labels = ["优秀", "合格]  ',
        'plan.toml 第 20 行「labels = ["优秀", "合格]」：少了右边的引号，请改为「labels = ["优秀", "合格"]」。',
    ),
    "a list without brackets": (
        L,
        'labels = "优秀", "合格"  ',
        'plan.toml 第 20 行「labels = "优秀", "合格"」：几项文字应放在一对方括号里，请改为「labels = ["优秀", "合格"]」。',
    ),
    "a list without marks": (
        L,
        "labels = 优秀、合格  ",
        'plan.toml 第 20 行「labels = 优秀、合格」：一列文字应放在一对方括号里，每项加半角的双引号，请改为「labels = ["优秀", "合格"]」。',
    ),
    "no comma at the end of an item": (
        IT,
        '    "科技兴蒙"\n',
        'plan.toml 第 15 行「"科技兴蒙"」：末尾少了半角的逗号，请改为「"科技兴蒙",」。',
    ),
    "a Chinese comma at the end of an item": (
        IT,
        "    “科技兴蒙”，\n",
        'plan.toml 第 15 行「“科技兴蒙”，」：“，”应为半角的“,”，引号 “” 应为半角的双引号，请改为「"科技兴蒙",」。',
    ),
    "an item without marks": (
        IT,
        "    科技兴蒙,\n",
        'plan.toml 第 15 行「科技兴蒙,」：每一项文字应放在半角的双引号里，后面有半角的逗号，请改为「"科技兴蒙",」。',
    ),
    "an item without its closing mark": (
        IT,
        '    "科技兴蒙,\n',
        'plan.toml 第 15 行「"科技兴蒙,」：少了右边的引号，请改为「"科技兴蒙",」。',
    ),
    "a long list without its end": (
        '    "揭榜挂帅",\n]',
        '    "揭榜挂帅",\n',
        'plan.toml 第 16 行「"揭榜挂帅",」：末尾少了右方括号，请改为「"揭榜挂帅",]」。',
    ),
    "a grade without marks": (
        "[grades.caps]\n",
        "[grades.caps]\n优秀 = 35\n",
        'plan.toml 第 23 行「优秀 = 35」：键名 优秀 不是英文，应放在半角的双引号里，写成 "优秀" = ……。',
    ),
    "a share with its sign": (
        "[grades.caps]\n",
        '[grades.caps]\n"优秀" = 35%\n',
        'plan.toml 第 23 行「"优秀" = 35%」：数字只写数字，不带单位、逗号和前面的零，请改为「"优秀" = 35」。',
    ),
    "a phone number is not repeated": (
        'contact_phone = ""',
        "contact_phone = “0477-0000000”",
        "plan.toml 第 25 行（contact_phone）：引号 “” 应为半角的双引号。",
    ),
    "nor one without marks": (
        'contact_phone = ""',
        "contact_phone = 0477-0000000",
        "plan.toml 第 25 行（contact_phone）：文字应放在半角的双引号里。",
    ),
    "a long text with one mark": (
        'body = """',
        'body = "',
        'plan.toml 第 28 行「body = "」：几行文字的前一行末尾应为三个半角的双引号 """，请改为「body = """」。',
    ),
    "a long text with smart marks": (
        'body = """',
        "body = “““",
        'plan.toml 第 28 行「body = “““」：几行文字的前一行末尾应为三个半角的双引号 """，请改为「body = """」。',
    ),
    "a long text that is never closed": (
        '任务\n"""\n',
        "任务\n",
        'plan.toml 第 28 行「body = """」：多行的文字没有收尾，请在它后面另起一行写 """。',
    ),
    "a long text closed with two": (
        '任务\n"""\n',
        '任务\n""\n',
        'plan.toml 第 30 行「""」：几行文字之后应为三个半角的双引号 """，请改为「"""」。',
    ),
    "a line behind a long text": (
        '任务\n"""\n',
        '任务\n"""\n二、重点工作\n',
        'plan.toml 第 31 行「二、重点工作」：这一行在引号之外，上面的 """ 已经收尾，请把 """ 移到正文之后。',
    ),
    "a remark without any sign": (
        "# 实施方案",
        "实施方案",
        "plan.toml 第 1 行「实施方案」：这一行不是“键 = 值”，如果是说明，行首应有半角的 #，请改为「# 实施方案」。",
    ),
    "a remark as in other languages": (
        "# 实施方案",
        "// 实施方案",
        "plan.toml 第 1 行「// 实施方案」：这一行不是“键 = 值”，如果是说明，行首应有半角的 #，请改为「# 实施方案」。",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_with_what_should_stand_there(slip: str) -> None:
    stands, typed, sentence = SLIPS[slip]
    assert slips("plan.toml", TEXT.replace(stands, typed, 1)) == sentence


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_proposed_can_be_read(slip: str) -> None:
    stands, _, sentence = SLIPS[slip]
    if proposed := re.search("请(?:改为|写成)「(.*)」", sentence):
        instead = proposed[1] if stands[-1:] != "\n" else f"{proposed[1]}\n"
        tomllib.loads(TEXT.replace(stands, f"{instead}  " if stands[-1:] == " " else instead, 1))


def test_all_slips_are_named_at_once() -> None:
    typed = TEXT.replace(C, "county = “东胜区”").replace(D, "issued_on = 2024-7-2 ").replace(V, "value ＝ 30\n")
    assert slips("plan.toml", typed).splitlines() == [
        'plan.toml 第 4 行「county = “东胜区”」：引号 “” 应为半角的双引号，请改为「county = "东胜区"」。',
        "plan.toml 第 5 行「issued_on = 2024-7-2」：日期应写作年-月-日，月、日各两位，不加引号，请改为「issued_on = 2024-07-02」。",
        "plan.toml 第 10 行「value ＝ 30」：“＝”应为半角的“=”，请改为「value = 30」。",
    ]


def test_of_very_many_slips_the_first_are_named() -> None:
    said = slips("plan.toml", "[plan]\n" + "".join(f"k{number} = “甲”\n" for number in range(40))).splitlines()
    assert len(said) == 13
    assert (
        said[-1] == "plan.toml 后面还有写错的地方，请先改正以上 12 处（同一种写法可以用“替换”一次改完），再运行一次。"
    )


def test_a_long_line_is_shown_where_it_differs() -> None:
    long = "为引导科研人员深入企业一线，" * 4
    assert slips("plan.toml", TEXT.replace(C, f'county = "{long}”')) == (
        "plan.toml 第 4 行「…，为引导科研人员深入企业一线，为引导科研人员深入企业一线，为引导科研人员深入企业一线，”」："
        '引号 ” 应为半角的双引号，请改为「…，为引导科研人员深入企业一线，为引导科研人员深入企业一线，为引导科研人员深入企业一线，"」。'
    )


def test_nothing_that_a_terminal_obeys_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT.replace(C, "county = 东\x1b[31m胜\u202e区"), encoding="utf-8")
    with pytest.raises(PlanError) as error:
        read_plan(path)
    assert "\x1b" not in str(error.value) and "\u202e" not in str(error.value)


@pytest.mark.parametrize("hostile", ["x = " + "[" * 90_000, 'x = """\n' + "y = 1\n" * 15_000, "x = " + "“" * 90_000])
def test_a_hostile_file_is_a_sentence(hostile: str) -> None:
    assert re.match(r"plan\.toml 第 \d+ 行「x = ", slips("plan.toml", hostile))


# What TOML can read and a plan cannot say: the line, and the value where it tells what was meant


def line_of(text: str) -> int:
    """The line, from 1, in the sample's plan."""
    return PLAN_2024[: PLAN_2024.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("stands", "typed", "sentence"),
    [
        ("year = 2024\n", 'year = "2024"\n', '[plan] 的 year 应为四位数的年份，现为 "2024"。请改为 year = 2024。'),
        (
            "issued_on = 2024-07-02",
            "issued_on = 20240702",
            "[plan] 的 issued_on 应为不加引号的日期，现为 20240702。请改为 issued_on = 2024-07-02。",
        ),
        (
            'unit = "%"\nsoft = true',
            'unit = "%"\nsoft = "是"',
            '[target.coverage] 的 soft 应为 true 或 false，现为 "是"。请改为 soft = true。',
        ),
        (
            "value = 100\n",
            'value = "100%"\n',
            '[target.coverage] 的 value 应为不小于 0 的整数，现为 "100%"。请改为 value = 100。',
        ),
        (
            "value = 100\n",
            f"value = {'9' * 400}\n",
            "[target.coverage] 的 value 应为不小于 0 的整数，现为 一个很大的数。请改正，例如 value = 12。",
        ),
        ("[plan]\n", "[[plan]]\n", "[plan] 应为一张表，现为 一个列表。请写成一层方括号：[plan]。"),
    ],
)
def test_a_value_of_another_kind_is_said_with_its_line(tmp_path: Path, stands: str, typed: str, sentence: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(edited(PLAN_2024, (stands, typed)), encoding="utf-8")
    with pytest.raises(PlanError) as error:
        read_plan(path)
    assert str(error.value) == f"plan.toml 第 {line_of(stands) + stands.strip().count(chr(10))} 行：{sentence}"


FILES = {
    "GBK": (
        PLAN_2024.encode("gbk"),
        "plan.toml：编码是 GBK（记事本里叫 ANSI），应为 UTF-8。请用记事本打开，另存为时编码选 UTF-8。",
    ),
    "UTF-16": (
        PLAN_2024.encode("utf-16"),
        "plan.toml：编码是 UTF-16（记事本里叫 Unicode），应为 UTF-8。请用记事本打开，另存为时编码选 UTF-8。",
    ),
    "a broken character": (
        '[plan]\nyear = 2024\ncounty = "东胜区'.encode() + b'\xff\xff"\n',
        "plan.toml 第 3 行有读不出的字符，编码应为 UTF-8。请改正这一行，另存为时编码选 UTF-8。",
    ),
    "a Word file": (
        b"PK\x03\x04...",
        "plan.toml：其实是Word、Excel 或压缩包文件。请用记事本写成文本文件，可以从上一年的 plan.toml 复制后修改。",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_text_in_utf_8(tmp_path: Path, name: str) -> None:
    content, sentence = FILES[name]
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    with pytest.raises(PlanError) as error:
        read_plan(path)
    assert str(error.value) == sentence


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_every_end_of_line_is_read(tmp_path: Path, ends: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(PLAN_2024.replace("\n", ends).encode())
    assert read_plan(path).year == 2024


def test_a_plan_under_another_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.toml.txt").write_text(PLAN_2024, encoding="utf-8")
    with pytest.raises(PlanError) as error:
        read_plan(tmp_path / "plan.toml")
    assert str(error.value) == (
        f"{tmp_path}/plan.toml：没有找到方案文件。同一文件夹里有 plan.toml.txt，如果就是它，请改名为 plan.toml。"
    )


def test_a_folder_a_pipe_and_a_link_to_nothing(tmp_path: Path) -> None:
    said = []
    for make in (Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")):
        path = tmp_path / str(len(said)) / "plan.toml"
        path.parent.mkdir()
        make(path)
        with pytest.raises(PlanError) as error:
            read_plan(path)
        said.append(str(error.value).removeprefix(f"{path}："))
    assert said == [
        "不是文件（是文件夹、管道或设备）。请把 plan.toml 放在该处。",
        "不是文件（是文件夹、管道或设备）。请把 plan.toml 放在该处。",
        "这个链接指向的文件不存在。请把 plan.toml 本身放在该处。",
    ]


def test_a_plan_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    path = tmp_path / "plan.toml"
    path.write_text(PLAN_2024, encoding="utf-8")
    with monkeypatch.context() as patch, pytest.raises(PlanError) as error:
        patch.setattr(Path, "stat", closed)  # root, who runs tests, may read everything
        read_plan(path)
    assert str(error.value) == f"{path}：方案文件打不开。请检查读取权限；放在共享文件夹中的，请确认已连接。"


def test_a_file_that_is_far_too_large(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("# \n" * 400_000, encoding="utf-8")
    with pytest.raises(PlanError, match="超过 1 MB，不像方案文件。请核对是否放错了文件。"):
        read_plan(path)
