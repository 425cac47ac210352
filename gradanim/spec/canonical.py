"""The canonical form of a scene: what decides its film, and nothing of how it was written."""

from __future__ import annotations

from typing import Any

from gradanim.spec.scene import SceneSpec


def canonical(scene: SceneSpec) -> dict[str, Any]:
    """A scene as plain data for fingerprints.

    Defaults are written out, expressions in parameters are numbers, keys are sorted, and every float is given by its
    shortest exact text, so that the JSON of two scenes is equal exactly where the scenes are.
    """
    plain: dict[str, Any] = _stable(scene.model_dump(mode="python", by_alias=True))
    return plain


def _stable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stable(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_stable(item) for item in value]
    if isinstance(value, float):
        return repr(value + 0.0)  # -0.0 is 0.0
    return value
