"""Characters that nobody sees and no text means: the same in the cells of a workbook and in the tags of a template."""

from __future__ import annotations

# As a class of a regular expression: the controls that XML can hold, but for tab, line breaks and U+0085; marks of
# direction, joiners, soft hyphen, fillers, tags, variation selectors. The ideographic ones (U+E0100…) and the Mongolian
# ones (U+180B to U+180D) choose the shape of a character, and stay.
UNSEEN = (
    "\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
