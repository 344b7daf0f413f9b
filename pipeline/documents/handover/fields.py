"""The fields of templates/移交清单.docx: what `cover_list.cover_list` writes, with meanings and invented examples."""

from __future__ import annotations

from pipeline.word.fields import Record, Rows, Text

FIELDS = Record(
    "移交清单",
    {
        "标题": Text("清单的标题", "2024年某区企业科技特派员文件移交清单"),
        "接收单位": Text("谁接收", "某某工作站"),
        "截至日期": Text("数据截至哪一天", "2024年12月31日"),
        "件数": Text("共几份，各种几份", "共 5 份：补充协议 2 份、考核表 3 份"),
        "文件": Rows(
            "包内文件，一行一份",
            Record(
                "",
                {
                    "序号": Text("序号", "1"),
                    "协议编号": Text("协议编号", "某特派协〔2024〕001号"),
                    "种类": Text("文件种类", "补充协议"),
                    "路径": Text("包内路径", "补充协议/T001.docx"),
                    "对象": Text("编号和姓名", "T001 某某"),
                    "状态": Text("状态", "草稿"),
                    "页数": Text("页数，不知道的空着", "6"),
                    "份数": Text("份数", "一式三份"),
                    "校验值": Text("SHA-256 校验值", "（64 位）"),
                    "待填": Text("还有几处待填", "8 处"),
                },
            ),
            "件",
            filled=True,
        ),
        "说明": Rows(
            "表下的说明，一段一条", Text("一条说明", "页数、份数：空着的，打印后手工填写。"), "条", filled=True
        ),
        "签字": Rows(
            "移交和接收的签字栏，一行一方",
            Record(
                "",
                {
                    "单位": Text("单位栏的名称", "移交单位（盖章）"),
                    "人": Text("签字栏的名称", "移交人（签字）"),
                    "日期": Text("供手填的日期", "　　　　年　　月　　日"),
                },
            ),
            "方",
            filled=True,
        ),
    },
)
