"""Rows belong to the title whose form they are, above or below it; to none if nothing tells."""

from __future__ import annotations

from inference.words.row_kinds import Names, PrintedRow, kind_of
from inference.words.title_order import Order, order_of

NAMES = Names(
    {"财政拨款收入", "事业收入", "收入总计", "支出总计", "教育支出", "总计"},
    {"合计"},
    {"收入总计": {"income"}, "支出总计": {"expenditure"}, "总计": {"income", "expenditure"}},
)
TITLES = {"收支总表": "item", "收入总表": "function", "支出总表": "function", "三公表": "single"}
TITLES |= {"基本支出表": "economic", "某表": None}  # type: ignore[dict-item]
SUMMARY = [
    "一、财政拨款收入 90.00 一、教育支出 90.00",
    "二、事业收入 10.00",
    "收 入 总 计 100.00 支 出 总 计 100.00",
]
INCOME = ["205 教育支出 60.00 60.00", "205 02 普通教育 60.00 60.00"]
INCOME_ON_NEXT_PAGE = ["221 住房保障支出 40.00 30.00 10.00", "100.00 90.00 10.00", "合计"]
EXPENDITURE = [
    "205 教育支出 70.00 20.00 50.00",
    "20502 普通教育 70.00 20.00 50.00",
    "221 住房保障支出 30.00 30.00",
    "合计 100.00",
]
ECONOMIC = ["301 工资福利支出 50.00", "30101 基本工资 50.00", "302 商品服务 5.00", "合计 55.00"]
HEAD = ["科目编码 科目名称 合计 财政拨款"]


def read(*lines: str) -> Order | None:
    return order_of([row(line) for line in lines])


def row(line: str) -> PrintedRow:
    if line in TITLES:
        return PrintedRow(None, line, is_title=True, line_key=TITLES[line])
    return kind_of(line.split(), NAMES)


def forms(*lines: str) -> list[list[str]]:
    """The lines in the order found, parted where a title or what is of no form begins."""
    order = read(*lines)
    assert order is not None
    assert sorted(order.rows) == list(range(len(lines)))
    found: list[list[str]] = [[]]
    for place in order.rows:
        if lines[place] in TITLES or place in order.boundaries:
            found.append([])
        found[-1].append(lines[place])
    return [form for form in found if form]


def test_titles_above_their_rows_are_left_alone() -> None:
    assert read("收支总表", *SUMMARY, "收入总表", *HEAD, *INCOME, "支出总表", *EXPENDITURE) is None


def test_rows_above_their_titles_are_put_below() -> None:
    lines = (*SUMMARY, "收支总表", *INCOME, "收入总表", *HEAD, *HEAD, *INCOME_ON_NEXT_PAGE)
    figures, name = INCOME_ON_NEXT_PAGE[1:]
    assert forms(*lines, *EXPENDITURE[:2]) == [
        ["收支总表", *SUMMARY],
        # The total's name stands behind its figures on the page.
        ["收入总表", *HEAD, *HEAD, *INCOME, INCOME_ON_NEXT_PAGE[0], name, figures],
        # Nothing says whose these are.
        EXPENDITURE[:2],
    ]


def test_a_head_that_another_page_repeats_is_one() -> None:
    head = [*HEAD, "类 款 项"]
    lines = (*SUMMARY, "收支总表", *INCOME, "收入总表", *head, "第2页", *head, *INCOME_ON_NEXT_PAGE)
    found = forms(*lines)
    assert found[1][:4] == ["收入总表", *head, "第2页"]
    assert found[1][4] == INCOME[0]


def test_forms_of_one_kind_have_the_rows_above_them_where_none_are_below_the_last() -> None:
    income = [*INCOME, *INCOME_ON_NEXT_PAGE[:1], "合计 100.00 90.00 10.00"]
    assert forms(*income, "收入总表", *HEAD, *EXPENDITURE, "支出总表", *HEAD) == [
        ["收入总表", *HEAD, *income],
        ["支出总表", *HEAD, *EXPENDITURE],
    ]


def test_some_titles_stand_above_and_some_below() -> None:
    lines = ("收支总表", *SUMMARY, *EXPENDITURE, "支出总表", *HEAD, "基本支出表", *ECONOMIC)
    assert forms(*lines) == [
        ["收支总表", *SUMMARY],
        ["支出总表", *HEAD, *EXPENDITURE],
        ["基本支出表", *ECONOMIC],
    ]


def test_rows_of_another_kind_end_a_form() -> None:
    assert forms("收支总表", *SUMMARY, *INCOME) == [["收支总表", *SUMMARY], INCOME]
    assert forms("支出总表", *EXPENDITURE, *ECONOMIC) == [["支出总表", *EXPENDITURE], ECONOMIC]
    assert forms("基本支出表", *ECONOMIC, *EXPENDITURE) == [["基本支出表", *ECONOMIC], EXPENDITURE]


def test_classes_may_go_on_with_their_economic_lines_and_back() -> None:
    assert read("支出总表", *EXPENDITURE[:2], *ECONOMIC, *EXPENDITURE[:2], *ECONOMIC) is None


def test_rows_whose_sum_is_not_their_total_are_no_forms() -> None:
    wrong = [*INCOME, "合计 70.00"]
    assert forms(*SUMMARY, "收支总表", *wrong, "收入总表", *HEAD) == [
        ["收支总表", *SUMMARY],
        wrong,
        ["收入总表"],
        HEAD,
    ]


def test_rows_that_two_titles_claim_alike_are_no_forms() -> None:
    assert forms(*SUMMARY, "收支总表", *HEAD, "收入总表", *EXPENDITURE, "支出总表", *HEAD) == [
        ["收支总表", *HEAD, *SUMMARY],
        ["收入总表"],
        EXPENDITURE,
        ["支出总表"],
        HEAD,
    ]


def test_a_total_may_be_called_the_same_on_both_sides() -> None:
    assert row("总计 100.00 总计 90.00").sides == {"income": 100, "expenditure": 90}
    assert row("总计 31 100.00 总计 62 90.00").sides == {"income": 100, "expenditure": 90}


def test_sentences_of_the_explanations_are_no_lines() -> None:
    assert row("1.“教育支出”科目38,367万元，主要用于人员经费。").kind is None
    assert row("二、教育支出").kind is not None
