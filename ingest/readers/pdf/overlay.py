"""Which upright text of a PDF lies over its pages and is none of theirs: watermarks, notices?

Two things can't be printed at one place, and no cell's text goes through a drawn line. So text in
an ink of its own that lies over other text is a watermark's, and pale text that lines cross; and
text that stands at the same place on two pages and lies over what differs between them. What
prints several amounts is a form's, whatever it looks like.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.ink import Ink, Layer
from ingest.readers.pdf.lines import Edge
from ingest.readers.pdf.page import PageContent
from ingest.readers.tables.torn import AMOUNT
from ingest.readers.tables.words import bbox_of, chars_of_words, lines_of

_SHARE = 3  # one in so many parts of a layer must lie over something; one of parts all alike
_GAP = 1.0  # characters' heights between the words of a watermark
_AMOUNTS = 2
_CORE = 0.25  # of a character's box at each side is but its margin
_LIGHTER = 0.25  # than most text, of black and white
_LARGER = 1.3  # than most text: what no form's text is that stands at one place on pages
_CELL = 12.0  # points of the net in which neighbours are looked for
_SHADOW = 0.3  # characters' heights: so near the same character is printed twice


class Overlays:
    """What lies over the pages of one document, learnt page by page.

    What a later page shows to lie over it, an earlier one may have kept: `is_late` says that the
    pages are to be read again.
    """

    def __init__(self) -> None:
        self.is_late = False
        self._inks: set[Ink] = set()
        self._kept: set[Ink] = set()
        self._repeated: set[Char] = set()
        self._before: set[Char] = set()

    def again(self) -> None:
        """Begin anew with the first page, with what is known."""
        self.is_late = False
        self._before = set()

    def without(self, content: PageContent) -> PageContent:
        """The page without what lies over it."""
        over = {place for layer in content.layers for place in self._over(layer, content)}
        chars = [char for place, char in enumerate(content.chars) if place not in over]
        repeated = self._stamped(chars, content)
        if not over and not repeated:
            return content
        cut = [content.chars[place] for place in sorted(over)] + repeated
        taken = set(repeated)
        text = " ".join(part for part in (content.over, *_texts(cut)) if part)
        kept = tuple(char for char in chars if char not in taken)
        return replace(content, chars=kept, over=text, layers=())

    def _over(self, layer: Layer, content: PageContent) -> Sequence[int]:
        own = [content.chars[place] for place in layer.places]
        runs = [run for line in lines_of(own) for run in chars_of_words(line, _GAP)]
        if len({text for run in runs for text in _amounts(run)}) >= _AMOUNTS:
            return ()
        if layer.ink not in self._inks:
            if not _lies_over(layer, runs, content):
                self._kept.add(layer.ink)
                return ()
            self._inks.add(layer.ink)
            self.is_late = self.is_late or layer.ink in self._kept
        return layer.places

    def _stamped(self, chars: Sequence[Char], content: PageContent) -> list[Char]:
        """The characters at the same place on the page before, over what isn't."""
        here = set(chars)
        same = here & self._before - self._repeated
        self._before = here
        if same and len(same) < len(here):
            net = _Net(char for char in chars if char not in same)
            usual = sorted(char.size for char in chars)[len(chars) // 2]
            for line in lines_of(same):
                for run in chars_of_words(line, _GAP):
                    large = max(char.size for char in run) >= _LARGER * usual
                    if (large or _is_crossed(run, content.edges)) and sum(map(net.meets, run)) > 1:
                        self._repeated.update(run)
                        self.is_late = True
        return [char for char in chars if char in self._repeated]


def _lies_over(layer: Layer, runs: Sequence[Sequence[Char]], content: PageContent) -> bool:
    """Whether a layer lies over other text, or, pale, over lines."""
    own = set(layer.places)
    net = _Net(char for place, char in enumerate(content.chars) if place not in own)
    is_pale = layer.ink.is_pale and layer.ink.light > layer.main.light + _LIGHTER
    if not is_pale and max(map(_difference, layer.ink, layer.main)) < 255 * _LIGHTER:
        return False
    over: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for run in runs:
        text = "".join([char.text for char in run])
        count[text] += 1
        over[text] += any(map(net.meets, run)) or (is_pale and _is_crossed(run, content.edges))
    alike = any(over[text] and count[text] >= _SHARE and len(text) > 1 for text in count)
    return alike or _SHARE * over.total() >= max(count.total(), 1)


def _difference(one: int, other: int) -> int:
    return abs(one - other)


def _amounts(run: Sequence[Char]) -> Iterator[str]:
    for word in chars_of_words(run):
        text = "".join([char.text for char in word])
        if AMOUNT.fullmatch(text):
            yield text


def _is_crossed(run: Sequence[Char], edges: Iterable[Edge]) -> bool:
    """Whether a line goes down through a run of characters."""
    left, top, right, bottom = bbox_of(run)
    margin = _CORE * (bottom - top)
    return any(
        not edge.is_horizontal
        and not edge.is_ground
        and left + margin < edge.x0 < right - margin
        and edge.top < top + margin
        and edge.bottom > bottom - margin
        for edge in edges
    )


def _texts(chars: Iterable[Char]) -> list[str]:
    """The words of characters, each once."""
    words = [word for line in lines_of(chars) for word in chars_of_words(line, _GAP)]
    return list(dict.fromkeys("".join([char.text for char in word]) for word in words))


class _Net:
    """Characters by where they are, to find what lies over them."""

    def __init__(self, chars: Iterable[Char]) -> None:
        self._cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
        for char in chars:
            x, y = _middle(char)
            self._cells[int(x // _CELL), int(y // _CELL)].append(char)

    def meets(self, char: Char) -> bool:
        """Whether a character's core and that of another one lie over each other."""
        reach = max(char.x1 - char.x0, char.size) / 2
        x, y = _middle(char)
        for column in range(int((x - reach) // _CELL) - 1, int((x + reach) // _CELL) + 2):
            for row in range(int((y - reach) // _CELL) - 1, int((y + reach) // _CELL) + 2):
                if any(_overlap(char, other) for other in self._cells.get((column, row), ())):
                    return True
        return False


def _middle(char: Char) -> tuple[float, float]:
    return (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2


def _overlap(one: Char, other: Char) -> bool:
    """Whether the cores of two characters lie over each other; a shadow is no other."""
    if one.text == other.text and abs(one.x0 - other.x0) < _SHADOW * one.size:
        return False
    return all(
        min(a[1], b[1]) > max(a[0], b[0]) for a, b in zip(_core(one), _core(other), strict=True)
    )


def _core(char: Char) -> tuple[tuple[float, float], tuple[float, float]]:
    across, down = _CORE * (char.x1 - char.x0), _CORE * char.size
    return (char.x0 + across, char.x1 - across), (char.top + down, char.bottom - down)
