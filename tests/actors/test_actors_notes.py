"""The notes at the bottom: what a viewer must be told stands still."""

from __future__ import annotations

from volume_stage import MakeScene, picture

HEAD = "title: T\nfield: {f: 5*x^2 + y^2, x: [-2, 2], y: [-2, 2], clip: [0, 6]}\n"
BEATS = "- show: [floor, surface]\n- place: [1, 0]\n- show: gradient\n- hide: gradient"


def test_the_note_that_stays_does_not_move_while_another_leaves(make_scene: MakeScene) -> None:
    scene = make_scene(BEATS, HEAD)
    seen = [
        [letter for letter in picture(scene, u=u).letters if letter.role == "note"] for u in (0.0, 0.7, 1.0)
    ]
    assert len(seen[0]) > len(seen[2]) > 0, "the arrow's scale is told as long as there is an arrow"
    stays = {letter.markup: letter.y for letter in seen[2] if "Values" in letter.markup}
    assert stays
    for letters in seen:
        assert stays == {letter.markup: letter.y for letter in letters if "Values" in letter.markup}
