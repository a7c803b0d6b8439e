"""Which amounts does a sentence claim? The patterns of `narrative_claims`, searched in sentences.

Python, because its expressions are compiled once: in SQL they were compiled for every sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

_NUMBER, _UNIT = r"-?\d[\d,]*(?:\.\d+)?", "万元|元"
_PARTS = {
    "{line}": "(?P<line>[\u3400-\u4dbf\u4e00-\u9fff]+)",
    "{any}": f"{_NUMBER}(?:{_UNIT})",
    "{amount}": f"(?P<number>{_NUMBER})(?P<unit>{_UNIT})",
}

SCHEMA = pa.schema(
    {
        "sentence_id": pa.string(),
        "claim": pa.string(),
        "stage": pa.string(),
        "pattern": pa.string(),
        "line_text": pa.string(),
        "number_text": pa.string(),
        "unit_text": pa.string(),
        "claim_start": pa.int64(),
        "claim_end": pa.int64(),
        "amount_end": pa.int64(),
    }
)


def claims(
    sentences: Iterable[Mapping[str, Any]], patterns: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The claims of sentences, as rows of SCHEMA.

    `sentences` have sentence_id, stage and sentence; `patterns` are rows of `narrative_claims`.
    Starts and ends count characters, the end the last one's; `amount_end` is that of the amount.
    """
    of_stage: dict[str, list[tuple[str, re.Pattern[str], Mapping[str, Any]]]] = defaultdict(list)
    for pattern in patterns:
        expression = expression_of(pattern["pattern"])
        of_stage[pattern["stage"]].append((pattern["keyword"], expression, pattern))
    for row in sentences:
        sentence = row["sentence"]
        for keyword, expression, pattern in of_stage[row["stage"]]:
            if keyword not in sentence:
                continue
            for found in expression.finditer(sentence):
                parts = found.groupdict()
                yield {
                    "sentence_id": row["sentence_id"],
                    "claim": pattern["claim"],
                    "stage": pattern["stage"],
                    "pattern": pattern["pattern"],
                    "line_text": parts.get("line"),
                    "number_text": parts["number"],
                    "unit_text": parts["unit"],
                    "claim_start": found.start() + 1,
                    "claim_end": found.end(),
                    "amount_end": found.end("unit"),
                }


def expression_of(pattern: str) -> re.Pattern[str]:
    """A pattern of `narrative_claims` as an expression with the groups line, number and unit."""
    for word, part in _PARTS.items():
        pattern = pattern.replace(word, part)
    return re.compile(pattern)
