"""What is in a Word document (.docx, .doc)? Paragraphs and tables in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.document import Content, DocumentProblem, Status
from ingest.readers import package
from ingest.readers.office.libreoffice import converted
from ingest.readers.rows import Rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_BODY = r"word/document\d*\.xml"
_STYLES = "word/styles.xml"
_RTF = b"{\\rtf"
_REMEDY = "open it in Word or WPS and save it again as .docx"

_P, _RUN, _BOX = f"{_W}p", f"{_W}r", f"{_W}txbxContent"
_TABLE, _ROW, _CELL = f"{_W}tbl", f"{_W}tr", f"{_W}tc"
# What Word doesn't print: deleted and moved text, readings above characters, former properties, and
# the twin of a drawing for older programs.
_UNPRINTED = {
    *(f"{_W}{name}" for name in ("del", "moveFrom", "rt", "pPr", "rPr", "tblPr", "trPr", "tcPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_SIGNS = {f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PAGE_BREAK, _RENDERED_BREAK = "\f", "\v"


def recognises(content: bytes) -> bool:
    """A zip or an OLE file with Word's text, or rich text, which is often called .doc."""
    return (
        package.zip_holds(content, _BODY)
        or "worddocument" in (package.ole_streams(content) or ())
        or content.startswith(_RTF)
    )


def read(content: bytes) -> Content:
    """Return the paragraphs as lines, the tables as cells, pages as the document breaks them.

    Raises:
        DocumentProblem: `UNREADABLE`, damaged, encrypted or hostile; `NO_TABLES`, no figures;
            `UNSUPPORTED`, an old document and no LibreOffice to convert it.
    """
    file_format, producer = "docx", ""
    if not package.is_zip(content):
        file_format = "rtf" if content.startswith(_RTF) else "doc"
        if package.is_encrypted_word(content):
            raise package.encrypted(file_format)
        producer = package.ole_producer(content)
        content = converted(content, file_format)
    parts = package.parts_of(content, file_format)
    story = _Story(_body(parts, file_format), file_format, _hidden_styles(parts, file_format))
    return story.content(producer or package.producer_of(parts))


def _parsed(part: bytes, file_format: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(part.replace(_STRICT, _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise package.damaged(file_format, _REMEDY) from error


def _hidden_styles(parts: dict[str, bytes], file_format: str) -> frozenset[str]:
    """The styles that hide their text: one that is based on another is like it."""
    part = parts.get(_STYLES)
    if part is None:
        return frozenset()
    hides: dict[str, bool | None] = {}
    bases: dict[str, str] = {}
    for style in _parsed(part, file_format).iter(f"{_W}style"):
        name, base = style.get(f"{_W}styleId", ""), style.find(f"{_W}basedOn")
        vanish = style.find(f"{_W}rPr/{_W}vanish")
        hides[name] = None if vanish is None else _is_on(vanish)
        bases[name] = "" if base is None else base.get(f"{_W}val", "")
    hidden = set()
    for name in hides:
        found, seen = name, {name}
        while hides[found] is None and bases[found] in hides and bases[found] not in seen:
            found = bases[found]
            seen.add(found)
        if hides[found]:
            hidden.add(name)
    return frozenset(hidden)


def _body(parts: dict[str, bytes], file_format: str) -> etree._Element:
    for name, part in parts.items():
        if re.fullmatch(_BODY, name):
            body = _parsed(part, file_format).find(f"{_W}body")
            if body is not None:
                return body
    raise DocumentProblem(
        Status.UNREADABLE, f"The file holds no text of a document: {_REMEDY}.", file_format
    )


class _Story:
    """Walks down a document, counting its pages."""

    def __init__(self, body: etree._Element, file_format: str, hidden: frozenset[str]) -> None:
        self._hidden_styles = hidden
        self._rows = Rows(file_format)
        self._page = 1
        self._is_blank = True  # whether nothing stands on the page yet
        self._has_hidden = False
        self._breaking = _breaking_sections(body)
        self._add_blocks(body)

    def content(self, producer: str) -> Content:
        notes = ["Text that is formatted as hidden was not read."] if self._has_hidden else []
        return self._rows.content(producer, notes)

    def _add_blocks(self, parent: etree._Element) -> None:
        for block in _within(parent, _P, _TABLE):
            if block.tag == _P:
                self._add_paragraph(block)
            else:
                self._add_table(block)

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        if _is_on(paragraph.find(f"{_W}pPr/{_W}pageBreakBefore")):
            self._turn(_RENDERED_BREAK)
        for line in self._text(paragraph, boxes).split("\n"):
            # A line is on the page on which it begins.
            parts = re.split(f"([{_PAGE_BREAK}{_RENDERED_BREAK}])", line)
            begun, text = self._page, ""
            for part in parts:
                if part == _PAGE_BREAK:
                    self._rows.add_line(begun, text)
                    text = ""
                if part in (_PAGE_BREAK, _RENDERED_BREAK):
                    self._turn(part)
                    continue
                begun = begun if text.strip() else self._page
                text += part
                self._is_blank = self._is_blank and not part.strip()
            self._rows.add_line(begun, text)
        for box in boxes:
            self._add_blocks(box)
        if paragraph.find(f"{_W}pPr/{_W}sectPr") in self._breaking:
            self._turn(_PAGE_BREAK)

    def _add_table(self, table: etree._Element) -> None:
        rows: list[tuple[int, dict[int, str]]] = []
        behind: list[etree._Element] = []  # tables and boxes in its cells
        for row in _within(table, _ROW):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            if _is_on(row.find(f"{_W}trPr/{_W}hidden")):
                self._has_hidden = True
                continue
            column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
            cells: dict[int, str] = {}
            for cell in _within(row, _CELL):
                if cell.find(f"{_W}tcPr/{_W}cellDel") is not None:
                    continue
                if not _goes_on(cell, "hMerge"):
                    text = "\n".join(self._cell_lines(cell, behind))
                    cells[column] = "" if _goes_on(cell, "vMerge") else text
                column += _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            rows.append((self._turn_row(cells.values()), _without_breaks(cells)))
        self._rows.add_grid(rows)
        for block in behind:
            if block.tag == _TABLE:
                self._add_table(block)
            else:
                self._add_blocks(block)

    def _cell_lines(self, cell: etree._Element, behind: list[etree._Element]) -> Iterator[str]:
        for block in _within(cell, _P, _TABLE):
            if block.tag == _P:
                yield self._text(block, behind)
            else:
                behind.append(block)

    def _text(
        self, node: etree._Element, boxes: list[etree._Element], is_hidden: bool = False
    ) -> str:
        """The printed text below a node; page breaks as \\f or, where Word last broke, \\v."""
        text = ""
        is_hidden = is_hidden or self._has_hidden_style(node.find(f"{_W}pPr/{_W}pStyle"))
        for child in node:
            tag = str(child.tag)
            if tag in _UNPRINTED:
                continue
            if tag == _BOX:
                boxes.append(child)
            elif tag == f"{_W}t":
                text += (child.text or "").translate({10: " ", 11: " ", 12: " ", 13: " "})
            elif tag == f"{_W}br":
                text += _PAGE_BREAK if child.get(f"{_W}type") == "page" else "\n"
            elif tag == f"{_W}lastRenderedPageBreak":
                text += _RENDERED_BREAK
            elif tag in _SIGNS:
                text += _SIGNS[tag]
            elif tag == _RUN and self._is_hidden(child, is_hidden):
                self._has_hidden = self._has_hidden or bool(self._text(child, []).strip())
            else:
                text += self._text(child, boxes, is_hidden)
        return text

    def _is_hidden(self, run: etree._Element, is_usual: bool) -> bool:
        """Whether a run says so, or its style, or else that of its paragraph."""
        vanish = run.find(f"{_W}rPr/{_W}vanish")
        if vanish is not None:
            return _is_on(vanish)
        return is_usual or self._has_hidden_style(run.find(f"{_W}rPr/{_W}rStyle"))

    def _has_hidden_style(self, style: etree._Element | None) -> bool:
        return style is not None and style.get(f"{_W}val") in self._hidden_styles

    def _turn(self, mark: str) -> None:
        """Begin a page. Where Word last broke and a break is ordered are often the same place."""
        if mark == _PAGE_BREAK or not self._is_blank:
            self._page += 1
            self._is_blank = True

    def _turn_row(self, texts: Iterable[str]) -> int:
        """The page of a table's row: breaks in its cells stand side by side."""
        page = begun = ended = self._page
        is_blank = self._is_blank
        for text in texts:
            self._page, self._is_blank, has_begun = page, is_blank, False
            for part in re.split(f"([{_PAGE_BREAK}{_RENDERED_BREAK}])", text):
                if part in (_PAGE_BREAK, _RENDERED_BREAK):
                    self._turn(part)
                elif part.strip():
                    begun = begun if has_begun else max(begun, self._page)
                    self._is_blank, has_begun = False, True
            ended = max(ended, self._page)
        self._page, self._is_blank = ended, False
        return begun


def _breaking_sections(body: etree._Element) -> set[etree._Element | None]:
    """The sections behind which a page begins: the next section's type says so."""
    ends = [*body.findall(f".//{_P}/{_W}pPr/{_W}sectPr"), *body.findall(f"{_W}sectPr")]
    kinds = [end.find(f"{_W}type") for end in ends]
    flows = [k is not None and k.get(f"{_W}val") in ("continuous", "nextColumn") for k in kinds]
    return {end for end, flows_on in zip(ends, flows[1:], strict=False) if not flows_on}


def _within(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The nearest elements of these names below one, inside of controls and changes too."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in _UNPRINTED:
            yield from _within(child, *tags)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val") not in ("0", "false", "off")


def _goes_on(cell: etree._Element, merge: str) -> bool:
    """True for a cell that is merged with the one above or left of it."""
    found = cell.find(f"{_W}tcPr/{_W}{merge}")
    return found is not None and found.get(f"{_W}val") != "restart"


def _number(element: etree._Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val", "")
    return int(value) if re.fullmatch(r"\d{1,5}", value) else default


def _without_breaks(cells: dict[int, str]) -> dict[int, str]:
    marks = str.maketrans({_PAGE_BREAK: "", _RENDERED_BREAK: ""})
    return {column: text.translate(marks) for column, text in cells.items()}
