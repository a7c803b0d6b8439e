"""The tokens of all forms in lines of words, as records for `int_text_token`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa

from inference.words.atoms import Atom, Kind, atoms_of
from inference.words.centred import names_first
from inference.words.lines import INCOME, Line, Wordings, read_lines
from inference.words.lists import read_list
from inference.words.torn_codes import Cell

SCHEMA = pa.schema(
    {
        "form_id": pa.string(),
        "document_id": pa.string(),
        "statement": pa.string(),
        "row_id": pa.string(),
        "table_number": pa.int32(),
        "row_number": pa.int32(),
        "page": pa.int32(),
        "position": pa.int64(),
        "column_number": pa.int64(),
        "part": pa.int32(),
        "atom_text": pa.string(),
        "compact_text": pa.string(),
        "token_kind": pa.string(),
        "line_row_id": pa.string(),
        "line_position": pa.int64(),
        "segment": pa.int32(),
        "lane": pa.int32(),
        "side": pa.string(),
        "code_text": pa.string(),
        "unit_text": pa.string(),
        "is_detail": pa.bool_(),
        "is_parted": pa.bool_(),
        "name_text": pa.string(),
        "figure_order": pa.int32(),
        "figure_count": pa.int32(),
    }
)
Record = Mapping[str, Any]


def wordings_of(records: Iterable[Record], statement: str, line_key: str) -> Wordings:
    """What the lines of a statement may be called, from the records of `int_wording`."""
    sides: dict[str, set[str]] = defaultdict(set)
    labels: set[str] = set()
    government_codes: set[str] = set()
    code_names: dict[str, set[str]] = defaultdict(set)
    kind_of_names = "item" if line_key == "item" else "total"
    for record in records:
        if record["kind"] == "code":
            code_names[record["code"]].add(record["name"])
        elif record["kind"] == "government_code":
            government_codes.add(record["code"])
        elif record["statement"] not in ("*", statement):
            continue
        elif record["kind"] == "label":
            labels.add(record["name"])
        elif record["kind"] == kind_of_names:
            sides[record["name"]] |= {record["side"]} - {None}
    return Wordings(
        {name: frozenset(found) for name, found in sides.items()},
        frozenset(labels - sides.keys()),
        {code: frozenset(names) for code, names in code_names.items()},
        frozenset(government_codes),
    )


def tokens(cells: Iterable[Record], names: Iterable[Record]) -> Iterable[dict[str, Any]]:
    """One record an atom, from cells in reading order, form after form."""
    known = list(names)
    wordings: dict[str, Wordings] = {}
    for _, group in groupby(cells, key=lambda cell: cell["form_id"]):
        printed = list(group)
        form = printed[0]
        statement, line_key = form["statement"], form["line_key"]
        if statement not in wordings:
            wordings[statement] = wordings_of(known, statement, line_key)
        of_row = {cell["row_id"]: cell for cell in printed}
        rows = [
            [
                Cell(row, cell["column_number"], cell["cell_text"], cell["compact_text"])
                for cell in row_cells
            ]
            for row, row_cells in groupby(printed, key=lambda cell: cell["row_id"])
        ]
        # A project's form has no coded lines: each begins with its name.
        is_by_name = line_key in ("project", "detail")
        known_codes: set[str] = set() if is_by_name else set(wordings[statement].code_names)
        if form["has_government_codes"] and line_key == "economic":
            known_codes |= wordings[statement].government_codes
        atoms = atoms_of(rows, known_codes, form["has_line_numbers"])
        if line_key == "item":
            atoms = names_first(atoms, wordings[statement].sides, INCOME)
        if is_by_name and not form["is_card"]:
            lines = read_list(atoms, wordings[statement])
        else:
            lines = read_lines(
                atoms,
                wordings[statement],
                has_lanes=form["has_lanes"] or is_by_name,
                is_by_item=line_key == "item",
            )
        yield from _records(atoms, lines, of_row)


def _records(
    atoms: list[Atom], lines: list[Line], of_row: Mapping[str, Record]
) -> Iterable[dict[str, Any]]:
    segments: dict[str, int] = defaultdict(int)
    for line in lines:
        if not line.atoms:
            continue
        anchor = atoms[min(line.atoms)].cell.row
        segments[anchor] += 1
        name = _name(line, atoms)
        for place in sorted(line.atoms):
            atom = atoms[place]
            row = of_row[atom.cell.row]
            is_figure = place in line.figures
            yield {
                **{key: row[key] for key in _OF_ROW},
                "column_number": atom.cell.column,
                "part": atom.part,
                "atom_text": _printed(atom),
                "compact_text": atom.text,
                # What looks like a figure may be a code, and the other way round.
                "token_kind": _kind(atom, is_figure).value,
                "line_row_id": anchor,
                "line_position": of_row[anchor]["position"],
                "segment": segments[anchor],
                "lane": line.lane,
                "side": line.side,
                "code_text": line.code,
                "unit_text": line.unit,
                "is_detail": line.is_detail,
                "is_parted": line.is_parted,
                "name_text": name,
                "figure_order": line.figures.index(place) + 1 if is_figure else None,
                "figure_count": len(line.figures),
            }


def _kind(atom: Atom, is_figure: bool) -> Kind:
    if is_figure:
        return Kind.FIGURE
    return Kind.CODE if atom.kind is Kind.FIGURE else atom.kind


def _name(line: Line, atoms: list[Atom]) -> str | None:
    """The name of a line as printed, where whole words make it up."""
    words = [atoms[place] for place in sorted(line.atoms) if atoms[place].kind is Kind.WORD]
    if "".join(word.text for word in words) != line.name:
        return line.name or None
    return "".join(_printed(word) for word in words) or None


def _printed(atom: Atom) -> str:
    return atom.cell.text if atom.text == atom.cell.compact else atom.text


_OF_ROW = (
    "form_id", "document_id", "statement", "row_id", "table_number", "row_number", "page",
    "position",
)  # fmt: skip
