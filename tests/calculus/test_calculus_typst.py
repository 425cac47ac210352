"""Formulas, gradients and names as Typst mathematics."""

import re
from pathlib import Path

import pytest
import typst as compiler
from calculus_formulas import Formula, formulas
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.field import ScalarField
from gradanim.calculus.parsing import parse
from gradanim.calculus.quantities import parse_quantity
from gradanim.calculus.typst import typst_name, typst_number
from gradanim.problems import ProblemError

PRINTED = [
    ("x^2 y + 3y", "x^2 y + 3 y"),
    ("0.50*(sin(1.2*x) - y)", "0.50 (sin(1.2 x) - y)"),
    ("1/2 x", "frac(1, 2) thin x"),
    ("2*3 x*2", "2 dot 3 x dot 2"),
    ("-(x + y) - (-x)", "-(x + y) - (-x)"),
    ("(x + 1)/(y - 1)", "frac(x + 1, y - 1)"),
    ("(x/y)^2", "(frac(x, y))^2"),
    ("(x^2)^3", "(x^2)^3"),
    ("x^(y + 1)", "x^(y + 1)"),
    ("x^(1/3) + 2^(y/2)", "x^(1 \\/ 3) + 2^(y \\/ 2)"),
    ("e^(-x^2)", "e^(-x^2)"),
    ("(-2)^2 x", "(-2)^2 x"),
    ("sin²(x) cos(y) y", "sin^2 (x) cos(y) thin y"),
    ("|x||y - |x||", "abs(x) thin abs(y - abs(x))"),
    ("√x ∛y", "sqrt(x) thin root(3, y)"),
    ("log(x) + log10(y)", "ln(x) + log_10 (y)"),
    ("arcsin(x) + asinh(y)", 'arcsin(x) + op("arsinh") (y)'),
    ("atan2(y, x)/max(x, y, 1)", 'frac(op("atan2") (y, x), max(x, y, 1))'),
    ("floor(x) ceil(y)", "floor(x) thin ceil(y)"),
    ("π x", "pi x"),
    ("αx₁ + λ", "alpha x_1 + lambda"),
    ("speed*x + v_max", '"speed" thin x + v_"max"'),
    ("1e-3 x + 2e5", "1 times 10^(-3) x + 2 times 10^5"),
    (".5x + 5.", "0.5 x + 5"),
]


@pytest.mark.parametrize(("text", "printed"), PRINTED)
def test_a_formula_is_printed_as_typed(text: str, printed: str) -> None:
    names = ["alpha", "lambda", "speed", "v_max", "x1"]
    assert parse(text, ["x", "y"], names).typst() == printed


GRADIENTS = [
    ("x^2 y + 3y", ("2 x y", "x^2 + 3")),
    ("3x^2 - 2x y + y^2", ("6 x - 2 y", "-2 x + 2 y")),
    ("x e^y", ("e^y", "x e^y")),
    ("exp(-x^2 - y^2)", ("-2 x exp(-x^2 - y^2)", "-2 y exp(-x^2 - y^2)")),
    (
        "0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x^2 + y^2)",
        ("0.16 x + 0.6 cos(1.2 x)", "0.16 y - 0.55 sin(1.1 y)"),
    ),
    ("x^2/3 + y/2", ("frac(2 x, 3)", "frac(1, 2)")),
    ("sqrt(x^2 + y^2)", ("frac(x, sqrt(x^2 + y^2))", "frac(y, sqrt(x^2 + y^2))")),
    ("ln(x^2 + y^2)", ("frac(2 x, x^2 + y^2)", "frac(2 y, x^2 + y^2)")),
    ("x/(x^2 + y^2)", ("frac(y^2 - x^2, (x^2 + y^2)^2)", "-frac(2 x y, (x^2 + y^2)^2)")),
    ("|x| + max(x, y)", ('bold(1)_(x > y) + op("sgn") (x)', "bold(1)_(y > x)")),
    ("a x^a + λ y", ("a^2 x^(a - 1)", "lambda")),
    ("2^x + x^y", ("2^x ln(2) + y x^(y - 1)", "x^y ln(x)")),
    ("e x + 0.25 y^2", ("e", "0.5 y")),
    ("x - x^3/3", ("1 - x^2", "0")),
    ("sin(x) cos(y)", ("cos(x) cos(y)", "-sin(x) sin(y)")),
    ("cbrt(x)", ("frac(1, 3 abs(x)^(2 \\/ 3))", "0")),
]


@pytest.mark.parametrize(("text", "printed"), GRADIENTS)
def test_a_gradient_is_printed_as_a_lecturer_writes_it(text: str, printed: tuple[str, str]) -> None:
    assert ScalarField.parse(text, params={"a": 2, "lambda": 1}).typst_gradient() == printed


def test_a_hessian_is_printed_row_by_row() -> None:
    assert ScalarField.parse("x^2 y + 3y").typst_hessian() == (("2 y", "2 x"), ("2 x", "0"))


@pytest.mark.parametrize(
    ("name", "printed"),
    [("x", "x"), ("alpha", "alpha"), ("x12", "x_12"), ("speed", '"speed"'), ("v_max", 'v_"max"'), ("v_a", "v_a"),
     ("Gamma", "Gamma"), ("step_size", '"step size"'), ("a1b", '"a1b"'),
     ("β₁", "beta_1"), ("beta_1", "beta_1"), ("w_1_2", "w_(1, 2)"), ("f_x1", "f_(x_1)"), ("x_β", "x_beta"),
     ("loss", '"loss"'), ("loss_1", '"loss"_1'), ("L_train", 'L_"train"'), ("f'", "f'"), ("f′_1", '"f′"_1'),
     ('#read("x")', '"#read(\\"x\\")"')],
)  # fmt: skip
def test_names(name: str, printed: str) -> None:
    assert typst_name(name) == printed


def test_numbers() -> None:
    assert [typst_number(text) for text in ("2", "2.", ".5", "0.50", "1e-3", "1.5e12")] == (
        ["2", "2", "0.5", "0.50", "1 times 10^(-3)", "1.5 times 10^12"]
    )


def test_quantities_have_their_own_notation() -> None:
    found = parse_quantity(
        "dot(gradient, u)/norm(u) + gradient.x - cross(u, (1, 2)) + angle(u, unit(u))", [], ["gradient", "u"]
    )
    assert found.typst({"gradient": "nabla f"}) == (
        "frac(nabla f dot u, norm(u)) + (nabla f)_(x) - u times (1, 2) + angle (u, frac(u, norm(u)))"
    )


SAFE = re.compile(r"[A-Za-z0-9 ()+\-^_.,>\\/\"]*")


def compiled(lines: list[str], folder: Path) -> bytes:
    source = folder / "formulas.typ"
    source.write_text("\n\n".join(f"$ {line} $" for line in lines), encoding="utf-8")
    return bytes(compiler.compile(source, format="pdf"))


@given(st.lists(formulas, min_size=5, max_size=20))
@settings(max_examples=6, deadline=None, derandomize=True)
def test_typst_reads_every_formula_and_gradient(several: list[Formula]) -> None:
    import tempfile

    lines: list[str] = []
    for formula in several:
        try:
            field = ScalarField.parse(formula.text)
            lines += [field.typst_value(), *field.typst_gradient()]
        except ProblemError:
            continue
    for line in lines:
        assert SAFE.fullmatch(line)
    with tempfile.TemporaryDirectory() as folder:
        assert compiled(lines, Path(folder)).startswith(b"%PDF")


def test_typst_reads_every_function_and_name(tmp_path: Path) -> None:
    lines = [
        parse(text, ["x", "y"], ["alpha", "lambda", "speed", "v_max", "x1"]).typst() for text, _ in PRINTED
    ]
    unary = "exp ln log10 log2 sqrt cbrt abs sign floor ceil sin cos tan cot sec csc asin acos atan sinh cosh tanh"
    lines += [parse(f"{name}(x + 1)^2 y", ["x", "y"]).typst() for name in unary.split()]
    lines += [parse(f"α {name}(x)", ["x"], ["α"]).typst() for name in ("asinh", "acosh", "atanh")]
    lines += [
        typst_name(name) for name in ("alpha", "omicron", "Omega", "epsilon", "phi", "step_size", "a1b")
    ]
    lines += [
        each
        for text, _ in GRADIENTS
        for each in ScalarField.parse(text, params={"a": 2, "lambda": 1}).typst_gradient()
    ]
    assert compiled(lines, tmp_path).startswith(b"%PDF")
