"""Lists of units, projects and purchases in lines of words: a code begins each line."""

from __future__ import annotations

from inference.words.atoms import atoms_of
from inference.words.lines import Line, Wordings
from inference.words.lists import read_list
from inference.words.torn_codes import Cell

TOTAL = Wordings({"合计": frozenset()}, frozenset(), {})


def lines(*rows: str) -> list[tuple[str | None, str, list[str], Line]]:
    """Code, name, figures of each line of a list whose data rows are these."""
    cells = [
        [Cell(f"row {n}", c, word, word) for c, word in enumerate(row.split(), start=1)]
        for n, row in enumerate(rows)
    ]
    atoms = atoms_of(cells, (), False)
    found = read_list(atoms, TOTAL)
    return [(line.code, line.name, [atoms[p].text for p in line.figures], line) for line in found]


def test_codes_of_units_levels_and_projects_begin_lines_and_torn_rows_go_on() -> None:
    found = lines(
        "1,181.16 1,181.16",
        "202001 青山区医疗保障局本级 1,124.36 1,124.36",
        "31 本级支出项目 1,124.36",
        "1,124.36",
        "42010726202T000000100 城乡医疗",
        "救助 890.00 890.00",
        "610103220000000001 公益性岗位管理 234.36 234.36",
    )
    assert [line[:3] for line in found] == [
        (None, "", ["1,181.16", "1,181.16"]),
        ("202001", "青山区医疗保障局本级", ["1,124.36", "1,124.36"]),
        ("31", "本级支出项目", ["1,124.36", "1,124.36"]),
        ("42010726202T000000100", "城乡医疗救助", ["890.00", "890.00"]),
        ("610103220000000001", "公益性岗位管理", ["234.36", "234.36"]),
    ]


def test_a_purchase_is_told_from_what_its_unit_buys_in_all() -> None:
    found = lines(
        "合计 6 206.4 206.4",
        "202 青山区医疗保障局 6 206.4 206.4",
        "202001 青山区医疗保障局本级 [A05040101]复印纸 [2101502]一般行政管理事务 1 0.5 批 0.5",
        "202001 青山区医疗保障局本级 [C05990000]社会服务 1 180 180",
    )
    assert [(code, line.is_detail, line.is_parted) for code, _, _, line in found] == [
        (None, False, False), ("202", False, False), ("202001", True, True),
        ("202001", True, False),
    ]  # fmt: skip
    assert [figures for _, _, figures, _ in found][2:] == [["1", "0.5", "0.5"], ["1", "180", "180"]]
