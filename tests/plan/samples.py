"""The sample year's plan.toml to be edited in tests, and an issued plan of our own for the year after."""

from __future__ import annotations

from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
PLAN_2024 = (REPO / "input" / "2024" / "plan.toml").read_text(encoding="utf-8")


def edited(text: str, *changes: tuple[str, str]) -> str:
    """The text with each first occurrence replaced; an edit that would change nothing is a fault of the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def without(text: str, header: str) -> str:
    """The text without one table: from its header to the next one."""
    start = text.index(header)
    return text[:start] + text[text.index("\n[", start) + 1 :]


# Another year: other numbers, one target more (场次), one fewer (服务企业家数), grades, other labels.
TARGET_2025 = """
[target.trainings]
label = "举办培训"
clause = "二（一）二"
wording = "6场"
measure = "trainings_held"
value = 6
unit = "场"
"""
PLAN_2025 = edited(
    without(PLAN_2024, "[target.enterprises_served]"),
    ("year = 2024", "year = 2025"),
    ('name = "2024年东胜区', 'name = "2025年东胜区'),
    ('"东工信科发〔2024〕17号"', '"东工信科发〔2025〕9号"'),
    ("issued_on = 2024-07-02", "issued_on = 2025-03-20"),
    ('wording = "30人以上"', 'wording = "36人以上"'),
    ('wording = "30人"', 'wording = "三十六人"'),
    ("value = 30", "value = 36"),
    ('wording = "40家以上"', 'wording = "48家以上"'),
    ("value = 40", "value = 48"),
    ('wording = "不少于2次"', 'wording = "不少于四次"'),
    ("value = 2\n", "value = 4\n"),
    ('wording = "不少于30天"', 'wording = "不少于25天"'),
    ("value = 30", "value = 25"),
    ('wording = "每月15日前"', 'wording = "每月10日前"'),
    ("day = 15", "day = 10"),
    ('wording = "2024年底"', 'wording = "2025年12月15日"'),
    ('date = ""', "date = 2025-12-15"),
    ("labels = []", 'labels = ["优秀", "良好", "合格", "不合格"]'),
    ("[grades.caps] ", '[grades.caps]\n"优秀" = 35 '),
    ('met = "达标"', 'met = "完成"'),
    ("\n[minimum.policy_sessions]", TARGET_2025 + "\n[minimum.policy_sessions]"),
)

ISSUED_2025 = """东工信科发〔2025〕9号
关于印发《2025年东胜区企业科技特派员工作实施方案》的通知
各有关单位：
现将方案印发给你们，请遵照执行。
2025年3月20日
2025年东胜区企业科技特派员工作实施方案
一、目标任务
选聘企业科技特派员达到36人以上，努力实现三类企业全覆盖，年度新增“三清零”企业5家，高新技术企业达到48家以
上，科技型中小企业入库130家以上。
二、重点工作
（一）加大培训力度
一是建立专业的特派员团队。计划选聘企业科技特派员三十六人，开展服务人数不低于20人，2025年12月15日前上报。
二是开展科技政策宣传。全年举办政策培训6场。三是推动高新技术企业和国家科技型中小企业“双倍增”。
四是协助企业申报各级各类科技计划项目。
三、考核机制
（一）每人每年不少于四次的政策宣传和解读。
（二）帮助单位规范申报和保护知识产权。
（三）与单位联合承担，服务1个申报项目。
（四）接受不定期抽查，服务时间原则上每年不少于25天。
（五）制定工作计划，每月10日前书面汇报，派驻结束作书面总结。
四、经费安排
（一）培训。
（二）调研。
（三）生活补贴。
（四）办公用品。
五、保障措施
1.签订补充协议。
2.知识产权双方共有的，协商解决。
"""
