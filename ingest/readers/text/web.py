"""What is in a web page (.html, .mhtml, a page called .xls)? Its tables and the lines between."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator

from lxml import etree, html

from ingest.document import Content, DocumentProblem, Status
from ingest.readers import package
from ingest.readers.rows import Rows
from ingest.readers.text.web_text import Kind, decoded, kind_of

_REMEDY = "open it in a browser and save it again"
_MAX_SPANS = {"colspan": 1000, "rowspan": 65_534}  # of HTML
_MAX_COLUMNS = 16_384  # of Excel

_UNPRINTED = {
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "select",
    "datalist", "object", "iframe", "svg", "canvas", "audio", "video",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOFT_BREAK = "\v"  # a line of the source that ends: no line of the page


def recognises(content: bytes) -> bool:
    """A page, an archive of one, a table with little around it, whatever the file is called."""
    return kind_of(content) is not None


def read(content: bytes) -> Content:
    """Return the tables of a page as cells and what stands between them as lines.

    Raises:
        DocumentProblem: `UNREADABLE`, damaged or hostile; `NO_TABLES`, no figures; `UNSUPPORTED`,
            XML of Office 2003.
    """
    kind = kind_of(content)
    if kind is Kind.OFFICE_XML:
        raise DocumentProblem(
            Status.UNSUPPORTED,
            "The file is XML of Office 2003: open it in Office and save it as .xlsx or .docx.",
            "xml",
        )
    file_format = "mhtml" if kind is Kind.ARCHIVE else "html"
    rows = Rows(file_format)
    notes: list[str] = []
    producers: list[str] = []
    pages = _archived(content) if kind is Kind.ARCHIVE else [decoded(content)]
    for number, (text, encoding) in enumerate(pages, start=1):
        root = _parsed(text, file_format)
        producers.append(_generator(root) or encoding)
        if _drop_hidden(root):
            notes.append(f"Page {number}: hidden tables were not read.")
        _add_page(rows, number, root, keeps_lines=kind is Kind.TABLES)
    return rows.content(producers[0] if producers else "", notes)


def _archived(content: bytes) -> list[tuple[str, str]]:
    """The pages of an archive, as Internet Explorer, Word and Excel save them in one file."""
    try:
        message = email.message_from_bytes(content)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        bodies = [(part.get_payload(decode=True), part.get_content_charset("")) for part in parts]
    except package.MALFORMED as error:
        raise package.damaged("mhtml", _REMEDY) from error
    return [decoded(body, charset) for body, charset in bodies if isinstance(body, bytes)]


def _parsed(text: str, file_format: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        content = text.replace("\x00", "").encode("utf-8", "replace")
        root = html.document_fromstring(content, parser=parser)
        _drop_control_characters(root)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise package.damaged(file_format, _REMEDY) from error
    if parser.error_log.filter_from_fatals():  # the parser gave up and dropped what follows
        raise DocumentProblem(
            Status.UNREADABLE,
            "The page nests elements too deep or is too large to be read whole: "
            "publish its forms as .xlsx or .docx.",
            file_format,
        )
    return root


def _generator(root: html.HtmlElement) -> str:
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "generator":
            return str(meta.get("content", "")).strip()
    return ""


def _drop_control_characters(root: html.HtmlElement) -> None:
    """Take out what nobody sees and lxml reads, as `&#1;`, but doesn't write again."""
    for element in root.iter(etree.Element):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and _CONTROL.search(text):
                setattr(element, name, _CONTROL.sub("", text))


def _drop_hidden(root: html.HtmlElement) -> bool:
    """Take out what no browser shows; true if a filled table is among what is hidden."""
    is_lost = False
    for element in list(root.iter(etree.Element)):
        is_hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
        if element.tag in ("html", "body") or not (is_hidden or element.tag in _UNPRINTED):
            continue
        cells = [element] if element.tag in ("td", "th") else element.iter("td", "th")
        is_lost = is_lost or (element.tag not in _UNPRINTED and any(map(_has_text, cells)))
        element.drop_tree()
    return is_lost


def _add_page(rows: Rows, page: int, root: html.HtmlElement, keeps_lines: bool) -> None:
    forms = _forms(root)
    line: list[str] = []
    preformatted = 0

    def end_line() -> None:
        for printed in "".join(line).split("\n"):
            rows.add_line(page, printed)
        line.clear()

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_block = element.tag in _BLOCKS
        if is_block:
            end_line()
        if event == "start" and element in forms:
            for printed in _outside_cells(element):
                rows.add_line(page, printed)
            rows.add_grid((page, cells) for cells in _grid(element, rows))
            walk.skip_subtree()
            continue
        preformatted += {"start": 1, "end": -1}[event] if element.tag == "pre" else 0
        if event == "start" and element.tag == "br":
            line.append("\n")
        text = element.text if event == "start" else element.tail
        line.append(_shown(text or "", keeps_lines or preformatted > 0))
    end_line()


def _forms(root: html.HtmlElement) -> set[html.HtmlElement]:
    """The tables that print rows of cells: none that only lays out others, or a single column."""
    layouts: set[html.HtmlElement] = set()
    filled = [table for table in root.iter("table") if _has_text(table)]
    for table in filled:
        for outer in table.iterancestors("table"):
            if outer in layouts:
                break
            layouts.add(outer)
    return {t for t in filled if t not in layouts and any(len(_cells(r)) > 1 for r in _rows(t))}


def _has_text(element: html.HtmlElement) -> bool:
    return any(text.strip() for text in element.itertext())


def _rows(table: html.HtmlElement) -> list[html.HtmlElement]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row.iter("td", "th") if next(cell.iterancestors("tr"), None) is row]


def _outside_cells(table: html.HtmlElement) -> Iterator[str]:
    """A table's caption, and text that stands between its rows by mistake."""
    for caption in table.iter("caption"):
        yield _cell_text(caption)
    for part in table.iter("table", "thead", "tbody", "tfoot", "tr"):
        yield from (_shown(text or "", False) for text in (part.text, *(c.tail for c in part)))


def _grid(table: html.HtmlElement, rows: Rows) -> Iterator[dict[int, str]]:
    """The texts of a table's rows by column; merged cells have theirs in the first."""
    covered: dict[int, int] = {}  # of a column, by how many more rows a cell from above goes on
    for row in _rows(table):
        cells: dict[int, str] = {}
        begun: dict[int, int] = {}
        column = 0
        for cell in _cells(row):
            while covered.get(column, 0):
                column += 1
            if column > _MAX_COLUMNS:
                raise rows.too_large(column)
            cells[column] = _cell_text(cell)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            begun |= dict.fromkeys(range(column, column + wide), high)
            column += wide
        covered = {c: n - 1 for c, n in (covered | begun).items() if n > 1}
        yield cells


def _span(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MAX_SPANS[name])) if re.fullmatch(r"\d{1,9}", value, re.A) else 1


def _cell_text(cell: html.HtmlElement) -> str:
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is not cell and (element.tag == "br" or element.tag in _BLOCKS):
            parts.append("\n")
        if event == "start" or element is not cell:
            text = element.text if event == "start" else element.tail
            parts.append(_shown(text or "", False))
    return re.sub(" {2,}", " ", "".join(parts))


def _shown(text: str, keeps_lines: bool) -> str:
    """White space as a browser shows it."""
    if keeps_lines:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPACE.sub(lambda found: _SOFT_BREAK if "\n" in found[0] else " ", text)
