"""The scenes of the benchmark in plain manim 0.22, written by hand as its user would, for the Cairo renderer.

The whole motion of each takes as long as the environment variable ``CLIP_SECONDS`` says. Numbers are set by Typst,
which comes with manim; LaTeX, the default of ``DecimalNumber``, would have to be installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import manim as m
import numpy as np
from numpy.typing import NDArray

SECONDS = float(os.environ.get("CLIP_SECONDS", "10"))
SPAN = [-2.5, 2.5]
COLOURS = [m.BLUE_D, m.GREEN, m.YELLOW]
Array = NDArray[np.float64]


def bumps(x: float, y: float) -> float:
    """A hill and a hollow."""
    hill = 1.4 * np.exp(-((x + 0.4) ** 2 + (y - 0.4) ** 2) / 1.7)
    return float(hill - 0.5 * np.exp(-((x - 1.3) ** 2 + (y + 1) ** 2) / 1.1))


def bumps_gradient(x: float, y: float) -> Array:
    """Its gradient."""
    hill = 1.4 * np.exp(-((x + 0.4) ** 2 + (y - 0.4) ** 2) / 1.7)
    hollow = 0.5 * np.exp(-((x - 1.3) ** 2 + (y + 1) ** 2) / 1.1)
    along = -2 * (x + 0.4) / 1.7 * hill + 2 * (x - 1.3) / 1.1 * hollow
    return np.array([along, -2 * (y - 0.4) / 1.7 * hill + 2 * (y + 1) / 1.1 * hollow])


def valley(x: float, y: float) -> float:
    """A long valley."""
    return 0.1 * x * x + 1.5 * y * y


def circling(t: m.ValueTracker, radius: float) -> Array:
    """The point of a walk once around a circle."""
    angle = t.get_value() * 2 * np.pi
    return radius * np.array([np.cos(angle), np.sin(angle)])


def level_curves(f: Callable[[float, float], float], axes: m.Axes, levels: Array) -> m.VGroup:
    """One curve per level, coloured by it."""
    curves = [axes.plot_implicit_curve(lambda x, y, c=c: f(x, y) - c, stroke_width=3) for c in levels]
    return m.VGroup(*curves).set_color_by_gradient(*COLOURS)


class Landscape(m.ThreeDScene):
    """What the three scenes of a landscape have in common."""

    def stage(self, theta: float) -> None:
        """The camera, the axes and the floor under them."""
        self.set_camera_orientation(phi=62 * m.DEGREES, theta=theta * m.DEGREES)
        self.axes = m.ThreeDAxes(SPAN, SPAN, [-1.6, 1.5], x_length=6, y_length=6, z_length=4.2)
        self.sunk = self.axes.c2p(0, 0, -1.6) - self.axes.c2p(0, 0, 0)
        grid = m.NumberPlane([*SPAN, 0.5], [*SPAN, 0.5], x_length=6, y_length=6)
        self.floor = grid.set_opacity(0.4).shift(self.sunk)

    def surface(self, f: Callable[[float, float], float], low: float, high: float) -> m.Surface:
        """The landscape, coloured by height."""
        colours = list(zip(COLOURS, np.linspace(low, high, 3), strict=True))
        made = m.Surface(lambda u, v: self.axes.c2p(u, v, f(u, v)), SPAN, SPAN, (32, 32))
        return made.set_fill_by_value(axes=self.axes, colorscale=colours)

    def on_floor(self, at: Array) -> Array:
        """A point of the input plane under the landscape."""
        return np.asarray(self.axes.c2p(*at, -1.6))

    def walker(self, at: Callable[[], Array], f: Callable[[float, float], float]) -> m.VGroup:
        """The point on the landscape and the dashed line down to its place on the floor."""

        def raised() -> Array:
            return np.asarray(self.axes.c2p(*at(), f(*at())))

        drop = m.always_redraw(lambda: m.DashedLine(self.on_floor(at()), raised()))
        return m.VGroup(drop, m.Dot3D(color=m.RED).add_updater(lambda dot: dot.move_to(raised())))

    def arrow(self, at: Callable[[], Array], gradient: Callable[[], Array]) -> m.Arrow:
        """The gradient on the floor."""

        def redrawn() -> m.Arrow:
            tip = self.on_floor(at() + 0.8 * gradient())
            return m.Arrow(self.on_floor(at()), tip, buff=0, color=m.YELLOW)

        return m.always_redraw(redrawn)

    def readout(self, lines: dict[str, Callable[[], Array]]) -> None:
        """Lines of text in the corner whose numbers follow the motion."""
        rows = m.VGroup()
        for name, values in lines.items():
            row = m.VGroup(m.Text(f"{name} =", font_size=32))
            for k, value in enumerate(values()):
                number = m.DecimalNumber(value, mob_class=m.MathTypst, font_size=36, include_sign=True)
                row.add(number.add_updater(lambda n, of=values, k=k: self.count(n, of()[k])))
            rows.add(row.arrange(m.RIGHT, buff=0.25))
        rows.arrange(m.DOWN, aligned_edge=m.LEFT).to_corner(m.UR)
        self.add_fixed_in_frame_mobjects(*rows)

    def count(self, number: m.DecimalNumber, value: float) -> None:
        """A number takes new digits for every value, which must be fixed in the frame as well."""
        number.set_value(value)
        self.renderer.camera.add_fixed_in_frame_mobjects(number)


class Still(Landscape):
    """A surface, axes, level curves on the floor, a walking point with arrow and readout."""

    theta = -60.0
    turn = 0.0

    def construct(self) -> None:
        """What stands still is added first, so that manim draws it once."""
        self.stage(self.theta)
        curves = level_curves(bumps, self.axes, np.linspace(-0.4, 1.3, 14)[1:-1]).shift(self.sunk)
        self.add(self.floor, curves, self.axes, self.surface(bumps, -0.4, 1.3))
        t = m.ValueTracker(0)

        def at() -> Array:
            return circling(t, 1.2)

        def gradient() -> Array:
            return bumps_gradient(*at())

        self.add(self.walker(at, bumps), self.arrow(at, gradient))
        self.readout({"∇f": gradient, "|∇f|": lambda: np.array([np.linalg.norm(gradient())])})
        if self.turn:
            self.begin_ambient_camera_rotation(rate=self.turn * m.DEGREES / SECONDS)
        self.play(t.animate(rate_func=m.linear).set_value(1), run_time=SECONDS)


class Turning(Still):
    """The same under a turning camera."""

    theta = -100.0
    turn = 80.0


class Morphing(Landscape):
    """A surface that changes its shape while a parameter moves, with the gradient at a point."""

    def construct(self) -> None:
        """The surface is made anew for every frame."""
        self.stage(-60)
        a, place = m.ValueTracker(0.5), np.array([0.9, -0.6])

        def f(x: float, y: float) -> float:
            return float(np.cos(a.get_value() * x) * np.exp(-(x * x + y * y) / 4))

        def gradient() -> Array:
            x, y = place
            fall = np.exp(-(x * x + y * y) / 4)
            along = -a.get_value() * np.sin(a.get_value() * x) * fall - x / 2 * f(x, y)
            return np.array([along, -y / 2 * f(x, y)])

        self.add(self.floor, self.axes, m.always_redraw(lambda: self.surface(f, -0.6, 1)))
        self.add(self.walker(lambda: place, f), self.arrow(lambda: place, gradient))
        self.readout({"a": lambda: np.array([a.get_value()]), "∇f": gradient})
        self.play(a.animate(rate_func=m.smooth).set_value(3), run_time=SECONDS)


class Contours(m.Scene):
    """A contour map with 12 levels, a walking point, its gradient and the tangent of its level curve."""

    def construct(self) -> None:
        """The map stands still."""
        axes, t = m.Axes([-3, 3], [-2, 2], x_length=10.2, y_length=6.8), m.ValueTracker(0)
        self.add(
            level_curves(lambda x, y: x * x / 2 + y * y + 0.35 * x * y, axes, np.linspace(0, 10.4, 14)[1:-1]),
            axes,
        )

        def at() -> Array:
            return circling(t, 1.3)

        def gradient() -> Array:
            x, y = at()
            return np.array([x + 0.35 * y, 2 * y + 0.35 * x])

        def tangent() -> m.Arrow:
            along = np.array([-gradient()[1], gradient()[0]]) / np.linalg.norm(gradient())
            return m.Arrow(axes.c2p(*at()), axes.c2p(*(at() + along)), buff=0, color=m.GREEN)

        def arrow() -> m.Arrow:
            return m.Arrow(axes.c2p(*at()), axes.c2p(*(at() + 0.5 * gradient())), buff=0, color=m.YELLOW)

        dot = m.Dot(color=m.RED).add_updater(lambda dot: dot.move_to(axes.c2p(*at())))
        self.add(m.always_redraw(tangent), m.always_redraw(arrow), dot)
        self.play(t.animate(rate_func=m.linear).set_value(1), run_time=SECONDS)


class Descent(m.ThreeDScene):
    """Landscape, map and loss curve side by side; 60 steps of gradient descent."""

    def construct(self) -> None:
        """The landscape over its floor is in space, at the left; map and chart are fixed in the frame."""
        self.set_camera_orientation(phi=58 * m.DEGREES, theta=-60 * m.DEGREES)
        space = m.ThreeDAxes([-3, 3], [-2, 2], [-6, 7], x_length=5.4, y_length=3.6, z_length=4.4)
        space.shift(-3.4 * np.array([np.cos(np.pi / 6), np.sin(np.pi / 6), 0]))
        surface = m.Surface(lambda u, v: space.c2p(u, v, valley(u, v)), [-3, 3], [-2, 2], (32, 32))
        surface.set_fill_by_value(axes=space, colorscale=[(m.BLUE_D, 0), (m.GREEN, 3), (m.YELLOW, 6.5)])
        plane = m.Axes([-3, 3], [-2, 2], x_length=5.4, y_length=3.6).move_to([3.8, 1.6, 0])
        chart = m.Axes([0, 60, 10], [0, 4], x_length=5.4, y_length=2.6).move_to([3.8, -2.2, 0])
        curves = level_curves(valley, plane, np.linspace(0, 6.9, 14)[1:-1])
        self.add(curves.copy().shift(space.c2p(0, 0, -6) - plane.c2p(0, 0)), space, surface)
        self.add_fixed_in_frame_mobjects(plane, chart, curves)
        steps = m.ValueTracker(0)
        self.trails(steps, space, plane, chart)
        self.play(steps.animate(rate_func=m.linear).set_value(60), run_time=SECONDS)

    def trails(self, steps: m.ValueTracker, space: m.Axes, plane: m.Axes, chart: m.Axes) -> None:
        """The trails on landscape, floor and map, with the iterates, and the loss grow together."""
        points = np.array([-2.6, 1.4]) * (1 - 0.6 * np.array([0.2, 3.0])) ** np.arange(61)[:, None]

        def reached(k: float) -> Array:
            return np.array([np.interp(k, np.arange(61), points[:, axis]) for axis in (0, 1)])

        def trail(place: Callable[[float], Array], finer: int = 1) -> m.VMobject:
            def drawn() -> m.VMobject:
                at = [0, *np.arange(0, steps.get_value(), 1 / finer), steps.get_value()]
                return m.VMobject(color=m.ORANGE).set_points_as_corners([place(k) for k in at])

            return m.always_redraw(drawn)

        def iterates(place: Callable[[float], Array]) -> m.VGroup:
            dots = m.VGroup(*(m.Dot(place(k), radius=0.06, color=m.ORANGE) for k in range(61)))
            return dots.add_updater(
                lambda dots: [d.set_opacity(steps.get_value() >= k) for k, d in enumerate(dots)]
            )

        def raised(k: float) -> Array:
            return np.asarray(space.c2p(*reached(k), valley(*reached(k))))

        def below(k: float) -> Array:
            return np.asarray(space.c2p(*reached(k), -6))

        def flat(k: float) -> Array:
            return np.asarray(plane.c2p(*reached(k)))

        drop = m.always_redraw(lambda: m.DashedLine(below(steps.get_value()), raised(steps.get_value())))
        ball = m.Dot3D(color=m.RED).add_updater(lambda dot: dot.move_to(raised(steps.get_value())))
        self.add(trail(below), iterates(below), trail(raised, 8), drop, ball)
        dot = m.Dot(color=m.RED).add_updater(lambda dot: dot.move_to(flat(steps.get_value())))
        loss = trail(lambda k: np.asarray(chart.c2p(k, valley(*reached(k)))))
        self.add_fixed_in_frame_mobjects(trail(flat), iterates(flat), dot, loss)
