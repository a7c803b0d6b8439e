"""A folder as people keep it: disclosures, changed ones, copies, and what doesn't belong there."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from pathlib import Path

from ingest.landing.folders import printed
from tests.support.warehouses import SAMPLES
from tests.support.whole_line.changes import CHANGES, EZHOU, MISSING_TOTAL

# As a zip that was packed with Chinese names in GB18030 leaves it, and how it is shown.
GB_NAME = os.fsdecode("鄂州.md".encode("gb18030"))
SHOWN_NAME = printed(GB_NAME)
# How landing each file ends. The changed samples are landed like their originals.
STATUS = {
    "item_copy.md": "duplicate",
    "gb18030.md": "landed",
    "other_table.txt": "landed",
    "anonymous.md": "landed",
    "undated.md": "landed",
    "told.md": "landed",
    "empty.txt": "empty",
    "picture.txt": "unreadable",
    "header_only.pdf": "unreadable",
    "noise.md": "unreadable",
    "prose.txt": "no_tables",
    SHOWN_NAME: "landed",
    "item_link.md": "duplicate",
    "link_out.md": "unreadable",
    "link_nowhere.md": "unreadable",
    "pipe.txt": "unreadable",
    "large.pdf": "unreadable",
} | {change.file_name: "landed" for change in (*CHANGES, MISSING_TOTAL)}
# What is named without being opened, so that it has no content of its own.
UNOPENED = ("link_out.md", "link_nowhere.md", "pipe.txt", "large.pdf")
NAME = "鄂州市医疗保障服务中心"
MANIFEST = f"""file,source_url,published_on,bureau,fiscal_year,scope
told.md,https://example.org/told,2023-09-20,{NAME},2022,单位
anonymous.md,https://example.org/anonymous,,,,
undated.md,,20.9.2023,,2022,
absent.md,,,,2022,
gb18030.md,,,,2021,
gb18030.md,,,,2020,
{"长" * 200}.md,,,,2022,
anonymous.md,{"x" * 140_000},,,,
"""
NO_DISCLOSURE = "other_table.txt"
IGNORED = ("README.md", ".hidden.txt", ".cache/copy.md")
LOCKED = "locked.txt"


def fill(folder: Path) -> None:
    """Write the files."""
    for change in (*CHANGES, MISSING_TOTAL):
        change.write(folder)
    shutil.copy(folder / "item.md", folder / "item_copy.md")
    text = (SAMPLES / EZHOU).read_text(encoding="utf-8")
    (folder / "gb18030.md").write_text(text, encoding="gb18030")
    (folder / "anonymous.md").write_text(text.replace(NAME, ""), "utf-8")
    (folder / "undated.md").write_text(re.sub("20[0-9]{2} ?年度?", "", text), "utf-8")
    (folder / "told.md").write_text(
        re.sub("20[0-9]{2} ?年度?", "", text).replace(NAME, ""), "utf-8"
    )
    (folder / "manifest.csv").write_text(MANIFEST, "gb18030")
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(400))
    (folder / "header_only.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (folder / "noise.md").write_bytes(random.Random(2).randbytes(5000))
    (folder / "prose.txt").write_text("部门主要职责：贯彻执行政策。\n" * 20, encoding="utf-8")
    (folder / "other_table.txt").write_text("商品 价格\n苹果 3.50\n梨 4.20\n", encoding="utf-8")
    (folder / GB_NAME).write_text(text + "\n", encoding="utf-8")
    (folder / "item_link.md").symlink_to("item.md")
    (folder / "link_out.md").symlink_to("/proc/version")
    (folder / "link_nowhere.md").symlink_to("nowhere.md")
    (folder / "once_more").symlink_to(".", target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    with (folder / "large.pdf").open("wb") as large:
        large.truncate(3 * 1024**3)  # of nothing: it takes no room
    for name in IGNORED:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(SAMPLES / EZHOU, folder / name)
    (folder / LOCKED).write_text("合计\t1.00\n", encoding="utf-8")
    (folder / LOCKED).chmod(0)
    if not permissions_hold():
        (folder / LOCKED).unlink()


def permissions_hold() -> bool:
    """They don't keep root from reading."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return not os.access(file.name, os.R_OK)
