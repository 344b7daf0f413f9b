"""The fields of templates/通知.docx: what `text.notice` writes, with meanings and invented examples."""

from __future__ import annotations

from pipeline.documents import official
from pipeline.word.fields import Record, Rows, Text, flag

LEVELS = ("一级标题", "二级标题", "一级段", "二级段", "正文")
_LED = '方案.正文[i].级 in ("一级段", "二级段")'

FIELDS = Record(
    "印发方案的通知",
    {
        "文档标题": Text("文档属性中的标题，不在正文中印出", "某区科技局关于印发某方案的通知"),
        **official.letterhead_fields(),
        "发文字号": Text("发文字号", "某科发〔2024〕1号"),
        "标题": Rows("通知的标题，一行一项", Text("一行", "某区科技局关于印发"), filled=True),
        "主送机关": Text("主送机关", "各有关单位："),
        "正文": Rows("通知的正文，一段一项", Text("一段", "现将《某方案》印发给你们，请认真执行。"), "段", filled=True),
        "附件说明": Text("附件说明，方案不作附件时为空", "附件：1.某方案"),
        "盖章": flag("是否盖章"),
        "署名位置": Text("署名的排法", "常规", choices=("常规", "长名")),
        "署名": Text("发文机关署名", "某区科技局"),
        "成文日期": Text("成文日期", "2024年1月1日"),
        "附注": Text("附注，没有联系方式时为空", "（联系人：某某，联系电话：＿＿＿＿）"),
        "方案": Record(
            "印发的方案",
            {
                "附件字样": Text("附件字样，方案不作附件时为空", "附件1"),
                "标题": Rows("方案的标题，一行一项", Text("一行", "某方案"), filled=True),
                "正文": Rows(
                    "方案的正文，一段一项",
                    Record(
                        "",
                        {
                            "级": Text("段落的级别", "正文", choices=LEVELS),
                            "引": Text("段首的短句，只有一级段、二级段有", "（一）选聘条件。", when=_LED),
                            "文": Text("段落的文字", "热爱科技服务工作。"),
                        },
                    ),
                    "段",
                    filled=True,
                ),
            },
        ),
        **official.imprint_fields(),
        "抄送行数": Text("抄送占几行，供版记留空", 1),
    },
)
