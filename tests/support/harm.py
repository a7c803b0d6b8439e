"""Two hundred ways in which a disk, a zip, an editor or a person harms what landing works with.

A harm is done to a folder with `data` and `landing`; it says which files of `data` it touched.
What is to happen while files are read is given back, and done after the first of them is hashed.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import hostile_files as hostile

TEXT = "收入决算表\n单位：万元\n项目\t本年收入\n合计\t1,064.50\n"
GOOD = {
    "a.txt": TEXT.encode(),
    "b.html": hostile.page("<p>收入决算表</p>"),
    "c.xlsx": hostile.workbook(lambda sheet: sheet.append(["教育", 64.5])),
    "deeper/d.md": TEXT.replace("\t", " | ").encode("gb18030"),
}
MANIFEST = "file,bureau,fiscal_year\na.txt,甲市教育局,2022\ndeeper/d.md,,2023\nb.html,,2024\n"


@dataclass(slots=True)
class Harm:
    """What was done: the harmed documents, whether the manifest was, what is still to be done."""

    name: str
    touched: set[Path] = field(default_factory=set)
    manifest: bool = False
    later: Callable[[], object] | None = None


def fill(data: Path) -> None:
    """Write the documents and the manifest."""
    for name, content in GOOD.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    (data / "manifest.csv").write_text(MANIFEST, encoding="utf-8")


def harm(folder: Path, chance: random.Random) -> list[Harm]:
    """Do one to three harms."""
    kinds = [_landing, _landing, _names, _manifest, _files, _files_in_hand]
    return [kind(folder, chance) for kind in chance.sample(kinds, chance.choice((1, 1, 2, 3)))]


def _landing(folder: Path, chance: random.Random) -> Harm:
    files = sorted(f for f in (folder / "landing").rglob("*.*") if f.is_file())
    file = chance.choice(files)
    content = file.read_bytes()
    place = chance.randrange(len(content))
    kind = chance.choice(["gone", "cut", "bit", "zeros", "longer", "other", "folder", "part"])
    if kind == "gone":
        file.unlink()
    elif kind == "cut":
        file.write_bytes(content[:place])
    elif kind == "bit":
        file.write_bytes(
            content[:place]
            + bytes([content[place] ^ 1 << chance.randrange(8)])
            + content[place + 1 :]
        )
    elif kind == "zeros":
        file.write_bytes(content[:place] + bytes(512) + content[place + 512 :])
    elif kind == "longer":
        file.write_bytes(content + chance.randbytes(chance.randrange(1, 99)))
    elif kind == "other":
        file.write_bytes(chance.choice(files).read_bytes())
    elif kind == "folder":
        shutil.rmtree(file.parent)
    else:
        file.with_name(f".{file.stem}.1.part").write_bytes(content[:place])
    return Harm(f"landing {kind} {file.parent.name}/{file.name[:6]} at {place}")


def _names(folder: Path, chance: random.Random) -> Harm:
    name = chance.choice(
        [
            "鄂州市.txt".encode("gb18030"), "长".encode() * 85, b"a\nb\r.txt", b"x[bold].txt",
            chance.randbytes(9).translate(None, b"/\0") + b".md", b"-rf", b"*?[a].txt",
            b"\\xd4.md", b"\xed\xa0\x80.txt", b"'\";--.txt", b"con.txt ", b"~", b"%s%n",
            "\u202egpj.txt".encode(),
        ]
    )  # fmt: skip
    if name.startswith(b"."):
        name = b"x" + name
    path = folder / "data" / os.fsdecode(name)
    path.write_bytes(TEXT.replace("1,064.50", f"{chance.randrange(9999)}.00").encode())
    return Harm(f"name {name!r}", {path})


def _manifest(folder: Path, chance: random.Random) -> Harm:
    file = folder / "data" / "manifest.csv"
    lines = MANIFEST.splitlines()
    broken: dict[str, bytes] = {
        "long field": f"{MANIFEST}c.xlsx,{'长' * 140_000},\n".encode(),
        "long name": f"{MANIFEST}{'长' * 300}.txt,,2022\n".encode(),
        "open quote": "\n".join([*lines[:2], 'c.xlsx,"甲,2022', *lines[2:]]).encode(),
        "quote in a cell": "\n".join([*lines[:2], 'c.xlsx,"甲"乙,2022', *lines[2:]]).encode(),
        "zeros": f"{MANIFEST}c.x\0lsx,\0,\n".encode(),
        "noise": chance.randbytes(3000),
        "UTF-16": MANIFEST.encode("utf-16"),
        "cut": MANIFEST.encode()[: chance.randrange(len(MANIFEST.encode()))],
        "contradiction": f"{MANIFEST}a.txt,乙县财政局,2021\n".encode(),
        "twice a column": MANIFEST.replace("bureau", "file").encode(),
        "more cells": f"{MANIFEST}c.xlsx,甲,2022,x,y\n".encode(),
        "out of the folder": f"{MANIFEST}../../etc/passwd,,2022\n/etc/passwd,,\n".encode(),
        "odd figures": f"{MANIFEST}c.xlsx,甲,²\nc.xlsx,甲,99999999999999999999\n".encode(),
    }
    kind = chance.choice([*broken, "pipe", "folder", "link"])
    file.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to("/etc/passwd")
    else:
        file.write_bytes(broken[kind])
    return Harm(f"manifest {kind}", manifest=True)


def _files(folder: Path, chance: random.Random) -> Harm:
    name = chance.choice(list(GOOD))
    file = folder / "data" / name
    content = GOOD[name]
    place = chance.randrange(len(content))
    kind = chance.choice(
        ["cut", "empty", "pipe", "link", "folder", "gone", "grown", "huge", "copy"]
    )
    touched = {file}
    if kind == "copy":
        touched = {file.with_name("0 copy of " + file.name)}
        shutil.copy(file, *touched)
    else:
        file.unlink(missing_ok=True)
    if kind == "cut":
        file.write_bytes(content[:place] if file.suffix != ".xlsx" else content[: place // 2])
    elif kind == "empty":
        file.touch()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "link":
        file.symlink_to(
            chance.choice(["/proc/self/mem", "/dev/zero", "nowhere", "/etc", file.name])
        )
    elif kind == "folder":
        file.mkdir()
    elif kind == "grown":
        file.write_bytes(content + b"\n1,000.00\t2.00\n")
    elif kind == "huge":
        with file.open("wb") as sparse:
            sparse.truncate(1 << 40)
    return Harm(f"file {name} {kind} at {place}", touched)


def _files_in_hand(folder: Path, chance: random.Random) -> Harm:
    """What happens to a new file after it was hashed."""
    path = folder / "data" / "0 in hand.txt"
    path.write_bytes(TEXT.replace("1,0", "2,0").encode())
    kind = chance.choice(["other", "gone", "cut", "pipe", "link", "huge"])

    def later() -> None:
        if kind == "other":
            path.write_bytes(TEXT.replace("1,0", "3,0").encode())
        elif kind == "cut":
            path.write_bytes(path.read_bytes()[:-9])
        elif kind == "huge":
            os.truncate(path, 1 << 40)
        else:
            path.unlink()
            if kind == "pipe":
                os.mkfifo(path)
            elif kind == "link":
                path.symlink_to("/dev/zero")

    return Harm(f"in hand {kind}", {path}, later=later)
