"""The films of all specs of the project, made once for each test process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from gradanim.plan.scene_plan import plan_scene
from gradanim.render.film import Film, make_film
from gradanim.spec import SceneSpec, load_any

SCENES = Path(__file__).parents[2] / "scenes"


@lru_cache(maxsize=1)
def all_scenes() -> dict[str, SceneSpec]:
    """Every scene of every spec below ``scenes/``, each variant by itself, by id."""
    found: dict[str, SceneSpec] = {}
    for path in sorted(SCENES.rglob("*.yaml")):
        loaded = load_any(path)
        assert loaded.problems == ()
        for scene in loaded.scenes:
            # A series holds its scenes with its own look; the look is tested with the specs of themselves.
            found.setdefault(scene.id, scene)
    return found


@lru_cache(maxsize=4)
def film_of(scene_id: str, shape: str) -> Film:
    """The film of a scene in draft."""
    return make_film(plan_scene(all_scenes()[scene_id], "draft", shape))


def last_frames(film: Film) -> list[tuple[str, int]]:
    """The last frame of every beat, with a name for messages."""
    return [(f"beat {s.index} {s.verb}", s.start + s.frames - 1) for s in film.plan.clock]
