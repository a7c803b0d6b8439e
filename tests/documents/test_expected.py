"""The fact against keys made by hand: the forms read with a pencil, not with this project."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from tests.support.documents.disclosures import (
    DISCLOSURES,
    DONGXIHU,
    EZHOU,
    HANYANG,
    JIANGHAN,
    QINGSHAN,
    Disclosure,
)
from tests.support.warehouses import Warehouse

by_name = pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda d: d.name)


@pytest.fixture(params=["samples", "whole_documents"])
def warehouse(request: pytest.FixtureRequest) -> Warehouse:
    built = request.getfixturevalue(request.param)
    assert isinstance(built, Warehouse)
    return built


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.callspec.params["warehouse"] == "whole_documents")


@by_name
def test_the_fact_is_the_key(warehouse: Warehouse, whole: bool, disclosure: Disclosure) -> None:
    facts, expected = disclosure.facts(warehouse, whole), disclosure.expected_facts()
    wrong, lost = facts - expected, expected - facts
    assert not wrong, "facts that are wrong, or that nothing printed accounts for"
    assert not lost, "printed amounts that the fact lost"
    assert Counter(unplaced(warehouse, whole, disclosure)) == disclosure.expected_again()


@by_name
def test_each_printed_amount_is_placed_or_listed(
    warehouse: Warehouse, whole: bool, disclosure: Disclosure
) -> None:
    expected = Counter((row["statement"], row["amount_text"]) for row in disclosure.expected())
    facts = disclosure.facts(warehouse, whole).elements()
    placed = Counter((fact[0], fact[9]) for fact in facts)
    listed = Counter(unplaced(warehouse, whole, disclosure))
    assert placed + listed == expected


@by_name
def test_names_are_as_printed_and_methods_as_they_were(
    warehouse: Warehouse, whole: bool, disclosure: Disclosure
) -> None:
    """Names are compared without white space, and but for one that a page break cuts (below)."""
    expected = Counter(
        (row["statement"], row["amount_text"], row["name"].replace(" ", ""), row["method"])
        for row in disclosure.expected()
        if row["name"] != CUT_NAME
    )
    facts = Counter(
        (fact[0], fact[9], str(fact[-2] or "").replace(" ", ""), fact[-1])
        for fact in disclosure.facts(warehouse, whole, "name_text", "method").elements()
    )
    for fact in [fact for fact in facts if CUT_NAME.startswith(fact[2] or "?")]:
        del facts[fact]
    # What a form prints again is in the fact once, by one of its names.
    assert facts <= expected
    assert (expected - facts).total() == disclosure.expected_again().total()


CUT_NAME = "医保经办机构运行业务经费"


def test_a_name_that_a_page_break_cuts_is_joined(samples: Warehouse) -> None:
    [(name,)] = samples.query(
        "select distinct name_text from fct_budget_line where document_id = ?"
        " and statement = 'procurement' and unit_code = '202002' and economic_code = '30201'",
        [samples.document_id(QINGSHAN.source(whole=False))],
    )
    assert name.replace(" ", "") == CUT_NAME


@by_name
def test_sample_and_whole_document_give_the_same(
    samples: Warehouse, whole_documents: Warehouse, disclosure: Disclosure
) -> None:
    columns = ("line_level", "unit_text", "name_text", "method", "confidence", "repair_note")
    columns += ("bureau_id", "fiscal_year", "stage", "scope")
    sample = disclosure.facts(samples, False, *columns)
    assert sample == disclosure.facts(whole_documents, True, *columns)
    assert unplaced(samples, False, disclosure) == unplaced(whole_documents, True, disclosure)


@by_name
def test_the_document_says_who_it_is(
    warehouse: Warehouse, whole: bool, disclosure: Disclosure
) -> None:
    [document] = warehouse.query(
        "select b.name, b.division_code, d.fiscal_year, d.stage"
        " from dim_document as d left join dim_bureau as b on d.bureau_id = b.bureau_id"
        " where d.document_id = ?",
        [warehouse.document_id(disclosure.source(whole))],
    )
    assert document == (
        disclosure.bureau,
        disclosure.division_code,
        disclosure.fiscal_year,
        disclosure.stage,
    )


def test_whole_departments_are_told(warehouse: Warehouse, whole: bool) -> None:
    """（汇总） is printed beside the names of both."""
    for disclosure in (DONGXIHU, QINGSHAN):
        [(scope,)] = warehouse.query(
            "select scope from dim_document where document_id = ?",
            [warehouse.document_id(disclosure.source(whole))],
        )
        assert scope == "department"


def test_a_printed_zero_is_zero(samples: Warehouse) -> None:
    """医疗救助 prints 0.00 as its basic expenditure."""
    assert amounts(samples, QINGSHAN, "expenditure", "21013", "basic_expenditure") == [Decimal(0)]
    zeros = samples.query(
        "select distinct amount from fct_budget_line where amount_text in ('0', '0.00')"
    )
    assert zeros == [(Decimal(0),)]


def test_a_blank_is_no_fact(samples: Warehouse) -> None:
    """The same line prints nothing under 事业单位经营支出, 上缴上级支出, 对附属单位补助支出."""
    for measure in ("operating_expenditure", "remitted_to_superior", "subsidy_to_affiliated"):
        assert amounts(samples, QINGSHAN, "expenditure", "21013", measure) == []
    assert samples.query("select count(*) from fct_budget_line where amount is null") == [(0,)]


def test_a_dash_is_no_fact(samples: Warehouse) -> None:
    """提租补贴 prints -- as its project expenditure."""
    assert amounts(samples, DONGXIHU, "gpb_expenditure", "2210202", "basic_expenditure") == [
        Decimal("110300.00")
    ]
    assert amounts(samples, DONGXIHU, "gpb_expenditure", "2210202", "project_expenditure") == []


@pytest.mark.parametrize(
    ("disclosure", "statement", "presence"),
    [
        (EZHOU, "government_fund", "declared_empty"),
        (EZHOU, "state_capital", "declared_empty"),
        (EZHOU, "three_public", "filled"),
        (EZHOU, "projects", "missing"),
        (DONGXIHU, "government_fund", "declared_empty"),
        (DONGXIHU, "state_capital", "filled"),
        (JIANGHAN, "government_fund", "filled"),
        (JIANGHAN, "state_capital", "declared_empty"),
        (JIANGHAN, "three_public", "declared_empty"),
        (HANYANG, "three_public", "declared_empty"),
        (HANYANG, "government_fund", "declared_empty"),
        (HANYANG, "projects", "filled"),
        (QINGSHAN, "government_fund", "declared_empty"),
        (QINGSHAN, "state_capital", "declared_empty"),
        (QINGSHAN, "procurement", "filled"),
    ],
    ids=lambda value: value.name if isinstance(value, Disclosure) else value,
)
def test_an_empty_form_says_whether_it_is_so_on_purpose(
    warehouse: Warehouse, whole: bool, disclosure: Disclosure, statement: str, presence: str
) -> None:
    found = warehouse.query(
        "select status from dim_statement_presence where document_id = ? and statement = ?",
        [warehouse.document_id(disclosure.source(whole)), statement],
    )
    assert found == [(presence,)] or (presence == "missing" and found == [])


def test_each_fact_leads_back_to_the_row_that_prints_it(warehouse: Warehouse) -> None:
    strays = warehouse.query(
        """
        select f.document_id, f.statement, f.amount_text, r.text
        from fct_budget_line as f
        left join raw.row as r using (document_id, page, table_number, row_number)
        where r.text is null or not contains(r.text, f.amount_text)
        """
    )
    assert strays == []


def unplaced(warehouse: Warehouse, whole: bool, disclosure: Disclosure) -> list[tuple[str, str]]:
    """The statement and text of each amount of a form that the warehouse lists as unplaced."""
    return warehouse.query(
        "select statement, amount_text from dq_unplaced_amount where document_id = ?"
        " and statement is not null order by statement, amount_text",
        [warehouse.document_id(disclosure.source(whole))],
    )


def amounts(
    warehouse: Warehouse, disclosure: Disclosure, statement: str, function_code: str, measure: str
) -> list[Decimal]:
    return [
        amount
        for (amount,) in warehouse.query(
            "select amount from fct_budget_line where document_id = ? and statement = ?"
            " and function_code = ? and measure = ?",
            [
                warehouse.document_id(disclosure.source(whole=False)),
                statement,
                function_code,
                measure,
            ],
        )
    ]
