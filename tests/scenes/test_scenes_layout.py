"""Every scene of the project passes the layout check in every format."""

from __future__ import annotations

import pytest
from scene_films import all_scenes

from gradanim.plan.profile import FORMATS
from gradanim.review.layout import layout_problems


@pytest.mark.slow
@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("scene_id", all_scenes())
def test_a_scene_is_laid_out_well(scene_id, shape):
    assert [str(problem) for problem in layout_problems(all_scenes()[scene_id], [shape])] == []
