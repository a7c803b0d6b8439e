"""A web page is landed as a browser shows it, in whichever encoding it was saved."""

from __future__ import annotations

import pytest

from ingest import readers
from ingest.document import Content
from tests.support.ingest.office_files import FORM, grids, lines

OLD_META = '<meta http-equiv="Content-Type" content="text/html; charset=GBK">'
PAGE = "<html><body><p>收支总表</p><table><tr><td>项目<td>金额<tr><td>合计<td>1,064.50</table>"


@pytest.mark.parametrize(
    "content",
    [
        PAGE.encode(),
        b"\xef\xbb\xbf\n " + PAGE.encode(),
        PAGE.encode("gb18030"),
        PAGE.replace("<body>", '<meta charset="gb2312">').encode("gbk"),
        PAGE.replace("<body>", OLD_META).encode("gbk"),
        PAGE.replace("<body>", '<meta charset="iso-8859-1">').encode("gbk"),
        b"\xff\xfe" + PAGE.encode("utf-16-le"),
        PAGE.encode("utf-16-be"),
        ('<?xml version="1.0" encoding="GBK"?><!-- 公开 --><!DOCTYPE HTML>' + PAGE).encode("gbk"),
    ],
    ids=["utf-8", "bom", "gb18030", "meta", "http-equiv", "latin", "utf-16", "no bom", "xml"],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(content: bytes) -> None:
    found = readers.read(content)
    assert found.format == "html"
    assert grids(found) == [FORM]
    assert lines(found) == ["收支总表"]


def web(body: str) -> Content:
    return readers.read(f"<html><body>{body}</body></html>".encode())


def test_spans_of_a_web_table_are_blanks() -> None:
    content = web(
        "<table><thead><tr><th rowspan=2>项目<th colspan=2>支出<th rowspan=2>备注</tr>"
        "<tr><th>基本</th><th>项目</th></tr></thead>"
        "<tr><td>合计</td><td>1.00</td><td>2.00</td><td>&nbsp;</td></tr></table>"
    )
    assert grids(content) == [
        [("项目", "支出", "", "备注"), ("", "基本", "项目", ""), ("合计", "1.00", "2.00", "")]
    ]


def test_tables_that_only_lay_out_the_page_are_text() -> None:
    inner = "<table><tr><td>合计</td><td>1.00</td></tr></table>"
    content = web(
        f"<table><tr><td>首页</td><td><table><tr><td>收支总表<br>单位：万元{inner}注：无</td></tr></table>"
        "</td></tr></table>"
    )
    assert grids(content) == [[("合计", "1.00")]]
    assert lines(content) == ["首页", "收支总表", "单位：万元", "注：无"]


def test_lines_end_at_blocks_and_breaks_not_with_the_source() -> None:
    content = web(
        "<h1>收支\n 总表</h1><p>单位：<b>万</b>元<br/>Budget\n2022</p><pre>甲 1.00\n乙</pre>"
    )
    assert lines(content) == ["收支总表", "单位：万元", "Budget 2022", "甲 1.00", "乙"]


def test_what_a_page_hides_is_left_out() -> None:
    content = web(
        "<script>var a = '1.00'</script><style>td {}</style><!-- <table><tr><td>旧 -->"
        "<div style='DISPLAY: none'><table><tr><td>旧</td><td>9.99</td></tr></table></div>"
        "<p hidden>秘密</p><table><tr><td>合计</td><td>1.00</td></tr>"
        "<tr style='display:none'><td></td></tr></table>"
    )
    assert grids(content) == [[("合计", "1.00")]]
    assert lines(content) == []
    assert content.notes == ("Page 1: hidden tables were not read.",)


def test_a_page_saved_as_a_workbook_or_an_archive_is_read() -> None:
    bare = "<table x:str><tr><td>项目<td>金额</tr><tr><td>合计<td>1,064.50</tr></table>"
    assert grids(readers.read(bare.encode("gbk"))) == [FORM]
    part = "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    archive = (
        "MIME-Version: 1.0\r\nX: y\r\n z\r\n"
        'Content-Type: multipart/related;\r\n\tboundary="--b"\r\n\r\n'
        f"----b\r\n{part}{PAGE}\r\n----b--\r\n"
    )
    content = readers.read(archive.encode("gbk"))
    assert content.format == "mhtml" and grids(content) == [FORM]


def test_tables_in_markdown_are_read_between_its_lines() -> None:
    content = readers.read(
        "# 一、收支总表\n单位：万元\n\n<table><tr><td>合计</td><td>1.00</td></tr></table>\n\n"
        "注：无\n第二行\n".encode()
    )
    assert grids(content) == [[("合计", "1.00")]]
    assert lines(content) == ["# 一、收支总表", "单位：万元", "注：无", "第二行"]


@pytest.mark.parametrize(
    "text",
    [
        "项目\t<p>理由</p>\t1.00\n",
        '项目属性\t01 <input checked="" type="checkbox"/>\t1.00\n',
        "项目\t金额\n合计\t1.00\n<table>\n",
        "本表用 <table> 写成 1.00\n",
    ],
)
def test_text_with_some_tags_is_no_page(text: str) -> None:
    assert readers.read(text.encode()).format == "text"
