"""The forms of 名册: who the commissioners are, which enterprises there are (in a file of its own), who is where."""

from __future__ import annotations

from pipeline.forms.declaring import (
    AGREEMENT,
    ANNUAL,
    ASSESSMENT,
    NOWHERE,
    Column,
    Form,
    Person,
    Presence,
    Read,
)
from pipeline.forms.directory import ENTERPRISES
from pipeline.forms.shared import FIRM_CODE, FIRM_NAME, ID, NAME, NOTE, PHONE, STATION
from pipeline.records import Commissioner, Pairing
from pipeline.sheets.declare import Kind

C = Column
_START, _END = "{year}-1-1", "{year}-12-31"
_AGREEMENTS, _SHEETS = frozenset({AGREEMENT}), frozenset({ASSESSMENT})

COMMISSIONERS = Form(
    "特派员",
    (
        C(
            "编号",
            field="id",
            read=Read.TOKEN,
            person=Person.ID,
            identity=True,
            own_number=True,
            required=True,
            aliases=("特派员编号",),
            example=ID,
            hint="每人一个，不得重复，各表都用这个编号",
        ),
        C(
            "姓名",
            Kind.NAME,
            field="name",
            person=Person.NAME,
            identity=True,
            required=True,
            aliases=("特派员姓名",),
            example=NAME,
        ),
        C("性别", field="gender", common=True, printed=_SHEETS, example="男", choices=("男", "女")),
        C("民族", printed=NOWHERE, example="汉族"),
        C(
            "身份证号",
            Kind.IDENTIFIER,
            field="id_number",
            common=True,
            printed=_AGREEMENTS,
            aliases=("身份证号码", "公民身份号码"),
            private=True,
            example="110101199001010007",
            hint="18 位，末位可以是 X",
        ),
        C(
            "联系电话",
            field="phone",
            common=True,
            printed=_AGREEMENTS,
            required=True,
            aliases=("手机号", "手机", "电话"),
            likely=("联系方式",),
            private=True,
            example=PHONE,
        ),
        C(
            "派出单位",
            field="employer",
            read=Read.LINE,
            required=True,
            aliases=("工作单位", "所在单位"),
            example="某某大学",
            hint="写全称",
        ),
        C(
            "职务职称",
            field="title",
            read=Read.LINE,
            printed=_SHEETS,
            aliases=("职称", "职称/职务"),
            example="副教授",
        ),
        C(
            "专业领域",
            field="expertise",
            read=Read.LINE,
            printed=_SHEETS,
            aliases=("研究方向", "专业"),
            example="机械制造",
        ),
        C(
            "所属工作站",
            field="workstation",
            read=Read.TOKEN,
            required=True,
            aliases=("工作站",),
            prefilled=True,
            example=STATION,
            hint="同一个工作站，各处写法要一致",
        ),
        C("聘期起", Kind.DATE, field="term_start", required=True, aliases=("选聘日期", "聘期开始"), example=_START),
        C("聘期止", Kind.DATE, field="term_end", required=True, aliases=("聘期结束",), example=_END),
        C(
            "开户银行",
            field="bank",
            read=Read.LINE,
            printed=_AGREEMENTS,
            aliases=("开户行",),
            example="某某银行某某支行",
        ),
        C(
            "银行账号",
            field="bank_account",
            printed=_AGREEMENTS,
            aliases=("银行卡号",),
            private=True,
            example="6200000000000000000",
            hint="逐位填写，不加空格",
        ),
        NOTE,
    ),
    title="{commissioner}名册",
    record=Commissioner,
    fills="commissioners",
    presence=Presence.REQUIRED,
)
PAIRINGS = Form(
    "派驻关系",
    (
        C(
            "特派员编号",
            field="commissioner",
            read=Read.MATCHED,
            person=Person.ID,
            identity=True,
            required=True,
            aliases=("编号",),
            carried=True,  # merged over the firms of one person
            example=ID,
            hint="与「特派员」表的编号一致",
        ),
        C(
            "特派员姓名",
            Kind.NAME,
            person=Person.NAME,
            identity=True,
            aliases=("姓名",),
            carried=True,
            example=NAME,
        ),
        C(
            "企业名称",
            Kind.FIRMS,
            field="enterprise",
            read=Read.MATCHED,
            identity=True,
            required=True,
            aliases=("服务企业",),
            example=FIRM_NAME,
            hint="与「企业名录」一致；几家企业起止日期相同的，可写在一格，用顿号分开",
        ),
        C(
            "统一社会信用代码",
            Kind.IDENTIFIER,
            field="given_code",
            read=Read.MATCHED,
            identity=True,
            own_number=True,
            example=FIRM_CODE,
            hint="一格写几家企业的，空着",
        ),
        C("服务起", Kind.DATE, field="start", identity=True, required=True, example=_START),
        C("服务止", Kind.DATE, field="end", identity=True, required=True, example=_END),
        C("服务内容", field="content", example="工艺改进、人员培训"),
        C(
            "原协议编号",
            field="original_agreement",
            printed=frozenset({AGREEMENT, ANNUAL}),
            own_number=True,
            hint="没有签过协议的空着",
        ),
        NOTE,
    ),
    record=Pairing,
    fills="pairings",
    presence=Presence.REQUIRED,
)

FORMS = (COMMISSIONERS, ENTERPRISES, PAIRINGS)
