"""What authors write becomes the records, in every form."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_helpers import BEATS, HEAD, SCENE, load, told, with_beats

from gradanim.spec import ACTORS, VERBS, Beat, SceneSpec, canonical
from gradanim.spec.availability import ACTOR_STAGES, ENTERS, POINT_ACTORS, VERB_STAGES
from gradanim.spec.verbs import DescendAction

RICH = """
title: T
field: {f: a*x^2 + y, x: [-2, 2], y: [-1, 1]}
params: {a: 2}
beats:
  - show: [axes, surface, gradient_field]
  - place: [0.5, 0.5]
  - show: [gradient, partials, tangent_plane, direction, compute_graph]
"""


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_of_every_verb_loads(tmp_path: Path, verb: str) -> None:
    text = f"{RICH}  - {VERBS[verb].example}\n".replace("-2, 2", "-3, 3").replace("-1, 1", "-3, 3")
    scene = load(tmp_path, text)
    assert scene.beats[-1].verb == verb
    assert type(scene.beats[-1].action) is VERBS[verb]


@pytest.mark.parametrize("verb", VERBS)
def test_every_record_has_a_sentence_for_each_field(verb: str) -> None:
    action = VERBS[verb]
    assert (action.__doc__ or "").strip().endswith(".")
    assert action.verb == verb
    for name, field in action.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


@pytest.mark.parametrize("actor", ACTORS)
def test_every_actor_has_sentences(actor: str) -> None:
    assert (ACTORS[actor].__doc__ or "").strip().endswith(".")
    for name, field in ACTORS[actor].model_fields.items():
        assert (field.description or "").endswith("."), name


def test_the_tables_name_every_actor_and_no_other() -> None:
    assert set(ACTOR_STAGES) == set(ACTORS)
    assert set(POINT_ACTORS) < set(ACTORS)
    assert set().union(*ENTERS.values()) < set(ACTORS)
    assert set(VERB_STAGES) | set(ENTERS) < set(VERBS)


# Two forms that mean the same.
SAME = [
    ("show: axes", "show: [axes]"),
    ("show: {surface: {opacity: 0.5}}", "show: [{surface: {opacity: 1/2}}]"),
    ("show: {axes: , floor: }", "show: [axes, floor]"),
    ('show: {readout: "a"}', 'show: {readout: {lines: ["a"]}}'),
    ('show: {readout: ["a", "b"]}', 'show: [{readout: {lines: ["a", "b"]}}]'),
    ("hide: gradient", "hide: [gradient]"),
    ("place: [0, a/4]", "place: {point: [0, 0.5]}"),
    ("walk: {line: [1, 1]}", "walk: {line: {to: [1, 1]}}"),
    ("walk: {spline: [[0, 0], [1, 1]]}", "walk: {spline: {points: [[0, 0], [1, 1]]}}"),
    ("walk: level_curve", "walk: {level_curve: {turns: 1}}"),
    ("walk: {steepest: down}", "walk: {steepest: {direction: down}}"),
    ("walk: {level_curve: }", "walk: {level_curve: {}}"),
    ("flip:", "flip: {actor: gradient}"),
    ("flip: gradient", "flip"),
    ("dial", "dial: {turns: 1}"),
    ("dial: gradient", "dial: {to: gradient}"),
    ("dial: 90", "dial: {to: a*45}"),
    ("slice", "slice: {}"),
    ("slice: x", "slice: {direction: x}"),
    ("approximate:", "approximate: {}"),
    ("descend: {step_size: 0.1}", "descend: {learning_rate: 0.1, rule: gradient_descent, steps: 20}"),
    ("race: [{step_size: 1}, {rule: newton}]", "race: {runs: [{learning_rate: 1}, {rule: newton}], steps: 20}"),
    ("flow", "flow: {direction: down}"),
    ("flow: up", "flow: {direction: up}"),
    ("strike: gradient", "strike: {actors: [gradient]}"),
    ("orbit: 90", "orbit: {by: 90}"),
    ("zoom: 2", "zoom: {factor: a}"),
    ("highlight: axes", "highlight: [axes]"),
    ("write: hi", "write: {text: [hi], at: side}"),
    ("write: [hi, ho]", "write: {text: [hi, ho]}"),
    ("claim: 1 < 2", "claim: {that: 1 < 2, tolerance: 1e-6}"),
    ("pause: 2", "pause: {seconds: a}"),
    ("clear", "clear: text"),
    ("clear: all", "clear: {what: all}"),
]  # fmt: skip


@pytest.mark.parametrize(("short", "long"), SAME, ids=[short for short, _ in SAME])
def test_short_forms_mean_the_long_ones(tmp_path: Path, short: str, long: str) -> None:
    one = load(tmp_path, f"{RICH}  - {short}\n")
    other = load(tmp_path, f"{RICH}  - {long}\n")
    assert one == other
    assert canonical(one) == canonical(other)


def test_pause_is_a_verb_alone_and_stillness_beside_another(tmp_path: Path) -> None:
    scene = load(tmp_path, with_beats("pause: 2\n    say: hi", "show: axes\n    pause: 3"))
    assert [(beat.verb, beat.pause) for beat in scene.beats] == [("pause", None), ("show", 3.0)]
    assert scene.beats[0].say == "hi"


def test_fields_with_other_variables_and_defaults(tmp_path: Path) -> None:
    scene = load(
        tmp_path,
        "title: T\nfield: {f: a*b, domain: {a: [0, 1], b: [1, 2*pi]}, clip: [-1, 1], name: L}\n" + BEATS,
    )
    assert scene.field is not None
    assert scene.field.variables == ("a", "b")
    assert scene.field.domain == ((0.0, 1.0), (1.0, pytest.approx(6.283185307179586)))
    assert (scene.field.clip, scene.field.name) == ((-1.0, 1.0), "L")
    assert (scene.id, scene.theme, scene.seed, scene.variant) == ("scene", "dark", 0, None)
    assert (scene.stage.kind, scene.stage.height, scene.camera.azimuth) == ("surface", 0.45, -50.0)


def test_the_file_name_makes_the_id(tmp_path: Path) -> None:
    assert load(tmp_path, SCENE, "From Partials_to.vector.yaml").id == "from-partials-to-vector"
    assert load(tmp_path, SCENE + "id: x-1\n").id == "x-1"


def test_ids_cannot_leave_the_output_folder(tmp_path: Path) -> None:
    for name in ("../x", "/x", "..", "a/b", "a\\\\b", "C:x", "A", "", "a--b", "-a", "x" * 81):
        assert told(tmp_path, f'{SCENE}id: "{name}"\n'), name


def test_beats_know_their_places(tmp_path: Path) -> None:
    scene = load(tmp_path, with_beats("show: axes\n    say: hi", "clear", "seconds: 2\n    orbit: 3"))
    assert scene.source is not None
    assert [(mark.line, mark.column) for mark in scene.source.beats] == [(4, 5), (6, 5), (8, 5)]
    assert scene.source.field is not None
    assert (scene.source.field.line, scene.source.field.column) == (2, 12)


def test_where_a_scene_was_written_is_no_part_of_it(tmp_path: Path) -> None:
    one = load(tmp_path, SCENE)
    other = load(tmp_path, "# moved\n\n" + SCENE, "below/scene.yaml")
    assert one.source != other.source
    assert one == other
    assert canonical(one) == canonical(other)
    assert one != load(tmp_path, SCENE + "seed: 1\n")


def test_the_canonical_form_can_be_read_again(tmp_path: Path) -> None:
    scene = load(tmp_path, f"{RICH}  - dial: {{from: level, turns: 0.1}}\n  - descend: {{step_size: 0.3}}\n")
    plain = canonical(scene)
    assert SceneSpec.model_validate(plain) == scene
    assert "source" not in plain
    assert plain["params"] == {"a": "2.0"}
    assert list(plain) == sorted(plain)


def test_records_can_be_made_by_hand() -> None:
    beat = Beat.model_validate({"verb": "descend", "action": {"step_size": 0.1, "steps": 3, "shrink": 0.5}})
    assert isinstance(beat.action, DescendAction)
    assert beat.action.parameters == {"step_size": 0.1, "shrink": 0.5}


def test_markup_and_code_in_texts_stay_text(tmp_path: Path) -> None:
    text = '#read(\\"/etc/passwd\\") *b* _i_ `c` <l> @r \\\\ // /* [x] __import__(1)'
    scene = load(tmp_path, with_beats(f'write: "{text}"', f'show: axes\n    say: "{text}"'))
    wanted = '#read("/etc/passwd") *b* _i_ `c` <l> @r \\ // /* [x] __import__(1)'
    assert scene.beats[0].action.text == (wanted,)  # type: ignore[attr-defined]
    assert scene.beats[1].say == wanted


FORMULAS = [
    "__import__('os').system('x')", "x.__class__", "lambda: 1", "9^9^9^9", "(" * 60 + "x" + ")" * 60, "x^" * 50 + "x",
    "eval(x)", "[x for x in y]", "1e999", "x" * 501, "factorial(10^9)",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_that_attack_are_told_at_the_formula(tmp_path: Path, formula: str) -> None:
    text = HEAD.replace("x^2 + y", '"' + formula + '"') + BEATS
    found = told(tmp_path, text)
    assert found
    assert all(line.startswith("2:") for line in found), found


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = """title: T
field: {f: x^2 + q, x: [-2, 2], y: [1, -1], nmae: g}
theme: drak
beats:
  - shwo: axes
  - place: [9, a]
  - show: {gradient: {scael: 1}}
    secnds: 2
  - write: "{nrom}"
  - walk: {circle: {center: [0, 0], radius: -1}, line: [1, 1]}
"""
    assert [(line.split(":")[0], line.split(":")[1]) for line in told(tmp_path, text)] == [
        ("2", "18"), ("2", "36"), ("2", "45"), ("3", "8"), ("5", "5"), ("6", "16"), ("7", "23"), ("8", "5"),
        ("9", "14"), ("10", "45"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "field",
    [
        "f: x^2 + q, x: [2, -2], y: [-1, 1]",
        "f: x^2 + q, x: 3, y: [-1, 1]",
        "f: x^2 + q, x: [-2, 2], y: [-1, 1], clip: 3",
        "f: x^2 + q, x: [-2, 2], y: [-1, 1], name: ''",
    ],
)
def test_one_mistake_in_a_field_hides_no_other(tmp_path: Path, field: str) -> None:
    text = with_beats('write: "{nrom}"', "place: [0, 9]", head=f"title: T\nfield: {{{field}}}\n")
    lines = told(tmp_path, text)
    assert len(lines) == 4
    assert lines[0].startswith("2:18: `q` at column 18 is not known; the names declared here are x, y")
    assert lines[2].startswith("4:14: `nrom` at column 14 is not known")
    assert lines[3] == "5:16: y = 9 lies outside the domain [-1, 1]"


def test_data_without_a_model_hide_no_mistake_in_a_text(tmp_path: Path) -> None:
    head = "title: T\nfield: {data: [[0, 1], [1, 2]], domain: {a: [0, 1], b: [0, 1]}}\n"
    assert [line.partition(": ")[0] for line in told(tmp_path, with_beats('write: "{nrom}"', head=head))] == [
        "2:9",
        "4:14",
    ]


def test_a_brace_left_open_hides_no_other_mistake(tmp_path: Path) -> None:
    text = with_beats("place: [0, 0]", 'write: "{ a {nrom:.3q} {norm} } {"')
    assert told(tmp_path, text) == [
        "5:13: the `{` is not closed; write `{{` for a brace",
        "5:18: `.3q` is no number format; use one such as .3f, +.2f, .2e, .4g or d; did you mean `.3f`?",
        "5:18: `nrom` at column 18 is not known (did you mean `norm`?); the names declared here are actual, angle, "
        "direction, error, f, f_x, f_xx, f_xy, f_y, f_yy, gradient, level, loss, negative_gradient, norm, point, "
        "predicted, slope, step, step_size, steps, tangent, x, y",
        "5:35: the `}` closes nothing; write `}}` for a brace",
        "5:37: the `{` is not closed; write `{{` for a brace",
    ]


def test_a_name_that_is_not_known_is_told_once_with_its_other_lines(tmp_path: Path) -> None:
    text = with_beats(
        "place: [q, 0]",
        'write: "{q} and {q}"',
        "walk: {line: [q, q]}",
        head="title: T\nfield: {f: q*x + q*y, x: [-2, 2], y: [-1, 1]}\n",
    )
    assert told(tmp_path, text) == [
        "2:12: `q` at column 12 is not known; the names declared here are x, y (also in lines 4, 5 and 6)"
    ]


def test_a_broken_beat_makes_no_other_problems(tmp_path: Path) -> None:
    text = with_beats(
        "plcae: [0, 0]", "show: gradient", "flip: gradient", "hide: gradient", 'write: "{norm}"'
    )
    (line,) = told(tmp_path, text)
    assert "did you mean `place`?" in line
