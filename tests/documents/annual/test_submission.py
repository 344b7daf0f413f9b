"""The year-end submission: its sentences at met, missed, empty and half-way, its three kinds, and its template."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.documents.annual.submission import submission
from pipeline.plan import Plan
from pipeline.plan.model import Citation, Target
from pipeline.records import Dataset, Expense
from pipeline.rules.counting import count
from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs
from tests.documents import builders
from tests.documents.builders import TEMPLATES, plan
from tests.example_year import ACCOUNTS, FORMS, ID_NUMBERS, LAST, PHONES, YEAR, commissioners, dataset, date, log
from tests.finished import headers_and_footers, leftover_tags


@pytest.fixture(scope="module")
def template() -> Template:
    return Template(TEMPLATES / "年度报告.docx")


def report(records: Dataset, of: Plan | None = None) -> dict[str, object]:
    of = of or plan()
    return submission(records, of, count(records, of))


def read(template: Template, records: Dataset, of: Plan | None = None) -> list[str]:
    return paragraphs(template.render(report(records, of)))


def part(context: dict[str, object], name: str) -> list[str]:
    return context[name]["段落"]  # type: ignore[index, no-any-return]


def section(context: dict[str, object], place: int) -> list[str]:
    return context["工作"]["节"][place]["段落"]  # type: ignore[index, no-any-return]


def half_way() -> Dataset:
    year, day = dataset(), date(5, 20)
    return replace(
        year,
        as_of=day,
        service_logs=tuple(visit for visit in year.service_logs if visit.end <= day),
        monthly_reports=tuple(entry for entry in year.monthly_reports if entry.submitted <= day),
        papers=(),
        results=(),
        exceptions=(),
    )


def test_the_opening_names_basis_number_and_day() -> None:
    assert report(dataset())["开头"] == (
        "按照《示例市2024年企业科技特派员工作实施方案》（示科发〔2024〕26号）要求，"
        "我局印发《2024年示例区企业科技特派员工作实施方案》（示工信科发〔2024〕17号），组织开展企业科技特派员工作。"
        "现将2024年企业科技特派员工作情况（截至2024年12月31日）报告如下："
    )


def test_targets_met_and_missed() -> None:
    assert part(report(dataset()), "目标") == [
        "《2024年示例区企业科技特派员工作实施方案》确定目标任务4项，截至2024年12月31日，达标2项、未达标1项、推进中1项。",
        "达标的任务：选聘企业科技特派员3人，完成目标（3人）的100%；新增“三清零”企业1家，完成目标（1家）的100%。",
        "未达标的任务：服务企业3家，完成目标（4家）的75%，差1家。",
        "推进中的任务：三类企业服务覆盖面60%，完成目标（努力实现100%）的60%，差40个百分点。",
    ]


def test_the_table_of_targets_is_the_plans() -> None:
    rows = report(dataset())["目标"]["表"]  # type: ignore[index]
    assert rows[0] == {
        "序号": "1",
        "任务": "选聘企业科技特派员",
        "目标值": "3人",
        "完成值": "3人",
        "完成率": "100%",
        "是否达标": "达标",
        "依据": "一；二（一）一",
    }
    assert [row["任务"] for row in report(dataset(), plan(targets=plan().targets[1:]))["目标"]["表"]] == [  # type: ignore[index]
        "服务企业",
        "三类企业服务覆盖面",
        "新增“三清零”企业",
    ]


def test_what_has_come_to_a_number_that_is_not_enough_tells_no_share() -> None:
    bounded = replace(plan().targets[0], citations=(Citation("一", "3人以上"),))
    readings = plan().readings
    exclusive = {**readings, "thresholds_inclusive": replace(readings["thresholds_inclusive"], choice=False)}
    said = report(dataset(), plan(targets=(bounded,), readings=exclusive))
    assert part(said, "目标")[1] == "未达标的任务：选聘企业科技特派员3人（目标多于3人）。"
    row = said["目标"]["表"][0]  # type: ignore[index]
    assert (row["目标值"], row["完成值"], row["完成率"], row["是否达标"]) == ("多于3人", "3人", "—", "未达标")


def test_a_workstation_is_called_as_the_plan_calls_it() -> None:
    elsewhere = plan(labels=dict(plan().labels) | {"workstation": "服务站"})
    assert section(report(dataset(), elsewhere), 0)[1].startswith("按服务站统计：东部工作站选聘2人")


def test_the_work_by_the_plans_sections() -> None:
    context = report(dataset())
    assert [entry["标题"] for entry in context["工作"]["节"]] == [  # type: ignore[index]
        "（一）建立专业的特派员团队",
        "（二）开展科技政策宣传",
        "（三）推动高新技术企业和国家科技型中小企业“双倍增”",
        "（四）协助企业申报各级各类科技计划项目",
    ]
    assert section(context, 0) == [
        "全年选聘科技特派员3人，其中开展服务2人，服务企业3家，累计服务52天。",
        "按工作站统计：东部工作站选聘2人、开展服务2人；西部工作站选聘1人、开展服务0人。",
        "尚未开展服务的1人：T003 李𬭩。",
    ]
    assert section(context, 1) == [
        "全年组织科技政策培训2场（线上1场、线下1场），参训100人次。",
        "方案列出的3项政策内容中，已涉及2项（科技兴蒙30条、研发费用加计扣除），尚未涉及1项（揭榜挂帅）。",
        "全年科技特派员向服务企业开展政策宣传和解读4次，参与的科技特派员2人。",
    ]
    assert section(context, 2) == [
        "截至2024年12月31日，有规模以上工业企业3家、高新技术企业2家、科技型中小企业2家；"
        "同一家企业只计一次，三类企业共5家，已服务3家，尚未服务2家（名单见附表）。",
        "全年新增“三清零”企业1家：鄂尔多斯市晨光玻璃有限公司。",
        "全年协助企业形成知识产权、技术合同等成果3项，其中知识产权1项、技术合同2项，合同金额合计20.5万元。",
    ]
    assert section(context, 3) == [
        "全年协助企业申报科技计划项目2个：自治区级1个、市级1个；其中与企业联合承担1个，未填写是否联合承担1个。",
        "申报涉及企业1家，参与的科技特派员2人。",
    ]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (0, "全年没有新选聘科技特派员；以前选聘的3人服务企业3家，累计服务52天。"),
        (1, "全年选聘科技特派员1人，其中开展服务1人；连同以前选聘的2人，服务企业3家，累计服务52天。"),
    ],
)
def test_where_only_those_appointed_in_the_year_are_recruited(new: int, said: str) -> None:
    base, year = plan(), dataset()
    appointed = {**base.readings, "recruited_counts": replace(base.readings["recruited_counts"], choice="appointed")}
    people = tuple(
        replace(person, term_start=date(1, 1) if place < new else dt.date(2023, 1, 1))
        for place, person in enumerate(year.commissioners)
    )
    assert section(report(replace(year, commissioners=people), replace(base, readings=appointed)), 0)[0] == said


def test_a_district_without_any_of_the_three_kinds_has_none_to_cover() -> None:
    year = dataset()
    others = tuple(replace(firm, above_scale=False, high_tech=False, tech_sme=False) for firm in year.enterprises)
    assert section(report(replace(year, enterprises=others)), 2)[:2] == [
        "截至2024年12月31日，没有规模以上工业企业、高新技术企业和科技型中小企业。",
        "全年没有新增“三清零”企业。",
    ]


def test_who_falls_short_is_named() -> None:
    assert part(report(dataset()), "考核") == [
        "对3名科技特派员逐人核对，各项任务完成情况如下。",
        "1.政策宣传和解读（不少于2次）：达标2人；未达标1人：T003 李𬭩（0次）。",
        "2.协助申报项目（不少于1个）：达标2人；未达标1人：T003 李𬭩（0个）。",
        "3.服务天数（原则上不少于30天）：达标1人；未达标1人：T003 李𬭩（0天）；例外1人：T002 其其格·苏（21天）。",
        "4.工作计划（不少于1份）：达标2人；未达标1人：T003 李𬭩（0份）。",
        "5.派驻总结（不少于1份）：达标2人；未达标1人：T003 李𬭩（0份）。",
        "6.月报（每月15日前）：应报36次，按时22次、迟报1次、缺报13次；"
        "有迟报或缺报的2人：T002 其其格·苏（迟报1次、缺报1次）、T003 李𬭩（缺报12次）。",
        "考核等次：优秀1人、尚未评定2人。",
    ]


def test_money_by_use() -> None:
    context = report(dataset())
    assert part(context, "经费") == [
        "全年支出经费4.88万元，其中：培训、科技活动、讲师1.2万元；补助的生活补贴3.6万元；宣传0.08万元"
        "（按四舍五入列示，准确金额见下表）。",
        "方案四没有列明的用途支出800.40元：宣传。",
    ]
    rows = context["经费"]["表"]  # type: ignore[index]
    assert [(row["用途"], row["金额"]) for row in rows] == [
        ("培训、科技活动、讲师", "12,000.00"),
        ("外出培训调研", "0.00"),
        ("补助的生活补贴", "36,000.00"),
        ("办公用品", "0.00"),
        ("宣传", "800.40"),
    ]
    assert context["经费"]["合计"] == "48,800.40"  # type: ignore[index]


@pytest.mark.parametrize(
    ("uses", "said"),
    [
        (("补助的生活补贴", "补助的生活补贴"), "全年登记经费支出2笔，冲抵后合计0元。"),
        (
            ("补助的生活补贴", "办公用品"),
            "全年登记经费支出2笔，冲抵后合计0元，其中：补助的生活补贴100元；办公用品-100元。",
        ),
    ],
)
def test_expenses_that_cancel_out_are_not_none(uses: tuple[str, str], said: str) -> None:
    first, *_ = dataset().expenses
    two = [replace(first, use=use, amount=Decimal(yuan)) for use, yuan in zip(uses, (100, -100), strict=True)]
    context = report(replace(dataset(), expenses=tuple(two)))
    assert part(context, "经费") == [said]
    assert {row["占比"] for row in context["经费"]["表"]} == {"—"}  # type: ignore[index]


def test_a_project_of_two_people_is_one_project() -> None:
    records = dataset()
    first = records.projects[0]
    other = next(one.id for one in records.commissioners if one.id != first.commissioner)
    shared = tuple(replace(first, commissioner=id, thing=first.source) for id in (first.commissioner, other))
    said = section(report(replace(records, projects=shared)), 3)
    assert said[0].startswith("全年协助企业申报科技计划项目1个：") and said[1].endswith("参与的科技特派员2人。")


def test_a_year_of_nothing_reads_as_sentences() -> None:
    context = report(Dataset(YEAR, LAST, forms=FORMS))
    assert section(context, 0) == ["全年没有在聘的科技特派员。"]
    assert section(context, 1)[0] == "全年未组织科技政策培训。"
    assert section(context, 1)[2] == "全年科技特派员尚无面向服务企业的政策宣传和解读记录。"
    assert section(context, 2)[1:] == ["全年没有新增“三清零”企业。", "全年没有知识产权和技术合同方面的记录。"]
    assert section(context, 3) == ["全年没有科技计划项目申报记录。"]
    assert part(context, "考核") == ["没有在聘的科技特派员，未开展考核。"]
    assert part(context, "经费") == ["全年未发生经费支出。"]
    (covered,) = [row for row in context["目标"]["表"] if row["任务"] == "三类企业服务覆盖面"]  # type: ignore[index]
    assert (covered["完成值"], covered["完成率"], covered["是否达标"]) == ("无此类企业", "—", "无此类企业")
    assert part(context, "目标")[-1] == "无此类企业的任务：三类企业服务覆盖面（目标努力实现100%）。"


def test_what_nobody_handed_in_is_not_provided_never_nothing() -> None:
    """Each sentence that a form feeds, where the form stands in no workbook."""
    logs = {"月报", "项目申报", "知识产权与技术合同", "计划与总结", "抽查", "培训活动", "经费支出", "考核结果"}
    absent = {"monthly_reports": (), "projects": (), "achievements": (), "papers": (), "trainings": (), "expenses": ()}
    context = report(replace(dataset(), forms=FORMS - logs, spot_checks=(), results=(), **absent))  # type: ignore[arg-type]
    assert section(context, 1)[:2] == [
        "科技政策培训和各项政策内容的宣讲情况未提供。",
        "全年科技特派员向服务企业开展政策宣传和解读4次，参与的科技特派员2人。",
    ]
    assert section(context, 2)[2] == "知识产权、技术合同等成果的情况未提供。"
    assert section(context, 3) == ["科技计划项目申报情况未提供。"]
    assert part(context, "经费") == ["经费支出情况未提供。"]
    assert context["经费"]["表"] == []  # type: ignore[index]
    assert part(context, "考核")[2:] == [
        "2.协助申报项目：未提供。",
        "3.服务天数（原则上不少于30天）：达标1人；未达标1人：T003 李𬭩（0天）；例外1人：T002 其其格·苏（21天）。",
        "4.工作计划：未提供。",
        "5.派驻总结：未提供。",
        "6.月报：未提供。",
        "考核等次未提供。",
    ]
    assert not [text for text in part(context, "口径") if "汇报" in text or "申报项目" in text]  # no figure of them


def test_a_target_that_rests_on_what_nobody_handed_in() -> None:
    more = Target("trainings", "举办培训", (Citation("二（一）二"),), "trainings_held", 6, "场")
    context = report(replace(dataset(), forms=FORMS - {"培训活动"}, trainings=()), plan(targets=(more,)))
    assert part(context, "目标") == [
        "《2024年示例区企业科技特派员工作实施方案》确定目标任务1项，截至2024年12月31日，未提供1项。",
        "未提供的任务：举办培训（目标6场）。",
    ]
    (row,) = context["目标"]["表"]  # type: ignore[index]
    assert (row["完成值"], row["完成率"], row["是否达标"]) == ("未提供", "—", "未提供")


def test_entries_that_cancel_each_other_are_told() -> None:
    spent = [
        Expense(date(3, day), "讲课费", "培训", Decimal(yuan), "", "", log("经费支出", day))
        for day, yuan in ((4, 100), (5, -100))
    ]
    context = report(replace(dataset(), expenses=tuple(spent)), plan())
    assert part(context, "经费") == ["全年登记经费支出2笔，冲抵后合计0元。"]
    assert [row["占比"] for row in context["经费"]["表"]] == ["—"] * 5  # type: ignore[index]
    assert context["经费"]["合计"] == "0.00"  # type: ignore[index]


def test_nobody_owes_a_report() -> None:
    """A term of the last days of the year, begun after the last report was due."""
    late = tuple(replace(one, term_start=date(12, 18)) for one in commissioners())
    context = report(replace(dataset(), commissioners=late, monthly_reports=()))
    assert part(context, "考核")[-2] == "6.月报：无须报送。"
    some = report(replace(dataset(), commissioners=(late[0], *commissioners()[1:])))
    assert "缺报13次" in part(some, "考核")[-2]
    assert part(some, "考核")[-2].endswith("；无须报送1人。")


def test_half_way_through_the_year() -> None:
    context = report(half_way())
    assert "（截至2024年5月20日）" in str(context["开头"])
    assert part(context, "目标")[0].endswith("截至2024年5月20日，达标2项、未到期2项。")
    assert part(context, "目标")[2].startswith("未到期的任务：服务企业2家，")
    assert section(context, 0)[0].startswith("年初以来选聘科技特派员3人，其中开展服务1人")
    assert part(context, "考核")[3] == "3.服务天数（原则上不少于30天）：达标1人；未到期2人。"
    assert part(context, "考核")[-1] == "考核等次尚未评定。"


def test_readings_that_touch_a_figure_are_stated_decided_or_not() -> None:
    """No question and no 暂按: what the report prints was counted so. What no figure depends on is not the city's."""
    said = part(report(dataset()), "口径")
    assert said == [
        "1.书面汇报在截止日期当日报送的，视为按时。",
        "2.每月书面汇报的截止日期在当月。",
        "3.每月书面汇报从1月份算起。",
        "4.考核申报项目时，没有填写是否联合承担的计入，填“否”的不计。",
        "5.到派驻关系以外的企业或者在派驻期以外开展的服务，一并计入。",
        "6.年度新增“三清零”企业按研发活动、研发机构、研发投入三项统计，期末三项齐备而期初不齐备的算新增，"
        "期初情况不明的不计。",
        "7.高新技术企业只统计证书仍在有效期内的。",
    ]
    decided = {id: replace(entry, decided_by="区工科局") for id, entry in plan().readings.items()}
    assert part(report(dataset(), plan(readings=decided)), "口径") == said


def test_a_reading_is_stated_once_a_figure_depends_on_it() -> None:
    """T001 leaves at the end of a month or in the middle of one."""

    def ends(day: dt.date) -> Dataset:
        first, *others = commissioners()
        return replace(dataset(), commissioners=(replace(first, term_end=day), *others))

    partly = "聘期起止所在的月份不足整月的，也应汇报。"
    outside = "聘期以外开展的服务，一并计入。"
    assert not [text for text in part(report(ends(date(11, 30))), "口径") if partly in text or outside in text]
    told = part(report(ends(date(4, 20))), "口径")
    assert [text for text in told if partly in text] and [text for text in told if outside in text]


def test_a_narrow_reading_of_the_duty_to_report(template: Template) -> None:
    base = plan()
    narrow = replace(base.readings["report_up_scope"], choice="counts_only")
    text = read(template, dataset(), replace(base, readings={**base.readings, "report_up_scope": narrow}))
    headings = [line for line in text if re.match(r"[一二三四五六七]、|（[一二三四]）", line)]
    assert headings == [
        "一、目标任务完成情况",
        "二、重点工作开展情况",
        "（一）建立专业的特派员团队",
        "三、统计口径",
    ]
    assert "服务企业" not in text[text.index("一、目标任务完成情况") + 2]


def test_a_report_goes_up_with_a_signer_and_without_a_request(template: Template) -> None:
    filled = builders.submission(number="示工信科发〔2024〕31号", signer="王示例", date=dt.date(2024, 12, 20))
    text = read(template, dataset(), plan(submission=filled))
    assert text[0] == "示例市示例区工信和科技局文件"
    assert "　示工信科发〔2024〕31号\t签发人：王示例" in text
    assert "特此报告。" in text
    assert not [line for line in text if re.search(r"请示|妥否|请批示|请予", line)]
    assert text[-3:] == ["示例市示例区工信和科技局", "2024年12月20日印发", ""]


def test_what_is_not_decided_is_a_visible_blank(template: Template) -> None:
    text = read(template, dataset())
    assert "　　　　〔2024〕　　　号\t签发人：　　　" in text
    assert "　　年　月　日" in text
    assert "【此处由科室填写：存在的问题及原因】" in text
    assert "【此处由科室填写：下一步工作打算】" in text
    with zipfile.ZipFile(io.BytesIO(template.render(report(dataset())))) as package:
        assert package.read("word/document.xml").decode().count('<w:highlight w:val="yellow"/>') == 2


def test_a_letter_has_a_number_and_no_signer(template: Template) -> None:
    letter = builders.submission(
        "函", number="示工信科函〔2024〕9号", attachments=("附表", "名单"), copies_to="市科技局，市财政局"
    )
    text = read(template, dataset(), plan(submission=letter))
    assert "示工信科函〔2024〕9号" in text
    assert not [line for line in text if "签发人" in line]
    assert "特此函告。" in text
    assert [line for line in text if line in ("附件：1.附表", "2.名单")] == ["附件：1.附表", "2.名单"]
    assert "抄送：市科技局，市财政局。" in text


def test_plain_papers_have_no_red_head(template: Template) -> None:
    text = read(template, dataset(), plan(submission=builders.submission("材料报送")))
    assert text[0] == "示例市示例区工信和科技局"
    assert not [line for line in text if "签发人" in line or "〔2024〕　　　号" in line or line.startswith("特此")]
    assert text[-1] == "　　年　月　日"


@pytest.mark.parametrize(
    "letterhead, shape",
    [("示例区工科局文件", "常规"), ("示例区工信和科技局文件", "紧缩"), ("", "长名"), ("示" * 17, "特长")],
)
def test_a_long_letterhead_is_drawn_narrower(template: Template, letterhead: str, shape: str) -> None:
    context = report(dataset(), plan(submission=builders.submission(letterhead=letterhead)))
    assert context["标志字形"] == shape
    assert paragraphs(template.render(context))[0] == context["发文机关标志"]


def test_template_and_context_speak_of_the_same(template: Template) -> None:
    full = builders.submission(attachments=("附表", "名单"))
    assert template.tags == paths(report(dataset(), plan(submission=full)))


@pytest.mark.parametrize("kind", ["报告", "函", "材料报送"])
@pytest.mark.parametrize("records", [dataset(), half_way(), Dataset(YEAR, LAST), builders.busy_year()])
def test_no_tag_and_no_private_number_is_left(template: Template, records: Dataset, kind: str) -> None:
    document = template.render(report(records, plan(submission=builders.submission(kind))))
    text = "\n".join(paragraphs(document))
    assert leftover_tags(document) == []
    assert [number for number in (*ID_NUMBERS, *PHONES, *ACCOUNTS) if number in text] == []
    assert headers_and_footers(document) == ["— 1 —", "— 1 —"]


@pytest.mark.parametrize(
    ("cap", "said"),
    [
        (35, "优秀占100%，超过35%的比例上限（至多0人）"),
        (100, "优秀占100%，不超过100%的比例上限"),
    ],
)
def test_the_share_of_a_capped_grade_stands_against_its_cap(cap: int, said: str) -> None:
    """A share of those who have a grade: two of the three people have none yet."""
    context = report(dataset(), plan(grade_caps={"优秀": cap}))
    assert part(context, "考核")[-1] == f"考核等次：优秀1人、尚未评定2人。已评定的1人中，{said}。"
