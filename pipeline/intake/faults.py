"""The faults that reading finds, in the order of the README's table: workbooks, cells, references, rows, the rest."""

from __future__ import annotations

from pipeline.faults import DUPLICATE_ID, OUTSIDE_YEAR, REVERSED_DATES, Fault, Wording, fault
from pipeline.problems import Severity

ERROR, DOUBT = Severity.ERROR, Severity.DOUBT

# ── workbooks and their shape ──
_RESEND = "请检查原文件，另存为不带密码、不带宏的 .xlsx 后重新报送。"
_RESEND_FOLDER = "请把台账工作簿直接报送，不要放在链接或者受限的文件夹里。"
_RESEND_UNPACKED = "请解压后直接报送其中的工作簿。"
UNREADABLE = Fault(
    "unreadable",
    "工作簿无法读取",
    ERROR,
    {
        "refused_encrypted": Wording(
            "工作簿有打开密码，无法读取", "请在 Excel 或 WPS 中取消密码，另存为 .xlsx 后放回原处。", _RESEND
        ),
        "refused_not_a_spreadsheet": Wording(
            "文件不是电子表格，无法读取",
            "请用 Excel 或 WPS 打开原件，另存为 .xlsx 后放回原处；无关文件请移出。",
            _RESEND,
        ),
        "refused_truncated": Wording(
            "文件不完整（可能没有传完），无法读取", "请向报送人重新索取，或打开原件另存为 .xlsx。", _RESEND
        ),
        "refused_empty": Wording("工作簿是空的，一个单元格也没有", "请放入填好的工作簿；不需要的请移出。", _RESEND),
        "refused_macro": Wording("工作簿带宏（.xlsm），按规定不读取", "请另存为不带宏的 .xlsx 后放回原处。", _RESEND),
        "refused_other_format": Wording(
            "这种格式的电子表格（.xlsb、.numbers、.fods）不能读取",
            "请用原来的程序打开，另存为 .xlsx 后放回原处。",
            _RESEND,
        ),
        "refused_too_large": Wording(
            "工作簿过大，超出正常台账的规模，无法读取", "请删去多余的空白区域或图片，另存为 .xlsx。", _RESEND
        ),
        "refused_unreadable": Wording(
            "文件打不开，可能正被占用或没有读取权限", "请关闭正在使用它的程序，检查权限后重新运行。", _RESEND
        ),
        "refused_unreachable": Wording(
            "文件读不出来，可能是共享文件夹断开或者磁盘故障",
            "请确认共享文件夹已连接，再重新运行；仍读不出来的，请把文件复制到本机。",
            _RESEND,
        ),
        "refused_vanished": Wording(
            "文件已经不在原处，可能正在移动或者同步，没有读取", "请等移动或者同步结束后重新运行。", _RESEND
        ),
        "refused_not_a_file": Wording(
            "不是文件（是管道、套接字或设备），没有读取", "请放入文件本身，或者移出。", _RESEND
        ),
        "refused_folder": Wording(
            "名称像工作簿，却是文件夹，其中没有可以读取的表格", "请放入工作簿本身；不需要的请移出。", _RESEND
        ),
        "refused_folder_unreadable": Wording(
            "文件夹打不开，没有访问权限，其中的表格都没有读取", "请检查这个文件夹的访问权限后重新运行。", _RESEND_FOLDER
        ),
        "refused_folder_unreachable": Wording(
            "文件夹读不全，可能是共享文件夹断开或者磁盘故障，其中有的表格没有读取",
            "请确认共享文件夹已连接，再重新运行；仍读不出来的，请把文件夹复制到本机。",
            _RESEND_FOLDER,
        ),
        "refused_link_nowhere": Wording(
            "是失效的链接，所指的文件或者文件夹不在，没有读取",
            "请把所指的文件本身放到这里；不需要的链接请移出。",
            _RESEND,
        ),
        "refused_link_back": Wording(
            "链接所指的内容已经在别处读取，或者就是它的上级文件夹，没有重复读取", "不需要的链接请移出。"
        ),
        "refused_archive": Wording(
            "是压缩包，其中有电子表格，没有读取", "请解压后把其中的表格放到这里，再把压缩包移出。", _RESEND_UNPACKED
        ),
        "refused_foreign_file": Wording(
            "不是电子表格，没有读取", "如是台账，请另存为 .xlsx 后放回原处；无关文件请移出。", _RESEND
        ),
    },
    milder=DOUBT,  # a stray file that is not even called like a spreadsheet and names no workstation
)
_OTHER_FILES = "与本项工作无关的文件请移出。"
_OTHERS_NOT_SENT = "与本项工作无关的文件请不要报送。"
NO_FORM = Fault(
    "no_form",
    "工作簿中没有认得的表",
    ERROR,
    {
        "no_form": Wording(
            "没有认出任何一张表",
            f"请对照表头要求检查标题行；{_OTHER_FILES}",
            station=f"请对照表头要求检查标题行；{_OTHERS_NOT_SENT}",
        ),
        "no_form_near": Wording(
            "没有认出任何一张表；{near}",
            f"如是「{{form}}」，请补齐表头，并把工作表命名为「{{form}}」；{_OTHER_FILES}",
            station=f"如是应报的表，请补齐表头，并按表名命名工作表；{_OTHERS_NOT_SENT}",
        ),
        "no_form_unsaid": Wording(
            "没有认出任何一张表；{near}",
            f"如是「{{form}}」，请在工作表名或表头上方写明；{_OTHER_FILES}",
            station=f"如是应报的表，请在工作表名或表头上方写明；{_OTHERS_NOT_SENT}",
        ),
    },
    milder=DOUBT,  # it bears no workstation's name, or all its sheets have headings of their own
)
_HAND_IN = "请把含有「{form}」的工作簿放入本年度的 input 文件夹"
MISSING_FORM = Fault(
    "missing_form",
    "缺少应有的表",
    ERROR,
    {
        "form_required": Wording("没有找到「{form}」表{unread}", f"{_HAND_IN}。"),
        "missing_form": Wording(
            "没有找到「{form}」表{unread}，{costs}写作“{not_provided}”{duties}",
            f"{_HAND_IN}；确实没有记录的，放入只有表头的空表，即按没有记录统计。",
        ),
    },
    milder=DOUBT,  # a form that may be absent
)
MISSING_COLUMN = Fault(
    "missing_column",
    "缺少必需的列",
    ERROR,
    {
        "missing_column": Wording(
            "「{form}」缺少必需的列「{column}」", "请补上这一列并填写后重新运行。", station="请补上这一列并填写。"
        ),
        "missing_column_near": Wording(
            "「{form}」缺少必需的列「{column}」，表头“{words}”与它相近（相似 {likeness}），但不能确认就是这一列",
            "如是这一列，请把表头改为「{column}」；否则请补上这一列并填写后重新运行。",
            station="如是这一列，请改正表头；否则请补上这一列并填写。",
        ),
    },
)
HEADING = Fault(
    "heading",
    "表头待核",
    DOUBT,
    {
        "heading_taken": Wording(
            "表头“{words}”不是规定的写法，已作为「{column}」读取",
            "请核对；写错的请改为「{column}」，另有所指的请改用别的表头。",
        ),
        "heading_near": Wording(
            "表头“{words}”与「{near}」相近，但不能确认是这一列，没有读取",
            "如是这一列，请改为规定的表头；否则不必处理。",
        ),
        "heading_twice": Wording(
            "表头「{words}」有{count}列，只读取了 {read} 列，没有读取 {unread} 列", "请只保留一列，或改名。"
        ),
        "heading_block": Wording(
            "{columns} 列又有一组表头（{words}），其中的内容没有读取",
            "是并排的另一张表的，请补齐它的表头，或移到单独的工作表。",
            severity=ERROR,
        ),
    },
)
WORKBOOK_COPY = Fault(
    "workbook_copy",
    "工作簿或工作表与另一份重复",
    ERROR,
    {
        "workbook_copy": Wording(
            "与 {original} 内容重复（{same} 行相同，{different} 行不同），只读取了 {original}",
            "请确认以哪一份为准，把另一份移出。",
            station="请告知联系单位以哪一份为准。",
        ),
        "sheet_copy": Wording(
            "与 {original} 的 {same} 行完全相同，是同一张表的副本，只读取了 {original}",
            "请确认以哪一张为准，把另一张删去。",
        ),
    },
)

# ── cells ──
_RETYPE = "请先把单元格格式设为“文本”，再按证件重新录入全部 18 位。"
_WHOLE_DATE = "请改为 {year}-7-2 这样的完整日期。"
REQUIRED_EMPTY = fault("required_empty", "必填项为空", ERROR, "「{column}」没有填写，这一栏必须填写", "请补填。")
NOT_A_DATE = fault("not_a_date", "不是日期", ERROR, "「{column}」是“{shown}”，不是可以确认的日期", _WHOLE_DATE)
AMBIGUOUS_DATE = Fault(
    "ambiguous_date",
    "日期不能确认",
    ERROR,
    {
        "ambiguous_date": Wording("「{column}」是“{shown}”，缺少日，不能确认是哪一天", _WHOLE_DATE),
        "ambiguous_day": Wording(
            "「{column}」是“{shown}”，7.1 可能是 7 月 1 日，也可能是去掉了末尾 0 的 7.10，不能确认是哪一天",
            _WHOLE_DATE,
        ),
    },
)
NOT_A_MONTH = fault(
    "not_a_month",
    "不是月份",
    ERROR,
    "「{column}」是“{shown}”，不能确认是哪个月",
    "请改为 {year}-07 或 7月 这样的写法。",
)
NOT_A_NUMBER = Fault(
    "not_a_number",
    "不是数字",
    ERROR,
    {
        "not_a_number": Wording("「{column}」是“{shown}”，不是数字", "请只填数字。"),
        "merged_number": Wording(
            "「{column}」的“{shown}”合并在几行里，不能确认每一行各是多少", "请取消合并，每一行各填各的数。"
        ),
    },
)
NOT_YES_NO = fault("not_yes_no", "不是“是”或“否”", ERROR, "「{column}」是“{shown}”，应填 是 或 否", "请改填 是 或 否。")
ID_AS_NUMBER = fault("id_as_number", "证件号存成数字", ERROR, "「{column}」存成了数字，末尾几位已经丢失", _RETYPE)
DIGITS_LOST = fault(
    "digits_lost",
    "长号码存成数字",
    ERROR,
    "「{column}」存成了数字，超过 15 位的部分已经丢失",
    "请先把单元格格式设为“文本”，再重新录入全部号码。",
)
FORMULA_WITHOUT_VALUE = fault(
    "formula_without_value",
    "公式没有结果",
    ERROR,
    "「{column}」是公式，但文件里没有保存计算结果",
    "请在 Excel 或 WPS 中打开并保存一次，或改填数值。",
    milder=DOUBT,  # nothing rests on the cell
)
ERROR_CELL = fault(
    "error_cell", "错误值", ERROR, "「{column}」是错误值{shown}", "请改正公式或直接填写内容。", milder=DOUBT
)

# ── references ──
PRIVATE_ID = Fault(
    "private_id",
    "编号用了证件或电话号码",
    ERROR,
    {
        "private_id": Wording(
            "「{column}」填的是身份证号或电话号码，不能用作编号或代码",
            "请改填编号或统一社会信用代码；证件号码填在规定的列中。",
        ),
        "private_number": Wording(
            "「{column}」填的是名册里的证件、电话或银行号码，不是数值", "请改填数值；号码只填在规定的列中。"
        ),
    },
)
UNKNOWN_PERSON = fault(
    "unknown_person",
    "名册中没有此人",
    ERROR,
    "{named}不在特派员名册中{near}",
    "请更正编号或姓名；确是新增人员的，请补入名册。",
    station="请更正编号或姓名；确是新增人员的，请告知联系单位。",
)
AMBIGUOUS_PERSON = fault(
    "ambiguous_person",
    "同名无法认定",
    ERROR,
    "姓名“{name}”在名册中有 {count} 人（{people}），不能确认是谁",
    "请在「特派员编号」中填写编号。",
)
UNKNOWN_ENTERPRISE = fault(
    "unknown_enterprise",
    "名录中没有此企业",
    ERROR,
    "企业“{name}”不在企业名录中{near}",
    "请改为名录中的名称，或把该企业补入企业名录（改名的填「曾用名」）。",
    station="请改为名录中的名称；确是新增或者改名企业的，请告知联系单位。",
)
AMBIGUOUS_ENTERPRISE = fault(
    "ambiguous_enterprise",
    "企业同名无法认定",
    ERROR,
    "企业名称“{name}”在名录中有 {count} 家，不能确认是哪一家",
    "请在名录中区分名称，或在派驻关系中填写统一社会信用代码。",
    station="请告知联系单位是哪一家。",
)
NAME_MISMATCH = fault(
    "name_mismatch",
    "编号与姓名不符",
    DOUBT,
    "填写的姓名是“{name}”，名册中该编号的姓名是“{known}”，已按编号认定",
    "请核对编号与姓名是否写错一个。",
)
CODE_MISMATCH = Fault(
    "code_mismatch",
    "企业名称与代码不符",
    DOUBT,
    {
        "code_mismatch": Wording(
            "填写的信用代码与企业名录中“{name}”的代码不一致，已按名称认定", "请核对名称与代码是否写错一个。"
        ),
        "code_mismatch_name": Wording(
            "填写的名称“{given}”与该代码在企业名录中的名称“{name}”不一致，已按代码认定",
            "请核对名称与代码是否写错一个。",
        ),
    },
)

# ── rows ──
IMPOSSIBLE_DAYS = Fault(
    "impossible_days",
    "天数不可能",
    ERROR,
    {
        "impossible_days": Wording("服务天数 {days} 天，但起止日期只有 {dates} 天", "请核对天数，或补填结束日期。"),
        "negative_days": Wording("服务天数为 {days}，应大于 0", "请核对天数。"),
    },
)
ZERO_DAYS = Fault(
    "zero_days",
    "天数为 0",
    DOUBT,
    {
        "zero_days": Wording("服务天数为 0，这次服务不计次数、服务企业和开展服务人数", "请核对天数。"),
        "zero_days_counted": Wording("服务天数为 0，不计天数，仍计入次数、服务企业和开展服务人数", "请核对天数。"),
    },
)
NEGATIVE_AMOUNT = fault("negative_amount", "数值为负", DOUBT, "「{column}」为 {value}，不应小于 0", "请核对数值。")
REPEATED_ROW = Fault(
    "repeated_row",
    "重复的行",
    DOUBT,
    {
        "repeated_row": Wording("与{other}完全相同，只计一次", "请核对后删去多余的一行。"),
        "repeated_in_workbook": Wording("与{other}完全相同，两行都已计入", "请核对是否重复录入；重复的请删去一行。"),
        "repeated_but_for_punctuation": Wording(
            "与{other}只有标点或写法不同，两行都已计入", "请核对是否重复录入；重复的请删去一行。"
        ),
    },
)
SAME_THING = fault(
    "same_thing",
    "同一件事记了两处",
    DOUBT,
    "与{other}是同一件事，以那一行为准，只计一次；不同之处：{differs}",
    "请核对：是同一件的只留一行，不是的请写明区别。",
)
SHARED_THING = fault(
    "shared_thing",
    "多人承担同一件",
    DOUBT,
    "与{other}（{who}）是同一件，各人都已计入，{whole}只计一次",
    "请核对：确由多人承担的不必处理，不是同一件的请写明区别。",
)

# ── worth a look ──
UNRECOGNISED_SHEET = Fault(
    "unrecognised_sheet",
    "没有认出的工作表",
    DOUBT,
    {
        "unrecognised_sheet": Wording(
            "这张工作表没有认出是哪一种表，没有读取", "如是台账，请对照表头要求检查标题行；否则不必处理。"
        ),
        "unrecognised_near": Wording(
            "这张工作表没有认出是哪一种表，没有读取；{near}",
            "如是「{form}」，请补齐表头，并把工作表命名为「{form}」；否则不必处理。",
        ),
        "unrecognised_unsaid": Wording(
            "这张工作表没有认出是哪一种表，没有读取；{near}",
            "如是「{form}」，请在工作表名或表头上方写明；否则不必处理。",
        ),
    },
)
HIDDEN = fault(
    "hidden",
    "隐藏的内容",
    DOUBT,
    "有隐藏或筛选掉的内容，已照常读取：{parts}",
    "请取消隐藏后核对；不应计入的请删去。",
)
STRUCK_OUT = fault(
    "struck_out",
    "划去的内容",
    DOUBT,
    "有划去（加了删除线）的内容，已照常读取：{parts}",
    "不应计入的请删去，应计入的请取消删除线。",
)
LEFT_OUT = Fault(
    "left_out",
    "没有读取的行",
    DOUBT,
    {
        "left_out": Wording(
            "{lines}除{columns}外没有填写，没有读取", "如是漏填，请补齐；预先填好或由公式带出的，不必处理。"
        ),
        "left_out_example": Wording("{lines}写明是示例，没有读取", "属实的请去掉“示例”字样；是示例的不必处理。"),
    },
)
EXTRA_COLUMNS = fault(
    "extra_columns",
    "不认识的列",
    DOUBT,
    "有不认识的列，没有读取：{columns}",
    "如是应读的列，请改用规定的表头；否则不必处理。",
)
EXAMPLE_ROW = Fault(
    "example_row",
    "示例行待核",
    DOUBT,
    {
        "example_row": Wording(
            "备注仍写着“{note}”，内容却与示例不同，已作为正式记录读取",
            "请核对：属实的请清空备注，是示例的请删去整行。",
        ),
        "example_values": Wording(
            "备注没有写明是示例，内容却与填表示例完全相同，已作为正式记录读取", "请核对：是示例的请删去整行。"
        ),
    },
)

OF_CELLS = (
    *(REQUIRED_EMPTY, NOT_A_DATE, AMBIGUOUS_DATE, NOT_A_MONTH, NOT_A_NUMBER, NOT_YES_NO),
    *(ID_AS_NUMBER, DIGITS_LOST, FORMULA_WITHOUT_VALUE, ERROR_CELL),
)
FAULTS = (
    *(UNREADABLE, NO_FORM, MISSING_FORM, MISSING_COLUMN, HEADING, WORKBOOK_COPY),
    *OF_CELLS,
    *(PRIVATE_ID, DUPLICATE_ID, UNKNOWN_PERSON, AMBIGUOUS_PERSON, UNKNOWN_ENTERPRISE, AMBIGUOUS_ENTERPRISE),
    *(OUTSIDE_YEAR, REVERSED_DATES, IMPOSSIBLE_DAYS, ZERO_DAYS, NEGATIVE_AMOUNT),
    *(REPEATED_ROW, SAME_THING, SHARED_THING),
    *(NAME_MISMATCH, CODE_MISMATCH, UNRECOGNISED_SHEET, HIDDEN, STRUCK_OUT, LEFT_OUT, EXTRA_COLUMNS, EXAMPLE_ROW),
)
