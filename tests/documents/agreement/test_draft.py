"""The supplementary agreement: who gets one, what it says, and every blank that is left in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.documents.agreement.draft import Draft, Written, drafter, drafts, shared_blanks, unpaired
from pipeline.documents.blanks import BLANK
from pipeline.plan import Plan
from pipeline.plan.model import Citation
from pipeline.records import Dataset, Pairing
from pipeline.rules import count
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents.builders import TEMPLATES
from tests.example_year import ACCOUNTS, GLASS, ID_NUMBERS, PHONES, STEEL, dataset, date
from tests.finished import headers_and_footers, leftover_tags
from tests.rules.builders import PLAN, on, person, posting, reading, year

Rows = list[dict[str, str]]
OFFICE: Mapping[str, object] = {
    "number": "示特协〔2024〕{serial:03}号",
    "party_a": "示例区科技服务中心",
    "party_a_code": "12150602MB0N00001X",
    "party_a_representative": "王某",
    "subsidy_amount": 1500,
    "subsidy_per": "每月",
    "subsidy_payment": "按季度汇入乙方银行账户",
    "dispute": "向甲方住所地人民法院提起诉讼",
    "signed_at": "示例区",
    "copies": "一式三份，甲方、乙方和工作站各执一份",
}


def decided(plan: Plan = PLAN, **changes: object) -> Plan:
    """The plan with everything of [agreement] filled in, but for `changes`."""
    return replace(plan, agreement={**plan.agreement, **OFFICE, **changes})


def pairing_plan(**changes: object) -> Plan:
    return decided(reading(agreement_per="pairing"), **changes)


def written(records: Dataset, plan: Plan, key: str, numbers: Mapping[str, str] | None = None) -> Written:
    every = drafts(records, plan)
    given = {draft.key: f"〔2024〕{serial:03}号" for serial, draft in enumerate(every, 1)}
    (draft,) = [draft for draft in every if draft.key == key]
    return drafter(records, plan, count(records, plan))(draft, given if numbers is None else numbers)


def all_filled() -> Dataset:
    """The example year with an original agreement and a content for each pairing."""
    pairings = tuple(
        replace(pairing, content=pairing.content or "试验指导", original_agreement=f"示企协〔2024〕{number}号")
        for number, pairing in enumerate(dataset().pairings, 1)
    )
    return replace(dataset(), pairings=pairings)


def text_of(context: Mapping[str, object]) -> str:
    document = Template(TEMPLATES / "补充协议.docx").render(context)
    assert leftover_tags(document) == []
    return "\n".join(paragraphs(document))


# ── who gets one ──


def test_one_a_commissioner_also_where_no_enterprise_is_known() -> None:
    records = replace(dataset(), pairings=tuple(each for each in dataset().pairings if each.commissioner != "T003"))
    assert drafts(records, PLAN) == [Draft("T001", "T001"), Draft("T002", "T002"), Draft("T003", "T003")]
    assert unpaired(records, PLAN) == []


def test_one_a_pairing_in_order_of_codes_and_nobody_silently_left_out() -> None:
    records = replace(dataset(), pairings=tuple(each for each in dataset().pairings if each.commissioner != "T003"))
    assert [draft.key for draft in drafts(records, pairing_plan())] == [
        f"T001-{STEEL}",
        f"T001-{GLASS}",
        f"T002-{STEEL}",
    ]
    assert drafts(records, pairing_plan())[1] == Draft(f"T001-{GLASS}", "T001", GLASS)
    assert unpaired(records, pairing_plan()) == ["T003"]


def test_two_terms_at_one_enterprise_are_one_pairing() -> None:
    spring = posting("T001", start=on(1, 1), end=on(3, 31))
    autumn = posting("T001", start=on(9, 1), end=on(12, 31))
    assert len(drafts(year(person(), pairings=(autumn, spring)), pairing_plan())) == 1


def test_only_the_commissioners_of_the_year() -> None:
    earlier = person("T002", term=(on(1, 1, 2023), on(12, 31, 2023)))
    later = person("T003", term=(on(11, 1), on(12, 31)))
    records = year(person("T001"), earlier, later, as_of=on(9, 30))
    assert [draft.key for draft in drafts(records, PLAN)] == ["T001"]
    assert unpaired(records, pairing_plan()) == []


# ── blanks ──


def test_what_the_office_has_not_decided_is_blank_in_every_draft() -> None:
    shared = ["甲方名称", "甲方统一社会信用代码", "甲方法定代表人或者授权代表", "补助计算周期", "补助金额"]
    shared += ["补助支付方式", "争议解决方式", "协议份数", "签订地点"]
    keys = ["party_a", "party_a_code", "party_a_representative", "subsidy_per", "subsidy_amount"]
    keys += ["subsidy_payment", "dispute", "copies", "signed_at"]
    assert shared_blanks(PLAN) == list(zip(shared, keys, strict=True))
    assert written(all_filled(), PLAN, "T001").blanks == tuple(shared)


def test_everything_of_the_agreement_may_be_empty() -> None:
    empty = {key: () if key == "support" else "" for key in PLAN.agreement}
    plan = replace(PLAN, agreement=empty)
    draft = written(all_filled(), plan, "T001", {})
    assert draft.blanks == tuple(name for name, _ in shared_blanks(plan))
    assert draft.blanks[0] == "协议编号"
    text = text_of(draft.context)
    assert (
        f"编号：{BLANK}" in text and f"甲方为乙方提供{BLANK}（方案五1）。" in text and f"\n{BLANK}（方案五1）。" in text
    )


def test_a_filled_draft_has_no_blank() -> None:
    draft = written(all_filled(), decided(), "T001")
    assert (draft.blanks, shared_blanks(decided())) == ((), [])
    assert "＿" not in text_of(draft.context)


@pytest.mark.parametrize(
    "changes, name",
    [
        ({"id_number": ""}, "乙方身份证号"),
        ({"phone": ""}, "乙方联系电话"),
        ({"employer": ""}, "乙方派出单位"),
        ({"workstation": ""}, "乙方所属工作站"),
        ({"term_end": None}, "乙方聘期"),
        ({"bank": ""}, "乙方开户银行"),
        ({"bank_account": " "}, "乙方银行账号"),
    ],
)
def test_what_the_roster_does_not_say_is_a_blank_of_that_draft(changes: dict[str, object], name: str) -> None:
    first, *others = all_filled().commissioners
    records = replace(all_filled(), commissioners=(replace(first, **changes), *others))  # type: ignore[arg-type]
    draft = written(records, decided(), "T001")
    assert draft.blanks == (name,)
    assert BLANK in text_of(draft.context)
    assert written(records, decided(), "T002").blanks == ()


def test_what_a_pairing_does_not_say_is_a_blank_by_enterprise() -> None:
    draft = written(dataset(), decided(), "T003")
    assert draft.blanks == ("服务内容（鄂尔多斯市飞鸿无人机有限公司）", "原协议编号（鄂尔多斯市飞鸿无人机有限公司）")
    (row,) = draft.context["企业"]  # type: ignore[misc]
    assert (row["内容"], row["原协议"]) == ("＿＿＿＿", "＿＿＿＿")


def test_nobody_to_serve_is_a_row_of_blanks() -> None:
    draft = written(replace(dataset(), pairings=()), decided(), "T001")
    assert draft.blanks == ("服务企业",)
    cells = dict.fromkeys(("名称", "代码", "内容", "期限", "原协议"), "＿＿＿＿")
    assert draft.context["企业"] == [{"序号": "1", **cells}]


def test_an_enterprise_without_a_readable_code_or_term() -> None:
    nameless = replace(dataset().enterprises[0], name="某企业", credit_code="某企业", coded=False)
    at = Pairing("T001", "某企业", date(1, 1), None, "指导", "示1号", nameless.source)
    draft = written(replace(dataset(), enterprises=(nameless,), pairings=(at,)), decided(), "T001")
    assert draft.blanks == ("统一社会信用代码（某企业）", "服务期限（某企业）")


# ── enterprises ──


def test_enterprises_with_their_codes_contents_terms_and_original_agreements() -> None:
    assert written(dataset(), PLAN, "T001").context["企业"] == [
        {
            "序号": "1",
            "名称": "东胜示例钢构有限公司",
            "代码": STEEL,
            "内容": "焊接工艺改进，联系电话 139 0000 0001",
            "期限": "2024年1月1日至2024年12月31日",
            "原协议": "＿＿＿＿",
        },
        {
            "序号": "2",
            "名称": "鄂尔多斯市晨光玻璃有限公司",
            "代码": GLASS,
            "内容": "能耗诊断与节能改造",
            "期限": "2024年3月1日至2024年12月31日",
            "原协议": "东科协〔2023〕5号",
        },
    ]


def test_two_terms_at_one_enterprise_are_one_row() -> None:
    first = dataset().pairings[0]
    early = replace(first, end=date(5, 31), content="诊断", original_agreement="示1号")
    late = replace(first, start=date(9, 1), content="试车", original_agreement="示1号")
    (row,) = written(replace(dataset(), pairings=(early, late)), PLAN, "T001").context["企业"]  # type: ignore[misc]
    assert row["期限"] == "2024年1月1日至2024年5月31日；2024年9月1日至2024年12月31日"
    assert (row["内容"], row["原协议"]) == ("诊断；试车", "示1号")


def test_one_a_pairing_speaks_of_its_own_enterprise_alone() -> None:
    rows = written(dataset(), pairing_plan(), f"T001-{GLASS}").context["企业"]
    assert [(row["序号"], row["代码"]) for row in rows] == [("1", GLASS)]  # type: ignore[attr-defined]


# ── tasks, reports, appraisal ──


def tasks(context: Mapping[str, object]) -> list[tuple[str, str, str]]:
    rows: Rows = context["任务"]  # type: ignore[assignment]
    return [(row["内容"], row["要求"], row["依据"]) for row in rows]


def test_tasks_are_those_of_the_plan_with_numbers_and_clauses() -> None:
    context = written(dataset(), PLAN, "T001").context
    assert tasks(context) == [
        ("政策宣传和解读", "不少于2次", "三（一）"),
        ("服务申报项目", "不少于1个", "三（三）；二（一）四"),
        ("服务天数", "原则上不少于30天", "三（四）"),
        ("工作计划", "不少于1份", "三（五）"),
        ("派驻总结", "不少于1份，聘期结束时完成", "三（五）"),
        ("知识产权、研发费用归集和技术合同认定登记服务", "如实记录，不作数量要求", "二（一）三；三（二）"),
    ]
    assert context["任务说明"] == [
        "科技政策培训和宣传内容包括科技兴蒙30条、科技新政30条、高企所得税减免、研发费用加计扣除、技术交易后补助、科技计划管理办法、揭榜挂帅等政策措施（方案二（一）二）。",
        "服务申报项目，指乙方协助申报并由乙方与服务企业联合承担的项目；注明不是联合承担的，不计入。",
        "服务天数按乙方到服务企业开展服务的日期计算，同一日期不重复计算。",
        "服务天数确因正当理由达不到要求的，乙方应当书面说明理由；经批准的，考核评价时按例外处理。",
    ]


def test_tasks_of_half_a_year_where_the_reading_reduces_them() -> None:
    records = year(person(term=(on(7, 1), on(12, 31))))
    prorated = reading(minimums_prorated=True)
    assert tasks(written(records, prorated, "T001").context)[2][1] == "原则上不少于15天（全年30天，按在聘月份折算）"
    assert tasks(written(records, PLAN, "T001").context)[2][1] == "原则上不少于30天"


def test_another_plan_has_other_tasks() -> None:
    days = replace(PLAN.minimums[2], label="入企天数", value=25, soft=False, exemptable=False)
    other = replace(PLAN.minimums[0], label="服务企业家数", measure="enterprises_served", value=4, unit="家")
    plan = replace(PLAN, minimums=(days, other), recorded=())
    context = written(dataset(), plan, "T001").context
    assert tasks(context) == [("入企天数", "不少于25天", "三（四）"), ("服务企业家数", "不少于4家", "三（一）")]
    assert context["任务说明"][1:] == ["入企天数按乙方到服务企业开展服务的日期计算，同一日期不重复计算。"]  # type: ignore[index]
    text = text_of(context)
    assert "另行签订补充协议" not in text and "（方案五" not in text  # it cites nothing that the plan does not record
    assert context["汇报"][1:] == []  # type: ignore[index]


def test_a_number_that_is_itself_not_enough() -> None:
    context = written(dataset(), reading(thresholds_inclusive=False), "T001").context
    assert [asked for _, asked, _ in tasks(context)][:3] == ["多于2次", "不少于1个", "原则上多于30天"]


def test_only_confirmed_joint_projects() -> None:
    notes: list[str] = written(dataset(), reading(project_counts="only_confirmed"), "T001").context["任务说明"]  # type: ignore[assignment]
    assert notes[1].endswith("由乙方与服务企业联合承担的项目；没有注明联合承担的，不计入。")


def test_tasks_are_not_multiplied_by_the_number_of_agreements() -> None:
    notes = written(dataset(), pairing_plan(), f"T001-{GLASS}").context["任务说明"]
    assert "上述任务按人计算；甲乙双方就不同的服务企业分别签订补充协议的，不重复计算。" in notes  # type: ignore[operator]


@pytest.mark.parametrize(
    "choices, said",
    [
        ({}, "乙方应当于每月15日前（含当日）向工作站书面汇报工作进展情况（方案三（五））。"),
        (
            {"deadline_inclusive": False},
            "乙方应当于每月15日前（不含当日）向工作站书面汇报工作进展情况（方案三（五））。",
        ),
        (
            {"report_due": "next_month"},
            "乙方应当于次月15日前（含当日）向工作站书面汇报当月工作进展情况（方案三（五））。",
        ),
    ],
)
def test_the_monthly_report_by_its_readings(choices: dict[str, str | bool], said: str) -> None:
    context = written(dataset(), reading(**choices), "T001").context
    assert context["汇报"] == [
        f"{said}应当汇报的月份为2024年1月至12月，共12次。",
        "乙方在服务期间应当接受工作站、派出单位和服务单位的不定期抽查（方案三（四））。",
    ]


@pytest.mark.parametrize(
    "term, first_month, months",
    [
        ((on(3, 10), on(12, 31)), 1, "应当汇报的月份为2024年3月至12月，共10次。"),
        ((on(1, 1), on(12, 31)), 7, "应当汇报的月份为2024年7月至12月，共6次。"),
        ((on(12, 2), on(12, 31)), 1, "应当汇报的月份为2024年12月，共1次。"),
        ((on(1, 1), on(6, 30)), 7, "（方案三（五））。"),  # no month is owed
    ],
)
def test_the_months_that_this_person_owes(term: tuple[object, object], first_month: int, months: str) -> None:
    records = year(person(term=term))  # type: ignore[arg-type]
    said: list[str] = written(records, reading(report_first_month=first_month), "T001").context["汇报"]  # type: ignore[assignment]
    assert said[0].endswith(months)


def test_a_plan_without_monthly_reports_and_with_another_day() -> None:
    without = replace(PLAN, deadlines={})
    assert len(written(dataset(), without, "T001").context["汇报"]) == 1  # type: ignore[arg-type]
    tenth = replace(PLAN.deadlines["monthly_report"], day=10, citations=(Citation("三（六）"),))
    plan = replace(PLAN, deadlines={"monthly_report": tenth})
    assert "每月10日前（含当日）向工作站书面汇报工作进展情况（方案三（六））" in str(
        written(dataset(), plan, "T001").context["汇报"]
    )


def test_the_appraisal_and_its_grades() -> None:
    fair = "甲方组织工作站、派出单位和服务企业对乙方进行考核评价，做到客观公平（方案五1）。"
    assert written(dataset(), PLAN, "T001").context["考核"] == [fair]
    graded = replace(PLAN, grades=("优秀", "合格", "不合格"))
    assert written(dataset(), graded, "T001").context["考核"] == [fair, "考核评价等次分为优秀、合格、不合格。"]


# ── subsidy ──


@pytest.mark.parametrize(
    "amount, per, said",
    [
        (1500, "每月", "每月人民币1,500元（大写：人民币壹仟伍佰元整）"),
        (12000, "每年", "每年人民币12,000元（大写：人民币壹万贰仟元整）"),
        (1680.32, "一次性", "一次性人民币1,680.32元（大写：人民币壹仟陆佰捌拾元零叁角贰分）"),
        (800.5, "", "＿＿＿＿（计算周期）人民币800.50元（大写：人民币捌佰元零伍角整）"),
        ("", "每月", f"每月人民币{BLANK}元（大写：人民币{BLANK}）"),
    ],
)
def test_the_subsidy_in_figures_and_capitals_or_a_blank_for_both(amount: object, per: str, said: str) -> None:
    draft = written(all_filled(), decided(subsidy_amount=amount, subsidy_per=per), "T001")
    assert draft.context["补助"]["标准"] == said  # type: ignore[index]
    assert draft.blanks == (("补助金额",) if amount == "" else () if per else ("补助计算周期",))


def test_the_subsidy_with_its_basis_way_and_account() -> None:
    text = text_of(written(all_filled(), decided(), "T001").context)
    assert "依照《内蒙古自治区企业科技特派员管理办法》执行（方案五1）。" in text
    assert "支付方式：按季度汇入乙方银行账户。" in text
    assert f"户名：张伟；\n开户银行：示例银行东胜支行；\n账号：{ACCOUNTS[0]}。" in text


def test_the_subsidy_is_stated_once_a_person() -> None:
    plan, records = pairing_plan(), all_filled()
    first = text_of(written(records, plan, f"T001-{STEEL}").context)
    second = written(records, plan, f"T001-{GLASS}")
    assert "人民币1,500元" in first and ACCOUNTS[0] in first
    said = text_of(second.context)
    assert "元" not in said.replace("元整", "") and ACCOUNTS[0] not in said and "开户银行" not in said
    assert "适用甲乙双方就东胜示例钢构有限公司签订的《企业科技特派员服务补充协议》（编号：〔2024〕001号）第六条" in said
    assert second.blanks == ()


def test_the_agreement_with_the_subsidy_may_have_no_number_yet() -> None:
    draft = written(all_filled(), pairing_plan(), f"T001-{GLASS}", {f"T001-{GLASS}": "〔2024〕002号"})
    assert draft.blanks == ("协议编号",)
    assert f"（编号：{BLANK}）第六条" in text_of(draft.context)


# ── the whole ──


def test_title_parties_and_words_are_those_of_the_year() -> None:
    labels = {**PLAN.labels, "commissioner": "科技专员", "workstation": "服务站", "enterprise": "受援企业"}
    context = written(all_filled(), decided(replace(PLAN, labels=labels)), "T002").context
    assert context["标题"] == "科技专员服务补充协议"
    text = text_of(context)
    assert "第二条　受援企业、服务内容和服务期限" in text
    assert "乙方经选聘担任科技专员，由鄂尔多斯应用技术研究所派出，所属服务站为东部工作站；" in text
    named = written(all_filled(), decided(title="补充协议书"), "T002").context
    assert named["标题"] == "补充协议书"
    assert (named["甲方"], named["协议编号"]) == (
        {"名称": "示例区科技服务中心", "代码": "12150602MB0N00001X", "代表": "王某"},
        "〔2024〕002号",
    )


def test_why_there_is_an_agreement() -> None:
    plan = replace(PLAN, name="2024年示例方案", number="", basis="")
    assert written(dataset(), plan, "T001").context["鉴于"] == (
        f"{PLAN.issuer}印发了《2024年示例方案》（以下简称“方案”），方案五1规定与科技特派员另行签订补充协议"
    )


def test_full_stops_of_the_configuration_are_not_doubled() -> None:
    text = text_of(
        written(all_filled(), decided(dispute="向仲裁委员会申请仲裁。", copies="一式两份。"), "T001").context
    )
    assert (
        "按照下列方式解决：向仲裁委员会申请仲裁。\n" in text and "本协议一式两份，各份" in text and "。。" not in text
    )


@pytest.mark.parametrize("plan", [PLAN, decided(), pairing_plan()], ids=["empty", "decided", "pairing"])
def test_template_and_context_speak_of_the_same(plan: Plan) -> None:
    template = Template(TEMPLATES / "补充协议.docx")
    assert template.engine == "fast"
    key = drafts(dataset(), plan)[0].key
    assert template.tags == paths(written(dataset(), plan, key).context)


def test_the_template_holds_no_number_and_nothing_of_the_plan() -> None:
    text = "\n".join((*paragraphs(TEMPLATES / "补充协议.docx"), *headers_and_footers(TEMPLATES / "补充协议.docx")))
    own = re.sub(r"\{[{%].*?[}%]\}", "", text).replace("第 1 页　共 1 页", "")
    assert re.findall(r"[0-9０-９]", own) == []
    assert [word for word in (*PLAN.labels.values(), PLAN.county) if len(word) > 2 and word in own] == []


def test_articles_are_numbered_in_order_and_referred_to_rightly() -> None:
    text = text_of(written(all_filled(), decided(), "T001").context)
    headings = re.findall(r"^(第[一二三四五六七八九十]+条)　(.+)$", text, re.MULTILINE)
    order = "一二三四五六七八九十"
    numbers = [*order, *(f"十{digit}" for digit in order[:4])]
    assert [number for number, _ in headings] == [f"第{number}条" for number in numbers]
    about = dict(headings)
    assert about["第二条"].endswith("服务期限") and about["第三条"] == "工作任务" and about["第六条"] == "补助"
    lasting = "本协议第九条、第十条、第十二条、第十三条在终止后继续有效"
    assert lasting in text
    assert [about[number] for number in re.findall("第.{1,2}条", lasting)] == [
        "保密",
        "知识产权",
        "违约责任",
        "争议解决",
    ]


def test_private_numbers_are_those_of_the_person_alone() -> None:
    context = written(dataset(), decided(), "T002").context
    document = Template(TEMPLATES / "补充协议.docx").render(context)
    text = "\n".join(paragraphs(document))
    for numbers in (ID_NUMBERS, PHONES, ACCOUNTS):
        assert [number in text for number in numbers] == [False, True, False]
    foot = headers_and_footers(document)
    assert foot == ["编号：〔2024〕002号　乙方：其其格·苏\t第 1 页　共 1 页"]


def test_rare_characters_and_middle_dots_survive() -> None:
    assert "乙方：李𬭩" in text_of(written(all_filled(), decided(), "T003").context)
    assert "乙方：其其格·苏" in text_of(written(all_filled(), decided(), "T002").context)


def test_the_same_records_give_the_same_bytes() -> None:
    first, second = (
        Template(TEMPLATES / "补充协议.docx").render(written(dataset(), decided(), "T001").context) for _ in range(2)
    )
    assert first == second
