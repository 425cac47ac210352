"""How wide numbers and short names are, known without setting them: who only plans a scene loads no typesetter.

What is not in these tables is measured as any other text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gradanim.actors.lettering import math, prose, width

# Advance widths of upright New Computer Modern in em, of what numbers are made of.
_UPRIGHT = dict.fromkeys("0123456789", 0.5) | dict.fromkeys("⁻⁰⁴⁵⁶⁷⁸⁹", 0.307)
UPRIGHT: Mapping[str, float] = MappingProxyType(
    _UPRIGHT | {".": 0.278, "−": 0.778, "×": 0.778, "¹": 0.366, "²": 0.359, "³": 0.359, "°": 0.375}
)
# The same of letters and digits in mathematics, in thousandths.
_SMALL = (
    "529 443 458 544 466 580 502 576 345 425 536 298 878 600 497 518 480 464 469 361 572 496 719 572 518 495"
)
_CAPITAL = "750 784 788 832 792 777 786 909 525 661 917 681 1072 909 768 782 791 783 673 732 788 797 1076 879 790 751"
_GREEK = (
    "alpha 640 beta 602 gamma 571 delta 480 epsilon 466 zeta 502 eta 524 theta 483 iota 354 kappa 576 lambda 583 "
    "mu 603 nu 552 xi 474 pi 595 rho 530 sigma 595 tau 539 upsilon 552 phi 654 chi 626 psi 663 omega 632"
)
_LETTERS = zip(
    (*"abcdefghijklmnopqrstuvwxyz", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *_GREEK.split()[::2], *"0123456789"),
    (*_SMALL.split(), *_CAPITAL.split(), *_GREEK.split()[1::2], *("513",) * 10),
    strict=True,
)
MATH: Mapping[str, float] = MappingProxyType({letter: int(wide) / 1000.0 for letter, wide in _LETTERS})
# An index is so much smaller, and the space around it.
INDEX, SPACE = 0.8, 0.06
_TOKEN = re.compile(r"[A-Za-z]+|\S")


def number_width(text: str) -> float:
    """The width of a number in em, exactly."""
    if all(letter in UPRIGHT for letter in text):
        return sum(UPRIGHT[letter] for letter in text)
    return width(prose(text))


def name_width(source: str) -> float:
    """The width of a name in em, as Typst mathematics: exactly for a letter, hardly more than it is with an index."""
    tokens = _TOKEN.findall(source)
    if not all(token in MATH or token == "_" for token in tokens):
        return width(math(source))
    wide, before = 0.0, ""
    for token in tokens:
        if token != "_":
            wide += INDEX * MATH[token] + SPACE if before == "_" else MATH[token]
        before = token
    return wide
