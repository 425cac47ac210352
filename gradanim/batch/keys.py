"""Keys: what decides the files of a scene, and the frames of each of its beats, as checksums of plain values.

A picture is a function of the stage, the state and the burned-in caption; a beat's states are one of the state it
begins in and its own words. So two beats with one key have the same frames, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from gradanim.actors.sign_rooms import in_beat, most_rooms
from gradanim.actors.stage import Stage
from gradanim.batch.beat_key import BeatKey
from gradanim.batch.canonical import canonical_value
from gradanim.batch.scene_keys import profile_record
from gradanim.beats.rehearsal import Rehearsal
from gradanim.plan.cuts import Cut, cuts
from gradanim.plan.scene_plan import ScenePlan
from gradanim.plan.sources import own_sources, packages
from gradanim.spec import Beat, canonical
from gradanim.spec.verbs import TogetherAction
from gradanim.store import key_of

BEAT_SCHEMA = "gradanim-beat/1"

# What of a stage is no number: functions, each of them decided by the spec, the stage's numbers and the shapes.
_ALIVE = frozenset(
    {
        "context",
        "samples",
        "curves",
        "streams",
        "theme",
        "shells",
        "counted",
        "signs",
        "tellings",
        "_measured",
        "_kept",
    }
)
# What of a spec no picture shows (the theme is a part of its own), and what of a beat is settled by its frames.
_UNSEEN = frozenset({"beats", "id", "summary", "variant", "theme"})
_SETTLED = frozenset({"say", "seconds", "pause", "name"})
# Progress values at which a beat is looked over for who is on the stage.
_LOOKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class ClipKey(Struct, frozen=True):
    """One clip of a scene and the key under which it is kept."""

    cut: Cut
    key: str


def beat_keys(plan: ScenePlan, rehearsal: Rehearsal) -> tuple[BeatKey, ...]:
    """The keys of the beats of a scene.

    Args:
        plan: the scene.
        rehearsal: the same scene rehearsed; it knows whether captions are burned in.
    """
    said = canonical(plan.spec)
    scene = {name: value for name, value in said.items() if name not in _UNSEEN}
    shared = {
        "scene": scene,
        "theme": canonical_value(rehearsal.stage.theme),
        "stage": [
            _numbers(rehearsal.stage),
            canonical_value(rehearsal.shapes),
            canonical_value(tuple(most_rooms(rehearsal.stage.signs).items())),
        ],
        "profile": profile_record(plan),
        "packages": dict(packages()),
    }
    digests = {name: key_of(part) for name, part in shared.items()}
    settings = _short({name: key_of(value) for name, value in scene.items() if value is not None})
    # The formulas in a caption follow from the field, which is a part of the scene.
    captions = rehearsal.captions("{{={}}}".format) if rehearsal.burn else (None,) * len(plan.clock)
    made = []
    for index, (words, caption) in enumerate(zip(said["beats"], captions, strict=True)):
        cast = _cast(plan, rehearsal, index)
        own = {**_own_parts(plan, rehearsal, index, words), "captions": key_of(caption)}
        own["code"] = own_sources().of_frames(*cast)
        parts = {**digests, **own}
        key = key_of({"schema": BEAT_SCHEMA, **parts})
        made.append(BeatKey(index, key, _short(parts), settings, key_of(cast)[:16]))
    return tuple(made)


def clip_keys(plan: ScenePlan, keys: Sequence[BeatKey]) -> tuple[ClipKey, ...]:
    """The clips of a scene, in order, from the keys of its beats."""
    return tuple(ClipKey(cut, _clip_key(cut, keys[cut.beat].key)) for cut in cuts(plan))


def _clip_key(cut: Cut, key: str) -> str:
    return key if cut.parts == 1 else key_of({"beat": key, "part": cut.part, "parts": cut.parts})


def _short(digests: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: digest[:16] for name, digest in digests.items()})


def _own_parts(
    plan: ScenePlan, rehearsal: Rehearsal, index: int, written: Mapping[str, Any]
) -> dict[str, str]:
    """The checksums of the parts in which the beats of a scene differ, but for captions."""
    span, played = plan.clock[index], rehearsal.timeline
    late = in_beat(rehearsal.stage.signs, index), rehearsal.stage.tellings[index]
    words = {name: value for name, value in written.items() if name not in _SETTLED}
    return {
        "beat": key_of([words, span.motion, span.frames, canonical_value(late)]),
        "start": key_of(canonical_value(played.starts[index])),
    }


def _cast(plan: ScenePlan, rehearsal: Rehearsal, index: int) -> tuple[list[str], list[str], str]:
    """The verbs of a beat, the actors that are on the stage at any time of it, and the kind of stage."""
    motion = rehearsal.timeline.motions[index]
    actors = {name for share in _LOOKS for name in motion(share).actors}
    return sorted(_verbs(plan.spec.beats[index])), sorted(actors), plan.spec.stage.kind


def _verbs(beat: Beat) -> Iterator[str]:
    yield beat.verb
    if isinstance(beat.action, TogetherAction):
        for child in beat.action.beats:
            yield from _verbs(child)


def _numbers(value: Any) -> Any:
    """The stage, or its volume, as JSON without its functions; a new function there is refused."""
    kept = {name: getattr(value, name) for name in value.__struct_fields__ if name not in _ALIVE}
    if isinstance(value, Stage) and value.volume is not None:
        kept["volume"] = None
        return [canonical_value(kept), _numbers(value.volume)]
    return canonical_value(kept)
