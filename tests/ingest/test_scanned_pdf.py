"""Which pages of a PDF are read by OCR: what is seen is read, never what another program read."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_ocr import FORMS

from ingest import readers
from ingest.document import Content, DocumentProblem, Grid, Row, Status
from ingest.readers.pdf import reader as pdf
from tests.support.ingest.pdf_pages import turned
from tests.support.typesetting.scan import draw, find_font, lay_out, on_paper, ruled_rows

FUND = FORMS[6]
LAYOUT = lay_out(FUND)
DPI = 150
INVISIBLE = 3
needs_font = pytest.mark.skipif(
    find_font() is None, reason="no font with Chinese characters: install fonts-noto-cjk"
)
Painter = Callable[[Canvas], None]


@pytest.fixture(scope="module")
def scan() -> Image.Image:
    return draw(LAYOUT, DPI, skew=0.4, noise=6)


def document(*pages: Painter, turn: int = 0, across: bool = False) -> bytes:
    """Pages, the paper upright or across, that are shown turned by `turn` degrees clockwise."""
    target = io.BytesIO()
    size = (LAYOUT.width, LAYOUT.height)
    canvas = Canvas(target, pagesize=size[::-1] if across else size)
    for paint in pages:
        paint(canvas)
        canvas.showPage()
    canvas.save()
    return turned(target.getvalue(), turn)


def picture(image: Image.Image) -> Painter:
    def paint(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, *canvas._pagesize, mask="auto")

    return paint


def words(mode: int = 0, lines: int = 12) -> Painter:
    """Text over the page, as of a form with other figures."""

    def paint(canvas: Canvas) -> None:
        for number in range(lines):
            text = canvas.beginText(80, 500 - 30 * number)
            text.setTextRenderMode(mode)
            text.textLine(f"20810{number:02}   Total   {number}9.99   {number}8.88")
            canvas.drawText(text)

    return paint


def over(*painters: Painter) -> Painter:
    def paint(canvas: Canvas) -> None:
        for painter in painters:
            painter(canvas)

    return paint


def form_of(content: Content, page: int) -> list[Row]:
    """The rows between the lines on a page."""
    return [
        row
        for table in content.tables
        for row in table.rows
        if table.grid is Grid.RULED and row.page == page
    ]


def cells_of(content: Content, page: int) -> list[list[str]]:
    return [[cell.replace(" ", "") for cell in row.cells] for row in form_of(content, page)]


PRINTED = [[cell.replace(" ", "") for cell in FUND[number]] for number in ruled_rows(FUND)]


@needs_font
def test_scanned_pages_are_read_among_pages_with_text(scan: Image.Image) -> None:
    content = readers.read(document(words(), picture(scan), words()))
    assert content.scans == (2,)
    assert cells_of(content, 2) == PRINTED
    rows = [row for table in content.tables for row in table.rows]
    assert [row.line_number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.page for row in rows] == sorted(row.page for row in rows)
    assert [table.table_number for table in content.tables] == list(
        range(1, len(content.tables) + 1)
    )
    assert all((row.confidences is None) == (row.page != 2) for row in rows)
    assert all(content.pages)


@needs_font
@pytest.mark.parametrize("hidden", ["invisible", "under the picture"])
def test_what_another_program_read_is_not_what_is_printed(scan: Image.Image, hidden: str) -> None:
    if hidden == "invisible":
        page = over(picture(scan), words(INVISIBLE))
    else:
        page = over(words(), picture(scan))
    content = readers.read(document(page))
    assert cells_of(content, 1) == PRINTED
    assert "9.99" not in content.pages[0]


@needs_font
def test_a_line_stamped_on_a_scan_makes_it_no_text(scan: Image.Image) -> None:
    content = pdf.read(document(over(picture(scan), words(lines=1))))
    assert content.scans == (1,)


@pytest.mark.parametrize("ground", ["behind", "before"])
def test_text_on_a_coloured_ground_or_under_a_watermark_stays_text(ground: str) -> None:
    watermark = Image.new("RGBA", (200, 140), (255, 255, 255, 0))
    ImageDraw.Draw(watermark).line((0, 0, 200, 140), fill=(200, 30, 30, 90), width=9)
    if ground == "behind":
        page = over(picture(Image.new("RGB", (200, 140), "lightyellow")), words())
    else:
        page = over(words(), picture(watermark))
    content = pdf.read(document(page))
    assert content.scans == ()
    assert content.pages[0].count("9.99") == 12


def test_a_picture_beside_text_is_said() -> None:
    def paint(canvas: Canvas) -> None:
        words()(canvas)
        form = ImageReader(Image.new("L", (60, 40), 90))
        canvas.drawImage(form, 0, LAYOUT.height * 0.65, LAYOUT.width, LAYOUT.height * 0.35)

    content = pdf.read(document(paint))
    assert content.scans == ()
    assert content.notes == ("Page 1 holds a picture that was not read.",)


@needs_font
@pytest.mark.parametrize(("turn", "back"), [(90, 90), (180, 180), (270, 270), (90, 0), (180, 0)])
def test_boxes_are_those_of_the_page_as_it_is_shown(
    scan: Image.Image, turn: int, back: int
) -> None:
    """The scanner turned the picture, the PDF may turn the page back: what it shows counts."""
    page = picture(scan.rotate(turn, expand=True))
    content = readers.read(document(page, turn=back, across=bool(turn % 180)))
    assert cells_of(content, 1) == PRINTED
    total = form_of(content, 1)[-1]
    assert total.bboxes is not None
    box = total.bboxes[0]
    if (turn, back) == (90, 0):
        assert box[3] - box[1] > 1.5 * (box[2] - box[0])
        box = (LAYOUT.width - box[3], box[0], LAYOUT.width - box[1], box[2])
    elif (turn, back) == (180, 0):
        across, down = LAYOUT.width, LAYOUT.height
        box = (across - box[2], down - box[3], across - box[0], down - box[1])
    x, y = on_paper(LAYOUT, box)
    left, top, right, bottom = next(cell.box for cell in LAYOUT.cells if cell.ruled == (3, 0))
    assert left < x < right
    assert top < y < bottom


def test_a_page_of_pictures_without_text_has_no_tables() -> None:
    with pytest.raises(DocumentProblem) as caught:
        readers.read(document(picture(Image.new("L", (600, 420), 250))))
    assert caught.value.status is Status.NO_TABLES
