"""Disclosures with one defect each, made by hand, and what an auditor would write of them.

A sample of 2022 with the explanations that its bureau published, each time under another bureau's
name: of one bureau they would be compared with each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.warehouses import SAMPLES
from tests.support.whole_line.changes import EZHOU

_BUREAU = "鄂州市医疗保障服务中心"
_TEXT = """
一、收入支出决算总体情况说明
2022年度收、支总计均为1067.01万元。
二、收入决算情况说明
2022年度收入合计1067.01万元。其中：财政拨款收入1064.5万元，占本年收入99.76%；其他收入2.51万元，占本年收入0.24%。
三、支出决算情况说明
2022年度支出合计1067.01万元，与2021年度相比，支出合计增加139.08万元，增长14.99%。其中：基本支出816.43万元，占本年支出76.51%；项目支出250.59万元，占本年支出23.49%。
四、一般公共预算财政拨款支出决算情况说明
2022年度一般公共预算财政拨款支出1064.5万元，主要用于以下方面：
1.社会保障和就业支出（类）51.54万元，占4.84%。
2.卫生健康支出（类）972.73万元，占91.38%。
3.住房保障支出（类）40.23万元，占3.78%。
五、“三公”经费
2022年度“三公”经费财政拨款支出预算为0.7万元，支出决算为0.15万元，完成预算的21.43%。
"""


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong in a disclosure of `town`, and the one finding that says so.

    `suggested` are yuan; `words` must all be in the Chinese sentence.
    """

    name: str
    town: str
    plant: Callable[[str], str]
    kind: str
    statement: str
    cause: str
    amount_text: str | None
    suggested: int | None
    words: tuple[str, ...]

    def write(self, folder: Path) -> None:
        sound = text()
        planted = self.plant(sound)
        assert planted != sound
        file = folder / f"{self.name}.md"
        file.write_text(planted.replace(_BUREAU, f"{self.town}市医疗保障服务中心"), "utf-8")


def text() -> str:
    """The sound disclosure."""
    return (SAMPLES / EZHOU).read_text(encoding="utf-8") + _TEXT


def other(form: str, old: str, new: str) -> Callable[[str], str]:
    """In the form that begins with `form`, `new` for the first `old`."""

    def plant(sound: str) -> str:
        place = sound.index(old, sound.index(form))
        return sound[:place] + new + sound[place + len(old) :]

    return plant


def without(beginning: str, end: str) -> Callable[[str], str]:
    """What stands from `beginning` to `end` is gone."""

    def plant(sound: str) -> str:
        place = sound.index(beginning)
        return sound[:place] + sound[sound.index(end, place) :]

    return plant


def without_reception(sound: str) -> str:
    """The 三公 form says that there is nothing; 30217 and the text say otherwise."""
    start = sound.index("0.70\t0.00\t0.00\t0.00\t0.00\t0.70\t0.15")
    end = sound.index("\n", start)
    return sound[:start] + "\n备注：2022年度本单位无财政拨款“三公”经费支出。" + sound[end:]


_ALL, _GPB, _INCOME = "### 三、支出决算表", "## 五、一般公共预算", "## 二、收入决算表"
AMOUNT = "amount_contradicted"
DEFECTS = (
    Defect(
        "exchanged_digits", "黄石",
        other(_ALL, "2101501\t行政运行\t690.14", "2101501\t行政运行\t609.14"),
        AMOUNT, "expenditure", "figure", "609.14", 6_901_400, ("行政运行", "609.14", "690.14"),
    ),
    Defect(
        "total_with_exchanged_digits", "孝感",
        other(_INCOME, "合计\t\t1,067.01", "合计\t\t1,076.01"),
        AMOUNT, "income", "figure", "1,076.01", 10_670_100, ("合计", "文字说明写的是 1067.01 万元"),
    ),
    Defect(
        "point_elsewhere", "荆门",
        other("收入支出决算总表", "八、其他收入\t8\t2.51", "八、其他收入\t8\t25.10"),
        AMOUNT, "summary", "figure", "25.10", 25_100, ("其他收入", "25.10"),
    ),
    Defect(
        "columns_exchanged", "荆州",
        other(_GPB, "行政运行\t690.14\t690.14\t0.00", "行政运行\t690.14\t0.00\t690.14"),
        AMOUNT, "gpb_expenditure", "figures", "0.00", 6_901_400, ("行政运行", "2 个金额"),
    ),
    Defect(
        "economic_item", "潜江", other("## 六、", "30226\t劳务费\t104.32", "30226\t劳务费\t140.32"),
        AMOUNT, "gpb_basic_expenditure", "figure", "140.32", 1_043_200, ("劳务费", "104.32"),
    ),
    Defect(
        "class_of_the_appropriations", "黄冈",
        other("#### 四、", "生健康支出\t41\t972.73\t972.73", "生健康支出\t41\t972.37\t972.37"),
        AMOUNT, "appropriation_summary", "figures", "972.37", 9_727_300, ("卫生健康支出",),
    ),
    # The total or its only addend: no form says which, the text does.
    Defect(
        "three_public_total", "咸宁",
        other("九、财政拨款“三公”", "\t0.70\t0.15\t0.00", "\t0.70\t0.51\t0.00"),
        AMOUNT, "three_public", "figure", "0.51", 1_500, ("0.51", "文字说明写的是 0.15"),
    ),
    # In three columns at once: one line, one finding, with the form that prints it.
    Defect(
        "line_left_out", "十堰",
        other(_ALL, "2101504\t信息化建设\t138.02\t0.00\t138.02\t0.00\t0.00\t0.00\n", ""),
        AMOUNT, "expenditure", "line", "940.72", 1_380_200, ("漏列一行", "2101504", "信息化建设"),
    ),
    Defect(
        "only_item_left_out", "天门", other(_GPB, "2210201\t住房公积金\t40.23\t40.23\t0.00\n", ""),
        "line_missing", "gpb_expenditure", "form", "40.23", None, ("22102", "没有列项"),
    ),
    # Sums lack the line under the one code and have it too many under the other: one finding.
    Defect(
        "code_of_another_line", "应城",
        other(_GPB, "2210201\t住房公积金", "2080505\t住房公积金"),
        "code_contradicted", "gpb_expenditure", "code", None, None,
        ("2080505", "2210201", "住房公积金", "机关事业单位基本养老保险缴费支出"),
    ),
    Defect(
        "code_of_another_group", "麻城", other(_ALL, "2101501\t行政运行", "2100101\t行政运行"),
        "code_contradicted", "expenditure", "code", None, None, ("2100101", "21015", "2101501"),
    ),
    Defect(
        "economic_code", "松滋", other("## 六、", "30226\t劳务费", "30216\t劳务费"),
        "code_contradicted", "gpb_basic_expenditure", "code", None, None,
        ("30216", "30226", "培训费"),
    ),
    Defect(
        "form_left_out", "襄阳", without(_INCOME, _ALL),
        "form_missing", "income", "form", "1,067.01", None, ("没有《收入表》", "收入支出总表"),
    ),
    Defect(
        "declared_empty", "随州", without_reception,
        "form_wrongly_empty", "three_public", "form", "0.15", None, ("声明无此项", "基本支出表"),
    ),
    Defect(
        "title_of_another_year", "仙桃",
        other(_INCOME, "\n收入决算表\t", "\n2021年度收入决算表\t"),
        "title_of_other_year", "income", "form", None, None, ("2021年度收入决算表 公开02表",),
    ),
    Defect(
        "amount_in_the_text", "大冶", other("三、支出决算情况", "项目支出250.59", "项目支出250.95"),
        "text_contradicted", "expenditure", "text", "250.59", None, ("250.95", "250.59"),
    ),
    Defect(
        "share_in_the_text", "恩施", other("四、一般公共预算财政拨款支出", "91.38%", "93.18%"),
        "text_contradicted", "gpb_expenditure", "text", "972.73", None, ("93.18", "卫生健康支出"),
    ),
    Defect(
        "rate_in_the_text", "宜昌", other("三、支出决算情况", "增长14.99%", "增长19.49%"),
        "text_inconsistent", "expenditure", "text", "1067.01", None, ("19.49", "14.99", "139.08"),
    ),
    Defect(
        "fall_for_a_rise", "老河口", other("三、支出决算情况", "增长14.99%", "下降14.99%"),
        "text_inconsistent", "expenditure", "text", "1067.01", None, ("支出合计", "14.99"),
    ),
    # Its rate of growth is wrong with it: one finding.
    Defect(
        "amount_and_its_rate", "枣阳", other("三、支出决算情况", "合计1067.01", "合计1076.01"),
        "text_contradicted", "expenditure", "text", "1,067.01", None, ("1076.01", "1,067.01"),
    ),
    Defect(
        "completion_in_the_text", "钟祥", other("五、“三公”", "21.43%", "41.23%"),
        "text_inconsistent", "three_public", "text", "0.15", None, ("41.23", "21.43"),
    ),
)  # fmt: skip

# Read from a page: a finding then says where on it.
PRINTED = ("amount_in_the_text", "exchanged_digits")
SOUND = "sound.md"
