"""The texts of the small scenes; their first beats are alike."""

from __future__ import annotations

_HEAD = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: %s
    say: The first beat.
  - place: [1, 0.5]
"""

SMALL = (
    _HEAD % 0.6
    + """\
    seconds: 0.4
  - show: gradient
    seconds: 0.4
    pause: 0.2
    say: There the value is {f:.2f}.
"""
)

# Many verbs, for keys.
KEYED = (
    _HEAD % 0.6
    + """\
    seconds: 0.4
  - place: [-1, 0.5]
    seconds: 0.4
  - show: [direction, rosette]
    seconds: 0.4
    say: There the value is {f:.2f}.
  - hide: [direction, rosette]
    seconds: 0.4
  - zoom: 2
    seconds: 0.4
"""
)

# The third beat is long enough to be cut into two clips.
LONG_BEAT = (
    _HEAD % 0.4
    + """\
    seconds: 0.2
  - show: gradient
    seconds: 0.4
    pause: 6
    say: "There the gradient is {=gradient}."
  - walk: {level_curve: {turns: 0.5}}
    seconds: 0.6
"""
)
