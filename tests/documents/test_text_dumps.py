"""Texts copied from elsewhere: cells lost between tabs, rows or sentences above the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.warehouses import BuildOnce, Share, Warehouse

COVER = "安吉县民政局2025年部门预算\n"
LOST_CELLS = """
2025年部门支出预算总表
编制部门：安吉县民政局 \t单位：元
项目 \t支出预算
功能分类科目名称 \t合计 \t基本支出 \t项目支出
类 \t款 \t项
205 \t教育支出 \t1,300,000 \t1,000,000 \t300,000
205 \t02 \t普通教育 \t1,300,000 \t1,000,000 \t300,000
205 \t02 \t01 \t学前教育 \t1,000,000 \t1,000,000
205 \t02 \t02 \t小学教育 \t300,000 \t300,000
合计 \t1,300,000 \t1,000,000 \t300,000
"""
# The cells of the rows that lost some stand where the sums leave no other place.
LOST_CELLS_FACTS = {
    ("expenditure", key, measure, text)
    for key, texts in {
        "205": ("1,300,000", "1,000,000", "300,000"),
        "20502": ("1,300,000", "1,000,000", "300,000"),
        "2050201": ("1,000,000", "1,000,000", None),
        "2050202": ("300,000", None, "300,000"),
        "total": ("1,300,000", "1,000,000", "300,000"),
    }.items()
    for measure, text in zip(
        ("total_expenditure", "basic_expenditure", "project_expenditure"), texts, strict=True
    )
    if text
}
ABOVE_TITLE = """
单位：元
一、财政拨款收入 1,200,000 一、教育支出 1,300,000
二、事业收入 100,000
收入总计 1,300,000 支出总计 1,300,000
2025年部门财务收支预算总表
本年收入 本年支出
项目 预算数 项目 预算数
编制部门：安吉县民政局
类 款 项
205 教育支出 1,300,000 1,200,000 100,000
205 02 普通教育 1,300,000 1,200,000 100,000
2025年部门收入预算总表
功能分类科目名称 合计 财政拨款收入 事业收入
编制部门：安吉县民政局
205 02 01 学前教育 1,000,000 900,000 100,000
205 02 02 小学教育 300,000 300,000
1,300,000 1,200,000 100,000
合计
类 款 项
205 教育支出 1,300,000 1,000,000 300,000
205 02 普通教育 1,300,000 1,000,000 300,000
"""
ABOVE_TITLE_FACTS = {
    ("summary", "income_appropriation", "amount", "1,200,000"),
    ("summary", "income_institutional", "amount", "100,000"),
    ("summary", "205", "amount", "1,300,000"),
    ("summary", "income_total", "amount", "1,300,000"),
    ("summary", "expenditure_total", "amount", "1,300,000"),
    *(
        ("income", key, measure, text)
        for key, texts in {
            "205": ("1,300,000", "1,200,000", "100,000"),
            "20502": ("1,300,000", "1,200,000", "100,000"),
            "2050201": ("1,000,000", "900,000", "100,000"),
            "2050202": ("300,000", "300,000"),
            "total": ("1,300,000", "1,200,000", "100,000"),
        }.items()
        for measure, text in zip(
            ("total_income", "appropriation_income", "institutional_income"), texts, strict=False
        )
    ),
}
SENTENCE = """
财政拨款收入支出减少的主要原因是项目支出减少。
2025年部门财务收支预算总表
编制部门：安吉县民政局 单位：元
本年收入 本年支出
项目 预算数 项目 预算数
一、财政拨款收入 1,200,000 一、教育支出 1,300,000
二、事业收入 100,000
收入总计 1,300,000 支出总计 1,300,000
"""
# The line above is the title's beginning: the form is of appropriations.
CUT_TITLE = SENTENCE.replace("收入支出减少的主要原因是项目支出减少。\n2025年部门财务", "\n")
UNTITLED = (
    SENTENCE
    + """
类 款 项
205 教育支出 1,300,000 1,300,000
205 02 普通教育 1,300,000 1,300,000
"""
)
SUMMARY_FACTS = {fact for fact in ABOVE_TITLE_FACTS if fact[0] == "summary"}
TEXTS = {
    "cells lost between tabs": (LOST_CELLS, LOST_CELLS_FACTS),
    "rows above their titles": (ABOVE_TITLE, ABOVE_TITLE_FACTS),
    "a sentence above the title": (SENTENCE, SUMMARY_FACTS),
    "the title's beginning above it": (
        CUT_TITLE, {("appropriation_summary", *fact[1:]) for fact in SUMMARY_FACTS},
    ),
    "rows of a form whose title is not there": (UNTITLED, SUMMARY_FACTS),
}  # fmt: skip


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for number, (text, _) in enumerate(TEXTS.values()):
            (folder / f"{number}.txt").write_text(COVER + text, encoding="utf-8")

    return share("text_dumps_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("text_dumps", [folder])


@pytest.mark.parametrize("name", TEXTS)
def test_a_dump_gives_what_is_printed_and_nothing_else(
    warehouse: Warehouse, folder: Path, name: str
) -> None:
    facts = warehouse.query(
        "select f.statement, coalesce(f.function_code, f.item), f.measure, f.amount_text"
        " from fct_budget_line as f join dim_document as d using (document_id)"
        " where d.source_path = ?",
        [str(folder / f"{list(TEXTS).index(name)}.txt")],
    )
    assert set(facts) == TEXTS[name][1]
    assert len(facts) == len(TEXTS[name][1])
