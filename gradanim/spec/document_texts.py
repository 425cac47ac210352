"""The paragraphs of the language page that no record can tell."""

from __future__ import annotations

from textwrap import fill
from typing import Final

from gradanim.calculus.names import FUNCTIONS

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
`.4g` or `d`, each with `+` before it for a sign), and `{=f}`, `{=gradient}`, `{=hessian}`, `{=f_x}` are formulas.
`{{`, `}}` and `\\$` are the characters themselves; everything else is shown as it is. A title may name parameters only.

In YAML a text that begins with `{`, and within brackets one that holds a `{`, stands in quotes: `write: "{norm} long"`.
A backslash begins an escape in double quotes: a text that holds one stands in single quotes, or in none.

What stands between two `$` is mathematics, written as in formulas, not as in TeX: `$1/2$`, `$sqrt(2)$`, `$x_1^2$`,
`$e^(-x)$`, `$alpha <= 1$`, `$∇f·u$`, `$∂f/∂x$`. Signs are typed as they are: `∇`, `·`, `≤`, `≈`, `∞`, `‖`.

In the braces and in claims, quantities are calculated with as in formulas: `{norm/2}`, `{dot(gradient, direction)}`,
`{gradient.x}`, `{f(1, 2)}`, `{norm(gradient(1, 2))}`, `{angle(gradient, step)}`; `unit(v)` is the unit vector along v.
The determinant of the Hessian is `{f_xx*f_yy - f_xy^2}`."""

CLAIMS: Final = """## Claims

A claim compares two sides with `==` (`=` says the same), `!=`, `<`, `<=`, `>`, `>=` or `≈` and is checked along its
whole beat before anything is drawn; where it is false, `check` fails with the two values and the place. `0 < x < 1` and
`f > 0 and norm < 2` are claims too. Vectors are written in round brackets and compared by `==`, `!=` and `≈`:
`gradient == (2, -0.875)`, `point != (0, 0)`; `gradient == 0` says that every component is zero.

`tolerance` is how far two sides of `==` may differ, relative to 1 plus the larger one, and counts for `!=`, `<=` and
`>=` in the same way; `<` and `>` are strict. `norm ≈ 8.06` holds where the number rounds to the digits typed; between
two quantities `≈` allows for a thousandth, or for `tolerance` if that is more. In a `together` a claim is checked along
the motion of the others.

The line of a claim stays for as long as it holds. Where a later beat moves the point, a parameter or the direction so
that the claim is false, its line fades out in that beat, and does not come back; `clear: text` takes it away before."""

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

_FUNCTIONS: Final = fill(f"The functions are {', '.join(f'`{name}`' for name in FUNCTIONS)}.", 120)

FORMULAS: Final = f"""### Formulas

Formulas are typed as in a notebook: `x^2 y + 3y`, `2 sin(x)`, `x²`, `|x|`, `√x`, `sin^2(x)`; `**` says the same as `^`,
and a product needs no sign. The constants are `e`, `pi` (or `π`) and `tau`, which is 2π.

{_FUNCTIONS}
`log` is the natural logarithm and is printed as ln, `lg` is that of base 10; `min` and `max` take two to eight
arguments, `atan2` takes y and x. Trigonometric functions take radians.

A formula may be without a value at places, as `log(x)` is left of 0 and `1/sqrt(x^2 + y^2)` is at the origin: there
nothing is drawn, the point cannot be placed or led there, and a `steepest` walk ends at the edge. A pole is drawn as
deep as f is at those of 65 by 65 places of the domain that are nearest to it; where these few values lie far outside of
all others, only as far outside of the middle 96 % as the values in there are apart, and the film says that more is cut
off. `clip` cuts it off where you like. Of kinks and jumps, as those of `abs` and `floor`, `check` warns: there is no
gradient there."""
