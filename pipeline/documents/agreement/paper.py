"""What one supplementary agreement takes from the roster and from [agreement] of plan.toml, with its blanks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipeline.chinese.capitals import in_capitals
from pipeline.chinese.dates import term
from pipeline.chinese.figures import in_yuan
from pipeline.chinese.lists import listed
from pipeline.documents.agreement.terms import AGREEMENT, Row, source
from pipeline.documents.blanks import BLANK, SHORT_BLANK, Blanks
from pipeline.plan import Plan
from pipeline.records import Commissioner, Enterprise, Pairing
from pipeline.rules.tally import PersonTally

Numbers = Mapping[str, str]  # the number of each draft, by its key

# The keys of [agreement] that are printed, in the order of the text, and what each is called while it is empty.
SHARED: Mapping[str, str] = {
    "number": "协议编号",
    "party_a": "甲方名称",
    "party_a_code": "甲方统一社会信用代码",
    "party_a_representative": "甲方法定代表人或者授权代表",
    "appraisal": "考核评价办法",
    "subsidy_basis": "补助依据",
    "subsidy_per": "补助计算周期",
    "subsidy_amount": "补助金额",
    "subsidy_payment": "补助支付方式",
    "support": "保障内容",
    "joint_ip": "知识产权约定",
    "dispute": "争议解决方式",
    "copies": "协议份数",
    "signed_at": "签订地点",
}
_ROW = ("名称", "代码", "内容", "期限", "原协议")
_PAYMENT = ("标准", "支付", "户名", "开户银行", "账号")
PERIOD = f"{SHORT_BLANK}（计算周期）"
COPIES = f"一式{SHORT_BLANK}份，由{BLANK}各执一份"


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement that is due. `key` is the 编号, followed by the enterprise where there is one a pairing."""

    key: str
    commissioner: str  # 编号
    enterprise: str = ""  # 统一社会信用代码; "" where there is one a commissioner


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement that is being written. `main` is the one that states the person's subsidy."""

    draft: Draft
    main: Draft
    person: PersonTally
    plan: Plan
    firms: Mapping[str, Enterprise]
    numbers: Numbers
    blanks: Blanks

    def given(self, key: str, blank: str = BLANK) -> str:
        """What [agreement] says under this key, or its blank."""
        return self.blanks.filled(text_of(self.plan.agreement[key]), SHARED[key], blank)

    def number_of(self, draft: Draft) -> str:
        return self.blanks.filled(self.numbers.get(draft.key, ""), SHARED["number"])

    def name(self, code: str) -> str:
        return self.firms[code].name if code in self.firms else code


def title(plan: Plan) -> str:
    return text_of(plan.agreement["title"]) or f"{plan.labels['commissioner']}服务补充协议"


def text_of(value: object) -> str:
    """A value of [agreement] as text: those of a list joined by 、."""
    return listed(value, "") if isinstance(value, tuple) else str(value).strip()


def second_party(person: Commissioner, blanks: Blanks) -> dict[str, str]:
    known = person.term_start and person.term_end
    return {
        "姓名": blanks.filled(person.name, "乙方姓名"),
        "编号": person.id,
        "身份证号": blanks.filled(person.id_number, "乙方身份证号"),
        "电话": blanks.filled(person.phone, "乙方联系电话"),
        "派出单位": blanks.filled(person.employer, "乙方派出单位"),
        "工作站": blanks.filled(person.workstation, "乙方所属工作站"),
        "聘期": blanks.filled(term(person.term_start, person.term_end) if known else "", "乙方聘期"),
    }


def enterprises(paper: Paper) -> list[Row]:
    """One row an enterprise of this draft, with both terms where there are two; a row of blanks where there is none."""
    one = paper.draft.enterprise
    rows = [_enterprise(paper, code, terms) for code, terms in paper.person.postings.items() if one in ("", code)]
    if not rows:
        rows = [dict.fromkeys(_ROW, paper.blanks.filled("", "服务企业", SHORT_BLANK))]
    return [{"序号": str(number), **row} for number, row in enumerate(rows, start=1)]


def _enterprise(paper: Paper, code: str, terms: list[Pairing]) -> Row:
    firm, name = paper.firms.get(code), paper.name(code)

    def cell(texts: Iterable[str], what: str) -> str:
        text = "；".join(dict.fromkeys(each for each in texts if each))
        return paper.blanks.filled(text, f"{what}（{name}）", SHORT_BLANK)

    known = all(pairing.start and pairing.end for pairing in terms)
    return {
        "名称": name,
        "代码": cell([code if firm and firm.coded else ""], "统一社会信用代码"),
        "内容": cell((pairing.content for pairing in terms), "服务内容"),
        "期限": cell([term(pairing.start, pairing.end) for pairing in terms] if known else [], "服务期限"),
        "原协议": cell((pairing.original_agreement for pairing in terms), "原协议编号"),
    }


def subsidy(paper: Paper) -> dict[str, str]:
    """Amount, way and account; or 另见, the agreement of the same person that states them, and no account."""
    basis = paper.given("subsidy_basis")
    if paper.draft != paper.main:
        named = f"甲乙双方就{paper.name(paper.main.enterprise)}签订的《{title(paper.plan)}》"
        other = f"{named}（编号：{paper.number_of(paper.main)}）"
        return dict.fromkeys(_PAYMENT, "") | {"依据": basis, "出处": "", "另见": other}
    person = paper.person.commissioner
    return {
        "依据": basis,
        "出处": source(paper.plan, AGREEMENT),
        "另见": "",
        "标准": f"{paper.given('subsidy_per', PERIOD)}人民币{_amount(paper)}",
        "支付": paper.given("subsidy_payment"),
        "户名": person.name,
        "开户银行": paper.blanks.filled(person.bank, "乙方开户银行"),
        "账号": paper.blanks.filled(person.bank_account, "乙方银行账号"),
    }


def _amount(paper: Paper) -> str:
    """1,500元（大写：人民币壹仟伍佰元整）, or a blank for both."""
    set_by_office = paper.plan.agreement["subsidy_amount"]
    if set_by_office == "":
        blank = paper.given("subsidy_amount")
        return f"{blank}元（大写：人民币{blank}）"
    amount = Decimal(str(set_by_office))
    return f"{in_yuan(amount)}（大写：人民币{in_capitals(amount)}）"
