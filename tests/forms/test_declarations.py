"""What the declarations of the forms say, and what is refused as soon as they are read."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from pipeline.forms import COMMISSIONERS, ENTERPRISES, FIRM_IDENTITY, FORMS, PAIRINGS, PAPERS, Form, printed_in
from pipeline.forms.declaring import AGREEMENT, ANNUAL, ASSESSMENT, Column, Log
from pipeline.records import Dataset

PRIVATE = {"身份证号", "联系电话", "开户银行", "银行账号"}
FLAGS = {f"{end}{what}" for end in ("期初", "期末") for what in ("研发活动", "研发机构", "研发投入")}
KINDS = {"规上工业企业", "高新技术企业", "高企证书编号", "高企发证日期", "科技型中小企业", "入库登记编号"}
CONTACT = {"法定代表人", "联系人", "联系电话", "地址", "备注"}


@pytest.mark.parametrize(
    ("form", "kind", "not_printed"),
    [
        (COMMISSIONERS, ASSESSMENT, PRIVATE | {"民族", "备注"}),
        (COMMISSIONERS, AGREEMENT, {"性别", "民族", "职务职称", "专业领域", "备注"}),
        (COMMISSIONERS, ANNUAL, PRIVATE | {"民族", "备注", "性别", "职务职称", "专业领域"}),
        (ENTERPRISES, ASSESSMENT, KINDS | FLAGS | CONTACT),
        (ENTERPRISES, AGREEMENT, KINDS | FLAGS | CONTACT),
        (ENTERPRISES, ANNUAL, CONTACT),
        (PAIRINGS, ASSESSMENT, {"原协议编号", "备注"}),
        (PAIRINGS, AGREEMENT, {"备注"}),
        (PAIRINGS, ANNUAL, {"备注"}),
        (PAPERS, ANNUAL, set()),  # a row of a log counts whole or not at all
    ],
)
def test_which_documents_print_a_cell(form: Form, kind: str, not_printed: set[str]) -> None:
    headings = {column.heading for column in form.columns}
    assert {heading for heading in headings if not printed_in(form.name, heading, kind)} == not_printed
    assert printed_in(form.name, None, kind)


def test_a_kind_of_document_that_no_column_speaks_of_is_held_to_print_every_cell() -> None:
    """Else a new kind would be made from cells that cannot be trusted."""
    cells = [(form.name, column.heading) for form in FORMS for column in form.columns]
    assert [cell for cell in cells if not printed_in(*cell, "letter")] == []


def test_what_links_a_firm_to_its_people() -> None:
    assert {"企业名称", "统一社会信用代码", "曾用名"} == FIRM_IDENTITY


def test_a_private_number_may_stay_in_these_fields_alone() -> None:
    kept = {column.field for form in FORMS for column in form.columns if column.own_number or column.private}
    assert kept == {
        *("id", "id_number", "phone", "bank_account", "credit_code", "given_code", "certificate_number"),
        *("registration_number", "original_agreement", "voucher", "rule", "fact"),
    }


MADE = {"source", "coded", "thing"}  # the row itself, whether an enterprise has a code, what others hold too


def test_every_field_of_a_record_is_filled_by_a_column() -> None:
    for form in FORMS:
        filled = {column.field.partition(".")[0] for column in form.columns} - {""}
        assert {field.name for field in fields(form.record)} - MADE == filled, form.name


def test_every_form_has_its_own_place_in_the_year() -> None:
    beside = {"year", "as_of", "later", "forms", "rows"}  # what no form fills
    assert sorted(form.fills for form in FORMS) == sorted({field.name for field in fields(Dataset)} - beside)


def papers_with(*columns: Column) -> Form:
    return replace(PAPERS, columns=(*PAPERS.columns, *columns))


def test_a_slip_in_a_declaration_is_refused_at_once() -> None:
    with pytest.raises(AssertionError, match="计划与总结: Paper has no field submited"):
        papers_with(Column("收到日期", field="submited"))
    with pytest.raises(AssertionError, match="计划与总结 has a heading twice"):
        papers_with(Column("材料"))
    with pytest.raises(AssertionError, match="计划与总结: the Dataset has no paper"):
        replace(PAPERS, fills="paper")
    with pytest.raises(AssertionError, match="计划与总结 has no column 日期"):
        replace(PAPERS, log=Log("日期"))
