"""Samples with one figure changed, and what must follow from it by the logic of the accounts.

The lists are made by hand: for each changed figure, every sum that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.warehouses import SAMPLES

EZHOU = "鄂州市医疗保障服务中心2022年度部门决算.md"
DONGXIHU = "武汉市东西湖区医疗保障局2024年度部门决算.md"
QINGSHAN = "武汉市青山区医疗保障局（汇总）2026年部门预算.md"

# identity, statement, line, measure (None where the identity runs over measures), fund (None
# where it runs over funds)
Result = tuple[str, str, str, str | None, str | None]

GPB = "general_public_budget"


@dataclass(frozen=True, slots=True)
class Change:
    """In a sample's form that begins with the line `form`, the line `old` reads `new`."""

    name: str
    sample: str
    form: str
    old: str
    new: str
    breaks: tuple[Result, ...] = ()
    roundings: tuple[Result, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.name}.md"

    def write(self, folder: Path) -> None:
        lines = (SAMPLES / self.sample).read_text(encoding="utf-8").split("\n")
        [start] = [n for n, line in enumerate(lines) if line.strip() == self.form]
        place = lines.index(self.old, start)
        pairs = zip(self.old.split("\t"), self.new.split("\t"), strict=True)
        assert sum(old != new for old, new in pairs) == 1, "one figure, and one only"
        lines[place] = self.new
        (folder / self.file_name).write_text("\n".join(lines), encoding="utf-8")


CHANGES = (
    Change(
        name="item",
        sample=EZHOU,
        form="一般公共预算财政拨款支出决算表",
        old="2210201\t住房公积金\t40.23\t40.23\t0.00",
        new="2210201\t住房公积金\t40.23\t45.23\t0.00",
        breaks=(
            ("expenditure_total_of_kinds", "gpb_expenditure", "住房公积金", None, GPB),
            ("function_hierarchy", "gpb_expenditure", "住房改革支出", "basic_expenditure", GPB),
        ),
    ),
    Change(
        name="group",
        sample=DONGXIHU,
        form="2024 年度支出决算表",
        old="21013 医疗救助\t\t\t\t427.30\t\t427.30\t\t\t",
        new="21013 医疗救助\t\t\t\t527.30\t\t427.30\t\t\t",
        breaks=(
            ("expenditure_total_of_kinds", "expenditure", "医疗救助", None, "all"),
            ("function_hierarchy", "expenditure", "医疗救助", "total_expenditure", "all"),
            ("function_hierarchy", "expenditure", "卫生健康支出", "total_expenditure", "all"),
        ),
    ),
    Change(
        name="class_in_one_form",
        sample=EZHOU,
        form="收入支出决算总表",
        old="\t9\t\t九、卫生健康支出\t40\t972.73",
        new="\t9\t\t九、卫生健康支出\t40\t982.73",
        breaks=(("summary_expenditure_current_total", "summary", "本年支出合计", "amount", "all"),),
    ),
    Change(
        name="total_of_a_form",
        sample=DONGXIHU,
        form="2024 年度收入决算表",
        old="合计\t\t\t\t2,760.42\t2,179.16\t\t\t\t\t581.26",
        new="合计\t\t\t\t2,760.42\t2,179.16\t\t\t\t\t591.26",
        breaks=(
            ("income_total_of_kinds", "income", "合计", None, "all"),
            ("function_hierarchy", "income", "合计", "other_income", "all"),
        ),
    ),
    Change(
        name="economic_class",
        sample=DONGXIHU,
        form="2024 年度一般公共预算财政拨款基本支出决算明细表",
        old="303\t对个人和家庭的补助\t9.88\t3021\t会议费\t\t\t\t",
        new="303\t对个人和家庭的补助\t19.88\t3021\t会议费\t\t\t\t",
        breaks=(
            (
                "economic_hierarchy", "gpb_basic_expenditure", "对个人和家庭的补助",
                "total_expenditure", GPB,
            ),
            (
                "personnel_total_of_classes", "gpb_basic_expenditure", "人员经费合计",
                "total_expenditure", GPB,
            ),
        ),
    ),
    Change(
        name="grand_total",
        sample=QINGSHAN,
        form="收支总体情况表",
        old="收 入 总 计\t1,442.99\t支 出 总 计\t1,442.99",
        new="收 入 总 计\t1,542.99\t支 出 总 计\t1,442.99",
        breaks=(
            ("summary_income_total", "summary", "收入总计", "amount", "all"),
            ("summary_both_sides", "summary", "收入总计", "amount", "all"),
        ),
    ),
    Change(
        name="negative",
        sample=EZHOU,
        form="收入支出决算总表",
        old="使用非财政拨款结余\t28\t0.00\t结余分配\t59\t0.00",
        new="使用非财政拨款结余\t28\t-20.00\t结余分配\t59\t0.00",
        breaks=(("summary_income_total", "summary", "总计", "amount", "all"),),
    ),
    Change(
        name="fund",
        sample=EZHOU,
        form="财政拨款收入支出决算总表",
        old="\t8\t\t八、社会保障和就业支出\t40\t51.54\t51.54\t0.00\t0.00",
        new="\t8\t\t八、社会保障和就业支出\t40\t51.54\t61.54\t0.00\t0.00",
        breaks=(
            (
                "appropriation_all_funds", "appropriation_summary", "八、社会保障和就业支出",
                "amount", None,
            ),
            (
                "summary_expenditure_current_total", "appropriation_summary", "本年支出合计",
                "amount", GPB,
            ),
        ),
    ),
    Change(
        name="reception",
        sample=EZHOU,
        form="财政拨款“三公”经费支出决算表",
        old="0.70\t0.00\t0.00\t0.00\t0.00\t0.70\t0.15\t0.00\t0.00\t0.00\t0.00\t0.15",
        new="0.70\t0.00\t0.00\t0.00\t0.00\t0.90\t0.15\t0.00\t0.00\t0.00\t0.00\t0.15",
        breaks=(("three_public_total", "three_public", "total", None, "all"),),
    ),
    Change(
        name="vehicles",
        sample=EZHOU,
        form="财政拨款“三公”经费支出决算表",
        old="0.70\t0.00\t0.00\t0.00\t0.00\t0.70\t0.15\t0.00\t0.00\t0.00\t0.00\t0.15",
        new="0.70\t0.00\t0.00\t0.00\t0.00\t0.70\t0.15\t0.00\t0.00\t0.00\t0.50\t0.15",
        breaks=(("three_public_vehicles", "three_public", "total", None, "all"),),
    ),
    Change(
        name="unit",
        sample=QINGSHAN,
        form="一般公共预算支出表(分单位)",
        old="202002\t武汉市青山区医疗保障服务中心\t217.98\t161.18\t153.30\t7.87\t56.80",
        new="202002\t武汉市青山区医疗保障服务中心\t217.98\t161.18\t153.30\t7.87\t66.80",
        breaks=(
            (
                "expenditure_total_of_kinds", "gpb_expenditure_by_unit",
                "武汉市青山区医疗保障服务中心", None, GPB,
            ),
            (
                "unit_hierarchy", "gpb_expenditure_by_unit", "武汉市青山区医疗保障局",
                "project_expenditure", GPB,
            ),
        ),
    ),
    Change(
        name="project",
        sample=QINGSHAN,
        form="项目支出表",
        old="42010726202T000000102\t医疗保障工作经费\t武汉市青山区医疗保障局本级\t44.36\t44.36"
        + "\t0.00" * 7,
        new="42010726202T000000102\t医疗保障工作经费\t武汉市青山区医疗保障局本级\t54.36\t44.36"
        + "\t0.00" * 7,
        breaks=(
            ("project_total_of_sources", "projects", "医疗保障工作经费", None, "all"),
            ("unit_hierarchy", "projects", "本级支出项目", "total", "all"),
        ),
    ),
    Change(
        name="procurement",
        sample=QINGSHAN,
        form="政府采购预算表",
        old="202001\t武汉青 山区医 疗保障 局本级\t医保 经办 机构 运行 业务 经费"
        "\t[C05990000]其 他社会服务\t[2101506]医 疗保障经办 事务\t[30227] 委托业务 费"
        "\t预算 安排\t经 费 拨 款 补 助\t1\t180\t批\t180\t180\t180",
        new="202001\t武汉青 山区医 疗保障 局本级\t医保 经办 机构 运行 业务 经费"
        "\t[C05990000]其 他社会服务\t[2101506]医 疗保障经办 事务\t[30227] 委托业务 费"
        "\t预算 安排\t经 费 拨 款 补 助\t1\t180\t批\t180\t190\t180",
        breaks=(
            (
                "procurement_reserved_for_smes", "procurement", "医保经办机构运行业务经费",
                None, "all",
            ),
            (
                "unit_hierarchy", "procurement", "武汉市青山区医疗保障局",
                "small_medium_enterprises", "all",
            ),
        ),
    ),
    # 32.01 has the children 20.82 and 11.19: three figures of two decimals may be off by 0.015.
    Change(
        name="inside_the_tolerance",
        sample=EZHOU,
        form="一般公共预算财政拨款支出决算表",
        old="2101101\t行政单位医疗\t20.82\t20.82\t0.00",
        new="2101101\t行政单位医疗\t20.82\t20.83\t0.00",
        roundings=(
            ("expenditure_total_of_kinds", "gpb_expenditure", "行政单位医疗", None, GPB),
            ("function_hierarchy", "gpb_expenditure", "行政事业单位医疗", "basic_expenditure", GPB),
        ),
    ),
    Change(
        name="outside_the_tolerance",
        sample=EZHOU,
        form="一般公共预算财政拨款支出决算表",
        old="2101101\t行政单位医疗\t20.82\t20.82\t0.00",
        new="2101101\t行政单位医疗\t20.82\t20.84\t0.00",
        breaks=(
            ("expenditure_total_of_kinds", "gpb_expenditure", "行政单位医疗", None, GPB),
            ("function_hierarchy", "gpb_expenditure", "行政事业单位医疗", "basic_expenditure", GPB),
        ),
    ),
)  # fmt: skip

# A total that isn't printed any more: nothing is wrong, but nothing about it is proven either.
MISSING_TOTAL = Change(
    name="missing_total",
    sample=EZHOU,
    form="支出决算表",
    old="合计\t\t1,067.01\t816.43\t250.59\t0.00\t0.00\t0.00",
    new="合计\t\t\t816.43\t250.59\t0.00\t0.00\t0.00",
)
