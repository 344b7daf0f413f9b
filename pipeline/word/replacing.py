"""Pictures and embedded workbooks put in place of those that a template has, as docxtpl's replace_… methods do."""

from __future__ import annotations

import binascii
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from pipeline.ooxml.relations import relation, relations_part
from pipeline.ooxml.xml import parse
from pipeline.word.errors import TemplateError


class Replacements(DocxTemplate):  # type: ignore[misc]
    """docxtpl's own record of what is to be replaced by what; it opens no document."""

    def __init__(self) -> None:
        super().__init__("")

    def __bool__(self) -> bool:
        return bool(
            self.pics_to_replace or self.crc_to_new_media or self.crc_to_new_embedded or self.zipname_to_replace
        )

    def replaced(self, file: str, members: Mapping[str, bytes], stories: list[str]) -> dict[str, bytes]:
        """The members of a finished document that become others; `stories` are the parts that may show pictures."""
        found = self._pictures(file, members, stories) if self.pics_to_replace else {}
        for name, data in members.items():
            by_sum = {"word/media/": self.crc_to_new_media, "word/embeddings/": self.crc_to_new_embedded}
            sums: dict[int, bytes] = next((known for folder, known in by_sum.items() if name.startswith(folder)), {})
            new = self.zipname_to_replace.get(name) or sums.get(binascii.crc32(found.get(name, data)))
            if new is not None:
                found[name] = new
        return found

    def _pictures(self, file: str, members: Mapping[str, bytes], stories: list[str]) -> dict[str, bytes]:
        """By name, title or description, as docxtpl finds them."""
        self.pic_map: dict[str, Any] = {}
        parts = {name: SimpleNamespace(name=name, _blob=data) for name, data in members.items()}
        seen = dict.fromkeys(self.pics_to_replace, False)
        for story in stories:
            self._replace_docx_part_pics(_part(story, parts), seen)
        missing = [name for name, done in seen.items() if not done]
        if missing and not self.allow_missing_pics:
            raise TemplateError("no_picture", file, tag=missing[0])
        return {name: part._blob for name, part in parts.items() if part._blob is not members[name]}


def _part(story: str, parts: Mapping[str, Any]) -> Any:
    """What docxtpl looks at: a part's XML, and which pictures its relations lead to."""
    name = relations_part(story)
    every = [relation(story, entry) for entry in parse(parts[name]._blob)] if name in parts else []
    related = {
        one.id: SimpleNamespace(target_ref=one.target, target_part=parts[one.target])
        for one in every
        if not one.external and one.target in parts
    }
    return SimpleNamespace(blob=parts[story]._blob, rels=related)
