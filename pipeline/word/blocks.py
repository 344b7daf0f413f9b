"""Which tags belong together: the tags of a part as a tree, and what is wrong with their pairs.

Built so that one mistake costs one message: what has no partner is named, and the rest is read on.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.word.faults import Fault, fault
from pipeline.word.scanning import CELL_TAGS, Tag

ENDED = ("if", "for", "with", "macro", "set")
FORBIDDEN = frozenset(
    {"autoescape", "block", "call", "extends", "filter", "from", "import", "include", "do", "break", "continue"}
)
_MIDDLES = frozenset({"else", "elif"})
_KNOWN = (*ENDED, *_MIDDLES, *(f"end{word}" for word in ENDED))
_SPELLED_APART = {"elseif": "elif", "else if": "elif", "elsif": "elif"}


@dataclass(slots=True)
class Branch:
    """What stands behind the tag that opens it: if, elif, else, for …"""

    tag: Tag
    inside: list[Tag | Block] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A pair of tags with what is between; `end` is None where it is missing, and an `orphan` lacks its beginning."""

    word: str
    branches: list[Branch]
    end: Tag | None = None
    orphan: bool = False

    @property
    def opening(self) -> Tag:
        return self.branches[0].tag

    @property
    def tags(self) -> list[Tag]:
        """Those that make it: the opening, the middle ones, the end."""
        return [*(branch.tag for branch in self.branches), *([self.end] if self.end else [])]


@dataclass(slots=True)
class Tree:
    """`surplus` are the ends without an opening."""

    body: list[Tag | Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    surplus: list[Tag] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def build(tags: Sequence[Tag]) -> Tree:
    """The tree of a part's tags."""
    builder = _Builder(tags)
    for tag in tags:
        builder.seen += 1
        if tag.kind != "{#" and not tag.attribute:
            builder.take(tag)
        elif tag.attribute and tag.kind == "{{":
            builder.here.append(tag)
    return builder.done()


class _Builder:
    def __init__(self, tags: Sequence[Tag]) -> None:
        self.tree = Tree()
        self.seen = 0
        self._tags = tags
        self._open: list[Block] = []

    @property
    def _rest(self) -> Sequence[Tag]:
        return self._tags[self.seen :]

    @property
    def here(self) -> list[Tag | Block]:
        return self._open[-1].branches[-1].inside if self._open else self.tree.body

    def take(self, tag: Tag) -> None:
        word = tag.word
        if tag.kind == "{{" or word in CELL_TAGS or (word == "set" and "=" in tag.body):
            self.here.append(tag)
        elif word in ENDED:
            self._start(Block(word, [Branch(tag)]))
        elif word in _MIDDLES:
            self._middle(tag, word)
        elif word.startswith("end") and word[3:] in ENDED:
            self._end(tag, word[3:])
        else:
            self._other(tag, word)

    def _start(self, block: Block) -> None:
        self.here.append(block)
        self.tree.blocks.append(block)
        self._open.append(block)

    def _other(self, tag: Tag, word: str) -> None:
        if word in FORBIDDEN or word.removeprefix("end") in FORBIDDEN:
            if not word.startswith("end"):
                self._fault("forbidden", tag, word=word)
            return
        meant = (
            _SPELLED_APART.get(word) or _apart(tag) or next(iter(difflib.get_close_matches(word, _KNOWN, 1, 0.6)), "")
        )
        hint = f"（是不是「{meant}」）" if meant else ""
        self._fault("unknown_tag", tag, word=word or tag.body, hint=hint)
        if meant:  # read on as if it were right, so that its partner is not called surplus
            tag.body = meant + tag.body[len(word) :] if meant not in ("elif",) else "elif true"
            self.take(tag)

    def _middle(self, tag: Tag, word: str) -> None:
        if tag.body.split()[:2] == ["else", "if"]:
            self._fault("unknown_tag", tag, word="else if", hint="（是不是「elif」）")
            tag.body, word = f"elif {tag.body.split(None, 2)[-1]}", "elif"
        words = ("if",) if word == "elif" else ("if", "for")
        partner = self._partner(tag, [block for block in self._open if block.word in words and not _is_over(block)])
        if partner is None or (partner.word == "for" and self._ends_an_if()):
            self._fault("surplus_middle", tag, word=word, nearest=self._nearest("if"))
            self._start(Block("if", [Branch(tag)], orphan=True))  # what follows belongs to the missing one
        else:
            self._close_up_to(partner, tag)
            partner.branches.append(Branch(tag))

    def _ends_an_if(self) -> bool:
        """Whether an endif comes before the end of the loop, for no if of its own: an else here is not the loop's."""
        depth = {"if": 0, "for": 0}
        for tag in self._rest:
            opened, ended = tag.word, tag.word.removeprefix("end")
            if opened in depth:
                depth[opened] += 1
            elif tag.word.startswith("end") and ended in depth:
                if depth[ended] == 0:
                    return ended == "if"
                depth[ended] -= 1
        return False

    def _end(self, tag: Tag, opening: str) -> None:
        partner = self._partner(tag, [block for block in self._open if block.word == opening])
        if partner is None:
            self._fault("surplus_end", tag, word=f"end{opening}", opening=opening, nearest=self._nearest(opening))
            self.tree.surplus.append(tag)
            return
        self._close_up_to(partner, tag)
        partner.end = tag
        self._open.pop()

    def _partner(self, tag: Tag, among: Sequence[Block]) -> Block | None:
        """The open block that a tag belongs to: the innermost that is written like it and stands on its level; else the
        innermost, unless that has a better partner to come."""
        fitting = [block for block in among if _fit(block.opening, tag)]
        if fitting:
            return fitting[-1]
        last = among[-1] if among else None
        if last is None or any(_fit(last.opening, one) and one.word == f"end{last.word}" for one in self._rest):
            return None
        return last

    def _close_up_to(self, partner: Block, tag: Tag) -> None:
        while self._open[-1] is not partner:
            self._unclosed(self._open.pop(), tag)

    def _unclosed(self, block: Block, before: Tag | None = None) -> None:
        if block.orphan:
            return
        opening = block.opening
        until = f"，到{before.place}「{before.near}」为止都没有" if before else ""
        self._fault("unclosed", opening, word=block.word, until=until, meant=opening.meant(f"end{block.word}"))

    def _nearest(self, word: str) -> str:
        """The last block before here of this word, and where it ended; or the one that is open."""
        if self._open:
            opening = self._open[-1].opening
            return f"（这里还没有结束的是{opening.place}的「{opening.near}」）"
        same = [block for block in self.tree.blocks if block.word == word and block.end and not block.orphan]
        if not same:
            return ""
        last = same[-1]
        assert last.end is not None
        return f"（前面最近的一对是{last.opening.place}的「{last.opening.near}」，已在{last.end.place}结束）"

    def _fault(self, code: str, tag: Tag, **facts: object) -> None:
        self.tree.faults.append(fault(code, tag.place, tag.near, **facts))

    def done(self) -> Tree:
        for block in self._open:
            self._unclosed(block)
        return self.tree


def _is_over(block: Block) -> bool:
    return block.branches[-1].tag.word == "else"


def _fit(opening: Tag, other: Tag) -> bool:
    """Whether two tags of a pair are written alike and stand on one level."""
    one, two = opening.paragraph, other.paragraph
    same = {"tr": one.table == two.table, "tc": one.row == two.row}.get(opening.prefix, one.held == two.held)
    return opening.prefix == other.prefix and same


def _apart(tag: Tag) -> str:
    """endfor of end for."""
    words = tag.body.split()
    return "".join(words[:2]) if len(words) > 1 and "".join(words[:2]) in _KNOWN else ""
