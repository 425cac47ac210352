"""Mobjects whose look is a list of named numbers that manim's animations can blend."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from manim import ManimColor, Mobject


class Blended(Mobject):  # type: ignore[misc]
    """A mobject that is described in full by its points, its colour and the attributes that its class names.

    ``animate``, ``Transform``, ``become``, ``save_state`` and ``restore`` of manim work on all of these.

    Attributes:
        numbers: attributes and their defaults that are numbers or arrays and are blended.
        choices: attributes and their defaults that are taken from one side or the other as they are.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType({"opacity": 1.0})
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def style(self, given: Mapping[str, Any]) -> None:
        """Sets every attribute that the class names, to what is given or to its default.

        Raises:
            TypeError: a name that this class does not have.
        """
        known = {**self.numbers, **self.choices}
        for name in given:
            if name not in known:
                raise TypeError(f"{type(self).__name__} has no `{name}`; it has {', '.join(sorted(known))}")
        for name, default in known.items():
            value = given.get(name, default)
            # Arrays are never shared: blending makes new ones, but a user may write into them.
            as_array = isinstance(default, tuple) and name in self.numbers
            setattr(self, name, np.array(value, dtype=np.float64) if as_array else value)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Takes everything but the points from between two others; manim calls it along with the points.

        Raises:
            TypeError: one of them is of another kind.
        """
        self._require_kind(mobject1)
        self._require_kind(mobject2)
        for name in (*self.numbers, "color"):
            setattr(self, name, _between(getattr(mobject1, name), getattr(mobject2, name), alpha))
        for name in self.choices:
            setattr(self, name, getattr(mobject2 if alpha >= 1 else mobject1, name))
        return self

    def align_data(self, mobject: Mobject, skip_point_alignment: bool = False) -> Self:
        """Makes this one and another ready for blending.

        Raises:
            TypeError: the other is of another kind.
        """
        self._require_kind(mobject)
        aligned: Self = super().align_data(mobject, skip_point_alignment)
        return aligned

    def set_opacity(self, opacity: float, family: bool = True) -> Self:  # noqa: ARG002 - manim's signature
        """Sets the opacity, 0..1."""
        self.opacity = float(opacity)
        return self

    def get_opacity(self) -> float:
        """The opacity, 0..1."""
        return float(self.opacity)

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:  # noqa: ARG002 - manim's signature
        """Takes away a part of the opacity; 1 takes all."""
        return self.set_opacity(self.opacity * (1.0 - darkness))

    def look(self) -> tuple[Any, ...]:
        """Everything that the picture depends on, comparable by value."""
        names = (*self.numbers, *self.choices)
        return (
            _comparable(self.points),
            *self.color.to_rgba().tolist(),
            *(_comparable(getattr(self, name)) for name in names),
        )

    def _require_kind(self, other: Mobject) -> None:
        if type(other) is not type(self):
            raise TypeError(
                f"{type(self).__name__} and {type(other).__name__} cannot be blended into each other; "
                "fade one out and the other in"
            )


def _between(first: Any, second: Any, alpha: float) -> Any:
    """A value between two; exactly one of them at the ends."""
    if alpha in (0, 1):
        chosen = second if alpha else first
        return chosen.copy() if isinstance(chosen, np.ndarray) else chosen
    if isinstance(first, ManimColor):
        return first.interpolate(second, alpha)
    return first * (1.0 - alpha) + second * alpha


def _comparable(value: Any) -> Any:
    return (value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value
