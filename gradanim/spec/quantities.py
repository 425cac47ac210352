"""The quantities that texts and claims may name, and how their expressions are checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gradanim.spec.known import Known

# Numbers, as `{norm}` or in `claim: norm < 2`.
SCALARS: Mapping[str, str] = MappingProxyType(
    {
        "f": "The value of the field at the point.",
        "norm": "The length of the gradient at the point.",
        "slope": "The directional derivative of the field along the unit direction u.",
        "angle": "Degrees from the gradient to the unit direction u, from 0 to 180.",
        "level": "The level of the drawn level curve; without one, of the curve through the point.",
        "loss": "The value of the field at the point, as a loss.",
        "steps": "The number of steps that the descent has taken.",
        "step_size": "The step size of the descent, where its rule has one.",
        "predicted": "The change that the linear model predicts for the step.",
        "actual": "The change of the field over the step.",
        "error": "The actual change minus the predicted one.",
    }
)
# Vectors, as `{gradient}` or in `claim: dot(gradient, tangent) == 0`.
VECTORS: Mapping[str, str] = MappingProxyType(
    {
        "point": "The coordinates of the point.",
        "gradient": "The gradient at the point.",
        "negative_gradient": "The negative gradient at the point.",
        "direction": "The unit direction u.",
        "tangent": "The unit tangent of the level curve through the point (of three variables: at its height).",
        "step": "The step of `approximate`, or the last step of a descent.",
    }
)
QUANTITIES: Mapping[str, str] = MappingProxyType({**SCALARS, **VECTORS})
# The field and its gradient at any place, as in `f(1, 2)`.
CALLS: Final = frozenset({"f()", "gradient()"})
# A direction is one angle in the plane; a level curve has a tangent, which a level surface takes over.
_OF_VARIABLES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"angle": (2,), "slope": (2,), "direction": (2,), "tangent": (2, 3)}
)

# What has a value only after a descent, and only after a step.
OF_A_DESCENT: Final = frozenset({"steps", "step_size"})
# What has a value without a point too, where a level curve has a level of its own.
OF_A_LEVEL: Final = frozenset({"level"})
OF_A_STEP: Final = frozenset({"step", "predicted", "actual", "error"})


def scalars_of(known: Known) -> tuple[str, ...]:
    """The numbers that this scene has, with its partial derivatives and variables."""
    variables = _variables(known)
    named = (name for name in SCALARS if _exists(name, variables))
    partials = (f"f_{variable}" for variable in variables)
    return (*named, *partials, *second_partials(variables), *variables)


def second_partials(variables: tuple[str, ...]) -> Mapping[str, tuple[int, int]]:
    """The names of second partial derivatives, such as ``f_xy``, and the two axes; of variables of one letter alone."""
    single = [(axis, name) for axis, name in enumerate(variables) if len(name) == 1]
    pairs = ((one, other) for k, one in enumerate(single) for other in single[k:])
    return {
        f"f_{first}{second}": (i, j) for (i, first), (j, second) in pairs if first + second not in variables
    }


def vectors_of(known: Known) -> tuple[str, ...]:
    """The vectors that this scene has."""
    return tuple(name for name in VECTORS if _exists(name, _variables(known)))


def _exists(name: str, variables: tuple[str, ...]) -> bool:
    """Whether a quantity has a meaning for that many variables."""
    return len(variables) in _OF_VARIABLES.get(name, (len(variables),))


def _variables(known: Known) -> tuple[str, ...]:
    """The variables; x and y where there is no field, so that it is the field that is told to be missing."""
    return known.variables or ("x", "y")


def used_by(text: str, known: Known) -> frozenset[str]:
    """The quantities that an expression such as ``norm / 2`` needs, parameters left out.

    Raises:
        ProblemError: with the column in ``text``.
    """
    # Imported here: a scene without computed numbers never pays for it.
    from gradanim.calculus.names import canonical
    from gradanim.calculus.quantities import parse_quantity

    quantity = parse_quantity(text, scalars_of(known), vectors_of(known), known.params, _variables(known))
    return quantity.needs - {canonical(name) for name in known.params}


def check_format(text: str) -> None:
    """Refuse a format that no number can be written in.

    Raises:
        ProblemError: ``format_unknown``.
    """
    from gradanim.calculus.formatting import check_spec

    check_spec(text)


def used_by_claim(text: str, known: Known) -> frozenset[str]:
    """The quantities that a claim such as ``norm < 2`` needs, parameters left out.

    Raises:
        ProblemError: with the column in ``text``.
    """
    from gradanim.calculus.claims import parse_claim
    from gradanim.calculus.names import canonical

    claim = parse_claim(text, scalars_of(known), vectors_of(known), known.params, _variables(known))
    return claim.needs - {canonical(name) for name in known.params}
