"""The notice: its facts and blanks, the levels of the plan's text, and that it bears out plan.toml or says what it lacks."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.documents.notice.text import notice, unfounded
from pipeline.ooxml.properties import read_properties
from pipeline.plan import Plan, PlanError, read_plan
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES
from tests.finished import headers_and_footers, leftover_tags
from tests.plan.samples import PLAN_2024, edited, without

ISSUER = "鄂尔多斯市东胜区工信和科技局"
TITLE = "2024年东胜区企业科技特派员工作实施方案"

# Every number of the plan, its number, day and date of report, in value and in words.
OTHER_NUMBERS = (
    ("东工信科发〔2024〕17号", "东工信科发〔2024〕21号"),
    ("issued_on = 2024-07-02", "issued_on = 2024-11-18"),
    ('"30人以上"', '"33人以上"'),
    ('wording = "30人"', 'wording = "33人"'),
    ("value = 30", "value = 33"),
    ('"不低于20人"', '"不低于二十六人"'),
    ("value = 20", "value = 26"),
    ('"70家以上"', '"171家以上"'),
    ("value = 70", "value = 171"),
    ('"企业5家"', '"企业12家"'),
    ("value = 5", "value = 12"),
    ('"40家以上"', '"41家以上"'),
    ("value = 40", "value = 41"),
    ('"130家以上"', '"131家以上"'),
    ("value = 130", "value = 131"),
    ('"不少于2次"', '"不少于四次"'),
    ("value = 2\n", "value = 4\n"),
    ('"1个申报项目"', '"两个申报项目"'),
    ("value = 1\n", "value = 2\n"),
    ('"不少于30天"', '"不少于35天"'),
    ("value = 30", "value = 35"),
    ('"每月15日前"', '"每月8日前"'),
    ("day = 15", "day = 8"),
    ('"2024年底"', '"2024年12月20日前"'),
    ('date = ""', "date = 2024-12-20"),
    ("并于{report_up}将", "并于{report_up}前将"),
)


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATES / "通知.docx")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan_of(tmp_path_factory.mktemp("plan"), PLAN_2024)


def plan_of(folder: Path, text: str) -> Plan:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan(path)


def told(plan: Plan, **facts: object) -> Plan:
    """The plan with other words in [notice]."""
    return replace(plan, notice={**plan.notice, **facts})


def annexed(plan: Plan, label: str = "") -> Plan:
    reading = replace(plan.readings["plan_attached"], choice="annex")
    return told(replace(plan, readings={**plan.readings, "plan_attached": reading}), annex_label=label)


# ── what it says ──


def test_the_facts_of_the_sample(sample: Plan) -> None:
    context = notice(sample)
    body, plan = context.pop("正文"), context.pop("方案")
    assert context == {
        "文档标题": f"{ISSUER}关于印发《{TITLE}》的通知",
        "发文机关标志": f"{ISSUER}文件",
        "标志字形": "长名",
        "发文字号": "东工信科发〔2024〕17号",
        "标题": [f"{ISSUER}关于印发", "《2024年东胜区企业科技特派员工作", "实施方案》的通知"],
        "主送机关": "局属各科室，二级事业单位：",
        "附件说明": "",
        "盖章": True,
        "署名位置": "常规",
        "署名": ISSUER,
        "成文日期": "2024年7月2日",
        "附注": "（联系人：东胜区工科局科技规划发展室）",
        "抄送": "",
        "抄送行数": 0,
        "印发机关": ISSUER,
        "印发日期": "2024年7月2日印发",
    }
    assert str(body[0]).startswith(  # type: ignore[index]
        "为贯彻落实《鄂尔多斯市2024年企业科技特派员工作实施方案》（鄂科发〔2024〕26号）精神，"
    )
    assert (plan["附件字样"], "".join(plan["标题"])) == ("", TITLE)  # type: ignore[index]


def test_what_is_not_decided_is_a_blank_or_taken_from_the_plan(sample: Plan) -> None:
    bare = replace(told(sample, letterhead="", printed_by="", printed_on=None, contact_office=""), number="")
    context = notice(bare)
    assert context["发文字号"] == "　　　〔2024〕　　　号"
    assert context["发文机关标志"] == f"{ISSUER}文件"
    assert (context["印发机关"], context["印发日期"]) == (ISSUER, "2024年7月2日印发")
    assert context["附注"] == ""


@pytest.mark.parametrize(
    ("office", "person", "phone", "note"),
    [
        ("科技规划发展室", "", "", "（联系人：科技规划发展室）"),
        ("科技规划发展室", "王示例", "", "（联系人：科技规划发展室　王示例）"),
        ("", "王示例", "0477-0000000", "（联系人：王示例，联系电话：0477-0000000）"),
        ("", "", "", ""),
    ],
)
def test_whom_to_ask(sample: Plan, office: str, person: str, phone: str, note: str) -> None:
    asked = told(sample, contact_office=office, contact_person=person, contact_phone=phone)
    assert notice(asked)["附注"] == note


@pytest.mark.parametrize(
    ("letterhead", "shape"),
    [
        ("东胜区工信和科技局", "常规"),
        ("东胜区工信和科技局文件", "紧缩"),
        ("鄂尔多斯市东胜区工信和科技局文件", "长名"),
        ("鄂尔多斯市康巴什区工信和科技局文件", "特长"),
    ],
)
def test_a_long_letterhead_is_drawn_narrower(sample: Plan, letterhead: str, shape: str) -> None:
    assert notice(told(sample, letterhead=letterhead))["标志字形"] == shape


@pytest.mark.parametrize(
    ("copies", "said", "lines"),
    [
        ("", "", 0),
        ("市科技局", "抄送：市科技局。", 1),
        ("市科技局。", "抄送：市科技局。", 1),
        ("市科技局，" * 5, f"抄送：{'市科技局，' * 5}。", 2),
        ("市科技局，" * 10, f"抄送：{'市科技局，' * 10}。", 3),
    ],
)
def test_those_who_get_a_copy(sample: Plan, copies: str, said: str, lines: int) -> None:
    context = notice(told(sample, copies_to=copies))
    assert (context["抄送"], context["抄送行数"]) == (said, lines)


@pytest.mark.parametrize(
    ("issuer", "day", "lines"),
    [
        # The name ends two characters before the margin of 28, the date begins two after the name …
        (ISSUER, "2024-07-02", ("　" * 12 + ISSUER, "　" * 14 + "2024年7月2日")),
        ("东胜区工信和科技局", "2024-11-18", ("　" * 17 + "东胜区工信和科技局", "　" * 19 + "2024年11月18日")),
        # … but a date longer than the name is itself the one to end there.
        ("东胜区政府", "2024-07-02", ("　" * 18 + "东胜区政府", "　" * 20 + "2024年7月2日")),
        ("东胜区委", "2024-11-08", ("　" * 17 + "东胜区委", "　" * 19 + "2024年11月8日")),
    ],
)
def test_without_a_seal_name_and_date_are_set_off(sample: Plan, issuer: str, day: str, lines: tuple[str, str]) -> None:
    date = sample.issued_on.fromisoformat(day)
    context = notice(told(replace(sample, issuer=issuer, issued_on=date), seal=False))
    assert (context["盖章"], context["署名"], context["成文日期"]) == (False, *lines)


@pytest.mark.parametrize(("issuer", "place"), [("某" * 14, "常规"), ("某" * 15, "长名")])
def test_with_a_seal_a_long_name_moves_in(sample: Plan, issuer: str, place: str) -> None:
    context = notice(replace(sample, issuer=issuer))
    assert (context["署名位置"], context["署名"]) == (place, issuer)


@pytest.mark.parametrize(
    ("label", "note", "on_the_annex"),
    [
        ("", f"附件：{TITLE}", "附件"),
        ("附件", f"附件：{TITLE}", "附件"),
        ("附件1", f"附件：1.{TITLE}", "附件1"),
        ("附", f"附件：{TITLE}", "附"),
    ],
)
def test_the_plan_as_an_annex(sample: Plan, label: str, note: str, on_the_annex: str) -> None:
    context = notice(annexed(sample, label))
    assert (context["附件说明"], context["方案"]["附件字样"]) == (note, on_the_annex)  # type: ignore[index]


def test_a_label_means_nothing_where_the_plan_follows(sample: Plan) -> None:
    context = notice(told(sample, annex_label="附件1"))
    assert (context["附件说明"], context["方案"]["附件字样"]) == ("", "")  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "level", "lead"),
    [
        ("一、目标任务", "一级标题", ""),
        ("十二、总体要求。坚持服务企业。", "一级段", "十二、总体要求。"),
        ("（一）加大培训力度", "二级标题", ""),
        ("(一)加大培训力度", "二级标题", ""),
        ("（四）服务时间。接受抽查，每年不少于30天。", "二级段", "（四）服务时间。"),
        # A phrase of one line, 26 characters with number and full stop, is a lead; a longer sentence is text.
        ("（二）" + "甲" * 22 + "。其余文字。", "二级段", "（二）" + "甲" * 22 + "。"),
        ("（二）" + "甲" * 23 + "。其余文字。", "正文", ""),
        ("（一）开展科技培训和科技活动。", "正文", ""),
        ("（一）开展下列活动：", "正文", ""),
        ("1.落实支持政策。与科技特派员另行签订补充协议。", "正文", ""),
        ("（1）签订协议。另行签订。", "正文", ""),
        ("一是建立专业的特派员团队。结合全区实际。", "正文", ""),
        ("2024年，选聘科技特派员。服务企业。", "正文", ""),
    ],
)
def test_the_levels_of_the_plan(sample: Plan, text: str, level: str, lead: str) -> None:
    (row,) = notice(replace(sample, text=(text,)))["方案"]["正文"]  # type: ignore[index]
    assert (row["级"], row["引"], row["引"] + row["文"]) == (level, lead, text)


def test_a_plan_without_its_text_makes_no_notice(sample: Plan) -> None:
    with pytest.raises(PlanError) as refused:
        notice(replace(sample, text=()))
    assert str(refused.value) == (
        "plan.toml：没有 [text] 这张表，不知道印发的方案正文，通知没有生成。"
        "请补上 [text] 的 body，写法见样例年度的 plan.toml。"
    )


def test_a_slot_that_nothing_fills_makes_no_notice(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, edited(PLAN_2024, ("服务企业{enterprises_served}", "服务企业{firms}")))
    with pytest.raises(PlanError) as refused:
        notice(plan)
    assert str(refused.value) == (
        "plan.toml：[text] 的 body 中有 {firms}，而 plan.toml 中没有这样编号的目标、任务或期限，通知没有生成。"
        "请改正编号，或删去这句话。"
    )


# ── the document ──


def configurations(plan: Plan) -> dict[str, Plan]:
    return {
        "sample": plan,
        "unsealed": told(plan, seal=False),
        "annex": annexed(plan),
        "annex with a label": annexed(told(plan, seal=False, copies_to="市科技局"), "附件1"),
        "nothing decided": replace(told(plan, contact_office="", letterhead="", printed_on=None), number=""),
        "many copies": told(plan, copies_to="，".join(["区人民政府办公室"] * 12), contact_person="王示例"),
        "long names": replace(told(plan, letterhead="鄂尔多斯市伊金霍洛旗工信和科技局文件"), issuer="某" * 20),
    }


NAMES = sorted(configurations(read_plan(TEMPLATES.parent / "input/2024/plan.toml")))


def test_template_and_context_speak_of_the_same(template: Template, sample: Plan) -> None:
    assert template.engine == "fast"
    assert template.tags == paths(notice(sample))


@pytest.mark.parametrize("name", NAMES)
def test_each_configuration_bears_out_the_plan(template: Template, sample: Plan, name: str) -> None:
    plan = configurations(sample)[name]
    document = template.render(notice(plan))
    assert unfounded(plan, document) == []
    assert leftover_tags(document) == []
    assert headers_and_footers(document) == ["— 1 —", "— 1 —"]
    assert document == Template(TEMPLATES / "通知.docx").render(notice(plan))


def test_the_order_of_a_notice(template: Template, sample: Plan) -> None:
    text = [line for line in paragraphs(template.render(notice(told(sample, copies_to="市科技局")))) if line]
    assert text[:6] == [
        f"{ISSUER}文件",
        "东工信科发〔2024〕17号",
        f"{ISSUER}关于印发",
        "《2024年东胜区企业科技特派员工作",
        "实施方案》的通知",
        "局属各科室，二级事业单位：",
    ]
    signed = text.index(ISSUER)
    assert text[signed : signed + 5] == [
        ISSUER,
        "2024年7月2日",
        "（联系人：东胜区工科局科技规划发展室）",
        "2024年东胜区企业科技特派员",
        "工作实施方案",
    ]
    assert tuple(text[signed + 5 : -2]) == sample.text
    assert text[-2:] == ["抄送：市科技局。", f"{ISSUER}\t2024年7月2日印发"]


def test_the_annex_is_named_below_the_body_and_on_its_page(template: Template, sample: Plan) -> None:
    text = [line for line in paragraphs(template.render(notice(annexed(sample, "附件1")))) if line]
    note, page = text.index(f"附件：1.{TITLE}"), text.index("附件1")
    assert note < text.index(ISSUER) < page
    assert text[page + 1] == "2024年东胜区企业科技特派员"


def test_the_office_finds_chinese_styles_and_the_fonts_of_the_standard(template: Template, sample: Plan) -> None:
    with zipfile.ZipFile(io.BytesIO(template.render(notice(sample)))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    named = "".join(parts[name] for name in parts if name.startswith("word/"))
    assert set(re.findall(r'w:eastAsia="([^"]*_GB2312|[^"]*[体])"', named)) == {
        *("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")
    }
    used = set(re.findall(r'<w:pStyle w:val="(\w+)"/>', parts["word/document.xml"]))
    names = dict(re.findall(r'w:styleId="(\w+)"><w:name w:val="([^"]*)"', parts["word/styles.xml"]))
    assert not [style for style in used if re.search(r"[A-Za-z]", names[style])]
    assert f"<dc:title>{ISSUER}关于印发《{TITLE}》的通知</dc:title>" in parts["docProps/core.xml"]


def test_a_key_for_the_ledger_goes_into_the_properties(template: Template, sample: Plan) -> None:
    document = template.render(notice(sample), {"DocumentKey": "notice 2024"})
    assert read_properties(document) == {"DocumentKey": "notice 2024"}


def test_long_and_odd_words_pass(template: Template, sample: Plan) -> None:
    firm = "鄂尔多斯市" + "某" * 51 + "有限公司"
    odd = told(sample, title=(f"关于印发{firm}<&>“𬭩·苏”方案的通知",), body=("甲" * 3000,))
    document = template.render(notice(replace(odd, text=sample.text * 40)))
    assert f"关于印发{firm}<&>“𬭩·苏”方案的通知" in paragraphs(document)
    assert leftover_tags(document) == []


# ── what it has to bear out ──


def test_no_number_is_typed_into_the_text_of_the_sample() -> None:
    body = tomllib.loads(PLAN_2024)["text"]["body"]
    unnumbered = re.sub(r"^\d\.", "", body, flags=re.MULTILINE)
    assert re.findall(r"\d+", re.sub(r"\{\w+\}", "", unnumbered)) == []
    words = tomllib.loads(PLAN_2024)["notice"]
    typed = [line for key in ("title", "body", "plan_title") for line in words[key]]
    assert re.findall(r"\d+", "".join(typed)) == []


def test_other_numbers_in_the_plan_are_other_numbers_in_the_notice(template: Template, tmp_path: Path) -> None:
    plan = plan_of(tmp_path, edited(PLAN_2024, *OTHER_NUMBERS))
    document = template.render(notice(plan))
    assert unfounded(plan, document) == []
    text = "\n".join(paragraphs(document))
    said = ("33人以上", "不低于26人", "171家以上", "企业12家", "41家以上", "131家以上", "不少于4次", "不少于35天")
    assert [words for words in (*said, "2个申报项目", "每月8日前", "2024年12月20日前") if words not in text] == []
    assert not re.search(r"30人|20人|70家|5家|40家|130家|2次|30天|15日|年底|17号", text)


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            'value = 30\nunit = "天"',
            'value = 31\nunit = "天"',
            [
                "「服务天数」（service_days）：plan.toml 的 value 为 31，与所引三（四）的“不少于30天”不一致。"
                "请改正其中之一。",
                "「服务天数」（service_days）：通知正文三（四）中找不到“不少于30天”，该处是“不少于31天”。"
                "请改正这一项或 [text] 的 body。",
            ],
        ),
        (
            'wording = "70家以上"',
            'wording = "72家以上"',
            [
                "「服务企业」（enterprises_served）：plan.toml 的 value 为 70，与所引一的“72家以上”不一致。"
                "请改正其中之一。",
                "「服务企业」（enterprises_served）：通知正文一中找不到“72家以上”，该处是“70家以上”。"
                "请改正这一项或 [text] 的 body。",
            ],
        ),
        (
            "day = 15",
            "day = 16",
            [
                "「每月书面汇报」（monthly_report）：plan.toml 的 day 为 16，与所引三（五）的“每月15日前”不一致。"
                "请改正其中之一。",
                "「每月书面汇报」（monthly_report）：通知正文三（五）中找不到“每月15日前”，该处是“每月16日前”。"
                "请改正这一项或 [text] 的 body。",
            ],
        ),
        (
            "每年不少于{service_days}",
            "每年应有必要的天数",
            ["「服务天数」（service_days）：通知正文三（四）中找不到“不少于30天”。请改正这一项或 [text] 的 body。"],
        ),
        (
            "每年不少于{service_days}",
            "每年不少于25天",
            [
                "「服务天数」（service_days）：通知正文三（四）中找不到“不少于30天”，该处是“不少于25天”。"
                "请改正这一项或 [text] 的 body。"
            ],
        ),
        (
            "2.明确成果权属。",
            "明确成果权属。",
            ["「双方共有知识产权的处理」（joint_ip）：通知正文中找不到条款五2。请核对 plan.toml 的 clause。"],
        ),
        (
            "三、考核机制\n",
            "三、考核办法\n",
            ["「考核机制」（[section.appraisal]）：通知正文三中找不到“考核机制”。请改正这一项或 [text] 的 body。"],
        ),
    ],
)
def test_what_the_notice_does_not_bear_out(
    template: Template, tmp_path: Path, old: str, new: str, sentences: list[str]
) -> None:
    plan = plan_of(tmp_path, edited(PLAN_2024, (old, new)))
    assert unfounded(plan, template.render(notice(plan))) == sentences


def test_an_older_plan_without_its_text_can_still_be_read(tmp_path: Path) -> None:
    assert plan_of(tmp_path, without(PLAN_2024, "[text]")).text == ()


@pytest.mark.parametrize("number", ["东工信科发[2024]17号", "东工信科发〔2024〕第17号", "东工信科发〔2024〕017号"])
def test_a_number_that_is_no_document_number_is_refused(tmp_path: Path, number: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(edited(PLAN_2024, ("东工信科发〔2024〕17号", number)), encoding="utf-8")
    with pytest.raises(PlanError, match="发文字号应写作机关代字〔2024〕1号"):
        notice(read_plan(path))
