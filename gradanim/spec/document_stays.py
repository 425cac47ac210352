"""What verbs bring onto the stage by themselves and how long it stays, for the language page."""

from __future__ import annotations

from typing import Final

STAYS: Final = """### What comes by itself, and how long it stays

`show` brings actors that stay until a `hide` names them. These verbs bring something as well:"""

# Verbs, what they bring, and how long it stays.
ROWS: Final = (
    (
        "`place`",
        "the `point`",
        "until `hide: point`; a `race` or a `flow` lets it leave if nothing hangs on it",
    ),
    (
        "`walk`",
        "the `point`, and a trail behind it",
        "the trail fades in the next beat, unless that only walks on, writes, claims, highlights, strikes, clears or "
        "pauses",
    ),
    ("`dial`", "u, the actor `direction`", "until `hide: direction`"),
    (
        "`slice`",
        "the actor `slice`, which goes with the point",
        "until `hide: slice`; another `slice` turns it",
    ),
    (
        "`approximate`",
        "the actor `tangent_plane`; with a `step` the arrow h",
        "both until `hide: tangent_plane`, h until another `step` too; h stays with `change_bars`",
    ),
    (
        "`descend`",
        "the `point`, and its way with a dot at every step, the actor `trajectory`",
        "until `hide: trajectory`; the way of an earlier `descend` pales",
    ),
    (
        "`race`",
        "the ways of all runs with their dots and a legend, the actor `trajectory`",
        "until `hide: trajectory`; what `descend` has left fades",
    ),
    ("`flow`", "the actor `drops`", "until `hide: drops`; another `flow` begins anew"),
    ("`flip`", "the other arrow in place of the one that turns", "until `hide` names it"),
    ("`write`, `ask`, `claim`", "lines of text", "until `clear`; a `claim` until it is false"),
)

LEAVES: Final = """`clear: text` takes written lines away but not a `readout`, which is an actor: `hide: readout`.
`clear: all` takes everything. The arrows h, u and t (of `tangent`) are called d, v and τ where the scene has a
function, variable or parameter of that name. What is said with `say` is written to the caption files; the picture has
it with `--captions burn` only.

Charts have one place: `loss_curve`, `slope_curve`, `change_bars`, `component_bars`, `compute_graph` and `data_plot`
follow one another, each after a `hide` of the one before. What a verb or an actor hangs on, such as the point, comes in
a beat before it: the beats of a `together` begin at the same time."""
