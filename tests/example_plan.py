"""The plan of the example year: small numbers, made so that targets and minimums are met, missed and excused."""

from __future__ import annotations

from pipeline.plan.model import Citation, Deadline, Listing, Minimum, Plan, Reading, Recorded, Section, Target
from pipeline.plan.questions import QUESTIONS
from tests.example_year import YEAR, date


def plan() -> Plan:
    """Another plan than the sample year's: small numbers, made so that targets are met, missed and excused."""
    one, three = (Citation("一"),), (Citation("三（四）"),)
    targets = (
        Target(
            "recruited",
            "选聘企业科技特派员",
            (Citation("一"), Citation("二（一）一")),
            "commissioners_recruited",
            3,
            "人",
        ),
        Target("enterprises_served", "服务企业", one, "enterprises_served", 4, "家"),
        Target("coverage", "三类企业服务覆盖面", one, "coverage", 100, "%", soft=True),
        Target("three_zero", "新增“三清零”企业", one, "three_zero_new", 1, "家"),
    )
    minimums = (
        Minimum("policy_sessions", "政策宣传和解读", (Citation("三（一）"),), "policy_sessions", 2, "次"),
        Minimum("project", "协助申报项目", (Citation("三（三）"),), "projects", 1, "个"),
        Minimum("service_days", "服务天数", three, "service_days", 30, "天", soft=True, exemptable=True),
        Minimum("work_plan", "工作计划", (Citation("三（五）"),), "work_plans", 1, "份"),
        Minimum("final_summary", "派驻总结", (Citation("三（五）"),), "final_summaries", 1, "份", due="term_end"),
    )
    topics = Listing(
        "policy_topics", "政策培训内容", (Citation("二（一）二"),), ("科技兴蒙30条", "研发费用加计扣除", "揭榜挂帅")
    )
    funds = Listing(
        "funds", "经费用途", (Citation("四"),), ("培训、科技活动、讲师", "外出培训调研", "补助的生活补贴", "办公用品")
    )
    return Plan(
        year=YEAR,
        name="2024年示例区企业科技特派员工作实施方案",
        county="示例区",
        issuer="示例市示例区工信和科技局",
        number="",
        issued_on=date(7, 2),
        basis="",
        targets=targets,
        minimums=minimums,
        deadlines={"monthly_report": Deadline("monthly_report", "月报", (Citation("三（五）"),), day=15)},
        recorded=(Recorded("spot_checks", "抽查", three),),
        policy_topics=topics,
        funds=funds,
        readings={reading.id: reading for reading in readings()},
        sections={"team": Section("二（一）一", "建立专业的特派员团队")},
        service_types={"policy": ("政策宣传", "政策宣讲", "政策解读"), "other": ("技术服务",)},
        achievement_groups={"知识产权": ("发明专利", "实用新型"), "技术合同": ("技术合同",)},
        papers={"work_plan": "工作计划", "final_summary": "派驻总结"},
        project_levels=("国家级", "自治区级", "市级"),
        grades=("优秀", "合格", "不合格"),
        grade_caps={},
        labels=LABELS,
        notice={},
        agreement={},
        submission={},
    )


LABELS = {
    "commissioner": "企业科技特派员",
    "commissioner_short": "科技特派员",
    "workstation": "工作站",
    "above_scale": "规模以上工业企业",
    "high_tech": "高新技术企业",
    "tech_sme": "科技型中小企业",
    "three_zero": "三清零",
    "flag_1": "研发活动",
    "flag_2": "研发机构",
    "flag_3": "研发投入",
    "met": "达标",
    "unmet": "未达标",
    "exempted": "例外",
    "not_due": "未到期",
    "on_time": "按时",
    "late": "迟报",
    "missing": "缺报",
    "not_owed": "无须报送",
    "unknown": "不详",
    "yes": "是",
    "no": "否",
    "not_provided": "未提供",
    "short": "推进中",
    "none": "无此类企业",
}


def readings() -> tuple[Reading, ...]:
    """Every reading at its default; one of them is decided."""

    def default(id: str, clause: str = "三", question: str = "", **decided: object) -> Reading:
        first = QUESTIONS[id].options[0]
        asked = question or f"关于 {id} 的理解？"
        return Reading(id, clause, asked, first.choice, "按文字理解。", statement=first.statement, **decided)  # type: ignore[arg-type]

    told: dict[str, Reading] = {id: default(id) for id in QUESTIONS}
    told["thresholds_inclusive"] = default(
        "thresholds_inclusive",
        "一",
        "“以上”“不少于”是否包括本数？",
        decided_by="区工科局",
        decided_on=date(8, 1),
    )
    told["deadline_inclusive"] = default("deadline_inclusive", "三（五）", "“15日前”是否包括15日当天？")
    return tuple(told.values())
