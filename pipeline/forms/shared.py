"""What several forms have in common: the columns of a log, and the invented person and firm of all example rows.

Neither exists: the ID number has the sequence 000 and the code the number 0 of its office, which nobody was given.
"""

from __future__ import annotations

from pipeline.forms.declaring import NOWHERE, Column, Person, Read
from pipeline.sheets.declare import Kind

ID, NAME, PHONE, STATION = "T000", "张示例", "13900000000", "某某工作站"
FIRM_NAME, FIRM_CODE = "某某机械制造有限公司", "91110101MA0000007T"
FIRMS = f"{FIRM_NAME}、某某电子有限公司"

NOTE = Column("备注", common=True, printed=NOWHERE, hint="没有要说明的空着")
COMMISSIONER_ID = Column(
    "特派员编号",
    field="commissioner",
    read=Read.MATCHED,
    person=Person.ID,
    identity=True,
    begun=True,
    aliases=("编号",),
    example=ID,
    hint="与名册一致；有人同名的必须填写",
)
COMMISSIONER = Column(
    "特派员姓名",
    Kind.NAME,
    person=Person.NAME,
    identity=True,
    required=True,
    begun=True,
    aliases=("姓名",),
    likely=("特派员",),
    example=NAME,
    hint="与名册一致",
)
SERVED = Column(
    "服务企业",
    Kind.FIRMS,
    field="enterprises",
    read=Read.MATCHED,
    identity=True,
    required=True,
    aliases=("企业名称", "服务对象"),
    example=FIRM_NAME,
    hint="与「企业名录」一致；几家企业写在一格，用顿号分开",
)
WORKSTATION = Column("工作站", prefilled=True, example=STATION, hint="表头上方或文件名写明工作站的，可以空着")
EVIDENCE = Column("佐证材料", field="evidence", example="现场照片、签到表", hint="材料的名称或编号")
