"""The shared gradient module: formulas, scalar fields and what is computed from them.

Everything public is listed here and imported on first use, so that a command which only reads formulas never waits
for sympy, scipy or contourpy.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradanim.calculus.borders import border_crossings, border_values, is_unbounded
    from gradanim.calculus.claims import Claim, ClaimResult, Comparison, parse_claim
    from gradanim.calculus.critical import CriticalKind, CriticalPoint, find_critical_points
    from gradanim.calculus.curves import hermite
    from gradanim.calculus.descent import StopReason, Trajectory, descend
    from gradanim.calculus.directional import (
        along_line,
        difference_quotient,
        directional_derivative,
        gradient_vanishes,
        slope_by_angle,
        steepest_ascent,
        steepest_descent,
        surface_normal,
        unit,
        unit_direction,
        uphill_tangent,
    )
    from gradanim.calculus.field import ScalarField
    from gradanim.calculus.flow import Flow, FlowStop, gradient_flow
    from gradanim.calculus.formatting import format_quantity
    from gradanim.calculus.graph import (
        ComputeGraph,
        GraphBuilder,
        gradient_by_backpropagation,
        gradient_by_differences,
    )
    from gradanim.calculus.graph_network import Network, dense_network
    from gradanim.calculus.jets import JetField
    from gradanim.calculus.lagrange import LagrangePoint, find_lagrange_points
    from gradanim.calculus.level_paths import level_curve_through, walk_positions
    from gradanim.calculus.level_surfaces import LevelSurface, level_surface
    from gradanim.calculus.levels import LevelCurve, level_curves, level_tangent, nice_levels
    from gradanim.calculus.margin import domain_margin
    from gradanim.calculus.models import LocalModel, linear_model, quadratic_model
    from gradanim.calculus.names import canonical, check_names
    from gradanim.calculus.parsing import Expression, parse
    from gradanim.calculus.protocol import Field
    from gradanim.calculus.quantities import Quantity, parse_quantity, split_spec
    from gradanim.calculus.rough_places import Rough, RoughPlace, rough_in_box, rough_on_path
    from gradanim.calculus.steepest import SteepestPath, path_positions, steepest_path
    from gradanim.calculus.steepest_many import flow_paths
    from gradanim.calculus.step_base import StepRule
    from gradanim.calculus.step_rules import STEP_RULES, make_step_rule
    from gradanim.calculus.vector_map import VectorMap

__all__ = [
    "STEP_RULES",
    "Claim",
    "ClaimResult",
    "Comparison",
    "ComputeGraph",
    "CriticalKind",
    "CriticalPoint",
    "Expression",
    "Field",
    "Flow",
    "FlowStop",
    "GraphBuilder",
    "JetField",
    "LagrangePoint",
    "LevelCurve",
    "LevelSurface",
    "LocalModel",
    "Network",
    "Quantity",
    "Rough",
    "RoughPlace",
    "ScalarField",
    "SteepestPath",
    "StepRule",
    "StopReason",
    "Trajectory",
    "VectorMap",
    "along_line",
    "border_crossings",
    "border_values",
    "canonical",
    "check_names",
    "dense_network",
    "descend",
    "difference_quotient",
    "directional_derivative",
    "domain_margin",
    "find_critical_points",
    "find_lagrange_points",
    "flow_paths",
    "format_quantity",
    "gradient_by_backpropagation",
    "gradient_by_differences",
    "gradient_flow",
    "gradient_vanishes",
    "hermite",
    "is_unbounded",
    "level_curve_through",
    "level_curves",
    "level_surface",
    "level_tangent",
    "linear_model",
    "make_step_rule",
    "nice_levels",
    "parse",
    "parse_claim",
    "parse_quantity",
    "path_positions",
    "quadratic_model",
    "rough_in_box",
    "rough_on_path",
    "slope_by_angle",
    "split_spec",
    "steepest_ascent",
    "steepest_descent",
    "steepest_path",
    "surface_normal",
    "unit",
    "unit_direction",
    "uphill_tangent",
    "walk_positions",
]

# Public name -> the module that holds it.
_HOMES = MappingProxyType(
    {
        "border_crossings": "borders",
        "border_values": "borders",
        "is_unbounded": "borders",
        "Claim": "claims",
        "ClaimResult": "claims",
        "Comparison": "claims",
        "parse_claim": "claims",
        "CriticalKind": "critical",
        "CriticalPoint": "critical",
        "find_critical_points": "critical",
        "hermite": "curves",
        "StopReason": "descent",
        "Trajectory": "descent",
        "descend": "descent",
        "along_line": "directional",
        "difference_quotient": "directional",
        "directional_derivative": "directional",
        "gradient_vanishes": "directional",
        "slope_by_angle": "directional",
        "steepest_ascent": "directional",
        "steepest_descent": "directional",
        "surface_normal": "directional",
        "unit": "directional",
        "unit_direction": "directional",
        "uphill_tangent": "directional",
        "ScalarField": "field",
        "Flow": "flow",
        "FlowStop": "flow",
        "gradient_flow": "flow",
        "flow_paths": "steepest_many",
        "format_quantity": "formatting",
        "ComputeGraph": "graph",
        "GraphBuilder": "graph",
        "gradient_by_backpropagation": "graph",
        "gradient_by_differences": "graph",
        "Network": "graph_network",
        "dense_network": "graph_network",
        "JetField": "jets",
        "LagrangePoint": "lagrange",
        "find_lagrange_points": "lagrange",
        "level_curve_through": "level_paths",
        "walk_positions": "level_paths",
        "LevelSurface": "level_surfaces",
        "level_surface": "level_surfaces",
        "LevelCurve": "levels",
        "level_curves": "levels",
        "level_tangent": "levels",
        "nice_levels": "levels",
        "domain_margin": "margin",
        "LocalModel": "models",
        "linear_model": "models",
        "quadratic_model": "models",
        "canonical": "names",
        "check_names": "names",
        "Expression": "parsing",
        "parse": "parsing",
        "Field": "protocol",
        "Quantity": "quantities",
        "parse_quantity": "quantities",
        "split_spec": "quantities",
        "Rough": "rough_places",
        "RoughPlace": "rough_places",
        "rough_in_box": "rough_places",
        "rough_on_path": "rough_places",
        "SteepestPath": "steepest",
        "path_positions": "steepest",
        "steepest_path": "steepest",
        "StepRule": "step_base",
        "STEP_RULES": "step_rules",
        "make_step_rule": "step_rules",
        "VectorMap": "vector_map",
    }
)


def __getattr__(name: str) -> object:
    """Import a public name on its first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
