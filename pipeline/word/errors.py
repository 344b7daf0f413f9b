"""What can be wrong with a template or with a value given to it: codes, and the Chinese sentence of each."""

from __future__ import annotations

SENTENCES = {
    "judged": "模板「{template}」{said}",
    # the file
    "missing": "找不到模板「{template}」，请核对文件名和所在文件夹。",
    "not_a_file": "模板「{template}」不是文件（是文件夹、管道或设备），请把模板文件放在该处。",
    "unreadable": "打不开模板「{template}」，请先在 Word 或 WPS 中关闭它，并确认有读取权限。",
    "blank": "模板「{template}」是空的，请把原来的模板放回该处。",
    "not_docx": "「{template}」不是完好的 Word 文档（.docx），请在 Word 或 WPS 中打开它，另存为 .docx。",
    "locked": "「{template}」设有密码，或是旧的 .doc 格式，请取消密码，另存为 .docx。",
    "too_large": "模板「{template}」展开后超过 {limit} MB，不像是一份公文模板，请压缩其中的图片，另存为 .docx。",
    "too_long": "模板「{template}」的文字部分展开后超过 {limit} MB，不像是一份公文模板，请核对文件，另存为 .docx。",
    "external": "模板「{template}」引用了文件以外的{what}（{target}），请删去这处链接，或把内容直接插入模板。",
    "field": "模板「{template}」的{part}中有会从文件以外取内容的域（{field}），请删去这个域，或把内容直接插入模板。",
    "field_tag": "模板「{template}」的{part}中有一个域，它的名称由标签或另一个域拼成，请改为直接写出域名。",
    "macros": "模板「{template}」带有宏，请另存为不含宏的 .docx。",
    "embedded": "模板「{template}」的{part}中有{what}，请删去它，或把内容直接写进模板。",
    "mail_merge": "模板「{template}」连着邮件合并的数据源，请在邮件合并中改为「普通 Word 文档」后保存。",
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
    # how much it asks for
    "too_much": "模板「{template}」的{part}要生成的内容过多，已经停下，位置在「{near}」，"
    "请检查那里的循环、重复和拼接。",
    "too_deep": "模板「{template}」的{part}中循环、宏或括号一层套一层过多，请减少层数。",
    "too_many_tags": "模板「{template}」的{part}中有 {limit} 个以上的标签，不像是一份公文模板，请核对文件。",
    # what it is given
    "needs_r": "模板「{template}」的标签「{tag}」得到的是带格式的内容，请写成 {{{{{kind} {tag} }}}}，单独占一处。",
    "plain": "模板「{template}」的标签「{tag}」前面带有 r、p、tr 或 tc，得到的却是普通文字，印不出来，"
    "请去掉这几个字母，只写「{{{{ {tag} }}}}」。",
    "picture": "模板「{template}」的标签「{tag}」的图片打不开，或不是 PNG、JPEG、GIF、BMP、TIFF 图片，请核对图片文件。",
    "torn": "模板「{template}」的标签「{tag}」得到的带格式内容残缺不全，请核对它的样式、颜色和字体的写法。",
    "no_picture": "模板「{template}」中没有名为「{tag}」的图片，无从替换，请核对图片的名称、标题或说明文字。",
    "link": "模板「{template}」的标签「{tag}」的链接没有地址，请用模板的 build_url_id 取得链接编号，或直接写网址。",
    "other_template": "模板「{template}」的标签「{tag}」得到的子文档属于另一份模板，请用这份模板的 new_subdoc 建立。",
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
