"""A section of a field of three variables, against the field of two that it is."""

import numpy as np

from gradanim.beats.section import Section
from gradanim.calculus import JetField


def test_a_section_is_the_field_of_two_variables_with_the_third_one_put_in():
    section = Section(JetField.parse("x^2 y + a z ln(x) + |y| z", ("x", "y", "z"), {"a": 2.0}), 1.5)
    same = JetField.parse("x^2 y + 1.5 a ln(x) + 1.5 |y|", ("x", "y"), {"a": 2.0})
    points = np.random.default_rng(3).normal(size=(6, 7, 2))
    for given in (points, points[0, 0], np.array([1.0, 0.0])):
        np.testing.assert_allclose(section.value(given), same.value(given), rtol=1e-13)
        np.testing.assert_allclose(section.gradient(given), same.gradient(given), rtol=1e-13)
        np.testing.assert_allclose(section.hessian(given), same.hessian(given), rtol=1e-12)
        assert np.array_equal(section.nondifferentiable(given), same.nondifferentiable(given))
        value, gradient = section.value_and_gradient(given)
        np.testing.assert_array_equal(value, section.value(given))
        np.testing.assert_array_equal(gradient, section.gradient(given))
    assert section.variables == ("x", "y") and section.n == 2
    assert section.with_params(a=3.0).params == {"a": 3.0}
