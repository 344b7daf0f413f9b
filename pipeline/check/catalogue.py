"""Every rule id with its name, severity and stage: the README's table, the labels of the problem list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.plan import Minimum, Plan, Target
from pipeline.problems import Severity
from pipeline.rules import RULES, Stage

# What reading finds, before any rule is asked. All are errors but where said otherwise.
READING: Mapping[str, tuple[str, str]] = {
    "unreadable": ("工作簿无法读取", "error / doubt"),
    "no_form": ("工作簿中没有认得的表", "error / doubt"),
    "missing_form": ("缺少应有的表", "error / doubt"),
    "missing_column": ("缺少必需的列", "error"),
    "heading": ("表头待核", "doubt"),
    "workbook_copy": ("工作簿与另一份重复", "error"),
    "required_empty": ("必填项为空", "error"),
    "not_a_date": ("不是日期", "error"),
    "ambiguous_date": ("日期不能确认", "error"),
    "not_a_month": ("不是月份", "error"),
    "not_a_number": ("不是数字", "error"),
    "not_yes_no": ("不是“是”或“否”", "error"),
    "id_as_number": ("证件号存成数字", "error"),
    "digits_lost": ("长号码存成数字", "error"),
    "formula_without_value": ("公式没有结果", "error"),
    "error_cell": ("错误值", "error"),
    "private_id": ("编号用了证件或电话号码", "error"),
    "duplicate_id": ("编号、代码或身份证号重复", "error"),
    "unknown_person": ("名册中没有此人", "error"),
    "ambiguous_person": ("同名无法认定", "error"),
    "unknown_enterprise": ("名录中没有此企业", "error"),
    "ambiguous_enterprise": ("企业同名无法认定", "error"),
    "outside_year": ("不在本年度", "error"),
    "reversed_dates": ("起止日期颠倒", "error"),
    "impossible_days": ("天数不可能", "error"),
    "zero_days": ("天数为 0", "doubt"),
    "negative_amount": ("数值为负", "doubt"),
    "repeated_row": ("重复的行", "doubt"),
    "name_mismatch": ("编号与姓名不符", "doubt"),
    "code_mismatch": ("企业名称与代码不符", "doubt"),
    "unrecognised_sheet": ("没有认出的工作表", "doubt"),
    "hidden": ("隐藏的内容", "doubt"),
    "extra_columns": ("不认识的列", "doubt"),
    "example_row": ("示例行待核", "doubt"),
    "answer": ("答复待核", "doubt"),
}

# Names of the rules that are not entries of a plan.
RULE_LABELS: Mapping[str, str] = {
    "id_number": "身份证号有误",
    "credit_code": "统一社会信用代码有误",
    "phone": "联系电话有误",
    "bank_account": "银行账号有误",
    "same_account": "银行账号相同",
    "workstation": "工作站名称待核",
    "certificate": "高企证书待核",
    "registration": "入库登记编号待核",
    "overlapping_pairing": "派驻期重叠",
    "pairing_outside_term": "派驻期超出聘期",
    "visit_outside_term": "服务日期超出聘期",
    "unpaired_visit": "服务非派驻企业",
    "three_zero_baseline": "期初情况不明",
    "missing_evidence": "缺少佐证材料",
    "contract_registration": "技术合同缺登记编号",
    "unknown_service_type": "服务类型不明",
    "unknown_level": "项目级别不明",
    "unknown_achievement": "成果类型不明",
    "unknown_paper": "材料名称不明",
    "unknown_grade": "考核等次不明",
    "exception": "例外说明待核",
    "undecided_reading": "方案解读未定",
}
MIXED: Mapping[str, str] = {"credit_code": "error / doubt"}  # rules whose findings differ in weight
STAGES: Mapping[Stage, str] = {Stage.ROSTER: "名册", Stage.YEAR_END: "年终"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of rules. `stage` is empty for what is only recorded."""

    id: str
    label: str
    severity: str
    stage: str
    exemptable: bool = False


def labels(plan: Plan) -> dict[str, str]:
    """The Chinese name of every rule id."""
    named = {id: label for id, (label, _) in READING.items()} | dict(RULE_LABELS)
    return named | {duty.id: duty.label for duty in plan.duties}


def catalogue(plan: Plan) -> list[Line]:
    """All rule ids: the plan's entries first, then what the records must agree on, then what reading finds."""
    lines = [_entry(plan, duty.id) for duty in plan.duties]
    known = {line.id for line in lines} | set(READING)
    for rule in RULES:
        if rule.from_plan or rule.id in known:
            continue
        known.add(rule.id)
        stage = "、".join(STAGES[stage] for stage in Stage if stage in rule.stages)
        lines.append(Line(rule.id, RULE_LABELS[rule.id], MIXED.get(rule.id, rule.severity.value), stage))
    lines += [Line(id, label, severity, "读取") for id, (label, severity) in READING.items()]
    return lines


def _entry(plan: Plan, id: str) -> Line:
    duty = next(entry for entry in plan.duties if entry.id == id)
    if isinstance(duty, Target):
        severity = Severity.DOUBT if duty.soft else Severity.UNMET
        return Line(id, duty.label, severity.value, STAGES[Stage.YEAR_END])
    if isinstance(duty, Minimum):
        return Line(id, duty.label, Severity.UNMET.value, STAGES[Stage.YEAR_END], duty.exemptable)
    rule = next((rule for rule in RULES if rule.id == id), None)
    return Line(id, duty.label, rule.severity.value if rule else "–", STAGES[Stage.YEAR_END] if rule else "记录")


def table(plan: Plan) -> str:
    """The catalogue as a Markdown table."""
    rows = [
        f"| `{line.id}` | {line.label} | {line.severity} | {line.stage} | {'是' if line.exemptable else ''} |"
        for line in catalogue(plan)
    ]
    return "\n".join(["| 规则 | 名称 | 级别 | 阶段 | 可例外 |", "|---|---|---|---|---|", *rows])
