"""Which words of a header's rows are parts of one, written below each other?

A header that is too long for its column is broken over lines, and a dump that goes by height prints
first what stands above in all columns: ``公务用车 公务用车`` over ``购置费 运行维护费`` are
公务用车购置费 and 公务用车运行维护费.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

_DEEP = 3  # rows further down a word is gone on with: other headers may be printed between
Place = tuple[int, int]
Chain = tuple[Place, ...]


def mended(rows: Sequence[Sequence[str]], known: Collection[str]) -> list[list[str]]:
    """The rows, each broken word put together where that part stands that has most beside it.

    A word is gone on with by words of rows below such that a `known` one results: a known word only
    by such as aren't. Words stand in the same order above and below. As much as can be is put
    together, the rest stays as it is.
    """
    begins = {name[:size] for name in known for size in range(1, len(name))}
    torn = [
        (row, column)
        for row, words in enumerate(rows)
        for column, word in enumerate(words)
        if word in begins
    ]
    best = _best([list(_chains(rows, (place,), known, begins)) for place in torn], rows)
    parts = {place for chain in best for place in chain}
    beside = [
        sum((row, column) not in parts for column in range(len(words)))
        for row, words in enumerate(rows)
    ]
    whole = {
        max(chain, key=lambda place: beside[place[0]]): "".join(rows[r][c] for r, c in chain)
        for chain in best
    }
    gone = parts - whole.keys()
    return [
        [
            whole.get((row, column), word)
            for column, word in enumerate(words)
            if (row, column) not in gone
        ]
        for row, words in enumerate(rows)
    ]


def _chains(
    rows: Sequence[Sequence[str]], chain: Chain, known: Collection[str], begins: Collection[str]
) -> Iterator[Chain]:
    """The ways to go on with a chain until it is a known word."""
    text = "".join(rows[row][column] for row, column in chain)
    if text in known and len(chain) > 1:
        yield chain
    last, first = chain[-1][0], rows[chain[0][0]][chain[0][1]]
    for row in range(last + 1, min(last + 1 + _DEEP, len(rows))):
        for column, word in enumerate(rows[row]):
            if first in known and word in known:
                continue
            if text + word in known or text + word in begins:
                yield from _chains(rows, (*chain, (row, column)), known, begins)


def _best(choices: Sequence[Sequence[Chain]], rows: Sequence[Sequence[str]]) -> list[Chain]:
    """A chain or none of each word's, that go together and put most characters together."""
    best: list[Chain] = []
    most = 0
    found: list[tuple[int, list[Chain]]] = [(0, [])]
    for chains in choices:
        found += [
            (size + sum(len(rows[row][column]) for row, column in chain), [*taken, chain])
            for size, taken in found
            for chain in chains
            if all(_go_together(chain, other) for other in taken)
        ]
        found = sorted(found, key=lambda one: -one[0])[:200]
    for size, taken in found:
        if size > most:
            best, most = taken, size
    return best


def _go_together(one: Chain, other: Chain) -> bool:
    """Whether chains share no word and don't cross."""
    if set(one) & set(other):
        return False
    columns = dict(other)
    shared = [(column, columns[row]) for row, column in one if row in columns]
    return all((a < b) == (c < d) for (a, b), (c, d) in combinations(shared, 2))
