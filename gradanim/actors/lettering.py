"""Text becomes Typst markup that nothing an author writes can break out of, and is measured without drawing it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

# The page is as wide as the text and has a fixed height around the baseline, so that pieces set side by side
# share their baseline. In em: above the baseline, below it.
ASCENT = 2.0
DESCENT = 1.0
# Typst points per em in the compiled page.
EM = 10.0

PREAMBLE = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: ("New Computer Modern", "Libertinus Serif", "DejaVu Sans Mono"), size: {EM}pt, fallback: true)
#set par(spacing: 0pt, leading: 0pt)
#let strut = box(width: 0pt, height: {ASCENT + DESCENT}em, baseline: {DESCENT}em)
"""
_WIDTH = re.compile(r'width="([0-9.]+)pt"')
_HEIGHT = re.compile(r'height="([0-9.]+)pt"')


def quoted(text: str) -> str:
    """A Typst string literal: whatever the text holds, it stays text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    printable = "".join(c if c.isprintable() else " " for c in escaped)
    return f'"{printable}"'


def prose(text: str) -> str:
    """Markup that shows a text as it is."""
    return f"#{quoted(text)}"


def math(source: str) -> str:
    """Markup that shows Typst mathematics of our own making, inline."""
    return f"${source}$"


def page(markup: str) -> str:
    """The body of a one-line page with a known baseline."""
    return f"#box[#strut{markup}]"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts inside the typst wheel and no others: text looks the same on every machine."""
    # Whoever only checks a spec sets no text.
    import typst

    return typst.Fonts(include_system_fonts=False)


@lru_cache(maxsize=4096)
def extent(markup: str) -> tuple[float, float]:
    """Width and height of a line of markup, in em; the height is more than the strut's for tall formulas."""
    import typst

    svg = typst.compile(
        (PREAMBLE + page(markup)).encode(),
        format="svg",
        font_paths=fonts(),
    )
    head = svg[:400].decode()
    width, height = _WIDTH.search(head), _HEIGHT.search(head)
    assert width and height, "a compiled page states its size"
    return float(width.group(1)) / EM, float(height.group(1)) / EM


def width(markup: str) -> float:
    """Advance width of a line of markup in em."""
    return extent(markup)[0]
