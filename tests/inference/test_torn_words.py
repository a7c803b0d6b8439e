"""Headers that were broken over lines and printed by height are put together again."""

from __future__ import annotations

import pytest

from inference.words.torn_words import mended

KNOWN = {
    "合计", "小计", "决算数", "项目", "科目名称", "科目编码", "功能分类科目编码", "购置费",
    "公务用车购置费", "公务用车运行维护费", "公务接待费", "因公出国(境)费", "本年收入", "本年支出",
    "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    "年初结转和结余", "年末结转和结余", "附属单位上缴收入", "其他收入", "财政拨款收入",
}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "因公出国|合计 公务用车 公务用车 公务接待费|(境)费 小计|购置费 运行维护费",
            "|合计 公务用车购置费 公务用车运行维护费 公务接待费|因公出国(境)费 小计|",
        ),
        (
            "一般公共 政府性基 国有资本|项目 合计 预算财政 金预算财 经营预算|拨款 政拨款 财政拨款",
            "|项目 合计 一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款|",
        ),
        (
            "年初结转和 年末结转和|本年收入 本年支出|功能分类|结余 结余|科目名称|科目编码",
            "年初结转和结余 年末结转和结余|本年收入 本年支出|功能分类科目编码||科目名称|",
        ),
        ("附属单位|财政拨款收入 其他收入|上缴收入", "附属单位上缴收入|财政拨款收入 其他收入|"),
    ],
)
def test_what_stands_below_each_other_is_one_header(printed: str, expected: str) -> None:
    rows = [row.split() for row in printed.split("|")]
    assert mended(rows, KNOWN) == [row.split() for row in expected.split("|")]


def test_headers_do_not_cross() -> None:
    """Left above is left below: 年初 can't go on at the right while 年末 does at the left."""
    known = {"年初结转", "年初结余", "年末结转", "年末结余"}
    assert mended([["年初", "年末"], ["结余", "结转"]], known) == [["年初结余", "年末结转"], []]


def test_what_is_known_or_goes_on_nowhere_stays() -> None:
    rows = [["合计", "公务用车"], ["小计", "数量"]]
    assert mended(rows, KNOWN) == rows
