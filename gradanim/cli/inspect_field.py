"""gradanim inspect: what there is to know about a function, at a point and over its domain."""

from __future__ import annotations

import json
import re

import click

from gradanim.cli.mistakes import pointed
from gradanim.cli.options import numbers
from gradanim.problems import Problem, ProblemError


class FormulaCommand(click.Command):
    """A command whose argument may begin with a minus, such as ``-x^2``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments; no option of this command has one dash but ``-h``."""
        formulas = re.compile(r"-(?![-h]|$)|-h.")
        return super().parse_args(ctx, [f" {a}" if formulas.match(a) else a for a in args])


class PointedError(click.ClickException):
    """A mistake in the formula, shown with a caret below its place."""

    exit_code = 2

    def __init__(self, error: ProblemError, formula: str) -> None:
        lines = [pointed(problem, formula) for problem in error.problems]
        # Where it is not another name mistyped it may be a parameter.
        names = [
            it.details["found"] for it in error.problems if it.code == "name_unknown" and not it.suggestion
        ]
        if names:
            lines.append(Problem("film_inspect_param", {"found": names[0]}).message)
        super().__init__("\n".join(lines))

    def show(self, file: object = None) -> None:
        """Prints it as every other problem is printed."""
        click.echo(self.message, err=True)


@click.command("inspect", cls=FormulaCommand)
@click.argument("formula")
@click.option("--variables", default="x,y", show_default=True, help="Names of the variables, in order.")
@click.option("--param", "params", multiple=True, help="A parameter and its value, such as a=2.")
@click.option("--at", callback=numbers, help="A point, such as 2,1.")
@click.option("--step", callback=numbers, help="A step from it, such as 0.1,-0.05.")
@click.option("--direction", callback=numbers, help="A direction of any length, such as 1,1.")
@click.option("--critical", is_flag=True, help="Look for critical points.")
@click.option("--domain", callback=numbers, help="Box for --critical, such as -5,5,-5,5.  [default: -5 to 5]")
@click.option("--json", "as_json", is_flag=True, help="Print an object for machines.")
def command(
    formula: str,
    variables: str,
    params: tuple[str, ...],
    at: tuple[float, ...] | None,
    step: tuple[float, ...] | None,
    direction: tuple[float, ...] | None,
    critical: bool,
    domain: tuple[float, ...] | None,
    as_json: bool,
) -> None:
    """Differentiate FORMULA and look at it at a point: gradient, steepest directions, predicted change."""
    from gradanim.cli.inspection import Question, inspect_formula, page

    names = tuple(name.strip() for name in variables.split(",") if name.strip())
    question = Question(at, step, direction, _box(domain, len(names)) if critical else None)
    formula = formula.lstrip(" ")
    try:
        result = inspect_formula(formula, names, _parameters(params), question)
    except ProblemError as error:
        raise PointedError(error, formula) from error
    click.echo(json.dumps(result, indent=2, ensure_ascii=False) if as_json else page(result))


def _parameters(params: tuple[str, ...]) -> dict[str, float]:
    made = {}
    for text in params:
        name, equals, value = text.partition("=")
        try:
            made[name.strip()] = float(value)
        except ValueError:
            raise click.BadParameter(f"`{text}` should be a name and a number, such as a=2") from None
        if not equals:
            raise click.BadParameter(f"`{text}` should be a name and a number, such as a=2")
    return made


def _box(domain: tuple[float, ...] | None, n: int) -> tuple[tuple[float, float], ...]:
    if domain is None:
        return ((-5.0, 5.0),) * n
    if len(domain) == 2:
        domain = domain * n
    if len(domain) != 2 * n or any(low >= high for low, high in zip(domain[::2], domain[1::2], strict=True)):
        raise click.BadParameter(f"--domain needs a low and a high number for each of {n} variables")
    return tuple(zip(domain[::2], domain[1::2], strict=True))
