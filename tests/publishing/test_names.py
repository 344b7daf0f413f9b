"""What files may be called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publishing.names import LONGEST_NAME, safe_name

ORDINARY = ["kj001", "T005", "创新工作站", "2024-001", "91150602MA0000000X", "东胜 一站", "站（北）", "A.1", "𠀀镕"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_ids_are_their_own_file_names(text: str) -> None:
    assert safe_name(text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b", "a_b~"),
        ("..", "__~"),
        ("../T1", "___T1~"),
        ("CON", "CON~"),
        ("COM1.X", "COM1_X~"),
        ("NUL .站", "NUL__站~"),
        ("T005.", "T005_~"),
        (" T005", "_T005~"),
        ("T005 ", "T005_~"),
        ('T:*?"<>|\\', "T________~"),
        ("T\n5\u200b", "T_5_~"),
        ("T%41", "T_41~"),
        ("\u212a", "\u212a~"),  # the Kelvin sign, which file systems take for K
        ("", "~"),
        ("~$T005", "_$T005~"),
        ("\ud800", "_~"),
    ],
)
def test_other_ids_are_made_safe_and_stay_readable(text: str, name: str) -> None:
    start, mark, digits = safe_name(text).rpartition("~")
    assert start + mark == name
    assert len(digits) == 16


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("站" * 40) == "站" * 40
    assert safe_name("站" * 41).startswith("站" * 34 + "~")
    assert len(safe_name("站" * 41).encode()) <= LONGEST_NAME
    assert safe_name("站" * 41) != safe_name("站" * 42)


def same_id(text: str) -> str:
    """Records ignore the case of Latin letters in an id, so file names may."""
    return "".join(letter.upper() if letter.isascii() else letter for letter in text)


LOOKALIKES = st.text(st.sampled_from("Tt0./~_ %站ßẞSs\u212aKkÅA\u030a\u0301\u200b\u03f4\u0398\u03b8İiIı"), max_size=6)


@settings(deadline=None, derandomize=True)
@given(LOOKALIKES | st.text(max_size=200), LOOKALIKES | st.text(max_size=200))
def test_two_ids_never_share_a_file_even_where_case_and_composition_do_not_count(one: str, other: str) -> None:
    def stored(name: str) -> str:
        return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())

    names = {safe_name(one), safe_name(other)}
    assert len({stored(name) for name in names}) == len({same_id(one), same_id(other)})
    for name in names:
        assert len(name.encode()) <= LONGEST_NAME
        assert not set(name) & set('/\\:*?"<>|\0')
        assert name.strip(" .") == name
