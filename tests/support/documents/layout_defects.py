"""Slips of people in the layouts of many places, one a disclosure, and the finding that each gives.

Each under another bureau's name: of one bureau they would be compared with each other. What the
layout itself lacks (`form_missing`, `form_blank`) is found beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.documents.layouts import FOLDER, read


@dataclass(frozen=True, slots=True)
class Slip:
    """In `layout`, in the form that begins with `form`, `new` for the first `old`.

    `place` is a part of the bureau's name, and another for it. `suggested` are yuan; `words` must
    all be in the Chinese sentence.
    """

    name: str
    layout: str
    place: tuple[str, str]
    form: str
    old: str
    new: str
    kind: str
    statement: str
    cause: str
    amount_text: str | None
    suggested: int | None
    words: tuple[str, ...]

    def write(self, folder: Path) -> None:
        text = "\n".join(read(FOLDER / f"{self.layout}.tsv").printed) + "\n"
        assert self.place[0] in text
        text = text.replace(*self.place)
        start = text.index(self.old, text.index(self.form))
        text = text[:start] + self.new + text[start + len(self.old) :]
        (folder / f"slip_{self.name}.txt").write_text(text, encoding="utf-8")


_AMOUNT = "amount_contradicted"
SLIPS = (
    Slip(
        "exchanged_digits", "daying_2017_final", ("大英县", "蓬溪县"), "支出决算表\n表1-2",
        "20406\t司法\t838.10\t616.10", "20406\t司法\t838.10\t661.10",
        _AMOUNT, "expenditure", "figure", "661.10", 6_161_000, ("司法", "基本支出", "616.10"),
    ),
    Slip(
        "total_of_before", "daying_2017_final", ("大英县", "射洪县"),
        "一般公共预算财政拨款支出决算表\n表4\n", "合计\t914.44\t692.44", "合计\t912.44\t692.44",
        _AMOUNT, "gpb_expenditure", "figure", "912.44", 9_144_400, ("合计", "914.44"),
    ),
    Slip(
        "class_not_added", "daying_2017_final", ("大英县", "安居区"),
        "一般公共预算财政拨款基本支出决算表\n", "公用经费合计\t\t152.10", "公用经费合计\t\t150.10",
        _AMOUNT, "gpb_basic_expenditure", "figure", "150.10", 1_521_000, ("公用经费合计", "152.10"),
    ),
    Slip(
        "year_of_before", "daying_2017_final", ("大英县", "船山区"), "收入决算表\n表1-1",
        "收入决算表\n", "2016年度收入决算表\n",
        "title_of_other_year", "income", "form", None, None, ("2016年度收入决算表", "2017"),
    ),
    Slip(
        "cell_left_blank", "changzhou_2019_final", ("武进区", "金坛区"),
        "一般公共预算财政拨款支出决算表（功能科目）\n公开07表",
        "购房补贴\t200.00\t200.00", "购房补贴\t200.00\t",
        _AMOUNT, "gpb_expenditure", "blank", "620.00", 2_000_000, ("购房补贴", "空白", "基本支出"),
    ),
    Slip(
        "yuan_among_ten_thousands", "changzhou_2019_final", ("武进区", "天宁区"),
        "收入支出决算总表\n公开01表", "三、住房保障支出\t620.00", "三、住房保障支出\t6,200,000.00",
        _AMOUNT, "summary", "figure", "6,200,000.00", 6_200_000, ("住房保障支出", "620.00"),
    ),
    Slip(
        "code_of_its_neighbour", "henan_2016_final", ("祥符区", "龙亭区"), "支出决算表\n公开03表",
        "2100502\t事业单位医疗", "2100501\t事业单位医疗",
        "code_contradicted", "expenditure", "code", None, None,
        ("2100501", "行政单位医疗", "2100502"),
    ),
    Slip(
        "part_of_vehicles", "henan_2016_final", ("祥符区", "鼓楼区"),
        "三公”经费支出决算表\n公开07表", "12.00\t0.00\t10.00\t0.00\t10.00",
        "12.00\t0.00\t10.00\t0.00\t11.00",
        _AMOUNT, "three_public", "figure", "11.00", 100_000, ("公务用车运行维护费", "10.00"),
    ),
    Slip(
        "head_of_another_bureau", "henan_2016_final", ("祥符区", "顺河区"),
        "支出决算表\n公开03表\n", "部门：开封市顺河区中医院", "部门：开封市尉氏县卫生局",
        "label_of_other_bureau", "expenditure", "form", None, None,
        ("尉氏县卫生局", "顺河区中医院"),
    ),
    Slip(
        "line_left_out", "hunan_2024_budget", ("永和镇", "大瑶镇"), "支出总表\n部门：401",
        "2130705\t对村民委员会和村党支部的补助\t600.00\t\t600.00\t\t\t\n", "",
        "line_missing", "expenditure", "form", "600.00", None, ("21307", "农村综合改革"),
    ),
    Slip(
        "in_the_next_column", "hunan_2024_budget", ("永和镇", "张坊镇"), "一般公共预算基本支出表\n",
        "工资福利支出\t1,600.00\t1,600.00\t", "工资福利支出\t1,600.00\t\t1,600.00",
        _AMOUNT, "gpb_basic_expenditure", "moved", "1,600.00", 0,
        ("工资福利支出", "公用经费", "另一栏"),
    ),
    Slip(
        "exchanged_decimals", "yunnan_2017_final", ("红塔区", "通海县"), "收入决算表\n公开02表",
        "养老保险缴费支出\t800.30\t800.30", "养老保险缴费支出\t800.30\t800.03",
        _AMOUNT, "income", "figure", "800.03", 8_003_000, ("财政拨款收入", "800.30"),
    ),
    Slip(
        "year_before", "ningxia_2017_budget", ("盐池县", "同心县"), "增减额\t增减%",
        "案件审判\t3,320,000", "案件审判\t3,230,000",
        "column_contradicted", "gpb_expenditure", "column", "14.46", None,
        ("案件审判", "增减%", "3,230,000", "3,800,000", "17.65"),
    ),
    Slip(
        "sign", "court_2015_final", ("沈河区", "皇姑区"), "支出决算表\n公开03表",
        "案件审判\t790.00\t\t790.00", "案件审判\t790.00\t\t-790.00",
        _AMOUNT, "expenditure", "figure", "-790.00", 7_900_000, ("案件审判", "790.00"),
    ),
    Slip(
        "line_of_one_form", "hubei_2015_final", ("九资河镇", "大河岸镇"),
        "公共预算财政拨款支出决算表\n", "其他财政事务支出\t3\t\t3", "其他财政事务支出\t5\t\t5",
        _AMOUNT, "gpb_expenditure", "figures", "5", 30_000, ("其他财政事务支出", "2 个金额"),
    ),
)  # fmt: skip
