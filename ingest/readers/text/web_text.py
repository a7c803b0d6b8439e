"""Are these bytes a web page, and which characters are they?"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from ingest.document import DocumentProblem, Status

_HEAD = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
# GB 18030 has all of GB 2312 and GBK. That a Chinese page is Latin 1 is but a server's default.
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "cp936": "gb18030", "ms936": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
_MOST_LOST = 0.01

_PAGE = re.compile(
    r"(?>\s*(?><\?[^>]*>|<!--.*?-->))*\s*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_TABLE = re.compile(r"<table[\s>]", re.I)
_TABLE_LINE = re.compile(r"^[ \t]*(?:<[^<>\n]*>[ \t]*)*<table[\s>]", re.I | re.M)
_ARCHIVE = re.compile(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?content-type:\s*multipart/related", re.I)
_OFFICE_XML = re.compile(r"<\?mso-application\s[^>]*progid=.(?:Excel\.Sheet|Word\.Document)", re.I)


class Kind(StrEnum):
    """What looks like a web page."""

    PAGE = "html"
    TABLES = "tables in text"  # Markdown, which may hold HTML: lines are lines
    ARCHIVE = "mhtml"
    OFFICE_XML = "xml"  # of Excel 2003 and Word 2003


def kind_of(content: bytes) -> Kind | None:
    """What the first 64 KiB look like; tab-separated text with some tags in it isn't a page."""
    head = content[:_HEAD]
    encoding = next((e for mark, e in (*_BOMS, *_UNMARKED) if head.startswith(mark)), "latin-1")
    if encoding == "latin-1" and b"\x00" in head:
        return None
    text = head.decode(encoding, "ignore")
    if _OFFICE_XML.search(text):
        return Kind.OFFICE_XML
    if _PAGE.match(text) or (text.lstrip().startswith("<") and _TABLE.search(text)):
        return Kind.PAGE
    if _ARCHIVE.match(text):
        return Kind.ARCHIVE
    if _TABLE_LINE.search(text) and not any(map(_is_tab_row, text.splitlines())):
        return Kind.TABLES
    return None


def _is_tab_row(line: str) -> bool:
    return "\t" in line.strip() and "<" not in line


def decoded(content: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a page and its encoding: a byte order mark's, the declared, UTF-8 or GB 18030.

    Raises:
        DocumentProblem: `UNREADABLE`, text in none of them.
    """
    found = _DECLARED.search(content[:_HEAD])
    declarations = [declared, found[1].decode("ascii", "replace") if found else ""]
    names = [_ENCODINGS.get(name.lower(), "") for name in declarations]
    marked = [e for mark, e in (*_BOMS, *_UNMARKED) if content.startswith(mark)]
    candidates = [*marked, *filter(None, names), "utf-8", "gb18030"]
    for encoding in candidates:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    text = content.decode(candidates[0], "replace")
    if text.count("\ufffd") > _MOST_LOST * len(text):
        raise DocumentProblem(
            Status.UNREADABLE,
            "The page is neither in the encoding that it declares nor in UTF-8 or GB 18030: "
            "save it again as UTF-8.",
            "html",
        )
    return text, candidates[0]
