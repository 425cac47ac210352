"""Themes: what each thing is coloured, the same thing always the same colour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

RGB = tuple[float, float, float]
RGBA = tuple[float, float, float, float]


def rgb(code: str) -> RGB:
    """Red, green and blue from 0 to 1 for ``#rrggbb``."""
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


class Theme(Struct, frozen=True):
    """Colours by role (sRGB, 0 to 1) and the ramp that the landscape is coloured with.

    Attributes:
        name: as written in a spec.
        colours: colour of each role.
        ramp: colours from the lowest to the highest value, evenly spaced.
        slope_ramp: colours from flat to steep.
    """

    name: str
    colours: Mapping[str, RGB]
    ramp: tuple[RGB, ...]
    slope_ramp: tuple[RGB, ...]

    def colour(self, role: str, opacity: float = 1.0) -> RGBA:
        """The colour of a role with an opacity."""
        return (*self.colours[role], opacity)


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """The colour between two others; ``share`` 0 is the first."""
    return tuple(p + (q - p) * share for p, q in zip(a, b, strict=True))  # type: ignore[return-value]


def _theme(
    name: str, colours: Mapping[str, str], ramp: tuple[str, ...], slope_ramp: tuple[str, ...]
) -> Theme:
    return Theme(
        name,
        MappingProxyType({role: rgb(code) for role, code in colours.items()}),
        tuple(map(rgb, ramp)),
        tuple(map(rgb, slope_ramp)),
    )


# Hues follow the palette of Okabe and Ito, which stays apart under every common colour blindness; here they
# are lightened for dark ground and darkened for light ground.
_DARK = _theme(
    "dark",
    {
        "background": "#0d1117",
        "panel": "#141b25",
        "text": "#f2f4f8",
        "muted": "#9aa7b8",
        "grid": "#2b3645",
        "axis": "#8794a6",
        "point": "#ffffff",
        "gradient": "#ffc83d",
        "negative_gradient": "#7ec5fa",
        "level_curve": "#59f5b2",
        "direction": "#d77fb5",
        "partial_0": "#fe895c",
        "partial_1": "#a192ff",
        "partial_2": "#c3e565",
        "tangent_plane": "#d7dee8",
        "slice": "#d77fb5",
        "wrong": "#ff6b6b",
        "contour": "#7f93aa",
        "datum": "#a9c4dd",
        "residual": "#ff6b6b",
        "uphill_tangent": "#ffab8f",
        "normal": "#8fe3e0",
        "fog": "#2a3442",
        "race_0": "#7ec5fa",
        "race_1": "#cff04f",
        "race_2": "#f0489f",
        "race_3": "#d7b075",
        "race_4": "#b44dff",
        "race_5": "#ff3b30",
    },
    ("#1c2747", "#234a74", "#2b7190", "#45978f", "#86bd93", "#d4dfae"),
    ("#1c2747", "#3b3f78", "#7a4a84", "#b95f78", "#e58a63", "#f8c87a"),
)
_LIGHT = _theme(
    "light",
    {
        "background": "#fbfaf6",
        "panel": "#f1efe8",
        "text": "#1b2330",
        "muted": "#586474",
        "grid": "#d9d6cc",
        "axis": "#6b7686",
        "point": "#10151d",
        "gradient": "#8e5e00",
        "negative_gradient": "#063876",
        "level_curve": "#156c49",
        "direction": "#ae4181",
        "partial_0": "#7c1500",
        "partial_1": "#6647bc",
        "partial_2": "#4f6400",
        "tangent_plane": "#5d6b7d",
        "slice": "#ae4181",
        "wrong": "#b3261e",
        "contour": "#8b98a8",
        "datum": "#4d6a86",
        "residual": "#b3261e",
        "uphill_tangent": "#8a2f12",
        "normal": "#006a70",
        "fog": "#d3d8de",
        "race_0": "#00589a",
        "race_1": "#c1155a",
        "race_2": "#666600",
        "race_3": "#9900ff",
        "race_4": "#330000",
        "race_5": "#140066",
    },
    ("#3a5c8c", "#4f86a6", "#6eabae", "#9bc7ad", "#cadfb4", "#f0eec6"),
    ("#5a6fa0", "#8a79ad", "#b983a9", "#d9949b", "#eeb08a", "#f8d79a"),
)
_HIGH_CONTRAST = _theme(
    "high_contrast",
    {
        "background": "#000000",
        "panel": "#0a0a0a",
        "text": "#ffffff",
        "muted": "#d0d0d0",
        "grid": "#4a4a4a",
        "axis": "#c8c8c8",
        "point": "#ffffff",
        "gradient": "#ffd608",
        "negative_gradient": "#8ccffc",
        "level_curve": "#37f6a6",
        "direction": "#ef9bbd",
        "partial_0": "#ed865c",
        "partial_1": "#ac93f7",
        "partial_2": "#d3f56b",
        "tangent_plane": "#ffffff",
        "slice": "#ef9bbd",
        "wrong": "#ff7b7b",
        "contour": "#b8c4d4",
        "datum": "#cfe3ff",
        "residual": "#ff7b7b",
        "uphill_tangent": "#ffb9a0",
        "normal": "#9ff5f0",
        "fog": "#303030",
        "race_0": "#6ad0ff",
        "race_1": "#dbff4d",
        "race_2": "#f0489f",
        "race_3": "#f2b58c",
        "race_4": "#9b55ff",
        "race_5": "#ff1a1a",
    },
    ("#10183a", "#143a6b", "#16648a", "#2a8f88", "#73bd85", "#e6f0a8"),
    ("#10183a", "#38306f", "#7c3a7f", "#c2536f", "#f0864f", "#ffd36a"),
)

THEMES: Mapping[str, Theme] = MappingProxyType(
    {theme.name: theme for theme in (_DARK, _LIGHT, _HIGH_CONTRAST)}
)
