"""The paragraphs of the language page that no record can tell."""

from __future__ import annotations

from typing import Final

INTRODUCTION: Final = """# The language

A spec is a file in YAML, TOML or JSON that says what a film shows: a scalar field, a stage, and a list of beats. This
page is made from the records that load specs; `gradanim schema` prints the same as JSON Schema for editors.

```yaml
title: The gradient points uphill
field:
  f: 0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x^2 + y^2)
  x: [-3, 3]
  y: [-3, 3]
stage: surface
beats:
  - show: [axes, surface, floor]
    say: A function of two variables is a landscape.
  - place: [1.6, 0]
  - show: gradient
  - walk: {circle: {center: [0, 0], radius: 1.6}}
    seconds: 8
  - claim: norm > 0
```

YAML is read by its version 1.2: `1e-3` is a number, `no` is a word. A key may stand once; anchors, aliases, tags and
merge keys are refused, and so is a file of more than 256 kB. Wherever a number is wanted, an expression in the
parameters will do: `a/2`, `2*pi`. Angles are degrees. All problems of a file are told at once, each at its place; for
TOML the place is that of the key."""

TEXTS: Final = """## Texts

In every text, `{norm}` is a computed number that follows the motion, `{norm:.3f}` the same in a format (`.3f`, `.2e`,
`.4g` or `d`, each with `+` before it for a sign), and `{=f}`, `{=gradient}`, `{=hessian}`, `{=f_x}` are formulas. What
stands between two `$` is mathematics. `{{`, `}}` and `\\$` are the characters themselves; everything else is shown as
it is. A title may name parameters only.

In the braces and in claims, quantities are calculated with as in formulas: `{norm/2}`, `{dot(gradient, direction)}`,
`{gradient.x}`, `{f(1, 2)}`, `{angle(gradient, step)}`."""

CLAIMS: Final = """## Claims

A claim compares two sides with `==`, `!=`, `<`, `<=`, `>`, `>=` or `≈` and is checked along its whole beat before
anything is drawn; where it is false, `check` fails with the two values and the place. `==` allows for `tolerance`.
`norm ≈ 8.06` holds where the number rounds to the digits typed. In a `together` a claim is checked along the motion of
the others."""

REUSE: Final = """## Parameters, variants, layers

`params: {a: 2}` names numbers for the formula, the texts and the beats. `variants` makes several scenes from one spec;
each says what is different, and its id is that of the spec with its name behind it:

```yaml
params: {alpha: 0.1}
variants:
  small: {title: Small steps, params: {alpha: 0.02}}
  large: {title: Large steps, params: {alpha: 0.9}}
```

`extends: other.yaml` lays a spec over another one: mappings are merged, lists and single values are replaced; `id` and
`variants` are not taken over. The `defaults` of a series lie under all of its scenes in the same way."""
