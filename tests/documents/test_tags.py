"""What each kind says of its Word template: its fields are those of the contexts, and our template shows what it must."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest
from docx import Document

from pipeline.documents.kind import Kind
from pipeline.documents.kinds import AGREEMENT, ASSESSMENT, HANDOVER, KINDS, NOTICE
from pipeline.documents.making import contract
from pipeline.plan import Plan
from pipeline.publishing.workspace import Workspace
from pipeline.stages.run import run
from pipeline.word.asking import condition_of
from pipeline.word.conditions import asked_in, holds
from pipeline.word.faults import Misjudged
from pipeline.word.fields import Field, Record, Rows, Text, every, spelled
from pipeline.word.language import Language
from pipeline.word.template import Template
from tests.conftest import REPOSITORY, Root, sample

TEMPLATES = REPOSITORY / "templates"
WITH_TAGS = [kind for kind in KINDS if kind.tags]
Contexts = Mapping[str, list[Mapping[str, object]]]  # by the template's file name


def of(kind: Kind) -> Record:
    assert kind.tags
    return kind.tags.fields()


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> Contexts:
    """What the templates are really filled with: the sample year, then its summer with an agreement for each pairing,
    the plan as an annex of the notice and two attachments of the report."""
    found: dict[str, list[Mapping[str, object]]] = {}
    render = Template.render

    def watched(self: Template, context: Mapping[str, object], *rest: object) -> bytes:
        found.setdefault(self.file, []).append(context)
        return render(self, context, *rest)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", watched)
        for choices in ({}, {"agreement_per": "pairing", "plan_attached": "annex"}):
            root = sample(tmp_path_factory.mktemp("year"))
            plan = root.input / "plan.toml"
            text = plan.read_text(encoding="utf-8")
            for reading, choice in choices.items():
                text = re.sub(rf'(\[reading\.{reading}\][^\[]*?choice = )"\w+"', rf'\1"{choice}"', text)
            text = re.sub(r"(?m)^attachments = .*$", 'attachments = ["附表", "名单"]', text) if choices else text
            plan.write_text(text, encoding="utf-8")
            day = dt.date(2024, 6, 30) if choices else None
            assert not run(Workspace(root.path, 2024), day, HANDOVER, lambda total: nullcontext(lambda: None)).faults
    return found


def misfits(field: Field, value: object, path: str, seen: set[str]) -> Iterator[str]:
    """Where a value of a context is not as declared."""
    seen.add(path)
    if isinstance(field, Text):
        if not isinstance(value, (str, int)) or isinstance(value, bool) != isinstance(field.example, bool):
            yield f"{path}: {value!r}"
        if field.choices and value not in field.choices:
            yield f"{path}: {value!r} is no choice"
    elif isinstance(field, Record):
        if not isinstance(value, Mapping) or set(value) != set(field.fields):
            yield f"{path}: {sorted(set(value) ^ set(field.fields)) if isinstance(value, Mapping) else value!r}"
            return
        for name, inner in field.fields.items():
            yield from misfits(inner, value[name], f"{path}.{name}".removeprefix("."), seen)
    elif isinstance(field, Rows):
        assert isinstance(value, (list, tuple)), path
        if (field.filled and not value) or field.length not in (None, len(value)):
            yield f"{path}: {len(value)} items"
        for item in value:
            yield from misfits(field.item, item, f"{path}[]", seen)


@pytest.mark.parametrize("kind", WITH_TAGS, ids=lambda kind: kind.tags.called)
def test_the_declared_fields_are_those_of_the_contexts_both_ways(kind: Kind, contexts: Contexts) -> None:
    assert kind.tags
    seen: set[str] = set()
    wrong = [one for context in contexts[kind.tags.template] for one in misfits(kind.tags.fields(), context, "", seen)]
    assert wrong == []
    assert seen - {""} == {spelled(path) for path, _ in every(kind.tags.fields())}


@pytest.mark.parametrize("kind", WITH_TAGS, ids=lambda kind: kind.tags.called)
def test_what_there_is_under_a_condition_is_empty_without_it(kind: Kind, contexts: Contexts) -> None:
    """For fields that stand alone; an item's condition is asked of the item by the template."""
    assert kind.tags
    language = Language("")
    for path, field in every(kind.tags.fields()):
        if isinstance(field, Text) and field.when and None not in path:
            needed = condition_of(field.when, language)
            for context in contexts[kind.tags.template]:
                case = {asked: _value(context, asked.path) for asked in asked_in(needed)}
                assert holds(needed, case) or not _value(context, path), f"{spelled(path)} without {field.when}"


def _value(context: object, path: tuple[str | int | None, ...]) -> object:
    for step in path:
        context = context[step]  # type: ignore[index]
    return context


@pytest.mark.parametrize("kind", WITH_TAGS, ids=lambda kind: kind.tags.called)
def test_our_template_fits_and_shows_all_that_it_must(kind: Kind, sample_plan: Plan) -> None:
    assert kind.tags
    assert Template(TEMPLATES / kind.tags.template, contract=contract(kind, sample_plan)).tags


@pytest.fixture(scope="module")
def sample_plan() -> Plan:
    from pipeline.plan import read_plan

    return read_plan(REPOSITORY / "input/2024/plan.toml")


# ── what an office may do to a template ──


def said_of(kind: Kind, change: object, plan: Plan, folder: Path) -> list[str]:
    """What is said of our template after a change by `change(word)`."""
    assert kind.tags
    word = Document(str(TEMPLATES / kind.tags.template))
    change(word)  # type: ignore[operator]
    word.save(str(folder / kind.tags.template))
    try:
        Template(folder / kind.tags.template, contract=contract(kind, plan))
    except Misjudged as error:
        return [one.sentence for one in error.faults]
    return []


def without(*texts: str) -> object:
    """The first paragraph of each of these texts taken out."""

    def change(word: object) -> None:
        for text in texts:
            found = next(one for one in word.element.body.iter() if one.tag.endswith("}p") and _text(one) == text)  # type: ignore[attr-defined]
            found.getparent().remove(found)

    return change


def _text(paragraph: object) -> str:
    return "".join(one.text or "" for one in paragraph.iter() if one.tag.endswith("}t"))  # type: ignore[attr-defined]


def test_a_date_that_is_lost_in_one_of_three_layouts(sample_plan: Plan, tmp_path: Path) -> None:
    assert said_of(NOTICE, without("{{ 成文日期 }}"), sample_plan, tmp_path) == [
        "「成文日期」在「盖章」成立，且「署名位置」为「常规」时没有印出：可能少了一个分支（如「else」）。请补上。"
    ]


def test_a_lost_else_and_a_lost_elif(sample_plan: Plan, tmp_path: Path) -> None:
    (said,) = said_of(AGREEMENT, without("{%p else %}"), sample_plan, tmp_path)
    assert said.startswith("「补助.出处」、「补助.标准」") and "在「补助.另见」为空时没有印出" in said
    assert said_of(NOTICE, without('{%p elif 段.级 == "二级标题" %}'), sample_plan, tmp_path) == [
        "没有按「方案.正文[].级」分开「二级标题」的写法：应当各有一个分支（如「elif」）。请补上缺的分支。"
    ]


def test_an_account_that_never_arrives(sample_plan: Plan, tmp_path: Path) -> None:
    assert said_of(AGREEMENT, without("账号：{{ 补助.账号 }}。"), sample_plan, tmp_path) == [
        "整份模板没有印出「补助.账号」。请在应当印出的地方补上「{{ 补助.账号 }}」。"
    ]


@pytest.mark.parametrize("kind", [AGREEMENT, ASSESSMENT, NOTICE], ids=lambda kind: kind.tags.called)
def test_whatever_line_of_tags_is_lost_is_told_unless_it_stands_elsewhere_too(
    kind: Kind, sample_plan: Plan, tmp_path: Path
) -> None:
    """Every paragraph of our template is taken out in turn: a field that has to be shown is never lost in silence."""
    assert kind.tags
    silent = []
    count = len(list(Document(str(TEMPLATES / kind.tags.template)).element.body.iter()))
    for number in range(count):
        lost: list[str] = []

        def take(word: object, number: int = number, lost: list[str] = lost) -> None:
            one = list(word.element.body.iter())[number]  # type: ignore[attr-defined]
            if one.tag.endswith("}p") and "{%" in _text(one):
                lost.append(_text(one))
                for text in one.iter():
                    if text.tag.endswith("}t"):
                        text.text = ""

        change = take
        word = Document(str(TEMPLATES / kind.tags.template))
        change(word)
        if lost:
            word.save(str(tmp_path / kind.tags.template))
            try:
                Template(tmp_path / kind.tags.template, contract=contract(kind, sample_plan))
                silent += lost
            except Misjudged:
                pass
    assert silent == []


# ── a run ──


def test_one_kind_is_stopped_before_its_first_document_and_says_what_that_costs(root: Root) -> None:
    assert said_of_run(root, AGREEMENT, without("账号：{{ 补助.账号 }}。"), "agreements") == (
        1,
        [
            "补充协议：新写 0 份，未变 0 份。",
            "模板「补充协议.docx」：整份模板没有印出「补助.账号」。请在应当印出的地方补上「{{ 补助.账号 }}」。",
            "补充协议因此没有生成，少了 34 份。",
            "全部可用的标签：python -m pipeline fields 补充协议。",
            '确实不需要印出的项，写入 plan.toml 的 [templates]，如 omit = ["补充协议：补助.账号"]。',
        ],
    )
    assert (root.output / "check/check.html").exists()
    assert not (root.output / "agreements").exists()


def said_of_run(root: Root, kind: Kind, change: object, command: str) -> tuple[int, list[str]]:
    assert kind.tags
    word = Document(str(root.path / "templates" / kind.tags.template))
    change(word)  # type: ignore[operator]
    word.save(str(root.path / "templates" / kind.tags.template))
    done = root.run(command)
    named = ("模板", "全部", "确实", kind.tags.called)
    lines = [line for line in done.stdout.splitlines() if line.startswith(named) and "待填" not in line]
    return done.returncode, lines


def test_the_reminders_alone_are_stopped_where_theirs_is_wrong(root: Root) -> None:
    kind = next(kind for kind in KINDS if kind.tags and kind.tags.called == "催办单")
    assert root.run("check").returncode == 0
    before = sorted(root.output.glob("check/催办/*.docx"))
    status, lines = said_of_run(root, kind, without("{{ 导语 }}"), "check")
    assert status == 1
    assert lines[:2] == [
        "模板「催办单.docx」：整份模板没有印出「导语」。请在应当印出的地方补上「{{ 导语 }}」。",
        f"催办单因此没有生成，少了 {len(before)} 份。",
    ]
    assert sorted(root.output.glob("check/催办/*.docx")) == before != []
    assert (root.output / "check/问题清单.xlsx").exists()


def test_what_the_plan_leaves_out_need_not_be_shown(root: Root) -> None:
    plan = root.input / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("omit = []", 'omit = ["补充协议：补助.账号", "签订地"]'), encoding="utf-8")
    shutil.rmtree(root.output, ignore_errors=True)
    status, lines = said_of_run(root, AGREEMENT, without("账号：{{ 补助.账号 }}。"), "agreements")
    assert (status, lines) == (1, ["补充协议：新写 34 份，未变 0 份。"])
    assert (
        "plan.toml：[templates] 的 omit 中有“签订地”，没有模板有这一项，相近的有“签订地点”。请改正。"
        in root.run("agreements").stdout
    )
