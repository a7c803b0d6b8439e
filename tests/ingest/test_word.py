"""A Word document is landed in the order of its text, with the cells of its tables."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import readers
from ingest.document import Grid, Status
from ingest.readers.office import libreoffice
from tests.support.ingest.office_files import (
    FORM,
    cell,
    grids,
    lines,
    ole,
    paragraph,
    patched,
    problem_of,
    table,
    word,
)


def test_paragraphs_and_tables_keep_their_order() -> None:
    form = table(cell("项目") + cell("金额"), cell("合计") + cell("1,064.50"))
    content = readers.read(word(paragraph("一、 收支总表") + form + paragraph("注：无")))
    assert [t.grid for t in content.tables] == [Grid.TEXT, Grid.CELLS, Grid.TEXT]
    assert grids(content) == [FORM]
    assert [row.cells for row in content.tables[0].rows] == [("一、", "收支总表")]


def test_merged_cells_of_word_have_their_text_in_the_first() -> None:
    wide, begins, goes_on = "<w:gridSpan w:val='2'/>", "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    content = word(
        table(
            cell("项目", begins) + cell("支出", wide) + cell("备注", begins),
            cell("", goes_on) + cell("基本") + cell("项目") + cell("", goes_on),
            cell("合计") + cell("1.00") + cell("2.00") + cell(""),
        )
    )
    assert grids(readers.read(content)) == [
        [
            ("项目", "支出", "", "备注"),
            ("", "基本", "项目", ""),
            ("合计", "1.00", "2.00", ""),
        ]
    ]


def test_paragraphs_of_a_cell_are_joined() -> None:
    content = word(
        table(
            cell(paragraph("公务用车") + paragraph("购置费")) + cell("金额"),
            cell(paragraph("Budget") + paragraph("2022")) + cell("1.00"),
        )
    )
    assert grids(readers.read(content)) == [[("公务用车购置费", "金额"), ("Budget 2022", "1.00")]]


def test_a_table_within_a_cell_is_a_table_behind() -> None:
    inner = table(cell("合计") + cell("2.00"))
    content = word(table(cell("外") + cell(f"{paragraph('表')}{inner}{paragraph('')}")))
    assert grids(readers.read(content)) == [[("外", "表")], [("合计", "2.00")]]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('单位：万元')}</w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    drawing = (
        f"<mc:AlternateContent xmlns:mc='{mc}'><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>收支总表</w:t></w:r><w:r>{drawing}</w:r></w:p>"
    content = readers.read(word(body + table(cell("合计") + cell("1.00"))))
    assert lines(content) == ["收支总表", "单位：万元"]


def test_deleted_and_hidden_text_is_none() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r>"
    deleted = "<w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>"
    body = f"<w:p>{hidden}{deleted}<w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
    rows = [f"<w:trPr><w:{mark}/></w:trPr>{cell('旧')}{cell('9.99')}" for mark in ("del", "hidden")]
    last = cell("合计") + cell("9.99", "<w:cellDel/>") + cell("1.00")
    content = readers.read(word(body + table(*rows, last)))
    assert lines(content) == ["新"]
    assert grids(content) == [[("合计", "1.00")]]
    assert [note for note in content.notes if "hidden" in note]


def test_text_of_a_hidden_style_is_none_where_it_does_not_say_otherwise() -> None:
    hidden = "<w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
    based = "<w:style w:styleId='B'><w:basedOn w:val='H'/></w:style>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>合计</w:t></w:r>"
    run = "<w:r><w:rPr><w:rStyle w:val='B'/></w:rPr><w:t>8</w:t></w:r>"
    name = f"<w:p><w:pPr><w:pStyle w:val='B'/></w:pPr><w:r><w:t>秘密</w:t></w:r>{shown}</w:p>"
    figure = f"<w:p><w:r><w:t>1.00</w:t></w:r>{run}</w:p>"
    content = patched(
        word(table(cell(name) + cell(figure))),
        "word/styles.xml",
        lambda old: old.replace(b"</w:styles>", f"{hidden}{based}</w:styles>".encode()),
    )
    assert grids(readers.read(content)) == [[("合计", "1.00")]]


def test_pages_are_those_of_the_breaks() -> None:
    ordered = (
        "<w:p><w:r><w:t>前</w:t><w:br w:type='page'/><w:lastRenderedPageBreak/>"
        "<w:t>后</w:t></w:r></w:p>"
    )
    rendered = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>1.00</w:t></w:r></w:p>"
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    flowing = "<w:sectPr><w:type w:val='continuous'/></w:sectPr>"
    body = (
        paragraph("一") + ordered  # 1, 2
        + table(cell("合计") + cell("3.00"), cell(rendered) + cell("2.00"))  # 2, 3
        + section + paragraph("四")  # 4
        + f"<w:p><w:pPr>{flowing}</w:pPr></w:p>"
        + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>五</w:t></w:r></w:p>" + flowing
    )  # fmt: skip
    content = readers.read(word(body))
    pages = {row.cells[0]: row.page for found in content.tables for row in found.rows}
    assert pages == {"一": 1, "前": 1, "后": 2, "合计": 2, "1.00": 3, "四": 3, "五": 4}
    assert len(content.pages) == 4


def test_an_old_document_without_libreoffice_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    problem = problem_of(ole("WordDocument"))
    assert problem.status is Status.UNSUPPORTED
    assert "LibreOffice" in problem.message and ".docx" in problem.message


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program called soffice on the PATH; `$out` is the file that it should write."""

    def put(script: str) -> None:
        program = tmp_path / "soffice"
        find_out = 'while [ "$1" != --outdir ]; do shift; done; out="$2/document.docx"'
        program.write_text(f"#!/bin/sh\n{find_out}\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    return put


@pytest.mark.parametrize(
    ("content", "file_format"), [(ole("WordDocument"), "doc"), (b"{\\rtf1 }", "rtf")]
)
def test_an_old_document_is_converted(
    tmp_path: Path, soffice: Callable[[str], None], content: bytes, file_format: str
) -> None:
    converted = word(table(cell("项目") + cell("金额"), cell("合计") + cell("1,064.50")))
    (tmp_path / "converted").write_bytes(converted)
    soffice(f'cp "{tmp_path}/converted" "$out"')
    found = readers.read(content)
    assert found.format == file_format and grids(found) == [FORM]


def test_a_conversion_that_fails_or_hangs_is_said(
    soffice: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    soffice("exit 1")
    assert problem_of(ole("WordDocument")).status is Status.UNREADABLE
    monkeypatch.setattr(libreoffice, "_SECONDS", 0.2)
    soffice("sleep 60 & wait")
    assert problem_of(ole("WordDocument")).status is Status.TIMEOUT
