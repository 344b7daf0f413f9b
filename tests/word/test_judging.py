"""What is wrong with a template whatever it is filled with: all of it at once, each with its place."""

from __future__ import annotations

import pickle

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.word.faults import Misjudged
from pipeline.word.template import Template
from pipeline.word.text import paragraphs

BOX = (
    "<w:r {}><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>{}</w:txbxContent>"
    "</v:textbox></v:rect></w:pict></w:r>"
)


@pytest.fixture
def faults(make):
    """faults("文字", …): the sentences about a template of these paragraphs, without the template's name."""

    def judged(*content):
        with pytest.raises(Misjudged) as caught:
            Template(make(*content))
        return [one.sentence for one in caught.value.faults]

    return judged


def box(*texts):
    """A paragraph that holds a text box of these paragraphs."""

    def build(word):
        inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        word.add_paragraph()._p.append(parse_xml(BOX.format(nsdecls("w"), inside)))

    return build


def picture_beside(text):
    """A paragraph of this text and a picture."""

    def build(word):
        word.add_paragraph(text)._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>"))

    return build


# ── all at once ──


def test_all_mistakes_at_once_by_place(make, table):
    def footer(word):
        word.sections[0].footer.paragraphs[0].text = "{{ e f }}"

    with pytest.raises(Misjudged) as caught:
        Template(make("甲{{ a b }}", table(["{{ x }}", "{{ c，d }}"]), footer, "{% endif %}"))
    assert str(caught.value) == (
        "模板「模板.docx」有 4 处要改：\n"
        "1. 正文第 1 段「{{ a b }}」：标签写错了，请改正括号、引号或点号。\n"
        "2. 正文第 1 个表格第 1 行第 2 列「{{ c，d }}」：标签里有全角符号，请改成半角：「，」改为「,」。\n"
        "3. 正文第 2 段「{% endif %}」：多出一个「endif」，前面没有与它成对的「if」。请补上「if」的标签，或删去这一个。\n"
        "4. 页脚第 1 段「{{ e f }}」：标签写错了，请改正括号、引号或点号。"
    )
    assert caught.value.code == "syntax"


def test_it_comes_back_whole_from_a_worker(faults, make):
    with pytest.raises(Misjudged) as caught:
        Template(make("{{ a b }}"))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.faults, again.code) == (str(caught.value), caught.value.faults, "syntax")


def test_a_table_in_a_cell_and_a_text_box_have_places(faults):
    def nested(word):
        cell = word.add_table(rows=1, cols=1).cell(0, 0)
        cell.add_table(rows=1, cols=2).cell(0, 1).text = "{{ a b }}"

    assert faults(nested, box("好", "{{ c d }}")) == [
        "正文第 1 个表格第 1 行第 1 列内的表格第 1 行第 2 列「{{ a b }}」：标签写错了，请改正括号、引号或点号。",
        "正文第 1 段的文本框第 2 段「{{ c d }}」：标签写错了，请改正括号、引号或点号。",
    ]


# ── how a tag is written ──


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ x", "「{{ x」：标签没有写完，请把末尾写作「}}」。"),
        ("{{ x }，{{ x }}", "「{{ x }，」：标签没有写完，请把末尾写作「}}」。"),
        ("{{ x }", "「{{ x }」：标签没有写完，请把末尾写作「}}」。"),
        ("{% if x }{% endif %}", "「{% if x }」：标签没有写完，请把末尾写作「%}」。"),
        (
            "{{ 姓\u200b名 }}",
            "「{{ 姓名 }}」：标签里第 5 个字符看不见（U+200B，在「姓」后面），请把整个标签删去重新输入。",
        ),
        ("{{ \u202ex }}", "「{{ x }}」：标签里第 4 个字符看不见（U+202E，在「{{」后面），请把整个标签删去重新输入。"),
        ("甲{{ x }}}", "「甲{{…}}}」：标签旁边多出一个「}」，会原样印出来，请删去它。"),
        ("{{{ x }}", "「{{{ x }}」：标签写错了，请改正括号、引号或点号。"),
        (
            "号\u200b{{ x }}",
            "「号{{…}}」：紧挨着标签有一个看不见的字符（U+200B），会印进文书里，请把标签和两旁的字重新输入。",
        ),
        ("{{ （x） }}", "「{{ （x） }}」：标签里有全角符号，请改成半角：「（」改为「(」、「）」改为「)」。"),
        ("{{ 乙方。姓名 }}", "「{{ 乙方。姓名 }}」：标签里有全角符号，请改成半角：「。」改为「.」。"),
        ("{% if x = 1 %}甲{% endif %}", "「{% if x = 1 %}」：比较是否相等要写两个等号，请把「=」改为「==」。"),
        ("{% p if x %}", "「{% p if x %}」：「p」应紧跟在「{%」后面，中间不要空格，请写作「{%p if x %}」。"),
        (
            "{% if x %}{% else if y %}{% endif %}",
            "「{% else if y %}」：用了不认识的指令「else if」（是不是「elif」），请改正。",
        ),
        ("{% if x %}{% end if %}", "「{% end if %}」：用了不认识的指令「end」（是不是「endif」），请改正。"),
        ("{% fro i in x %}{% endfor %}", "「{% fro i in x %}」：用了不认识的指令「fro」（是不是「for」），请改正。"),
        ("{% do x %}", "「{% do x %}」：用了不支持的指令「do」，请删去它。"),
        ("{% cellbg x %}", "「{% cellbg x %}」：「cellbg」只能用在表格的单元格里，请移到单元格中，或删去。"),
        ("{%tr if x %}", "「{%tr if x %}」：「tr」只能用在表格里，请改用「p」，或把标签移到表格中。"),
    ],
)
def test_a_tag_that_is_written_wrong(faults, text, said):
    assert f"正文第 2 段{said}" in faults("前", text)


@pytest.mark.parametrize(
    "text",
    [
        "{% if x == “甲” %}{% endif %}",
        "{{ x['a}}b'] }}",
        "{{ x }}{# {{ 注 #}",
        "{_{ 不填 }_}",
        "{{\u3000x\u3000}}",
        "100% {x}",
    ],
)
def test_what_works_is_not_found_fault_with(make, text):
    Template(make(text))


def test_a_tag_over_several_runs_is_one(make):
    def runs(word):
        paragraph = word.add_paragraph()
        for text in ("{", "{ 乙", "方", " }", "}"):
            paragraph.add_run(text)

    assert Template(make(runs)).names == {"乙方"}


# ── pairs ──


def test_a_surplus_end_is_told_with_the_nearest_pair(faults):
    assert faults("{%p if x %}", "甲", "{%p endif %}", "乙", "{%p endif %}") == [
        "正文第 5 段「{%p endif %}」：多出一个「endif」，前面没有与它成对的「if」"
        "（前面最近的一对是正文第 1 段的「{%p if x %}」，已在正文第 3 段结束）。请补上「if」的标签，或删去这一个。"
    ]


def test_a_surplus_end_within_another_block(faults):
    assert faults("{%p if x %}", "{%p endfor %}", "{%p endif %}") == [
        "正文第 2 段「{%p endfor %}」：多出一个「endfor」，前面没有与它成对的「for」"
        "（这里还没有结束的是正文第 1 段的「{%p if x %}」）。请补上「for」的标签，或删去这一个。"
    ]


def test_a_missing_end_is_told_with_its_beginning(faults):
    assert faults("{%p for a in x %}", "{%p if a %}", "甲", "{%p endfor %}") == [
        "正文第 2 段「{%p if a %}」：「if」没有结束，到正文第 4 段「{%p endfor %}」为止都没有，"
        "请在它管到的地方后面补上「{%p endif %}」。"
    ]


def test_a_missing_beginning_costs_one_message(faults):
    assert faults("{%p elif x %}", "甲", "{%p else %}", "乙", "{%p endif %}") == [
        "正文第 1 段「{%p elif x %}」：「elif」不在「if」和「endif」之间，请补上「if」的标签，或删去这一个。"
    ]


def test_the_end_of_a_row_does_not_end_a_paragraph_s_condition(faults, table):
    rows = table(["{{ x }}"], ["{%tr endif %}"])
    assert [one.split("：")[0] for one in faults("{%p if x %}", rows, "{%p endif %}")] == [
        "正文第 1 个表格第 2 行第 1 列「{%tr endif %}」"
    ]


def test_both_are_written_alike(faults):
    assert faults("{% for a in x %}", "{{ a }}", "{%p endfor %}") == [
        "正文第 3 段「{%p endfor %}」：与它成对的正文第 1 段「{% for a in x %}」写法不同，"
        "一个带「{%」一个带「{%p」，请写成一样的。"
    ]


def test_rows_of_two_tables_are_no_pair(faults, table):
    found = faults(table(["{%tr for a in x %}"], ["{{ a }}"]), table(["甲"], ["{%tr endfor %}"]))
    assert found == [
        "正文第 2 个表格第 2 行第 1 列「{%tr endfor %}」：与它成对的正文第 1 个表格第 1 行第 1 列「{%tr for a in x %}」"
        "不在同一层，请把开始和结束移到一处：同在段落之间、同在表格行之间，或同在一段之内。"
    ]


@pytest.mark.parametrize(
    ("rows", "unit"),
    [([["{%tr for a in x %}", "{%tr endfor %}"]], "行"), ([["{%tc for a in x %}{{ a }}{%tc endfor %}"]], "格")],
)
def test_a_pair_in_one_place_takes_itself_away(faults, table, rows, unit):
    (said,) = faults(table(*rows))
    assert f"开始和结束写在了同一{unit}里，这一{unit}会丢失" in said


def test_columns_rows_and_lines_that_are_right(make, table):
    columns = table(["{%tc for a in x %}", "{{ a }}", "{%tc endfor %}"])
    path = make(columns, "甲{% if x %}乙{% endif %}", "{%p for a in x %}", "{{ a }}", "{%p endfor %}")
    assert paragraphs(Template(path).render({"x": ["1", "2"]})) == ["1", "2", "甲乙", "1", "2"]


# ── what would vanish ──


def test_text_beside_a_tag_that_stands_for_its_paragraph(faults):
    assert faults("注意：{%p if x %}以下", "甲", "{%p endif %}（经研究同意）") == [
        "正文第 1 段「{%p if x %}」：同一段里的「注意：」、「以下」会丢失，请把它们移开，让标签单独占一段。",
        "正文第 3 段「{%p endif %}」：同一段里的「（经研究同意）」会丢失，请把它们移开，让标签单独占一段。",
    ]


def test_a_picture_a_text_box_or_another_tag_beside_it(faults):
    def boxed(word):
        box("甲")(word)
        word.paragraphs[-1].add_run("{%p endif %}")

    assert [one.split("：")[1].split("，")[0] for one in faults(picture_beside("{%p if x %}"), "甲", boxed)] == [
        "同一段里的图片或图形会丢失",
        "同一段里的图片或图形会丢失",
    ]
    assert faults("{%p if x %}{{ y }}", "{%p endif %}") == [
        "正文第 1 段「{%p if x %}」：同一段里的「{{ y }}」会丢失，请把它们移开，让标签单独占一段。"
    ]


def test_text_elsewhere_in_the_row_of_a_tag(faults, table):
    assert faults(table(["{%tr for a in x %}", "合计"], ["{{ a }}", ""], ["", "{%tr endfor %}"])) == [
        "正文第 1 个表格第 1 行第 1 列「{%tr for a in x %}」：同一行里的「合计」会丢失，请把它们移开，让标签单独占一行。"
    ]


def test_a_comment_may_take_its_row_along(make, table):
    Template(make("{#p 这一段不印 #}给改模板的人", table(["{#tr 不印 #}", "说明"], ["{{ x }}", ""])))


def test_a_condition_in_a_text_box(make):
    template = Template(make(box("{%p if x %}", "有", "{%p endif %}"), "正文"))
    assert [paragraphs(template.render({"x": x})) for x in (True, False)] == [["", "有", "正文"], ["", "", "正文"]]


# ── the remainder of a division, a mapping ──


@pytest.mark.parametrize("test", ["i % 2", "i % 2 == 1", "{'a': i}['a'] == 3", "i % 2 > 0"])
def test_any_expression_may_stand_in_a_tag_of_a_paragraph(make, test):
    template = Template(make(f"{{%p if {test} %}}", "单", "{%p else %}", "双", "{%p endif %}"))
    assert [paragraphs(template.render({"i": i})) for i in (3, 4)] == [["单"], ["双"]]


# ── revisions ──


@pytest.mark.parametrize(
    ("where", "mark", "sort"),
    [
        ("w:p", "<w:ins w:id='1'><w:r><w:t>甲</w:t></w:r></w:ins>", "插入"),
        ("w:p", "<w:del w:id='1'><w:r><w:delText>甲</w:delText></w:r></w:del>", "删除"),
        ("w:p", "<w:moveFrom w:id='1'><w:r><w:t>甲</w:t></w:r></w:moveFrom>", "移动"),
        ("w:p", "<w:moveTo w:id='1'><w:r><w:t>甲</w:t></w:r></w:moveTo>", "移动"),
        ("w:rPr", "<w:rPrChange w:id='1'><w:rPr/></w:rPrChange>", "格式"),
        ("w:tcPr", "<w:cellIns w:id='1'/>", "插入单元格"),
        ("w:tcPr", "<w:cellDel w:id='1'/>", "删除单元格"),
        ("w:tcPr", "<w:cellMerge w:id='1'/>", "合并单元格"),
        ("w:trPr", "<w:ins w:id='1'/>", "插入"),
    ],
)
def test_every_sort_of_revision_is_refused_at_its_place(make, table, rewrite, where, mark, sort):
    def marked(xml):
        if where == "w:trPr":
            return xml.replace("<w:tr>", f"<w:tr><w:trPr>{mark}</w:trPr>", 1)
        if where == "w:rPr":
            return xml.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>", 1)
        return xml.replace(f"</{where}>", f"{mark}</{where}>", 1)

    path = rewrite(make(table(["{{ x }}"])), {"word/document.xml": marked})
    with pytest.raises(Misjudged) as caught:
        Template(path)
    (found,) = caught.value.faults
    assert (found.place, f"（{sort}）" in found.said) == ("正文第 1 个表格第 1 行第 1 列", True)
