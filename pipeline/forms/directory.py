"""The directory of enterprises, the second form of 名册."""

from __future__ import annotations

from pipeline.forms.declaring import ANNUAL, NOWHERE, Column, Form, Presence, Read
from pipeline.forms.shared import FIRM_CODE, FIRM_NAME, NOTE, PHONE
from pipeline.records import Enterprise
from pipeline.sheets.declare import Kind

C = Column
_KIND_OF_FIRM = "空着作“否”"
_UNKNOWN = "空着作“不清楚”"
_REPORT = frozenset({ANNUAL})

ENTERPRISES = Form(
    "企业名录",
    (
        C(
            "企业名称",
            Kind.FIRM,
            field="name",
            identity=True,
            names_firm=True,
            required=True,
            aliases=("单位名称",),
            example=FIRM_NAME,
            hint="与营业执照一致，各表都用这个名称",
        ),
        C(
            "统一社会信用代码",
            Kind.IDENTIFIER,
            field="credit_code",
            identity=True,
            own_number=True,
            names_firm=True,
            required=True,
            aliases=("信用代码",),
            example=FIRM_CODE,
            hint="18 位，与营业执照一致，不得重复",
        ),
        C(
            "规上工业企业",
            Kind.YES_NO,
            field="above_scale",
            read=Read.FLAG,
            printed=_REPORT,
            aliases=("是否规上",),
            example="是",
            hint=_KIND_OF_FIRM,
        ),
        C(
            "高新技术企业",
            Kind.YES_NO,
            field="high_tech",
            read=Read.FLAG,
            printed=_REPORT,
            aliases=("是否高企",),
            example="是",
            hint=_KIND_OF_FIRM,
        ),
        C(
            "高企证书编号",
            field="certificate_number",
            printed=_REPORT,
            own_number=True,
            example="GR{year}11000000",
            hint="高新技术企业填写",
        ),
        C(
            "高企发证日期",
            Kind.DATE,
            field="certificate_date",
            printed=_REPORT,
            example="{year}-10-26",
            hint="高新技术企业填写",
        ),
        C(
            "科技型中小企业",
            Kind.YES_NO,
            field="tech_sme",
            read=Read.FLAG,
            printed=_REPORT,
            aliases=("是否科小",),
            example="是",
            hint=_KIND_OF_FIRM,
        ),
        C(
            "入库登记编号",
            field="registration_number",
            printed=_REPORT,
            own_number=True,
            example="{year}11010108000000",
            hint="科技型中小企业填写，本年度的编号",
        ),
        *(
            C(
                f"{end}{what}",
                Kind.YES_NO,
                field=f"{flags}.{flag}",
                printed=_REPORT,
                example=example,
                hint=_UNKNOWN,
            )
            for end, flags, example in (("期初", "start", "否"), ("期末", "end", "是"))
            for what, flag in (("研发活动", "activity"), ("研发机构", "institution"), ("研发投入", "investment"))
        ),
        C(
            "曾用名",
            Kind.FIRMS,
            field="former_names",
            names_firm=True,
            example="某某机械厂",
            hint="改过名的填写原来的名称；有几个的，用顿号分开",
        ),
        C("法定代表人", common=True, printed=NOWHERE, example="李示例"),
        C("联系人", common=True, printed=NOWHERE, example="王示例"),
        C(
            "联系电话",
            field="phone",
            common=True,
            printed=NOWHERE,
            likely=("联系方式",),
            private=True,
            example=PHONE,
        ),
        C("地址", common=True, printed=NOWHERE, example="某某路1号"),
        NOTE,
    ),
    title="企业名录",
    record=Enterprise,
    fills="enterprises",
    presence=Presence.REQUIRED,
)
