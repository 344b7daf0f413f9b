"""What a run says at its end: a dozen lines at most, what was made, what was not and why, what to open first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from pipeline.check.given_back.files import COPIES, FOLDER, PAGE, PROBLEM_LIST
from pipeline.check.year import Checked
from pipeline.chinese.dates import day
from pipeline.documents.agreement.draft import shared_blanks
from pipeline.documents.making import FOLDERS
from pipeline.problems import Severity
from pipeline.publishing.made import Outcome
from pipeline.stages.run import Ran, RanFromPlan

NAMED = 3  # how many documents a line names before it counts the rest
DOCUMENTS = {
    "notice": "印发通知",
    "agreement": "补充协议",
    "assessment": "考核表",
    "annual": "年度报告和附表",
    "handover": "移交包",
    "forms": "空白台账",
}


def summary(ran: Ran) -> list[str]:
    """The closing lines of a run, in Chinese."""
    checked, outcome = ran.checked, ran.outcome
    return [
        _what_came_in(checked),
        *_left_out(checked),
        _problems(checked),
        *(_made(kind, outcome) for kind in ran.kinds if kind in DOCUMENTS),
        *_begun(ran),
        *_to_fill_in(ran),
        *_withheld(ran),
        *_kept(outcome),
        *_moved(outcome, ran.checked.not_made),
        *_unknown(outcome),
        *_packs_behind(ran),
        *_blocked(outcome),
        *ran.faults,
        f"请先看：{checked.workspace.output / _newest(PAGE, outcome)}（表格版：{_newest(PROBLEM_LIST, outcome)}）",
    ]


def brief(ran: RanFromPlan) -> list[str]:
    """The closing lines of a run that needs the plan alone."""
    outcome = ran.outcome
    made = not ran.faults or outcome.written or outcome.unchanged
    return [
        *([_made(ran.kind, outcome)] if made else []),
        *_kept(outcome),
        *_moved(outcome),
        *_unknown(outcome),
        *_packs_behind(ran),
        *_blocked(outcome),
        *ran.faults,
        *([f"请看：{ran.workspace.output / FOLDERS[ran.kind]}"] if made else []),
    ]


def _newest(path: str, outcome: Outcome) -> str:
    """Where this run's version of a file lies: beside it where somebody edited it."""
    return f"proposals/{path}" if path in outcome.kept else path


def _what_came_in(checked: Checked) -> str:
    data = checked.intake.dataset
    return (
        f"{checked.plan.year} 年度（截至 {day(data.as_of)}）：特派员 {len(checked.tally.people)} 人、企业 "
        f"{len(data.enterprises)} 家、派驻关系 {len(data.pairings)} 条、服务日志 {len(data.service_logs)} 条。"
    )


def _left_out(checked: Checked) -> list[str]:
    later = checked.intake.dataset.later
    counted = "、".join(f"{form} {number} 条" for form, number in later.items())
    return [f"未计入查看日期以后的记录：{counted}。"] if later else []


def _problems(checked: Checked) -> str:
    counting = [one for one in checked.findings if not (one.problem.exempted or one.silenced)]
    counts = Counter(one.problem.severity for one in counting)
    exempted = sum(one.problem.exempted for one in checked.findings)
    silenced = sum(one.silenced for one in checked.findings)
    return (
        f"问题：错误 {counts[Severity.ERROR]} 处、未达标 {counts[Severity.UNMET]} 处、存疑 {counts[Severity.DOUBT]} 处"
        f"{f'，另有获准例外 {exempted} 处' if exempted else ''}{f'，已答复 {silenced} 处' if silenced else ''}。"
    )


def _made(kind: str, outcome: Outcome) -> str:
    name, folder = DOCUMENTS[kind], FOLDERS[kind]
    written = sum(path.startswith(folder) for path in outcome.written)
    unchanged = sum(path.startswith(folder) for path in outcome.unchanged)
    return f"{name}：新写 {written} 份，未变 {unchanged} 份。"


def _begun(ran: Ran) -> list[str]:
    """Why a hand-over early in the year has no sheets and no report."""
    early = not ran.checked.has_logs and "handover" in ran.kinds
    return ["还没有服务日志：本次只移交通知和补充协议，考核表和年度报告待有台账后再做。"] if early else []


def _to_fill_in(ran: Ran) -> list[str]:
    """What is still blank in the agreements: what plan.toml leaves open once, then what a person's own row lacks."""
    shared = shared_blanks(ran.checked.plan) if ran.blanks else []
    lines = []
    if shared:
        keys = "、".join(f"{name}（{key}）" for name, key in shared)
        others = "除有人改过的以外，" if ran.blank_lines else ""
        lines.append(f"{others}补充协议每份都还有 {len(shared)} 处待填，请在 plan.toml 的 [agreement] 中填写：{keys}。")
    own = _own_blanks(ran, {name for name, _ in shared})
    if own:
        said = "；".join(f"{name} {len(paths)} 处（{_named(dict.fromkeys(paths))}）" for name, paths in own.items())
        count = sum(map(len, own.values()))
        lines.append(f"补充协议还有 {count} 处待填，请在名册和派驻关系中补录：{said}。")
    left = [f"{PurePosixPath(path).stem} {count} 行" for path, count in ran.blank_lines.items() if count]
    if left:
        lines.append(f"有人改过的补充协议还有空白，请在文件中补填：{_named(left)}。")
    return lines


def _own_blanks(ran: Ran, shared: Collection[str]) -> dict[str, list[str]]:
    """The kinds of blanks that come from a person's own rows, each with the agreements that have it, once a blank."""
    found: dict[str, list[str]] = {}
    for path, blanks in ran.blanks.items():
        for blank in blanks:
            if blank not in shared:
                found.setdefault(blank.split("（")[0], []).append(PurePosixPath(path).stem)
    return found


def _withheld(ran: Ran) -> list[str]:
    held = ran.not_made
    by_reason: dict[str, list[str]] = {}
    for path, reason in held.items():
        by_reason.setdefault(reason, []).append(path)
    lines = [f"暂缓 {_named(paths)}：{reason}" for reason, paths in list(by_reason.items())[:NAMED]]
    if len(by_reason) > NAMED:
        lines.append(f"暂缓的文件共 {len(held)} 份，全部列在问题清单的汇总页。")
    return lines


def _kept(outcome: Outcome) -> list[str]:
    copies = [path for path in outcome.kept if path.startswith(COPIES)]
    others = [path for path in outcome.kept if not path.startswith(COPIES)]
    lines = []
    if copies:
        lines.append(
            f"待改副本已有人填写，还没有放回：{_named(copies)}。请把它放回 input 文件夹，替换原来的工作簿，再运行一次。"
        )
    if others:
        lines.append(f"有人改过，原样保留 {_named(others)}；本次生成的放在 proposals/ 下同名位置，供比对。")
    outdated = [path for path in outcome.outdated if not path.startswith(f"{FOLDER}/")]
    if outdated:
        lines.append(f"其中 {_named(outdated)}：改动之后台账又有变化，请对照 proposals/ 并入。")
    return lines


def _moved(outcome: Outcome, not_made: Collection[str] = ()) -> list[str]:
    """What left its place. An edited file comes back when its document is made again, which a withheld one will be."""
    edited = [path for path in outcome.edited_away if not path.startswith(FOLDERS["handover"])]
    held = [path for path in edited if path in not_made]
    left = [path for path in edited if path not in not_made]
    lines = []
    if others := [path for path in outcome.withdrawn if path not in edited]:
        lines.append(f"已移入 withdrawn/：{_named(others)}。")
    if held:
        lines.append(f"有人改过的文件已移入 withdrawn/：{_named(held)}；问题改正后再次运行，会放回原处。")
    if left:
        lines.append(f"有人改过的文件已移入 withdrawn/：{_named(left)}；重新生成的文件不含这些改动，请核对。")
    if outcome.aside:
        lines.append(f"为不覆盖他人文件，另存为：{_named(outcome.aside)}。")
    return lines


def _unknown(outcome: Outcome) -> list[str]:
    if not outcome.unknown:
        return []
    return [f"不是本次生成的，生成记录里也没有，请核对后移走：{_named(outcome.unknown)}。"]


def _packs_behind(ran: Ran | RanFromPlan) -> list[str]:
    return ["移交包是以前生成的，内容已有变化，请重新运行 make handover。"] if ran.packs_behind else []


def _blocked(outcome: Outcome) -> list[str]:
    if not outcome.blocked:
        return []
    return [f"写不进去：{_named(outcome.blocked)}。请关闭正在打开它们的程序，检查写入权限后重新运行。"]


def _named(paths: Iterable[str]) -> str:
    every = list(paths)
    more = f" 等 {len(every)} 份" if len(every) > NAMED else ""
    return "、".join(every[:NAMED]) + more
