"""Damage files as disks, transfers and copying do: bytes changed, cut off, put together.

Run: ``python tests/support/damage.py FOLDER [SEED]`` writes the variants to a folder, to look at.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import xlwt

from tests.support.typesetting import office as typeset
from tests.support.typesetting import pdf as pdf_samples
from tests.support.typesetting.scan import find_font, to_scan
from tests.support.warehouses import SAMPLES

_SAMPLE = next(SAMPLES.glob("*鄂州*.md"))
_VARIANTS = 200
_SLOW = ("png", "jpeg", "tiff", "scan.pdf")  # a reading takes seconds


def originals(folder: Path) -> dict[str, bytes]:
    """A small disclosure in every format that is read, by its ending; `folder` is to work in."""
    sample = folder / "sample.md"
    lines = _SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if "\t" in line)
    sample.write_text("".join(lines[: first + 40]), encoding="utf-8")
    text = sample.read_text(encoding="utf-8")
    found = {
        "md": text.encode(),
        "txt": text.replace("\t", "  ").encode("gb18030"),
        "html": typeset.to_web(sample),
        "gbk.html": typeset.to_web(sample, "gbk"),
        "docx": typeset.to_word(sample),
        "xlsx": typeset.to_workbook(sample),
        "xls": _old_workbook(sample),
        "ruled.pdf": pdf_samples.to_pdf(sample, ruled=True),
        "unruled.pdf": pdf_samples.to_pdf(sample, ruled=False),
    }
    sample.unlink()
    return found | (_pictures() if find_font() else {})


def variants(files: Mapping[str, bytes], seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Two hundred damaged files, each with a name that says what was done."""
    chance = random.Random(seed)
    fast = [name for name in files if name not in _SLOW]
    for number in range(_VARIANTS):
        slow = number % 10 == 0 and len(fast) < len(files)
        name = _SLOW[number // 10 % len(_SLOW)] if slow else fast[number % len(fast)]
        harm = chance.choice(list(_HARMS))
        damaged = files[name]
        while damaged == files[name]:  # zeros over zeros are no damage
            damaged = _HARMS[harm](chance, files[name], files[chance.choice(fast)])
        yield f"{number:03}_{harm}.{name}", damaged


def _flipped(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """One bit in a thousand bytes is wrong."""
    damaged = bytearray(content)
    for place in chance.sample(range(len(damaged)), max(len(damaged) // 1000, 1)):
        damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _overwritten(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """A sector of the disk is lost."""
    begin = chance.randrange(len(content))
    return content[:begin] + bytes(512) + content[begin + 512 :]


def _cut(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """The transfer broke off."""
    return content[: chance.randrange(1, len(content))]


def _beheaded(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """The beginning is missing."""
    return content[chance.randrange(1, len(content)) :]


def _torn(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """A part in the middle is missing."""
    begin, end = sorted(chance.sample(range(len(content)), 2))
    return content[:begin] + content[end:]


def _joined(_: random.Random, content: bytes, other: bytes) -> bytes:
    """Another file was put behind it."""
    return content + other


def _crossed(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """It goes on as another file does."""
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


_HARMS: dict[str, Callable[[random.Random, bytes, bytes], bytes]] = {
    "flipped": _flipped, "overwritten": _overwritten, "cut": _cut, "beheaded": _beheaded,
    "torn": _torn, "joined": _joined, "crossed": _crossed,
}  # fmt: skip


def _old_workbook(sample: Path) -> bytes:
    book = xlwt.Workbook()
    for number, form in enumerate(typeset.parse(sample).forms, start=1):
        sheet = book.add_sheet(str(number))
        for row, cells in enumerate([*([line] for line in form.captions), *form.rows]):
            for column, text in enumerate(cells):
                sheet.write(row, column, text)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _pictures() -> dict[str, bytes]:
    form = (("收入决算表",), ("", "单位：万元"), ("项目", "本年收入"), ("合计", "605.98"))
    [scan] = to_scan([form], dpi=100)
    box = (0, 0, scan.width, scan.height // 4)
    found = {}
    for name in _SLOW:
        target = io.BytesIO()
        scan.crop(box).save(target, name.split(".")[-1], resolution=100)
        found[name] = target.getvalue()
    return found


def main() -> None:
    """Write the originals and the variants."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = originals(folder)
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for name, content in variants(files, seed):
        (folder / name).write_bytes(content)
    for name, content in files.items():
        (folder / f"whole.{name}").write_bytes(content)


if __name__ == "__main__":
    main()
