"""A workbook is landed as its sheets show it, and what they hide is said."""

from __future__ import annotations

from datetime import date

import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from ingest import readers
from tests.support.ingest.office_files import grids, old_workbook, patched, workbook


def test_cells_are_shown_in_their_number_formats() -> None:
    def fill(sheet: Worksheet) -> None:
        accounting = '0.00_ ;-0.00_ ;"-"??_ '
        formats = ["General", "#,##0.00", "0%", accounting, "@", "yyyy年"]
        values = [0.1 + 0.2, 1234.5, 0.25, 0.0, "0201", date(2023, 1, 1)]
        for column, (code, value) in enumerate(zip(formats, values, strict=True), start=1):
            sheet.cell(1, column, value).number_format = code
        sheet.append([12, 12.0, True, "=1/0", "第一行\n第二行", "a\nb"])

    content = stored(workbook(fill), "1/0", "#DIV/0!")
    [grid] = grids(readers.read(content))
    assert grid == [
        ("0.3", "1,234.50", "25%", "-", "0201", "2023年"),
        ("12", "12", "TRUE", "#DIV/0!", "第一行第二行", "a b"),
    ]


def stored(content: bytes, formula: str, result: str) -> bytes:
    """A workbook as Excel saves it, with a formula's result."""
    kind = b' t="e"' if result.startswith("#") else b""

    def store(xml: bytes) -> bytes:
        found = f"><f>{formula}</f><v></v>".encode()
        assert found in xml
        return xml.replace(found, kind + found.replace(b"<v>", f"<v>{result}".encode()))

    return patched(content, "xl/worksheets/sheet1.xml", store)


def test_formats_that_a_workbook_only_numbers_are_the_chinese_ones() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append([date(2023, 1, 5), 1.5])
        sheet["A1"].number_format = "mm-dd-yy"

    content = workbook(fill)
    assert grids(readers.read(content)) == [[("2023/1/5", "1.5")]]
    content = patched(
        content, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="14"', b'numFmtId="31"')
    )
    assert grids(readers.read(content)) == [[("2023年1月5日", "1.5")]]


def test_a_formula_is_its_stored_result_or_said_to_have_none() -> None:
    content = workbook(lambda sheet: sheet.append(["合计", "=1+2", "=3+4"]))
    found = readers.read(stored(content, "1+2", "3"))
    assert grids(found) == [[("合计", "3")]]
    [note] = found.notes
    assert "result" in note and "(1)" in note


def test_blank_rows_are_left_out_and_blank_columns_around_a_form_cut_off() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"], sheet["D2"] = "项目", "金额"
        sheet["B5"], sheet["D5"], sheet["F5"] = "合计", 1.5, " "

    [grid] = grids(readers.read(workbook(fill)))
    assert grid == [("项目", "", "金额"), ("合计", "", "1.5")]


def test_a_merged_cell_has_its_text_at_the_top_left() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["收入", None, "支出", None])
        sheet.append([None, "金额", None, 1.5])
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("C1:D1")

    [grid] = grids(readers.read(workbook(fill)))
    assert grid == [("收入", "", "支出", ""), ("", "金额", "", "1.5")]


def _with_hidden_parts(sheet: Worksheet) -> None:
    for row in (
        ["收支总表", None, None],
        ["项目", "内部", "金额"],
        ["秘密", "x", 2.5],
        ["合计", "y", 1.5],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    hidden = sheet.parent.create_sheet("底稿")
    hidden["A1"] = 99.99
    hidden.sheet_state = "hidden"
    sheet.parent.create_sheet("第三张")["A1"] = 3.5


def test_what_is_hidden_is_left_out_and_said() -> None:
    content = readers.read(workbook(_with_hidden_parts))
    assert grids(content) == [
        [("收支总表", ""), ("项目", "金额"), ("合计", "1.5")],
        [("3.5",)],
    ]
    assert [[row.page for row in found.rows] for found in content.tables] == [[1, 1, 1], [3], [3]]
    assert content.notes == (
        "Sheet 1 (Sheet): hidden rows were not read: 3.",
        "Sheet 1 (Sheet): hidden columns were not read: B.",
        "Sheet 2 (底稿) is hidden and was not read.",
    )
    assert all(note in "\n".join(content.pages) for note in content.notes)
    assert "99.99" not in "\n".join(content.pages)


def test_a_sheet_s_name_is_its_title_where_its_cells_print_none() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.title = "支出决算表"
        sheet.append(["合计", 1.5])
        other = sheet.parent.create_sheet("收入决算表")
        other.append(["收入 决算表（公开02表）"])
        other.append(["合计", 2.5])

    content = readers.read(workbook(fill))
    assert [row.text for table in content.tables for row in table.rows] == [
        "支出决算表", "合计\t1.5", "收入 决算表（公开02表）", "合计\t2.5",
    ]  # fmt: skip


def test_the_text_of_a_merged_cell_that_begins_hidden_is_shown() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["收支总表", None, None])
        sheet.append(["隐", "合计", 1.5])
        sheet.merge_cells("A1:C1")
        sheet.column_dimensions["A"].hidden = True

    assert grids(readers.read(workbook(fill))) == [[("收支总表", ""), ("合计", "1.5")]]


def test_a_cell_far_outside_a_form_costs_no_memory() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["XFD1048576"] = "合计", 1.5, " "

    assert grids(readers.read(workbook(fill))) == [[("合计", "1.5")]]


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("收支总表")
        sheet.write_merge(0, 0, 0, 3, "收支总表")
        sheet.write(1, 0, "合计")
        sheet.write(1, 1, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
        sheet.write(1, 2, 0.1 + 0.2)
        sheet.write(1, 3, date(2023, 1, 1), xlwt.easyxf(num_format_str='yyyy"年"'))
        sheet.write(2, 0, "秘密")
        sheet.row(2).hidden = True
        sheet.write(3, 4, "底稿")
        sheet.col(4).hidden = True
        book.add_sheet("隐藏").write(0, 0, 1.5)
        book.get_sheet(1).visibility = 1

    content = readers.read(old_workbook(fill))
    assert content.format == "xls"
    assert grids(content) == [[("收支总表", "", "", ""), ("合计", "1,234.50", "0.3", "2023年")]]
    assert [note.partition(")")[2] for note in content.notes] == [
        ": hidden rows were not read: 3.",
        ": hidden columns were not read: E.",
        " is hidden and was not read.",
    ]
