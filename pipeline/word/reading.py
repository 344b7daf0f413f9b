"""What the tags of a part read and print, each field with the conditions under which; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from pipeline.word.asking import COUNTS, OF_LOOP, SAME, Scope, asks, path_of, written
from pipeline.word.blocks import Block, Branch, Tree
from pipeline.word.conditions import ALWAYS, All, Asked, Condition, Holds, Not
from pipeline.word.faults import Fault, fault
from pipeline.word.fields import Path
from pipeline.word.scanning import CELL_TAGS, Tag

_WRAPPED = frozenset({"batch", "slice"})
_DEFAULTS = frozenset({"default", "d"})
_OF_LISTS = frozenset(
    {"join", "sum", "map", "first", "last", "batch", "slice", "groupby", "sort", "unique", "dictsort"}
)
LOOP = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "cycle", "depth", "depth0", "previtem",
     "nextitem", "changed"}
)  # fmt: skip
_ONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")


@dataclass(frozen=True, slots=True)
class Use:
    """A field that is read: `printed` as text, `over` as a list, or only asked. `written` is how the tag has it."""

    path: Path
    tag: Tag
    condition: Condition
    written: str
    printed: bool = False
    over: bool = False
    scope: Scope = field(default_factory=dict)


@dataclass(slots=True)
class Readings:
    """`asked` are the conditions of all branches, `guarded` the fields for whose absence the template provides;
    `unclear` says that pairs are wrong: conditions then say little."""

    uses: list[Use] = field(default_factory=list)
    asked: list[Condition] = field(default_factory=list)
    guarded: set[Path] = field(default_factory=set)
    filters: list[tuple[str, Tag]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unclear: bool = False


def read(trees: Sequence[Tree], language: Environment) -> Readings:
    """All parts of a template; a tag that Jinja2 cannot read is a fault and passed over."""
    reader = _Reader(language)
    for tree in trees:
        reader.body(tree.body, {}, ALWAYS)
        reader.found.unclear |= bool(tree.faults)
    return reader.found


@dataclass(frozen=True, slots=True)
class _At:
    """Where an expression stands."""

    scope: Scope
    tag: Tag
    condition: Condition

    def when(self, condition: Condition) -> _At:
        return _At(self.scope, self.tag, All((self.condition, condition)))


class _Reader:
    def __init__(self, language: Environment) -> None:
        self.found = Readings()
        self._language = language
        self._loops = 0

    def body(self, body: Sequence[Tag | Block], scope: dict[str, Path | None], condition: Condition) -> None:
        """`scope` gains what `{% set %}` binds."""
        for one in body:
            if isinstance(one, Tag):
                self._tag(one, scope, condition)
            elif one.word == "if":
                self._if(one, scope, condition)
            elif one.word == "for":
                self._for(one, scope, condition)
            else:
                self._binding(one, scope, condition)

    def parsed(self, tag: Tag, source: str) -> nodes.Node | None:
        try:
            return self._language.parse(source).body[0]
        except (TemplateSyntaxError, IndexError):
            code = "one_equals" if tag.word in ("if", "elif") and _ONE_EQUALS.search(tag.body) else "syntax"
            self.found.faults.append(fault(code, tag.place, tag.near))
            return None

    def _tag(self, tag: Tag, scope: dict[str, Path | None], condition: Condition) -> None:
        if tag.word in CELL_TAGS:
            inner = tag.body.removeprefix(tag.word).strip()
            node = self.parsed(tag, f"{{{{ {inner} }}}}") if inner else None
            if isinstance(node, nodes.Output):
                self._expression(node.nodes[0], _At(scope, tag, condition))
        elif tag.kind == "{{":
            node = self.parsed(tag, f"{{{{ {tag.body} }}}}")
            if isinstance(node, nodes.Output):
                self._expression(node.nodes[0], _At(scope, tag, condition), printed=not tag.attribute)
        else:
            node = self.parsed(tag, f"{{% {tag.body} %}}")
            if isinstance(node, nodes.Assign):
                self._expression(node.node, _At(scope, tag, condition))
                single = isinstance(node.target, nodes.Name)
                for name in _names(node.target):
                    scope[name] = path_of(node.node, scope) if single else None

    def _if(self, block: Block, scope: dict[str, Path | None], condition: Condition) -> None:
        before: list[Condition] = []
        for branch in block.branches:
            own = ALWAYS if branch.tag.word == "else" else self._test(branch, scope, condition, All(tuple(before)))
            here = All((*before, own))
            self.found.asked.append(here)
            self.body(branch.inside, scope, All((condition, here)))
            before.append(Not(own))

    def _test(self, branch: Branch, scope: Scope, condition: Condition, so_far: Condition) -> Condition:
        tag = branch.tag
        test = tag.body.removeprefix(tag.word).strip()
        node = self.parsed(tag, f"{{% if {test} %}}{{% endif %}}")
        if not isinstance(node, nodes.If):
            return Holds(Asked((), f"「{tag.near}」"))
        self._expression(node.test, _At(scope, tag, All((condition, so_far))))
        return asks(node.test, scope)

    def _for(self, block: Block, scope: dict[str, Path | None], condition: Condition) -> None:
        tag = block.opening
        node = self.parsed(tag, f"{{% {tag.body} %}}{{% endfor %}}")
        self._loops += 1
        inside: dict[str, Path | None] = {**scope, "loop": (*OF_LOOP, self._loops)}
        reached = condition
        if isinstance(node, nodes.For):
            chunked = _chunked(node.iter)
            path = path_of(chunked or node.iter, scope)
            self._expression(node.iter, _At(scope, tag, condition), over=path is not None)
            # What is cut into chunks gives lists of the same items: each stands for the whole.
            item = path if path is None or chunked else (*path, None)
            inside |= dict.fromkeys(_names(node.target), item if isinstance(node.target, nodes.Name) else None)
            reached = All((condition, self._not_empty(node.iter, path, tag)))
            if node.test is not None:
                self._expression(node.test, _At(inside, tag, reached))
                reached = All((reached, asks(node.test, inside)))
        first, *others = block.branches
        self.body(first.inside, inside, reached)
        for other in others:
            self.body(other.inside, scope, All((condition, Not(reached))))

    def _not_empty(self, node: nodes.Node, path: Path | None, tag: Tag) -> Condition:
        if path is not None:
            return Holds(Asked(path))
        return ALWAYS if isinstance(node, nodes.List) and node.items else Holds(Asked((), f"「{tag.near}」有内容"))

    def _binding(self, block: Block, scope: dict[str, Path | None], condition: Condition) -> None:
        tag, inside = block.opening, dict(scope)
        node = self.parsed(tag, f"{{% {tag.body} %}}{{% end{block.word} %}}")
        if isinstance(node, nodes.With):
            for target, value in zip(node.targets, node.values, strict=True):
                self._expression(value, _At(scope, tag, condition))
                inside |= dict.fromkeys(_names(target), path_of(value, scope))
        elif isinstance(node, nodes.Macro):
            scope[node.name] = inside[node.name] = None
            inside |= {argument.name: None for argument in node.args}
            inside |= dict.fromkeys(("varargs", "kwargs", "caller"))
        elif isinstance(node, nodes.AssignBlock):
            scope.update(dict.fromkeys(_names(node.target)))
        self.body(block.branches[0].inside, inside, condition)

    def _expression(self, node: nodes.Node, at: _At, *, printed: bool = False, over: bool = False) -> None:
        """Notes every field that an expression reads, and how."""
        path = path_of(node, at.scope)
        if path is not None:
            self._use(path, node, at, printed=printed, over=over)
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            self._below(node, at)
        elif isinstance(node, nodes.Filter):
            self._filter(node, at, printed)
        elif isinstance(node, nodes.Call):
            self._call(node, at)
        elif isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            self._guard(node.node, at)
            self._expression(node.node, at)
        elif isinstance(node, nodes.CondExpr):
            asked = asks(node.test, at.scope)
            self._expression(node.test, at)
            self._expression(node.expr1, at.when(asked), printed=printed)
            if node.expr2 is not None:
                self._expression(node.expr2, at.when(Not(asked)), printed=printed)
        else:
            through = printed and isinstance(node, (nodes.Concat, nodes.Add, nodes.And, nodes.Or))
            for child in node.iter_child_nodes():
                self._expression(child, at, printed=through)

    def _use(self, path: Path, node: nodes.Node, at: _At, *, printed: bool = False, over: bool = False) -> None:
        self.found.uses.append(Use(path, at.tag, at.condition, written(node), printed, over, at.scope))

    def _guard(self, node: nodes.Node, at: _At) -> None:
        path = path_of(node, at.scope)
        if path is not None:
            self.found.guarded.add(path)

    def _below(self, node: nodes.Node, at: _At) -> None:
        """The inside of a.b or a[i]: the indexes, and a base that is more than a name."""
        while isinstance(node, (nodes.Getattr, nodes.Getitem)):
            if isinstance(node, nodes.Getitem):
                self._expression(node.arg, at)
            node = node.node
        if not isinstance(node, nodes.Name):
            self._expression(node, at)

    def _filter(self, node: nodes.Filter, at: _At, printed: bool) -> None:
        self.found.filters.append((node.name, at.tag))
        arguments = [*node.args, *(pair.value for pair in node.kwargs)]
        for argument in arguments:
            self._expression(argument, at, printed=printed and node.name in _DEFAULTS)
        if node.node is None:
            return
        if node.name in _DEFAULTS:
            self._guard(node.node, at)
        base = path_of(node.node, at.scope)
        attributes = _attributes(node)
        if base is not None:
            for names in attributes:
                self._use((*base, None, *names), node, at, printed=printed and node.name in ("map", "join"))
            if node.name == "join" and not attributes:
                self._use((*base, None), node, at, printed=printed)
        of_list = bool(attributes) or node.name in _OF_LISTS
        if of_list or not isinstance(node.node, nodes.Name) or base is None:
            text = not of_list and base is not None and node.name not in (*COUNTS, *SAME)
            listed = node.name == "join" and isinstance(node.node, nodes.Filter)  # the texts that are joined
            self._expression(node.node, at, printed=printed and (text or listed), over=of_list)
        elif node.name not in (*COUNTS, *SAME):
            self._use(base, node.node, at, printed=printed)

    def _call(self, node: nodes.Call, at: _At) -> None:
        """A method belongs to its value: only the value is a field. Functions are the language's own."""
        called = node.node
        if isinstance(called, nodes.Getattr):
            base = path_of(called.node, at.scope)
            self._expression(called if base is not None and base[:1] == OF_LOOP else called.node, at)
        elif not isinstance(called, nodes.Name) or not (
            called.name in self._language.globals or called.name in at.scope
        ):
            self._expression(called, at)
        for argument in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._expression(argument, at)


def _attributes(node: nodes.Filter) -> list[list[str]]:
    """What `map(attribute="x")`, `selectattr("x")`, `sort(attribute="x")` … read of each item."""
    named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    named += node.args[:1] if node.name in ("selectattr", "rejectattr", "groupby") else []
    return [one.value.split(".") for one in named if isinstance(one, nodes.Const) and isinstance(one.value, str)]


def _chunked(node: nodes.Node) -> nodes.Node | None:
    """The list that `batch` or `slice` cuts into several."""
    return node.node if isinstance(node, nodes.Filter) and node.name in _WRAPPED else None


def _names(target: nodes.Node) -> list[str]:
    return [name.name for name in (target, *target.find_all(nodes.Name)) if isinstance(name, nodes.Name)]
