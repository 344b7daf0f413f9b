"""How the choice of a reading is said to people: plan.toml holds a code, true, false or a number."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.plan import Reading

CHOICES: Mapping[str, Mapping[str | int, str]] = {
    "thresholds_inclusive": {True: "包括本数", False: "不包括本数，须超过"},
    "deadline_inclusive": {True: "当日报送算按时", False: "须在当日之前报送"},
    "report_due": {"same_month": "当月汇报", "next_month": "次月汇报"},
    "report_owed": {"partly": "聘期涉及该月即应汇报", "wholly": "整月在聘期内才应汇报"},
    "minimums_prorated": {True: "按在岗时间折算", False: "按每人全年计算，不折算"},
    "project_counts": {"unless_denied": "没有填“否”的都计入", "only_confirmed": "填了“是”的才计入"},
    "three_zero_new": {"three_flags": "期末三项齐备、期初不齐备的为新增"},
    "high_tech_counts": {"valid": "证书在有效期内的计入", "claimed": "名录标明的都计入"},
    "tech_sme_counts": {"this_year": "入库登记编号属于本年度的计入", "claimed": "名录标明的都计入"},
    "serving_kind": {"count": "按人数统计", "share": "按占选聘人数的百分比统计"},
    "agreement_per": {"commissioner": "一人一份", "pairing": "一人一企业一份"},
    "exemptable": {"service_days_only": "只有服务天数可以例外", "as_marked": "以各项标明的为准"},
    "funds_only_listed": {True: "只限所列用途", False: "所列用途只是举例"},
    "report_up_scope": {"full_report": "完整的年度报告", "counts_only": "只报选聘和开展服务情况"},
    "plan_attached": {"follows": "直接排在通知之后", "annex": "作为通知的附件"},
}
_MONTH = "report_first_month"


def chosen(reading: Reading) -> str:
    """The choice in words; one this table does not know stands as it is (是 or 否 for true and false)."""
    choice = reading.choice
    if reading.id == _MONTH and not isinstance(choice, bool):
        return f"从 {choice} 月算起"
    words = CHOICES.get(reading.id, {})
    if choice in words:
        return words[choice]
    return {True: "是", False: "否"}[choice] if isinstance(choice, bool) else str(choice)
