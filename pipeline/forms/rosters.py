"""The forms of 名册: who the commissioners are, which enterprises there are, who is posted where."""

from __future__ import annotations

from pipeline.forms.shared import FIRM_CODE, FIRM_NAME, ID, NAME, NOTE, PHONE, STATION
from pipeline.sheets.declare import Column, Form, Kind

C = Column
_KIND_OF_FIRM = "空着作“否”"
_UNKNOWN = "空着作“不清楚”"
_START, _END = "{year}-1-1", "{year}-12-31"

COMMISSIONERS = Form(
    "特派员",
    (
        C("编号", required=True, aliases=("特派员编号",), example=ID, hint="每人一个，不得重复，各表都用这个编号"),
        C("姓名", Kind.NAME, required=True, aliases=("特派员姓名",), example=NAME),
        C("性别", example="男", choices=("男", "女")),
        C("民族", example="汉族"),
        C(
            "身份证号",
            Kind.IDENTIFIER,
            aliases=("身份证号码", "公民身份号码"),
            private=True,
            example="110101199001010007",
            hint="18 位，末位可以是 X",
        ),
        C(
            "联系电话",
            required=True,
            aliases=("手机号", "手机", "电话"),
            likely=("联系方式",),
            private=True,
            example=PHONE,
        ),
        C("派出单位", required=True, aliases=("工作单位", "所在单位"), example="某某大学", hint="写全称"),
        C("职务职称", aliases=("职称", "职称/职务"), example="副教授"),
        C("专业领域", aliases=("研究方向", "专业"), example="机械制造"),
        C(
            "所属工作站",
            required=True,
            aliases=("工作站",),
            prefilled=True,
            example=STATION,
            hint="同一个工作站，各处写法要一致",
        ),
        C("聘期起", Kind.DATE, required=True, aliases=("选聘日期", "聘期开始"), example=_START),
        C("聘期止", Kind.DATE, required=True, aliases=("聘期结束",), example=_END),
        C("开户银行", aliases=("开户行",), example="某某银行某某支行"),
        C("银行账号", aliases=("银行卡号",), private=True, example="6200000000000000000", hint="逐位填写，不加空格"),
        NOTE,
    ),
    title="{commissioner}名册",
)
ENTERPRISES = Form(
    "企业名录",
    (
        C(
            "企业名称",
            Kind.FIRM,
            required=True,
            aliases=("单位名称",),
            example=FIRM_NAME,
            hint="与营业执照一致，各表都用这个名称",
        ),
        C(
            "统一社会信用代码",
            Kind.IDENTIFIER,
            required=True,
            aliases=("信用代码",),
            example=FIRM_CODE,
            hint="18 位，与营业执照一致，不得重复",
        ),
        C("规上工业企业", Kind.YES_NO, aliases=("是否规上",), example="是", hint=_KIND_OF_FIRM),
        C("高新技术企业", Kind.YES_NO, aliases=("是否高企",), example="是", hint=_KIND_OF_FIRM),
        C("高企证书编号", example="GR{year}11000000", hint="高新技术企业填写"),
        C("高企发证日期", Kind.DATE, example="{year}-10-26", hint="高新技术企业填写"),
        C("科技型中小企业", Kind.YES_NO, aliases=("是否科小",), example="是", hint=_KIND_OF_FIRM),
        C("入库登记编号", example="{year}11010108000000", hint="科技型中小企业填写，本年度的编号"),
        *(
            C(f"{end}{what}", Kind.YES_NO, example=example, hint=_UNKNOWN)
            for end, example in (("期初", "否"), ("期末", "是"))
            for what in ("研发活动", "研发机构", "研发投入")
        ),
        C("曾用名", Kind.FIRMS, example="某某机械厂", hint="改过名的填写原来的名称；有几个的，用顿号分开"),
        C("法定代表人", example="李示例"),
        C("联系人", example="王示例"),
        C("联系电话", likely=("联系方式",), private=True, example=PHONE),
        C("地址", example="某某路1号"),
        NOTE,
    ),
    title="企业名录",
)
PAIRINGS = Form(
    "派驻关系",
    (
        C(
            "特派员编号",
            required=True,
            aliases=("编号",),
            carried=True,  # merged over the firms of one person
            example=ID,
            hint="与「特派员」表的编号一致",
        ),
        C("特派员姓名", Kind.NAME, aliases=("姓名",), carried=True, example=NAME),
        C(
            "企业名称",
            Kind.FIRMS,
            required=True,
            aliases=("服务企业",),
            example=FIRM_NAME,
            hint="与「企业名录」一致；几家企业起止日期相同的，可写在一格，用顿号分开",
        ),
        C("统一社会信用代码", Kind.IDENTIFIER, example=FIRM_CODE, hint="一格写几家企业的，空着"),
        C("服务起", Kind.DATE, required=True, example=_START),
        C("服务止", Kind.DATE, required=True, example=_END),
        C("服务内容", example="工艺改进、人员培训"),
        C("原协议编号", hint="没有签过协议的空着"),
        NOTE,
    ),
)
