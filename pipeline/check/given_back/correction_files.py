"""check/待改/ as finished files: the corrected copies, and those that the office has filled in and put back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from pipeline.check.faults import WORDINGS
from pipeline.check.findings import Finding
from pipeline.check.folder import KIND, path_of
from pipeline.check.given_back.corrections import Correction
from pipeline.check.year import Checked
from pipeline.publishing.beside import UNUSABLE
from pipeline.publishing.disk import digest_of
from pipeline.publishing.ledger import Entry, Ledger
from pipeline.publishing.made import Made
from pipeline.publishing.verdict import is_ours
from pipeline.sheets.annotating import annotated
from pipeline.sheets.grid import Refused


def correction_file(checked: Checked, one: Correction) -> Made | str:
    """The copy, or a Chinese sentence that says why it cannot be made."""
    try:
        data = annotated(checked.workspace.input / one.workbook, one.marks, one.front).data
        return Made(path_of(one.path), data, KIND)
    except Refused as refused:  # it was read a moment ago
        why = WORDINGS[f"refused_{refused.code}"].fact
    except Exception as error:  # whatever an office's file holds, the list tells the same and the run goes on
        why = f"程序不能标注这份工作簿（{type(error).__name__}），请另存为新的 .xlsx 后重新运行"
    return f"没有生成 {checked.intake.workbooks[one.workbook]} 的待改副本：{why}。其中的问题见问题清单。"


def take_back(checked: Checked, ledger: Ledger, given_back: Sequence[Correction]) -> None:
    """A copy that the office has filled in and put in place of its original lies in the input as it lies here: nothing
    is lost when the next copy takes its place."""
    filled: dict[str, str] = {}
    for path in (path_of(one.path) for one in given_back):
        with suppress(*UNUSABLE):  # what cannot be looked at is said when it cannot be written
            now = digest_of(checked.workspace.document(path))
            if now is not None and not is_ours(ledger.known(path), now):
                filled[path] = now
    inside: set[str | None] = set()
    for name in checked.intake.workbooks if filled else ():
        with suppress(OSError):
            inside.add(digest_of(checked.workspace.input / name))
    ledger.done(Entry(path, KIND, sha256=now) for path, now in filled.items() if now in inside)


def with_corrections(findings: Sequence[Finding], made: Sequence[Correction]) -> Iterator[Finding]:
    """The findings, each with the copies that show it, its own place's first."""
    path_at = {one.workbook: one.path for one in made}
    shown: dict[str, list[str]] = {}
    for one in made:
        for row in one.front.rows:
            shown.setdefault(row.key, []).append(one.path)
    for finding in findings:
        own = [path_at[place.workbook] for place in finding.places[:1] if place.workbook in path_at]
        yield replace(finding, corrections=tuple(dict.fromkeys([*own, *shown.get(finding.key, ())])))
