"""Numbers of axes fade over while their ranges change: none appears or goes at once."""

from __future__ import annotations

import numpy as np

from gradanim.actors.chart import faded

BEFORE = ((0.0, "0"), (1.0, "1"), (2.0, "2"))
AFTER = ((0.0, "0"), (2.0, "2"), (4.0, "4"))


def test_numbers_of_both_ranges_stay_and_others_go_before_others_come() -> None:
    paths = {text: [] for text in "0124"}
    for share in np.linspace(0.0, 1.0, 101):
        seen = {text: opacity for _, text, opacity in faded(BEFORE, AFTER, float(share))}
        for text, path in paths.items():
            path.append(seen.get(text, 0.0))
        assert not {"1", "4"} <= set(seen)
    assert set(paths["0"]) == set(paths["2"]) == {1.0}
    assert (paths["1"][0], paths["1"][-1], paths["4"][0], paths["4"][-1]) == (1.0, 0.0, 0.0, 1.0)
    assert max(np.abs(np.diff(path)).max() for path in paths.values()) < 0.03


def test_axes_that_stand_still_have_their_numbers() -> None:
    assert faded(AFTER, AFTER, 1.0) == tuple((*tick, 1.0) for tick in AFTER)
    assert [place for place, _, _ in faded(BEFORE, AFTER, 1.0)] == [0.0, 2.0, 4.0]
