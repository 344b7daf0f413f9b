"""What can be wrong with a template or with a value given to it: codes, and the Chinese sentence of each."""

from __future__ import annotations

SENTENCES = {
    # the file
    "missing": "找不到模板「{template}」，请核对文件名和所在文件夹。",
    "not_a_file": "模板「{template}」不是文件（是文件夹、管道或设备），请把模板文件放在该处。",
    "unreadable": "打不开模板「{template}」，请先在 Word 或 WPS 中关闭它，并确认有读取权限。",
    "not_docx": "「{template}」不是完好的 Word 文档（.docx），请在 Word 或 WPS 中打开它，另存为 .docx。",
    "locked": "「{template}」设有密码，或是旧的 .doc 格式，请取消密码，另存为 .docx。",
    "too_large": "模板「{template}」展开后超过 {limit} MB，不像是一份公文模板，请压缩其中的图片，另存为 .docx。",
    "external": "模板「{template}」引用了文件以外的内容（{target}），请删去这处链接，或把内容直接插入模板。",
    "revisions": "模板「{template}」的{part}中还有未处理的修订，请在 Word 或 WPS 中接受或拒绝全部修订后保存。",
    # its tags
    "syntax": "模板「{template}」的{part}中有写错的标签，位置在「{near}」，请改正括号、引号或点号。",
    "unknown_tag": "模板「{template}」的{part}中用了不认识的指令「{tag}」，位置在「{near}」，请改正。",
    "unclosed": "模板「{template}」的{part}中「{tag}」没有结束，请补上「end{tag}」标签。",
    "unknown_filter": "模板「{template}」的{part}中用了不支持的过滤器「{tag}」，位置在「{near}」，请删去它。",
    "forbidden": "模板「{template}」的{part}中用了不支持的指令「{tag}」，请删去它。",
    "structure": "模板「{template}」的{part}中有一对标签不在同一层，位置在「{near}」，"
    "请把开始和结束移到一处：同在段落之间、同在表格行之间，或同在一段之内。",
    "leftover": "模板「{template}」的{part}中有不完整的标签，位置在「{near}」，请补全或删去多余的括号。",
    "full_width": "模板「{template}」的{part}中有用全角括号写的标签，位置在「{near}」，"
    "请改用半角的 {{{{ }}}} 或 {{% %}}。",
    "misplaced": "模板「{template}」的{part}中写有标签，那里不会填写，请把它移到正文、页眉、页脚、脚注或文档属性中。",
    # what it is given
    "unknown_field": "模板「{template}」的标签「{tag}」没有对应的数据，请核对标签的写法，或补上这项数据。",
    "unsafe": "模板「{template}」的标签「{tag}」用了不允许的写法，请改为只写字段名。",
    "empty": "模板「{template}」的标签「{tag}」得到的是空值，请补上这项数据，或在模板中用 if 判断。",
    "not_finite": "模板「{template}」的标签「{tag}」得到的不是有效数字，请核对这项数据。",
    "not_text": "模板「{template}」的标签「{tag}」得到的不是文字或数字（{kind}），请改用它的具体字段。",
    "control": "模板「{template}」的标签「{tag}」得到的文字第 {position} 个字符"
    "是 Word 不能保存的控制字符（{char}），请在来源数据中删去它。",
    "surrogate": "模板「{template}」的标签「{tag}」得到的文字第 {position} 个字符"
    "残缺不全（{char}），请在来源数据中重新输入它。",
    "failed": "模板「{template}」的{part}填写失败，位置在「{near}」，请核对那里的标签和对应的数据。",
}


class TemplateError(Exception):
    """A template that cannot be used, or a value that cannot be printed.

    `code` is a key of `SENTENCES`; `str()` is its one Chinese sentence. `tag` is the dotted path of the tag, where
    one is to blame. No sentence quotes a value: values hold identity numbers.
    """

    def __init__(self, code: str, template: str, **facts: object) -> None:
        self.code = code
        self.template = template
        self._facts = facts
        self.tag = str(facts["tag"]) if "tag" in facts else None
        super().__init__(SENTENCES[code].format(template=template, **facts))

    def __reduce__(self) -> tuple[object, ...]:
        """So that it comes back whole from a worker process."""
        return _rebuilt, (self.code, self.template, self._facts)


def _rebuilt(code: str, template: str, facts: dict[str, object]) -> TemplateError:
    return TemplateError(code, template, **facts)
