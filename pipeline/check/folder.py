"""`check/`, the folder of all that a check gives back, and what lies in it. The list of kinds asks here too."""

from __future__ import annotations

FOLDER = KIND = "check"
PROBLEMS, PROBLEM_LIST, PAGE = f"{FOLDER}/problems.json", f"{FOLDER}/问题清单.xlsx", f"{FOLDER}/check.html"
CORRECTIONS, REMINDERS = "待改", "催办"  # its folders
REMINDER_TEMPLATE, PAGE_TEMPLATE = "催办单.docx", "检查结果.html"


def path_of(inside: str) -> str:
    """Where something lies, from `output/<year>/`: most of what a check says names it from `check/`."""
    return f"{FOLDER}/{inside}"
