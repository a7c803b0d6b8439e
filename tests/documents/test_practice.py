"""Real PDFs of another province: every printed amount, and where. Skipped without them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.support.warehouses import Warehouse

UNIT = "上海市普陀区人民政府办公室单位25年预算.pdf"
DEPARTMENT = "上海市普陀区人民政府办公室25年预算.pdf"
FINAL = "中共上海市普陀区委社会工作部 2024 年度部门决算.pdf"

# Read from the pages: document, page, statement, line, measure, fund, yuan.
FIGURES = [
    (UNIT, 8, "summary", "201", "personnel_expenditure", "all", "13819399.88"),
    (UNIT, 8, "summary", "208", "public_expenditure", "all", "265380.00"),
    (UNIT, 8, "summary", "expenditure_total", "project_expenditure", "all", "66410000.00"),
    (UNIT, 20, "three_public", "total", "official_reception", "all", "285000.00"),
    (UNIT, 20, "three_public", "agency_operation", "agency_operation", "all", "2132800.00"),
    (DEPARTMENT, 9, "income", "2010301", "appropriation_income", "all", "12029501.84"),
    (DEPARTMENT, 13, "appropriation_summary", "210", "amount", "general_public_budget",
     "1097073.43"),
    (DEPARTMENT, 18, "gpb_basic_expenditure", "30107", "personnel_expenditure",
     "general_public_budget", "2335998.00"),
    (DEPARTMENT, 19, "gpb_basic_expenditure", "30217", "public_expenditure",
     "general_public_budget", "185000.00"),
    (FINAL, 8, "expenditure", "2013999", "project_expenditure", "all", "2022400.00"),
    (FINAL, 12, "gpb_expenditure", "total", "basic_expenditure", "general_public_budget",
     "1055800.00"),
    (FINAL, 13, "gpb_basic_expenditure", "30199", "total_expenditure", "general_public_budget",
     "400.00"),
]  # fmt: skip
# Counted on the pages: amounts printed in the forms of each document.
PRINTED = {DEPARTMENT: 221, UNIT: 231, FINAL: 205, "部门决算模板.pdf": 0}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure[2]}-{figure[3]}")
def test_a_figure_of_the_page_is_in_the_fact(
    practice: Warehouse, figure: tuple[str, int, str, str, str, str, str]
) -> None:
    name, page, statement, line, measure, fund, amount = figure
    found = practice.query(
        "select f.amount, f.page, f.bbox[3] > f.bbox[1] and f.bbox[4] > f.bbox[2]"
        " from fct_budget_line as f join dim_document as d using (document_id)"
        " where ends_with(d.source_path, '/' || ?) and f.statement = ? and f.measure = ?"
        " and f.fund = ? and ? in (f.function_code, f.economic_code, f.item)",
        [name, statement, measure, fund, line],
    )
    assert found == [(Decimal(amount), page, True)]


@pytest.mark.parametrize("name", PRINTED)
def test_every_printed_amount_is_placed(practice: Warehouse, name: str) -> None:
    [(facts, unplaced)] = practice.query(
        "select (select count(*) from fct_budget_line as f where f.document_id = d.document_id),"
        " (select count(*) from dq_unplaced_amount as u where u.document_id = d.document_id)"
        " from dim_document as d where ends_with(d.source_path, '/' || ?)",
        [name],
    )
    assert (facts, unplaced) == (PRINTED[name], 0)


def test_no_identity_breaks_and_the_department_is_the_sum_of_its_units(
    practice: Warehouse,
) -> None:
    statuses = practice.query("select distinct status from dq_identity_result")
    assert ("break",) not in statuses
    # What the text alone says, and what it says of other years, has nothing to be compared with.
    assert practice.query(
        "select distinct family from dq_identity_result where status = 'not_evaluable'"
    ) == [("narrative",)]
    [(compared,)] = practice.query(
        "select count(*) from dq_identity_result where identity_id = 'department_of_units'"
    )
    assert compared == 57


def test_a_template_says_that_its_bureau_is_unknown(practice: Warehouse) -> None:
    problems = practice.query(
        "select p.problem_code from dq_document_problem as p"
        " where ends_with(p.source_path, '/部门决算模板.pdf')"
    )
    assert problems == [("bureau_unknown",)]
