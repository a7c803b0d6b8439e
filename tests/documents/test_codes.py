"""The classifications know the codes that real disclosures print, by the names of their years."""

from __future__ import annotations

import pytest

from tests.support.warehouses import Warehouse


@pytest.mark.parametrize("documents", ["samples", "whole_documents", "practice"])
@pytest.mark.parametrize("dimension", ["function", "economic"])
def test_every_printed_code_is_in_its_classification(
    request: pytest.FixtureRequest, documents: str, dimension: str
) -> None:
    warehouse: Warehouse = request.getfixturevalue(documents)
    [(seen,)] = warehouse.query(f"select count(*) from dim_{dimension} where is_seen")
    assert seen > 20
    assert not warehouse.query(
        f"select {dimension}_code, fiscal_year, name from dim_{dimension} where source = 'document'"
    )


@pytest.mark.parametrize("documents", ["samples", "practice"])
def test_a_printed_name_is_the_name_of_its_year(
    request: pytest.FixtureRequest, documents: str
) -> None:
    """The names of the classification against those printed, in the forms by code."""
    warehouse: Warehouse = request.getfixturevalue(documents)
    assert not warehouse.query(
        "select distinct f.function_code, f.fiscal_year, f.name_text, d.name"
        " from fct_budget_line as f"
        " join dim_function as d using (function_code, fiscal_year)"
        " where f.statement in ('income', 'expenditure', 'gpb_expenditure', 'government_fund')"
        " and regexp_replace(f.name_text, '\\s', '', 'g') != d.name"
    )
