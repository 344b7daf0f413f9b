"""The words of every problem, keyed by the code of the wording; a rule with one wording uses its own id.

ID, phone and bank numbers are never among the facts that fill them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """`fact` says what is the case and what is required, `remedy` what to do; both are filled from the facts."""

    fact: str
    remedy: str


_RETYPE = "请先把单元格格式设为“文本”，再按证件重新录入全部 18 位。"

WORDINGS: Mapping[str, Wording] = {
    # duties and targets of the plan
    "minimum": Wording("{phrase} {value} {unit}，应{bound} {required} {unit}{short_by}", "{remedy}"),
    "minimum_exempted": Wording(
        "{phrase} {value} {unit}，应{bound} {required} {unit}{short_by}；{by}已于{on}批准例外：{reason}",
        "按例外计，数值变化后例外自动失效。",
    ),
    "monthly_report": Wording(
        "应报月报 {owed} 期，{lapses}，应于{month} {day} 日前报送", "请补录「月报」，或督促补报并留存说明。"
    ),
    "target": Wording(
        "全区{label} {value} {unit}，目标{bound} {required} {unit}{short_by}",
        "请核对企业名录和台账是否录全；确未完成的，在年度报告中说明原因。",
    ),
    "coverage": Wording(
        "三类企业共 {of} 家，已服务 {share}，尚有 {missed_count} 家未服务：{missed}",
        "请核对服务日志是否漏录；确未服务的，在年度报告中说明。",
    ),
    "report_up": Wording(
        "年度材料应于{last}前报送{office}，至今没有报送日期", "请报送后在 plan.toml 的 [submission] date 填写日期。"
    ),
    "report_up_late": Wording("年度材料{sent}报送{office}，应不晚于{last}", "请核对 plan.toml 的 [submission] date。"),
    "funds": Wording(
        "「{item}」的用途为“{value}”，不在方案列明的用途之内（{known}）",
        "请核对用途；确属方案以外的支出，请按财务规定另行处理。",
    ),
    # workbooks and their shape
    "refused_encrypted": Wording(
        "工作簿有打开密码，无法读取", "请在 Excel 或 WPS 中取消密码，另存为 .xlsx 后放回原处。"
    ),
    "refused_not_a_spreadsheet": Wording(
        "文件不是电子表格，无法读取", "请用 Excel 或 WPS 打开原件，另存为 .xlsx 后放回原处；无关文件请移出。"
    ),
    "refused_truncated": Wording(
        "文件不完整（可能没有传完），无法读取", "请向报送人重新索取，或打开原件另存为 .xlsx。"
    ),
    "refused_empty": Wording("工作簿是空的，一个单元格也没有", "请放入填好的工作簿；不需要的请移出。"),
    "refused_macro": Wording("工作簿带宏（.xlsm），按规定不读取", "请另存为不带宏的 .xlsx 后放回原处。"),
    "refused_other_format": Wording(
        "这种格式的电子表格（.xlsb、.numbers、.fods）不能读取", "请用原来的程序打开，另存为 .xlsx 后放回原处。"
    ),
    "refused_too_large": Wording(
        "工作簿过大，超出正常台账的规模，无法读取", "请删去多余的空白区域或图片，另存为 .xlsx。"
    ),
    "refused_unreadable": Wording(
        "文件打不开，可能正被占用或没有读取权限", "请关闭正在使用它的程序，检查权限后重新运行。"
    ),
    "refused_foreign_file": Wording("不是电子表格，没有读取", "如是台账，请另存为 .xlsx 后放回原处；无关文件请移出。"),
    "no_form": Wording("没有认出任何一张表", "请对照表头要求检查标题行；与本项工作无关的文件请移出。"),
    "unrecognised_sheet": Wording(
        "这张工作表没有认出是哪一种表，没有读取", "如是台账，请对照表头要求检查标题行；否则不必处理。"
    ),
    "hidden": Wording("有隐藏或筛选掉的内容，已照常读取：{parts}", "请取消隐藏后核对；不应计入的请删去。"),
    "missing_form": Wording("没有找到「{form}」表", "请把含有「{form}」的工作簿放入本年度的 input 文件夹。"),
    "missing_column": Wording("「{form}」缺少必需的列「{column}」", "请补上这一列并填写后重新运行。"),
    "missing_column_near": Wording(
        "「{form}」缺少必需的列「{column}」，表头“{words}”与它相近（相似 {likeness}），但不能确认就是这一列",
        "如是这一列，请把表头改为「{column}」；否则请补上这一列并填写后重新运行。",
    ),
    "heading_taken": Wording(
        "表头“{words}”不是规定的写法，已作为「{column}」读取",
        "请核对；写错的请改为「{column}」，另有所指的请改用别的表头。",
    ),
    "heading_near": Wording(
        "表头“{words}”与「{near}」相近，但不能确认是这一列，没有读取", "如是这一列，请改为规定的表头；否则不必处理。"
    ),
    "heading_twice": Wording(
        "表头「{words}」有{count}列，只读取了 {read} 列，没有读取 {unread} 列", "请只保留一列，或改名。"
    ),
    "extra_columns": Wording("有不认识的列，没有读取：{columns}", "如是应读的列，请改用规定的表头；否则不必处理。"),
    "example_row": Wording(
        "备注仍写着“{note}”，内容却与示例不同，已作为正式记录读取",
        "请核对：属实的请清空备注，是示例的请删去整行。",
    ),
    "example_values": Wording(
        "备注没有写明是示例，内容却与填表示例完全相同，已作为正式记录读取", "请核对：是示例的请删去整行。"
    ),
    "workbook_copy": Wording(
        "与 {original} 内容重复（{same} 行相同，{different} 行不同），只读取了 {original}",
        "请确认以哪一份为准，把另一份移出。",
    ),
    # cells
    "required_empty": Wording("「{column}」没有填写，这一栏必须填写", "请补填。"),
    "not_a_date": Wording("「{column}」是“{shown}”，不是可以确认的日期", "请改为 {year}-7-2 这样的完整日期。"),
    "ambiguous_date": Wording(
        "「{column}」是“{shown}”，缺少日，不能确认是哪一天", "请改为 {year}-7-2 这样的完整日期。"
    ),
    "ambiguous_day": Wording(
        "「{column}」是“{shown}”，7.1 可能是 7 月 1 日，也可能是去掉了末尾 0 的 7.10，不能确认是哪一天",
        "请改为 {year}-7-2 这样的完整日期。",
    ),
    "not_a_number": Wording("「{column}」是“{shown}”，不是数字", "请只填数字。"),
    "not_yes_no": Wording("「{column}」是“{shown}”，应填 是 或 否", "请改填 是 或 否。"),
    "not_a_month": Wording("「{column}」是“{shown}”，不能确认是哪个月", "请改为 {year}-07 或 7月 这样的写法。"),
    "id_as_number": Wording("「{column}」存成了数字，末尾几位已经丢失", _RETYPE),
    "digits_lost": Wording(
        "「{column}」存成了数字，超过 15 位的部分已经丢失", "请先把单元格格式设为“文本”，再重新录入全部号码。"
    ),
    "formula_without_value": Wording(
        "「{column}」是公式，但文件里没有保存计算结果", "请在 Excel 或 WPS 中打开并保存一次，或改填数值。"
    ),
    "error_cell": Wording("「{column}」是错误值{shown}", "请改正公式或直接填写内容。"),
    # references
    "private_id": Wording(
        "「{column}」填的是身份证号或电话号码，不能用作编号或代码",
        "请改填编号或统一社会信用代码；证件号码填在规定的列中。",
    ),
    "duplicate_id": Wording(
        "「{column}」“{value}”与{other}重复，内容不同", "请确认是否同一对象：同一个只留一行，不同的各用各的编号。"
    ),
    "duplicate_row": Wording("「{column}」“{value}”与{other}重复，两行内容相同", "请删去多余的一行。"),
    "duplicate_id_number": Wording("身份证号与 {others} 相同", "请按证件核对并更正其中有误的一个。"),
    "unknown_person": Wording("{named}不在特派员名册中{near}", "请更正编号或姓名；确是新增人员的，请补入名册。"),
    "ambiguous_person": Wording(
        "姓名“{name}”在名册中有 {count} 人（{people}），不能确认是谁", "请在「特派员编号」中填写编号。"
    ),
    "unknown_enterprise": Wording(
        "企业“{name}”不在企业名录中{near}", "请改为名录中的名称，或把该企业补入企业名录（改名的填「曾用名」）。"
    ),
    "ambiguous_enterprise": Wording(
        "企业名称“{name}”在名录中有 {count} 家，不能确认是哪一家",
        "请在名录中区分名称，或在派驻关系中填写统一社会信用代码。",
    ),
    "name_mismatch": Wording(
        "填写的姓名是“{name}”，名册中该编号的姓名是“{known}”，已按编号认定", "请核对编号与姓名是否写错一个。"
    ),
    "code_mismatch": Wording(
        "填写的信用代码与企业名录中“{name}”的代码不一致，已按名称认定", "请核对名称与代码是否写错一个。"
    ),
    "code_mismatch_name": Wording(
        "填写的名称“{given}”与该代码在企业名录中的名称“{name}”不一致，已按代码认定", "请核对名称与代码是否写错一个。"
    ),
    # answers on the first sheet of a corrected copy
    "answer_unknown": Wording("处理“{value}”不是规定的答复，没有采用", "请从下拉列表中选择：{known}。"),
    "answer_unsigned": Wording("已答复“{value}”，但没有写明处理人，没有采用", "请补填处理人。"),
    "answer_undated": Wording(
        "答复日期“{value}”不是可以确认的日期，答复没有采用", "请改为 {year}-7-2 这样的完整日期。"
    ),
    "answer_contradicted": Wording("同一个问题有不同的答复（{value}，另见{other}），都没有采用", "请商定后改为一致。"),
    # dates and days
    "outside_year": Wording(
        "「{column}」是{date}，不在 {year} 年度内", "请核对日期；属于其他年度的记录请移到该年度的文件夹。"
    ),
    "outside_year_month": Wording(
        "月报属于 {found} 年，不是 {year} 年度", "请核对月份；属于其他年度的记录请移到该年度的文件夹。"
    ),
    "term_outside_year": Wording(
        "{what}为{start}至{end}，与 {year} 年度没有交集", "请核对起止日期；不属于本年度的请移出本年度名册。"
    ),
    "reversed_dates": Wording("{what}止日{end}早于起日{start}", "请核对起止日期。"),
    "impossible_days": Wording("服务天数 {days} 天，但起止日期只有 {dates} 天", "请核对天数，或补填结束日期。"),
    "negative_days": Wording("服务天数为 {days}，应大于 0", "请核对天数。"),
    "zero_days": Wording("服务天数为 0，已保留但不计天数", "请核对天数。"),
    "negative_amount": Wording("「{column}」为 {value}，不应小于 0", "请核对数值。"),
    "overlapping_pairing": Wording("与“{enterprise}”的派驻期同{other}重叠", "请合并为一行，或更正起止日期。"),
    "pairing_outside_term": Wording("派驻期超出聘期（{start}至{end}）", "请核对派驻期或聘期。"),
    "visit_outside_term": Wording("{date}的服务不在聘期（{start}至{end}）内", "请核对日期或聘期；天数仍计入。"),
    "unpaired_visit": Wording("{date}服务的“{enterprise}”不是其派驻企业", "请核对企业，或补录派驻关系；天数仍计入。"),
    "unpaired_visit_date": Wording("{date}服务“{enterprise}”时不在派驻期内", "请核对日期或派驻期；天数仍计入。"),
    "repeated_row": Wording("与{other}完全相同，只计一次", "请核对后删去多余的一行。"),
    "repeated_in_workbook": Wording("与{other}完全相同，两行都已计入", "请核对是否重复录入；重复的请删去一行。"),
    # identifiers
    "phone": Wording("联系电话只有 {length} 位数字，应不少于 {least} 位", "请更正。"),
    "bank_account": Wording("银行账号不是 8 至 32 位的数字", "请按银行卡或存折更正；没有的请留空。"),
    "same_account": Wording("银行账号与 {others} 相同", "请按银行卡或存折核对，更正其中有误的一个。"),
    "workstation": Wording(
        "所属工作站“{station}”只有这一人，与“{near}”相近", "如是同一个工作站，请改为一致；确是两个工作站的，不必处理。"
    ),
    "id_number_form": Wording(
        "身份证号应为 18 位（前 17 位数字，末位数字或 X），现为 {length} 位或含其他字符", "请按证件更正。"
    ),
    "id_number_date": Wording("身份证号中的出生日期不存在", "请按证件更正。"),
    "id_number_check": Wording("身份证号校验码不符，至少有一位写错", "请按证件逐位核对。"),
    "credit_code_form": Wording("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）", "请按营业执照更正。"),
    "credit_code_check": Wording("统一社会信用代码校验码不符，至少有一位写错", "请按营业执照逐位核对。"),
    "credit_code_letters": Wording("统一社会信用代码前 8 位中有字母，校验码正确但不常见", "请按登记证照核对。"),
    "certificate_later": Wording(
        "高新技术企业证书的发证日期是{date}，在查看日期以后，{counted}高新技术企业", "请核对发证日期。"
    ),
    "certificate_lapsed": Wording(
        "高新技术企业证书发证于{date}，三年有效期已满，{counted}高新技术企业", "已重新认定的请更新证书编号和发证日期。"
    ),
    "certificate_missing": Wording(
        "标为高新技术企业，但「{column}」没有填写，仍计入", "请补填，以便核对是否在有效期内。"
    ),
    "certificate_form": Wording(
        "高企证书编号不合规或与发证日期的年份不符", "请按证书核对（GR＋4 位年份＋2 位省码＋6 位数字）。"
    ),
    "registration_missing": Wording("标为科技型中小企业，但没有填写入库登记编号，仍计入", "请补填入库登记编号。"),
    "registration_year": Wording(
        "入库登记编号不是 {year} 年的，{counted}本年度科技型中小企业", "本年度已重新入库的，请更新编号。"
    ),
    "registration_form": Wording("入库登记编号不是 18 位的规定格式", "请按入库公告核对。"),
    "three_zero_baseline": Wording("期末三项齐备，但{unknown}没有填写，不计入新增“三清零”", "请补填期初情况。"),
    "missing_evidence": Wording("「{name}」没有填写佐证材料", "请补填佐证材料名称或编号。"),
    "contract_registration": Wording("技术合同「{name}」没有登记编号", "已认定登记的请补填编号。"),
    # vocabulary
    "unknown_service_type": Wording(
        "服务类型“{value}”不在已知类型（{known}）中，不计入政策宣传",
        "请改为已知类型，或在 plan.toml 的 [service_types] 中登记。",
    ),
    "unknown_level": Wording("项目级别“{value}”不在已知级别（{known}）中", "请改为已知级别。"),
    "unknown_achievement": Wording(
        "类型“{value}”不在已知类型（{known}）中", "请改为已知类型，或在 plan.toml 的 [achievement_groups] 中登记。"
    ),
    "unknown_paper": Wording("材料“{value}”不是{known}，没有计入", "请改为规定的材料名称。"),
    "unknown_grade": Wording(
        "考核等次“{value}”不在方案的等次（{known}）中", "请核对等次，或在 plan.toml 的 [grades] 中配置。"
    ),
    # agreements among people
    "exception_unknown": Wording("例外说明的规则“{named}”不是方案中的任务", "请填写规则编号，可以例外的有：{known}。"),
    "exception_not_allowed": Wording("「{label}」按方案不能例外，例外说明没有采用", "可以例外的有：{known}。"),
    "exception_needless": Wording("「{label}」并未短缺，例外说明没有用到", "如属误填请删去这一行。"),
    "exception_lapsed": Wording(
        "例外说明依据的事实是“{fact}”，现在是 {value} {unit}，例外已失效",
        "请核对数值；仍需例外的，请重新报批并更新「事实」。",
    ),
    "undecided_reading": Wording(
        "方案文字有 {count} 处需要决定如何理解，目前按默认理解办理：{questions}",
        "请在 plan.toml 的 [reading] 中填写 decided_by 和 decided_on。",
    ),
}
