"""How a stage ends: what it says, and whether all of its work was done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closing:
    """The lines that a stage ends with, in Chinese; `partly` where something was withheld, not written or not found."""

    lines: tuple[str, ...]
    partly: bool
