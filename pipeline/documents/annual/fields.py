"""The fields of templates/年度报告.docx: what `submission.submission` writes, with meanings and invented examples."""

from __future__ import annotations

from pipeline.documents import official
from pipeline.word.fields import Field, Record, Rows, Text, flag

_HEAD, _FULL = "红头", "全面报告"


def _texts(meaning: str, example: str, when: str = "") -> Rows:
    return Rows(meaning, Text("一段", example, when=when), "段")


_TARGETS: dict[str, Field] = {
    "标题": Text("这一部分的标题", "一、目标任务完成情况"),
    "段落": _texts("这一部分的文字，一段一项", "《某方案》确定目标任务8项，截至2024年12月31日，达标7项。"),
    "表": Rows(
        "目标任务，一行一项",
        Record(
            "",
            {
                "序号": Text("序号", "1"),
                "任务": Text("目标任务", "选聘人数"),
                "目标值": Text("目标值", "30人"),
                "完成值": Text("完成值", "34人"),
                "完成率": Text("完成率", "113.3%"),
                "是否达标": Text("是否达标", "达标"),
                "依据": Text("方案条款", "二（一）"),
            },
        ),
    ),
}
_FUNDS: dict[str, Field] = {
    "标题": Text("这一部分的标题", "四、经费使用情况", when=_FULL),
    "段落": _texts("这一部分的文字，一段一项", "全年支出经费10万元。", _FULL),
    "表": Rows(
        "各种用途，一行一种",
        Record(
            "",
            {
                "序号": Text("序号", "1", when=_FULL),
                "用途": Text("用途", "培训费", when=_FULL),
                "金额": Text("金额，单位为元", "100,000.00", when=_FULL),
                "占比": Text("占比", "100%", when=_FULL),
            },
        ),
    ),
    "合计": Text("金额合计", "100,000.00", when=f"{_FULL} and 经费.表"),
}

FIELDS = Record(
    "年度报告",
    {
        "红头": flag("是否有红头：报告和函有，材料报送没有"),
        "上行文": flag("是否上行文：报告是"),
        **official.letterhead_fields(_HEAD),
        "发文字号": Text("发文字号", "某科发〔2024〕9号", when=_HEAD),
        "签发人": Text("签发人", "某某", when="红头 and 上行文"),
        "标题": Rows("标题，一行一项", Text("一行", "某区科技局关于2024年工作情况的报告"), filled=True),
        "主送机关": Text("主送机关", "某市科技局："),
        "开头": Text("开头一段", "按照某文件要求，我局印发《某方案》。现将2024年工作情况报告如下："),
        "目标": Record("目标任务完成情况", _TARGETS),
        "工作": Record(
            "重点工作开展情况",
            {
                "标题": Text("这一部分的标题", "二、重点工作开展情况", when="工作.节"),
                "节": Rows(
                    "各项工作，一节一项",
                    Record(
                        "",
                        {
                            "标题": Text("一节的标题", "（一）队伍建设"),
                            "段落": _texts("一节的文字，一段一项", "全年选聘科技特派员34人。"),
                        },
                    ),
                    "节",
                ),
            },
        ),
        "全面报告": flag("是否完整的年度报告：考核、经费、问题、打算只在其中"),
        "考核": Record(
            "考核情况",
            {
                "标题": Text("这一部分的标题", "三、考核情况", when=_FULL),
                "段落": _texts("这一部分的文字，一段一项", "对34名科技特派员逐人核对。", _FULL),
            },
        ),
        "经费": Record("经费使用情况", _FUNDS),
        "问题标题": Text("存在的问题的标题", "五、存在的问题", when=_FULL),
        "打算标题": Text("下一步打算的标题", "六、下一步打算", when=_FULL),
        "口径": Record(
            "有关口径说明",
            {
                "标题": Text("这一部分的标题", "七、有关口径说明", when="口径.段落"),
                "段落": _texts("各条口径，一段一项", "1.服务天数按日期计算。"),
            },
        ),
        "结语": Text("结语，材料报送没有", "特此报告。"),
        "附件": flag("是否有附件"),
        "附件首项": Text("附件说明的第一行", "附件：1.附表", when="附件"),
        "附件余项": Rows("附件说明的其余各行", Text("一行", "2.考核表", when="附件"), "项"),
        "署名": Text("发文机关署名", "某区科技局"),
        "成文日期": Text("成文日期", "2024年12月31日"),
        "附注": Text("附注，没有联系方式时为空", "（联系人：某某，联系电话：＿＿＿＿）"),
        **official.imprint_fields(_HEAD),
    },
)
