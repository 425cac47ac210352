"""What a build would do and why, found without doing it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gradanim.batch.beat_key import BeatKey
from gradanim.batch.clips import Clips
from gradanim.batch.freshness import Checksums, stale
from gradanim.batch.keybook import KeyBook
from gradanim.batch.keys import ClipKey, beat_keys, clip_keys
from gradanim.batch.register import Register
from gradanim.batch.scene_keys import scene_key
from gradanim.batch.settings import Settings
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.cuts import cuts
from gradanim.plan.scene_plan import ScenePlan

FORCED = "forced"
MISSING = "missing from the cache"
DAMAGED = "damaged in the cache"
UNMADE = "never made"


class Prospect(Struct, frozen=True, eq=False):
    """What a build would do with one scene.

    Attributes:
        plan: the scene.
        fresh: whether it would be left alone.
        draws: by number of a beat, how many of its frames would be drawn; None where nobody can know without
            playing the scene.
    """

    plan: ScenePlan
    fresh: bool
    draws: tuple[int, ...] | None

    @property
    def frames(self) -> int:
        """How many frames would be drawn, at most."""
        if self.fresh:
            return 0
        return self.plan.frames if self.draws is None else sum(self.draws)


class BeatProspect(Struct, frozen=True):
    """What a build would do with one beat.

    Attributes:
        index: its number.
        draws: how many of its frames would be drawn.
        reasons: why, in words; why it is another one than the last time where it is found in the cache.
    """

    index: int
    draws: int
    reasons: tuple[str, ...]


class Outlook:
    """Looks at scenes for one output folder.

    Args:
        settings: how they would be made, and where.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._register = Register(settings.out, settings.cache)
        self._checksums = Checksums(settings.cache, settings.out)
        self._keybook = KeyBook(settings.cache)
        self._clips = Clips(settings.cache)

    def fresh(self, plan: ScenePlan) -> bool:
        """Whether a scene would be left alone."""
        return self.stale(plan) is None

    def stale(self, plan: ScenePlan) -> str | None:
        """Why a scene would not be left alone, in words; None where it would."""
        if self._settings.force:
            return FORCED
        return stale(plan, self._mode, self._settings.out, self._register.line(plan.id), self._checksums)

    def of(self, plan: ScenePlan, *, play: bool) -> Prospect:
        """What would become of a scene, as far as the cache looks from outside.

        Args:
            plan: the scene.
            play: whether a scene that has changed may be played in the head to know which of its beats have.

        Raises:
            ProblemError: the scene was played and cannot be.
        """
        if self.fresh(plan):
            return Prospect(plan, True, None)
        if self._settings.force:
            return Prospect(plan, False, tuple(span.frames for span in plan.clock))
        keys = self._keybook.known(scene_key(plan, self._mode))
        never = self._keybook.last(plan, self._mode) is None
        # A scene of another name may have the same clips, but not where there are none.
        if keys is None and never and not (play and self._clips.root.is_dir()):
            return Prospect(plan, False, tuple(span.frames for span in plan.clock))
        if keys is None and play:
            keys = self._played(plan)
        if keys is None:
            return Prospect(plan, False, None)
        draws = [0] * len(plan.clock)
        for clip in clip_keys(plan, keys):
            draws[clip.cut.beat] += 0 if self._clips.seems_good(clip.key) else clip.cut.frames
        return Prospect(plan, False, tuple(draws))

    def beats(self, plan: ScenePlan) -> list[BeatProspect]:
        """What would become of every beat of a scene and why; every clip is checked, and nothing is changed.

        Raises:
            ProblemError: the scene cannot be played.
        """
        keys = self._keybook.known(scene_key(plan, self._mode)) or self._played(plan)
        last = self._keybook.last(plan, self._mode)
        lacks = {clip.cut.number: self._lack(clip) for clip in clip_keys(plan, keys)}
        found = []
        for key in keys:
            own = [cut for cut in cuts(plan) if cut.beat == key.index]
            draws = sum(cut.frames for cut in own if lacks[cut.number])
            states = dict.fromkeys(text for cut in own if (text := lacks[cut.number]))
            found.append(BeatProspect(key.index, draws, self._reasons(key, last, tuple(states))))
        return found

    def _reasons(
        self, key: BeatKey, last: Sequence[BeatKey] | None, states: tuple[str, ...]
    ) -> tuple[str, ...]:
        before = None if last is None or key.index >= len(last) else last[key.index]
        changes = key.reasons(before)
        if not states or FORCED in states or DAMAGED in states:
            return states or changes
        if before is None:
            return (UNMADE,) if last is None else ("a new beat",)
        return changes or states

    def _lack(self, clip: ClipKey) -> str | None:
        """Why a clip would be rendered, or None where it is there."""
        if self._settings.force:
            return FORCED
        if self._clips.good(clip.key):
            return None
        return DAMAGED if self._clips.has(clip.key) else MISSING

    def _played(self, plan: ScenePlan) -> tuple[BeatKey, ...]:
        return beat_keys(plan, rehearsed(plan, self._mode == "burn"))

    @property
    def _mode(self) -> str:
        return self._settings.captions
