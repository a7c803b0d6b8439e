"""Counted straight from the text: as many figures are printed as the warehouse places or lists.

Where a form begins and ends, and what in it is a figure, is read here once more, by other means
than the project's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

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
from tests.support.warehouses import WHOLE_DOCUMENTS, Warehouse


def decimals(line: str) -> int:
    """Figures with decimals; two may be run together."""
    return len(re.findall(r"\d[\d,]*\.\d\d", line))


def last_words(line: str) -> int:
    """Figures of an application for a project: a word of its own, `5`, `1.5` or `888.8`."""
    if "申报表" in line or "代码" in line:
        line = ""
    return len(re.findall(r"(?<!\S)\d+(?:\.\d)?(?!\S)", line))


def cells(*columns: int) -> Callable[[str], int]:
    """Cells that are figures, in these columns of a row with tabs."""

    def count(line: str) -> int:
        row = line.split("\t")
        return sum(
            bool(re.fullmatch(r"\d+(?:\.\d+)?", row[column].strip()))
            for column in columns
            if column < len(row)
        )

    return count


@dataclass(frozen=True, slots=True)
class Form:
    """From the line that matches `begins` to the next form, or to a line that matches `ends`."""

    statement: str | None
    begins: str
    count: Callable[[str], int] = decimals
    ends: str = r"(?!)"


FORMS: dict[str, tuple[Form, ...]] = {
    JIANGHAN.name: (
        Form("summary", r"2022 年度收入支出决算总表（表 1）"),
        Form("income", r"2022年度收入决算表（表2）"),
        Form("expenditure", r"2022年度支出决算表（表3）"),
        Form("appropriation_summary", r"2022年度财政拨款收入支出决算总表 （表4）"),
        Form("gpb_expenditure", r"2022年度一般公共预算财政拨款支出决算表（表5）"),
        Form("gpb_basic_expenditure", r"2022年度一般公共预算财政拨款基本支出决算明细表（表6）"),
        Form("government_fund", r"2022年度政府性基金预算财政拨款收入支出决算表 （表7）"),
        Form("state_capital", r"2022年度国有资本经营预算财政拨款支出决算表（表8）"),
        Form("three_public", r"2022年度财政拨款“三公”经费支出决算表（表9）"),
        Form(None, r"第三部分 武汉市江汉区医疗保障局 2022"),
    ),
    DONGXIHU.name: (
        Form("summary", r"2024 年度收入支出决算总表"),
        Form("income", r"2024 年度收入决算表"),
        Form("expenditure", r"2024 年度支出决算表"),
        Form("appropriation_summary", r"2024 年度财政拨款收入支出决算总表"),
        Form("gpb_expenditure", r"## 2024 年度一般公共预算财政拨款支出决算表"),
        Form("gpb_basic_expenditure", r"2024 年度一般公共预算财政拨款基本支出决算明细表"),
        Form("government_fund", r"2024 年度政府性基金预算财政拨款收入支出决算表"),
        Form("state_capital", r"2024 年度国有资本经营预算财政拨款支出决算表"),
        Form("three_public", r"2024 年度财政拨款“三公”经费支出决算表"),
        Form(None, r"(## )?第三部分 .*部门决算情况说明"),
    ),
    HANYANG.name: (
        Form("appropriation_summary", r"部门公开表1 单位：万元"),
        Form("gpb_expenditure", r"部门公开表 2 单位：万元"),
        Form("gpb_basic_expenditure", r"部门公开表3 单位:万元"),
        Form("three_public", r"部门公开表4 单位：万元"),
        Form("government_fund", r"部门公开表5 单位：万元"),
        Form("summary", r"部门公开表6 单位：万元"),
        Form("income", r"部门公开表 7 单位：万元"),
        Form("expenditure", r"部门公开表 8 单位：万元", ends=r"表 9\..*"),
        Form("projects", r"表 10\..*", last_words),
        Form(None, r"第三部分 .*"),
    ),
    EZHOU.name: (
        Form("summary", r"收入支出决算总表\t+"),
        Form("income", r"收入决算表\t+公开02表"),
        Form("expenditure", r"支出决算表\t+"),
        Form("appropriation_summary", r"财政拨款收入支出决算总表\t+"),
        Form("gpb_expenditure", r"一般公共预算财政拨款支出决算表\t+"),
        Form("gpb_basic_expenditure", r"一般公共预算财政拨款基本支出决算明细表\t+公开06表"),
        Form("government_fund", r"政府性基金预算财政拨款收入支出决算表\t+"),
        Form("state_capital", r"国有资本经营预算财政拨款支出决算表\t+"),
        Form("three_public", r"财政拨款“三公”经费支出决算表\t+"),
        Form(None, r"### 第三部分 2022 年度部门决算情况说明"),
    ),
    QINGSHAN.name: (
        Form("summary", r"收支总体情况表"),
        Form("income", r"收入总表"),
        Form("expenditure", r"支出总表"),
        Form("appropriation_summary", r"财政拨款收支总表"),
        Form("gpb_expenditure", r"一般公共预算支出表\(分功能科目\)"),
        Form("gpb_expenditure_by_unit", r"一般公共预算支出表\(分单位\)"),
        Form("gpb_basic_expenditure", r"一般公共预算基本支出表"),
        Form("three_public", r"一般公共预算“三公”经费支出表"),
        Form("government_fund", r"政府性基金预算支出表"),
        Form("state_capital", r"国有资本经营预算支出"),
        Form("projects", r"项目支出表"),
        # Column 11 of the procurement form is the unit of measure: what it prints is no amount.
        Form("procurement", r"政府采购预算表", cells(8, 9, 11, 12, 13)),
        Form("service_purchases", r"政府向社会力量购买服务预算表", cells(5, 6)),
        Form("assets", r"资产配置预算表", cells(6, 7, 8, 9, 10, 13, 14, 18)),
        Form(None, r"整体支出绩效目标表|第三部分 .*"),
    ),
}


def printed(disclosure: Disclosure, whole: bool) -> Counter[str]:
    """How many figures each form prints, the forms in the order in which they are expected."""
    forms = iter((*FORMS[disclosure.name], None))
    form, following = None, next(forms)
    counts: Counter[str] = Counter()
    for line in disclosure.source(whole).read_text(encoding="utf-8").split("\n"):
        if following and re.fullmatch(following.begins, line.strip(" \f\r")):
            form, following = following, next(forms)
        elif form and re.fullmatch(form.ends, line.strip(" \f\r")):
            form = None
        elif form and form.statement:
            counts[form.statement] += form.count(line)
    assert following is None, f"the form {following} wasn't found"
    return +counts


@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda d: d.name)
def test_the_key_has_every_printed_figure(disclosure: Disclosure) -> None:
    counted = printed(disclosure, whole=False)
    assert Counter(row["statement"] for row in disclosure.expected()) == counted


@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda d: d.name)
def test_every_printed_figure_is_placed_or_listed(
    samples: Warehouse, disclosure: Disclosure
) -> None:
    assert accounted_for(samples, disclosure, whole=False) == printed(disclosure, whole=False)


@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda d: d.name)
def test_so_it_is_in_the_whole_document(whole_documents: Warehouse, disclosure: Disclosure) -> None:
    accounted = accounted_for(whole_documents, disclosure, whole=True)
    counted = printed(disclosure, whole=True)
    if disclosure is HANYANG:
        # The applications for projects go on with goals and indicators that print numbers too.
        assert counted.pop("projects") > accounted["projects"]
        counted["projects"] = printed(HANYANG, whole=False)["projects"]
    assert accounted == counted


@pytest.mark.skipif(not WHOLE_DOCUMENTS.is_dir(), reason="the whole documents aren't there")
@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=lambda d: d.name)
def test_the_samples_lost_no_figure(disclosure: Disclosure) -> None:
    sample, whole = printed(disclosure, whole=False), printed(disclosure, whole=True)
    if disclosure is HANYANG:
        del sample["projects"], whole["projects"]
    assert sample == whole


def accounted_for(warehouse: Warehouse, disclosure: Disclosure, whole: bool) -> Counter[str]:
    """How many amounts of each statement the fact and the list of the unplaced have together."""
    rows = warehouse.query(
        "select statement, count(*) from ("
        "    select statement, document_id from fct_budget_line"
        "    union all select statement, document_id from dq_unplaced_amount"
        ") where document_id = ? and statement is not null group by statement",
        [warehouse.document_id(disclosure.source(whole))],
    )
    return Counter(dict(rows))
