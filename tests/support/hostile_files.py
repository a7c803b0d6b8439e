"""Files made to harm whoever opens them, each small on disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY secret SYSTEM "{address}">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;"}">' for n in range(9))
    + "]>"
)


def form_pdf(password: str | None = None, width: float = 595) -> bytes:
    """A page with a few figures; an empty password encrypts, but asks nobody."""
    target = io.BytesIO()
    lock = None
    if password is not None:
        lock = StandardEncryption(password, ownerPassword="owner", canPrint=0)
    canvas = Canvas(target, pagesize=(width, 842), encrypt=lock)
    for number in range(4):
        canvas.drawString(72, 700 - 20 * number, "Total")
        canvas.drawString(200, 700 - 20 * number, f"{number + 1},064.50")
    canvas.save()
    return target.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def stream(dictionary: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        dictionary, len(packed), packed,
    )  # fmt: skip


def pdf_page(content: bytes, resources: bytes, *further: bytes) -> bytes:
    """A PDF of one page with this content; further objects are numbered from 5."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
        % resources,
        stream(b"", content),
        *further,
    )


def page_tree_cycle() -> bytes:
    """A page tree whose branch is itself, and which says that it has a billion pages."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Parent 2 0 R/Count 1000000000>>",
    )


def form_cycle() -> bytes:
    """A drawing that draws itself twice, and another that is drawn in it."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>"
    return pdf_page(
        b"/A Do /B Do", b"/XObject<</A 5 0 R/B 6 0 R>>",
        stream(form, b"/A Do /B Do /A Do"), stream(form, b"/B Do /A Do /B Do"),
    )  # fmt: skip


def form_bomb() -> bytes:
    """Drawings that each draw the next ten times: a billion lines in all."""
    objects = []
    for number in range(9):
        following = b"/N %d 0 R" % (6 + number)
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<<%s>>>>"
        draws = b"/N Do " * 10 if number < 8 else b"0 0 m 9 9 l S"
        objects.append(stream(form % following, draws))
    return pdf_page(b"/N Do", b"/XObject<</N 5 0 R>>", *objects)


def picture_bomb() -> bytes:
    """A page with a picture of 40,000 by 40,000 points: 200 MB in bits, 4.8 GB in colour."""
    side = 40_000
    image = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
    )
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(side // 8)) for _ in range(side)) + rows.flush()
    body = b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        image % (side, side), len(data), data,
    )  # fmt: skip
    return pdf_page(b"595 0 0 842 0 0 cm /I Do", b"/XObject<</I 5 0 R>>", body)


def stream_bomb() -> bytes:
    """A page whose content unpacks to a gigabyte."""
    packed = zlib.compressobj(9)
    part = b"0 0 m 9 9 l S\n" * 75_000
    data = b"".join(packed.compress(part) for _ in range(1_000)) + packed.flush()
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data),
    )


def workbook(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("项目", "金额"), ("合计", 1064.5)):
        sheet.append(row)
    fill(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def word() -> bytes:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ("项目", "金额", "合计", "1,064.50"),
        strict=True,
    ):
        cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one part changed or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for entry in source.namelist():
            if entry != name:
                archive.writestr(entry, source.read(entry))
        old = source.read(name) if name in source.namelist() else b""
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(change(old))
    return target.getvalue()


def swollen(content: bytes, name: str) -> bytes:
    """A zip with a part that unpacks to 400 MB of blanks."""
    return with_part(content, name, lambda old: old + b" " * 400_000_000)


def with_entities(content: bytes, name: str, address: str) -> bytes:
    """An Office file whose text is an external entity and one that grows to a gigabyte."""

    def change(xml: bytes) -> bytes:
        head, _, body = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
        text = body.replace("合计".encode(), b"&secret;&a8;")
        doctype = _ENTITIES.format(address=address).encode()
        return (head + b"?>" if head else b"") + doctype + text

    return with_part(content, name, change)


def shared_text() -> bytes:
    """A workbook of 100 kB whose cells all show one text of a megabyte."""
    filled = workbook(lambda sheet: [sheet.append(["long"] * 50) for _ in range(200)])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = f'<sst xmlns="{main}"><si><t>{"text " * 200_000}</t></si></sst>'.encode()
    cell, shared = b't="inlineStr"><is><t>long</t></is>', b't="s"><v>0</v>'
    sheet = "xl/worksheets/sheet1.xml"
    filled = with_part(filled, sheet, lambda xml: xml.replace(cell, shared))
    filled = with_part(filled, "xl/sharedStrings.xml", lambda _: texts)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    return with_part(filled, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", override))


def endless_properties() -> bytes:
    """An OLE file that says that its summary has four billion properties, all in one place."""
    sets = struct.pack("<HHI16xI16xI", 0xFFFE, 0, 2, 1, 48)
    listed = struct.pack("<II", 8008, 0xFFFFFFFF) + struct.pack("<II", 0x13, 8) * 1000
    return ole({"Workbook": b"\x09\x08" + bytes(4094), "\x05SummaryInformation": sets + listed})


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file of two streams of more than 4096 bytes, in order of the names' lengths."""
    sector, end, none = 512, 0xFFFFFFFE, 0xFFFFFFFF
    blocks = [body + bytes(-len(body) % sector) for body in streams.values()]
    chain = [0xFFFFFFFD, end]  # the table of sectors itself, then the directory
    starts = []
    for block in blocks:
        starts.append(len(chain))
        count = len(block) // sector
        chain += [len(chain) + n + 1 for n in range(count - 1)] + [end]

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = struct.pack("<64sHBBIII", text, len(text), kind, 1, none, right, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, none, 1, end, 0)
    for number, (name, block) in enumerate(zip(streams, blocks, strict=True), start=1):
        following = number + 1 if number < len(blocks) else none
        directory += entry(name, 2, following, none, starts[number - 1], len(block))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", none) * 108
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    return header + table + directory.ljust(sector, b"\0") + b"".join(blocks)


def page(body: str) -> bytes:
    """A web page with a small form and this besides."""
    form = "<table><tr><td>项目<td>金额<tr><td>合计<td>1,064.50</table>"
    return f'<html><head><meta charset="utf-8"></head><body>{form}{body}</body></html>'.encode()


def page_with_entities(address: str) -> bytes:
    doctype = _ENTITIES.format(address=address).replace("DOCTYPE x", "DOCTYPE html")
    return (
        b'<?xml version="1.0" encoding="utf-8"?>' + doctype.encode()
        + page("<p>&secret;&a8;</p>").replace(b"<html>", b'<html xmlns="http://www.w3.org/1999/xhtml">')
    )  # fmt: skip


def nested_tables(depth: int) -> bytes:
    return page("<table><tr><td>" * depth + "1.00")
