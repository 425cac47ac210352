"""The data of a field beside a model: how far it misses them is seen, however little it is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from render_helpers import FIT, film_of, last_frame


def test_residuals_and_data_can_be_seen(tmp_path: Path) -> None:
    """The colours of residuals and data are in the picture, those of residuals only where they are asked for."""
    seen = {}
    for switch in ("true", "false"):
        text = FIT.replace("data_plot]", f"{{data_plot: {{residuals: {switch}}}}}]")
        film = film_of(tmp_path, text)
        pixels = film.draw(film.picture(last_frame(film, 1)))[..., :3].astype(int)
        colours = film.painter.stage.theme.colours
        seen[switch] = {
            role: int((np.abs(pixels - np.array(colours[role]) * 255).max(axis=2) < 12).sum())
            for role in ("residual", "datum")
        }
    assert seen["true"]["residual"] > 20
    assert seen["false"]["residual"] == 0
    assert min(found["datum"] for found in seen.values()) > 20


# A flat chart has fewer pixels for the same distance.
@pytest.mark.parametrize(("shape", "above"), [("16:9", 0.12), ("1:1", 0.2), ("9:16", 0.12), ("4:3", 0.12)])
def test_a_distance_shorter_than_a_datum_is_seen(tmp_path: Path, shape: str, above: float) -> None:
    """Two data a little above the line of the others."""
    data = [[-2, -1], [-1, above - 0.5], [0, 0], [1, above + 0.5], [2, 1]]
    text = FIT.replace(FIT[FIT.index("[[") : FIT.index("]]") + 2], str(data))
    film = film_of(tmp_path, text.replace("place: [0, 2]", "place: [0.5, 0]"), shape=shape)
    picture = film.picture(last_frame(film))
    assert np.abs(picture.marks["data_plot"]["residuals"]).max() == pytest.approx(above)
    residual = np.array(film.painter.stage.theme.colours["residual"]) * 255
    assert (np.abs(film.draw(picture)[..., :3] - residual).max(axis=2) < 40).sum() >= 8
