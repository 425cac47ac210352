"""Numbers of a picture have digits enough for the domain they are from, and no sign at zero."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.numbers import number_writer

NARROW = "title: T\nfield: {f: x^2 + y^2, x: [-5e-10, 5e-10], y: [1, 1.000000001]}\nstage: plane\n"
WIDE = "title: T\nfield: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}\nstage: plane\n"


@pytest.mark.parametrize(
    ("head", "at", "source", "text"),
    [
        (NARROW, "[3e-10, 1.0000000003]", "x", "3.00×10⁻¹⁰"),
        (NARROW, "[-3e-10, 1.0000000003]", "x", "−3.00×10⁻¹⁰"),
        (NARROW, "[0, 1.0000000003]", "x", "0.00"),
        (NARROW, "[3e-10, 1.0000000003]", "y", "1.00000000030"),
        (WIDE, "[3e-10, 0.25]", "x", "0.00"),
        (WIDE, "[-0.001, 0.25]", "x", "0.00"),
        (WIDE, "[0.5, 0.25]", "point", "(0.50, 0.25)"),
    ],
)
def test_a_number_has_digits_for_its_domain(
    make_scene: MakeScene, head: str, at: str, source: str, text: str
) -> None:
    _, timeline, made = staged(make_scene(f"- show: contours\n- place: {at}", head))
    assert number_writer(made.measures(timeline.motions[1](1.0)))(source, None) == text
