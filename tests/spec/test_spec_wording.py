"""Every sentence that an author can be told about a spec, pinned with the place it is told for."""

# ruff: noqa: E501

from __future__ import annotations

import string
from pathlib import Path

import pytest
from spec_helpers import BEATS, FIELD, HEAD, SCENE, problems, save, with_beats

from gradanim.problems import ProblemError
from gradanim.problems.wording_spec import WORDING
from gradanim.spec import ACTORS, VERBS, load_any, load_scenes, load_series

VERB_NAMES = ", ".join(VERBS)
ACTOR_NAMES = ", ".join(ACTORS)
Case = tuple[str, str | bytes, int | None, int | None, str]

# code, spec, line, column, sentence
# fmt: off
CASES: list[Case] = [
    ('spec_encoding', b"x: \xff\n", 1, None, 'the file is not UTF-8 text'),
    ('spec_control', SCENE.replace("title: T", "title: \x07"), 1, 8, 'a character that cannot be seen (U+0007) is not allowed'),
    ('spec_empty', "", 1, 1, 'the file is empty'),
    ('spec_not_a_mapping', "- a\n", 1, 1, 'a spec is a mapping of keys to values (`title: …`), and this is something else'),
    ('spec_key_twice', "title: U\n" + SCENE, 2, 1, 'the key `title` stands here a second time (first in line 1)'),
    ('spec_key_type', SCENE + "1: a\n", 5, 1, 'a key must be a word, not `1`; put it in quotes if it is meant as one'),
    ('spec_alias', SCENE + "params: *b\n", 5, 9, 'the alias `*b` is not allowed: write the value out, or put a text in quotes'),
    ('spec_anchor', SCENE + "id: &b one\n", 5, 5, 'the anchor `&b` is not allowed: values are not shared; put a text in quotes'),
    ('spec_tag', SCENE + "id: !b one\n", 5, 5, 'the tag `!b` is not allowed: values have no types to declare; put a text in quotes'),
    ('spec_merge_key', SCENE + "<<: {a: 1}\n", 5, 1, 'the merge key `<<` is not allowed: use `extends` or write the keys out'),
    ('spec_documents', "a: 1\n---\nb: 2\n", 2, 1, 'a second document begins here; a file holds one spec'),
    ('spec_directive', "%YAML 1.1\n---\n" + SCENE, 2, 1, 'a line that begins with `%` is not allowed: specs are YAML 1.2 as it is'),
    ('spec_yaml', "a: ]\n", 1, 4, "this is not YAML: expected the node content, but found ']'"),
    ('spec_yaml_tab', "a:\n\t- b\n", 2, 1, 'a tab cannot indent in YAML: use spaces'),
    ('spec_yaml_start', "a: @b\n", 1, 4, 'a text cannot begin with `@`: put it in quotes'),
    ('spec_yaml_colon', "a: b: c\n", 1, 5, 'this `:` does not fit: put a text that holds `: ` in quotes, and a space after the `:` of a key'),
    ('spec_yaml_no_colon', "a: 1\n? b\nc\n", 4, 1, 'a key without a `:`, or a text that needs quotes'),
    ('spec_escape_unknown', 'a: "\\q"\n', 1, 5, '`\\q` means nothing in double quotes, where a backslash begins an escape; for a backslash write `\\\\q` (in YAML, single quotes or none do as well)'),
    ('spec_escape', SCENE.replace("title: T", 'title: "\\alpha"'), 1, 9, '`\\alpha`: in double quotes `\\a` is a character that cannot be seen; for a backslash write `\\\\alpha` (in YAML, single quotes or none do as well); did you mean `α`?'),
    ('spec_yaml_brace', with_beats('place: [0, 0]', 'write: {norm:.2f} is it # so'), 5, 12, 'a text that begins with `{` stands in quotes: `"{norm:.2f} is it"`'),
    ('spec_yaml_brace', with_beats('place: [0, 0]', 'write: {norm}'), 5, 12, 'a text that begins with `{` stands in quotes: `"{norm}"`'),
    ('spec_yaml_brace_inside', with_beats('place: [0, 0]', 'show: {readout: [f = {f:.2f}, b]}'), 5, 22, 'within brackets, a text with `{` stands in quotes: `"f = {f:.2f}"`'),
    ('spec_claim_braces', with_beats('place: [0, 0]', 'claim: "{norm} < 3"'), 5, 12, 'a claim names quantities without braces: `norm < 3`'),
    ('spec_formula_break', with_beats('write: "$x\\ny$"'), 4, 15, 'a line break cannot stand in a formula (in double quotes `\\n` is one)'),
    ('spec_yaml_indent', "a:\n  b: 1\n c: 2\n", 3, 2, 'the indentation does not fit the lines before'),
    ('spec_yaml_bracket', "a: [1\nb: 2\n", 1, 4, 'the bracket that opens here is not closed, or a `,` is missing'),
    ('spec_yaml_quote', "a: 'b\n", 1, 4, 'the quote that opens here is not closed'),
    ('spec_yaml_after', "a: 'it's'\n", 1, 8, "the value before this has ended already; a `'` in single quotes is written twice, a `\"` in double quotes as `\\\"`"),
    ('spec_depth', "a: " + "["*21, 1, 24, 'lists and mappings are nested more than 20 levels deep'),
    ('spec_nodes', "a: [" + "1, "*20_000 + "]", 1, 59996, 'the file holds more than 20000 values'),
    ('spec_too_large', "a: " + "x"*300_000, None, None, 'the file is larger than 256 kB, the most a spec may have'),
    ('spec_unknown_field', SCENE + "them: dark\n", 5, 1, 'unknown key `them` (did you mean `theme`?); the keys here are id, title, summary, field, params, stage, camera, theme, seed, beats, variants, extends'),
    ('spec_missing', FIELD + BEATS, 1, 1, '`title` is missing in the spec'),
    ('spec_text', "title: 3\n" + FIELD + BEATS, 1, 8, '`title` must be text, not `3`: put it in quotes if it is meant as text'),
    ('spec_text_empty', "title: ''\n" + FIELD + BEATS, 1, 8, '`title` must not be empty'),
    ('spec_text_long', "title: " + "x"*121 + "\n" + FIELD + BEATS, 1, 8, '`title` is longer than 120 characters'),
    ('spec_switch', with_beats('show: {surface: {mesh: 1}}'), 4, 28, '`mesh` must be true or false, not `1`'),
    ('spec_whole_number', with_beats('descend: {step_size: 0.1, steps: 1.5, start: [0, 0]}'), 4, 38, '`steps` must be a whole number, not `1.5`'),
    ('spec_number', with_beats('place: [true, 0]'), 4, 13, '`place[0]` must be a number or an expression in the parameters, not true'),
    ('spec_number_name', with_beats('orbit: {by: ninety}'), 4, 17, '`by` must be a number or an expression in the parameters, and `ninety` is no parameter; there is none here'),
    ('spec_number_name', with_beats('place: [ax, 0]', head=HEAD + "params: {a: 0, b: 1}\n"), 5, 13, '`place[0]` must be a number or an expression in the parameters, and `ax` is no parameter; these are a, b'),
    ('spec_deeper', with_beats('place: [0, 0]', 'walk: {to: [1, 1]}'), 5, 12, '`to` does not belong here, but in `line`: `line: {to: …}`'),
    ('spec_deeper', with_beats('place: [0, 0]', 'walk: {length: 2}'), 5, 12, '`length` does not belong here, but in `level_curve` or `steepest`: `level_curve: {length: …}`'),
    ('spec_action_form', with_beats('place: [0, 0]', 'walk: [1, 1]'), 5, 11, '`walk` cannot be a list; it is written like `walk: {line: [0, 0]}`'),
    ('spec_action_form', with_beats('place: [0, 0]', 'walk: [[1, 1], [0, 1]]'), 5, 11, '`walk` cannot be a list; it is written like `walk: {points: [[0, 0], [1, 1]]}`'),
    ('spec_action_form', with_beats('place: [0, 0]', 'walk: downhill'), 5, 11, '`walk` cannot be `downhill`; it is written like `walk: {steepest: down}`'),
    ('spec_yaml_start', with_beats('write: ? why'), 4, 12, 'a text cannot begin with `?`: put it in quotes'),
    ('spec_yaml_start', with_beats('write: - x'), 4, 12, 'a text cannot begin with `- `: put it in quotes'),
    ('spec_beat_space', with_beats('pause:2'), 4, 5, 'a space is missing behind the `:`: write `pause: 2`'),
    ('spec_option_indent', with_beats('place: [0, 0]', 'show: {surface: , opacity: 0.5}'), 5, 23, '`opacity` is an option, of `surface`: indent it below the name of its actor'),
    ('spec_field_formula', HEAD.replace("f: ", "z: ") + BEATS, 2, 9, 'the formula stands behind `f`, not behind `z`'),
    ('spec_interval', HEAD.replace("[-2, 2]", "[-2..2]") + BEATS, 2, 24, '`x` must be an interval `[low, high]`, not a list of 1'),
    ('spec_text', with_beats('write: 3'), 4, 12, '`write` must be text, not `3`: put it in quotes if it is meant as text'),
    ('spec_choice', SCENE + "stage: 3D\n", 5, 8, '`stage` must be one of surface, plane, split, line, board, volume, not `3D`; did you mean `surface`?'),
    ('spec_unknown_field', SCENE.replace("beats:", "steps:") + "beats: [pause: 1]\n", 3, 1, 'unknown key `steps` (did you mean `beats`?); the keys here are id, title, summary, field, params, stage, camera, theme, seed, beats, variants, extends'),
    ('spec_unknown_field', SCENE.replace("field:", "function:"), 2, 1, 'unknown key `function` (did you mean `field`?); the keys here are id, title, summary, field, params, stage, camera, theme, seed, beats, variants, extends'),
    ('spec_actors_list', with_beats('show: axes, surface'), 4, 11, 'several actors stand in square brackets: write `[axes, surface]`'),
    ('spec_actor_as_verb', with_beats('readout: "a"'), 4, 5, '`readout` is an actor, not a verb: write `show: readout`'),
    ('spec_actor_as_verb', with_beats('axes'), 4, 5, '`axes` is an actor, not a verb: write `show: axes`'),
    ('spec_hide_all', with_beats('hide: all'), 4, 11, '`hide` takes names of actors, not `all`: `clear: all` takes everything away'),
    ('spec_clear_actor', with_beats('clear: axes'), 4, 12, '`clear` takes `text` or `all`; an actor leaves by `hide: axes`'),
    ('spec_unknown_actor', with_beats('show: vector'), 4, 11, f'unknown actor `vector` (did you mean `gradient`?); the actors are {ACTOR_NAMES}'),
    ('spec_point_brackets', with_beats('place: {x: 1, y: 0}'), 4, 12, '`place` must be a point in square brackets: write `[1, 0]`, not a mapping'),
    ('spec_action_form', with_beats('together: {orbit: 3, pause: 1}'), 4, 15, '`together` cannot be a mapping; it is written like `together: [{orbit: 90}, {walk: {line: [1, 1]}}]`'),
    ('spec_yaml_start', with_beats('claim: |x| > 1'), 4, 12, 'a text cannot begin with `|`: put it in quotes'),
    ('spec_yaml_start', with_beats('write: > 3'), 4, 12, 'a text cannot begin with `>`: put it in quotes'),
    ('spec_number_name', with_beats('pause: long'), 4, 12, '`pause` must be a number or an expression in the parameters, and `long` is no parameter; there is none here'),
    ('spec_claim_comma', with_beats('place: [0, 0]', 'claim: f > 1, f < 2'), 5, 17, 'the comma at column 17 joins nothing: write `and` between two claims'),
    ('spec_quantity_called', with_beats('place: [0, 0]', 'claim: 1 > ‖∇f‖'), 5, 16, '`‖∇f‖` is called `norm` in braces and in claims'),
    ('spec_quantity_called', with_beats('place: [0, 0]', 'write: "a {∇f:.2f}"'), 5, 16, '`∇f` is called `gradient` in braces and in claims'),
    ('spec_quantity_called', with_beats('place: [0, 0]', 'write: "a {2*∂f/∂y}"'), 5, 18, '`∂f/∂y` is called `f_y` in braces and in claims'),
    ('spec_quantity_called', with_beats('place: [0, 0]', 'write: "{dot(grad f, step)}"'), 5, 18, '`grad f` is called `gradient` in braces and in claims'),
    ('spec_number_too_long', with_beats("place: [" + "1+" * 100 + "1, 0]"), 4, 13, 'the expression in `place[0]` is longer than 200 characters'),
    ('spec_number_undefined', with_beats('place: [1/a, 0]', head=HEAD + "params: {a: 0}\n"), 5, 13, '`1/a` has no finite value'),
    ('spec_not_finite', with_beats('place: [.inf, 0]'), 4, 13, '`place[0]` must be a finite number, not `.inf`'),
    ('spec_list', HEAD + "beats: 3\n", 3, 8, '`beats` must be a list, not `3`'),
    ('spec_mapping', SCENE + "camera: 3\n", 5, 9, '`camera` must be a mapping of keys to values, not `3`'),
    ('spec_too_few', HEAD + "beats: []\n", 3, 8, '`beats` must hold at least 1'),
    ('spec_too_many', with_beats("show: [" + "axes, " * 21 + "]"), 4, 11, '`show` must hold at most 20'),
    ('spec_above', with_beats('show: axes\n    seconds: 0'), 5, 14, '`seconds` must be greater than 0, not `0`'),
    ('spec_at_least', with_beats('show: axes\n    pause: -1'), 5, 12, '`pause` must be at least 0, not `-1`'),
    ('spec_below', with_beats('descend: {step_size: 1, beta1: 1, rule: adam, start: [0, 0]}'), 4, 36, '`beta1` must be less than 1, not `1`'),
    ('spec_at_most', with_beats('show: axes\n    seconds: 601'), 5, 14, '`seconds` must be at most 600, not `601`'),
    ('spec_choice', SCENE + "theme: drak\n", 5, 8, '`theme` must be one of dark, light, high_contrast, not `drak`; did you mean `dark`?'),
    ('spec_slug', SCENE + "id: My Scene\n", 5, 5, '`id` must be a slug of a-z, 0-9 and single `-` between them, not `My Scene`'),
    ('spec_point', with_beats('place: []'), 4, 12, '`place` must be a point, a list of one number per variable, not a list'),
    ('spec_point_brackets', with_beats('place: (1, 1)'), 4, 12, '`place` must be a point in square brackets: write `[1, 1]`, not `(1, 1)`'),
    ('spec_point_brackets', with_beats('walk: {line: "1.5, 1/2"}'), 4, 18, '`line` must be a point in square brackets: write `[1.5, 1/2]`, not `1.5, 1/2`'),
    ('spec_too_few_of', with_beats('together: [{orbit: 90}]'), 4, 15, '`together` needs at least 2 beats'),
    ('spec_too_few_of', with_beats('race: [{step_size: 1}]'), 4, 11, '`race` needs at least 2 descents'),
    ('spec_interval', "title: T\nfield: {f: x, x: 3, y: [0, 1]}\n" + BEATS, 2, 18, '`x` must be an interval `[low, high]`, not `3`'),
    ('spec_interval_size', "title: T\nfield: {f: x, x: [0, 1e308], y: [0, 1]}\n" + BEATS, 2, 18, '`x` must have ends between -1e+300 and 1e+300 that lie at least 1e-300 apart, not [0, 1e+308]'),
    ('spec_interval_size', "title: T\nfield: {f: x, x: [0, 1e-320], y: [0, 1]}\n" + BEATS, 2, 18, '`x` must have ends between -1e+300 and 1e+300 that lie at least 1e-300 apart, not [0, 9.99989e-321]'),
    ('spec_interval_order', "title: T\nfield: {f: x, x: [1, 0], y: [0, 1]}\n" + BEATS, 2, 18, '`x` must be an interval, the smaller end first, not [1, 0]'),
    ('spec_levels', with_beats('show: {contours: {levels: 0}}'), 4, 31, '`levels` must be a number of levels from 1 to 60, or a list of levels, not `0`'),
    ('spec_param', SCENE + "params: {a: true}\n", 5, 13, 'a parameter must be a finite number, not true'),
    ('spec_params_form', SCENE + "params: 3\n", 5, 9, '`params` must be a mapping of names to numbers, not `3`'),
    ('spec_alias_twice', with_beats('descend: {step_size: 1, learning_rate: 2, start: [0, 0]}'), 4, 29, '`learning_rate` and `step_size` say the same: keep one of them'),
    ('spec_domain_missing', "title: T\nfield: {f: x}\n" + BEATS, 2, 1, 'the field needs its domain, such as `x: [-2, 2]` and `y: [-2, 2]`'),
    ('spec_domain_twice', "title: T\nfield: {f: a, x: [0, 1], domain: {a: [0, 1]}}\n" + BEATS, 2, 26, 'the domain is given twice: by `domain` and by x'),
    ('spec_data_pair', "title: T\nfield: {model: a*x, domain: {a: [0, 1], b: [0, 1]}}\n" + BEATS, 2, 9, '`data` and `model` go together, and `data` is missing'),
    ('spec_angle', with_beats('place: [0, 0]', 'dial: {to: gradiend}'), 5, 16, '`to` must be degrees, or `gradient`, `-gradient` or `level`, not `gradiend`; did you mean `gradient`?'),
    ('spec_angle', with_beats('place: [0, 0]', 'dial: {from: gradient + 90, to: 0}'), 5, 18, '`from` must be degrees, or `gradient`, `-gradient` or `level`, not `gradient + 90`'),
    ('spec_cut', with_beats('place: [0, 0]', 'slice: north'), 5, 12, '`slice` must be a variable, degrees, or `gradient`, `-gradient` or `level`, not `north`'),
    ('spec_number_name', with_beats('place: [0, 0]', 'dial: {to: 2*aa}'), 5, 18, '`to` must be a number or an expression in the parameters, and `aa` is no parameter; there is none here'),
    ('spec_turns', with_beats('orbit: 1.0e+6'), 4, 12, '`orbit` must lie between -7200 and 7200, which is 20 full turns, not `1.0e+6`'),
    ('spec_turns', with_beats('orbit: {azimuth: -7201}'), 4, 22, '`azimuth` must lie between -7200 and 7200, which is 20 full turns, not `-7201`'),
    ('spec_turns', with_beats('place: [0, 0]', 'dial: {turns: 20.5}'), 5, 19, '`turns` must lie between -20 and 20, which is 20 full turns, not `20.5`'),
    ('spec_turns', with_beats('place: [0, 0]', 'dial: {from: 1.0e+5, to: 0}'), 5, 18, '`from` must lie between -7200 and 7200, which is 20 full turns, not `1.0e+5`'),
    ('spec_turns', with_beats('walk: {circle: {center: [0, 0], radius: 1, turns: -21}}'), 4, 55, '`turns` must lie between -20 and 20, which is 20 full turns, not `-21`'),
    ('spec_datum', "title: T\nfield: {data: [[0, 1], [1]], model: a*x, domain: {a: [0, 1], b: [0, 1]}}\n" + BEATS, 2, 24, '`data[1]` must be a pair `[x, y]`, not a list'),
    ('spec_data_twice', "title: T\nfield: {f: a, data: [[0, 1], [1, 2]], model: a*x, domain: {a: [0, 1], b: [0, 1]}}\n" + BEATS, 2, 15, 'the field is given twice: by `f` and by `data`'),
    ('spec_data_input', "title: T\nfield: {data: [[0, 1], [1, 2]], model: x + y, x: [0, 1], y: [0, 1]}\n" + BEATS, 2, 33, '`x` is the input of the data, so nothing else can be called that: name the variables by `domain: {a: …, b: …}`'),
    ('spec_domain_form', "title: T\nfield: {f: a, domain: 3}\n" + BEATS, 2, 23, '`domain` must map variables to intervals, such as `{a: [0, 1], b: [0, 1]}`'),
    ('spec_name_quantity', SCENE + "params: {norm: 3}\n", 5, 10, '`norm` cannot be a name here: it means something already (The length of the gradient at the point.)'),
    ('spec_name_printed', HEAD.replace("{f:", '{name: "$L$", f:') + BEATS, 2, 15, '`$L$` cannot be printed as the name of the field: give a letter such as `L` or `β`, perhaps with an index as in `L_train`, or a word such as `loss`; did you mean `L`?'),
    ('spec_name_taken', SCENE + "params: {x: 3}\n", 5, 10, 'the name `x` is taken by a variable'),
    ('spec_name_taken', SCENE + "params: {f_xy: 3}\n", 5, 10, 'the name `f_xy` is taken by a variable'),
    ('spec_field_missing', "title: T\n" + BEATS, 1, 1, 'a `surface` stage needs a `field`; only a `board` can do without'),
    ('spec_stage_variables', "title: T\nfield: {f: x, x: [0, 1]}\n" + BEATS, 2, 1, 'a `surface` stage shows a field of 2 variables, and this one has 1 (x); `line` would suit it'),
    ('spec_extends_form', SCENE + "extends: 3\n", 5, 10, '`extends` must be the path of a spec, not `3`'),
    ('spec_extends_circle', SCENE + "extends: scene.yaml\n", 5, 10, '`scene.yaml` extends this file, so they would extend each other for ever'),
    ('spec_file_named', SCENE + "extends: nowhere.yaml\n", 5, 10, '`nowhere.yaml`: there is no such file'),
    ('spec_variants_form', SCENE + "variants: 3\n", 5, 11, '`variants` must be a mapping of names to what is different, not `3`'),
    ('spec_variants_many', SCENE + "variants: {" + "".join(f"a{i}: , " for i in range(51)) + "}\n", 5, 1, 'a spec may have at most 50 variants'),
    ('spec_variant_form', SCENE + "variants: {a: 3}\n", 5, 15, 'the variant `a` must be a mapping of what is different, not `3`'),
    ('spec_is_series', "title: T\nscenes: [a.yaml]\n", 2, 1, 'this file is a series, not a scene'),
    ('spec_beat_form', with_beats('3'), 4, 5, 'a beat is a verb with what it needs, such as `show: axes`, not `3`'),
    ('spec_no_verb', with_beats('seconds: 2'), 4, 5, f'this beat has no verb; the verbs are {VERB_NAMES}'),
    ('spec_only_words', with_beats('say: hi'), 4, 5, '`say` belongs to a verb; where nothing happens while it is said, write `pause: 3` beside it'),
    ('spec_unknown_verb', with_beats('shwo: axes'), 4, 5, f'unknown verb `shwo` (did you mean `show`?); the verbs are {VERB_NAMES}'),
    ('spec_unknown_verb', with_beats('draw: axes'), 4, 5, f'unknown verb `draw` (did you mean `show`?); the verbs are {VERB_NAMES}'),
    ('spec_two_verbs', with_beats('show: axes\n    hide: axes'), 5, 5, 'a beat has one verb, and this one has `show` and `hide`: begin another beat, or use `together`'),
    ('spec_elsewhere', with_beats('show: axes').replace("field: {", "field: {params: {a: 2}, "), 2, 9, '`params` does not belong here, but on the first level of the scene, beside `field` and `beats`'),
    ('spec_elsewhere', SCENE + "azimuth: 20\n", 5, 1, '`azimuth` does not belong here, but in `camera`'),
    ('spec_elsewhere', SCENE + "x: [0, 1]\n", 5, 1, '`x` does not belong here, but in `field`'),
    ('spec_elsewhere', with_beats('walk: {line: [1, 1], say: hi}'), 4, 26, '`say` does not belong here, but beside the verb of a beat'),
    ('spec_unknown_beat_key', with_beats('show: axes\n    sai: hi'), 5, 5, 'unknown key `sai` beside `show` (did you mean `say`?); a beat may carry say, seconds, pause, name'),
    ('spec_indent', with_beats('walk:\n    circle: {center: [0, 0], radius: 1}'), 5, 5, '`circle` belongs to `walk`: indent it further'),
    ('spec_indent', with_beats('orbit:\n    by: 20'), 5, 5, '`by` belongs to `orbit`: indent it further'),
    ('spec_beside', with_beats('write: hello\n    at: title'), 5, 5, '`at` belongs to `write`; beside it, what stands there bare needs its key: `write: {text: …, at: …}`'),
    ('spec_beside', with_beats('place: [0, 0]', 'zoom: 3\n    to: [0, 0]'), 6, 5, '`to` belongs to `zoom`; beside it, what stands there bare needs its key: `zoom: {factor: …, to: …}`'),
    ('spec_option_beside', with_beats('place: [0, 0]', 'show: gradient\n    scale: 2'), 6, 5, '`scale` is an option of `gradient`: write `{gradient: {scale: …}}`'),
    ('spec_option_beside', with_beats('show: [axes, contours]\n    levels: 5'), 5, 5, '`levels` is an option of `contours`: write `{contours: {levels: …}}`'),
    ('spec_bare_option', with_beats('show: {contours: 5}'), 4, 22, '`contours` takes its options by name, such as `{contours: {levels: …}}`, not `5`'),
    ('spec_no_fields', with_beats('show: {axes: {grid: true}}'), 4, 19, 'unknown key `grid`; there is nothing to be set here'),
    ('spec_action_form', with_beats('walk: 3'), 4, 11, '`walk` cannot be `3`; it is written like `walk: {circle: {center: [0, 0], radius: 1.6}}`'),
    ('spec_together_say', with_beats('together: [{show: axes, say: hi}, {orbit: 3}]'), 4, 29, 'a beat of `together` cannot `say`: move it to the `together`'),
    ('spec_together_conflict', with_beats('place: [0, 0]', 'together: [{walk: {line: [1, 0]}}, {walk: {line: [0, 1]}}]'), 5, 41, '`walk` and the `walk` in line 5 both change the point: let one follow the other, in beats of their own'),
    ('spec_together_conflict', with_beats('place: [0, 0]', 'together: [{walk: {line: [1, 0]}}, {descend: {step_size: 0.1}}]'), 5, 41, '`descend` and the `walk` in line 5 both change the point: let one follow the other, in beats of their own'),
    ('spec_together_conflict', with_beats('together: [{orbit: 20}, {orbit: {azimuth: 3, elevation: 2}}]'), 4, 30, '`orbit` and the `orbit` in line 4 both change the azimuth of the camera: let one follow the other, in beats of their own'),
    ('spec_together_conflict', with_beats('show: axes', 'together: [{hide: axes}, {highlight: axes}]'), 5, 31, '`highlight` and the `hide` in line 5 both change the actor `axes`: let one follow the other, in beats of their own'),
    ('spec_together_conflict', with_beats('together: [{vary: {a: 2}}, {vary: {a: 3}}]', head=HEAD + "params: {a: 1}\n"), 5, 33, '`vary` and the `vary` in line 5 both change the parameter `a`: let one follow the other, in beats of their own'),
    ('spec_together_nested', with_beats('together: [{show: axes}, {together: [{orbit: 3}, {orbit: 4}]}]'), 4, 31, '`together` cannot stand in another `together`'),
    ('spec_unknown_actor', with_beats('show: axess'), 4, 11, f'unknown actor `axess` (did you mean `axes`?); the actors are {ACTOR_NAMES}'),
    ('spec_one_walk', with_beats('walk: {}'), 4, 11, '`walk` needs exactly one of circle, line, spline, level_curve, steepest and points'),
    ('spec_starts', with_beats('flow: {starts: 3}'), 4, 20, '`starts` must be a list of at most 100 points, not `3`'),
    ('spec_flow_twice', with_beats('flow: {grid: 3, starts: [[0, 0]]}'), 4, 11, '`flow` takes `grid` or `starts`, not both'),
    ('spec_strike_one', with_beats('strike: {}'), 4, 13, '`strike` takes either actors or `text`, the words of a line'),
    ('spec_dial_nowhere', with_beats('dial: {from: 3}'), 4, 11, '`dial` needs `to` or `turns`'),
    ('spec_orbit_nowhere', with_beats('orbit: {}'), 4, 12, '`orbit` needs `azimuth`, `elevation` or `by`'),
    ('spec_orbit_twice', with_beats('orbit: {azimuth: 1, by: 2}'), 4, 12, '`orbit` takes `azimuth` or `by`, not both'),
    ('spec_step_size_missing', with_beats('descend: {start: [0, 0]}'), 4, 14, '`step_size` is missing: the step rule `gradient_descent` needs one'),
    ('spec_cue_twice', with_beats('show: axes\n    name: a', 'show: floor\n    name: a'), 7, 11, 'the name `a` belongs to another beat already (line 5)'),
    ('spec_verb_needs_field', with_beats('place: [0, 0]', head="title: T\nstage: board\n"), 4, 5, '`place` needs a field, and this scene has none'),
    ('spec_actor_needs_field', with_beats('show: axes', head="title: T\nstage: board\n"), 4, 11, 'the actor `axes` needs a field, and this scene has none'),
    ('spec_verb_stage', with_beats('zoom: 2', head="title: T\nfield: {f: x, x: [0, 1]}\nstage: line\n"), 5, 5, '`zoom` cannot be played on a `line` stage; it can on plane, split, surface, volume'),
    ('spec_verb_stage', with_beats('place: [0, 0]', 'orbit: 9', head=HEAD + "stage: plane\n"), 6, 5, '`orbit` cannot be played on a `plane` stage; it can on split, surface, volume'),
    ('spec_actor_stage', with_beats('place: [0, 0]', 'show: surface', head=HEAD + "stage: plane\n"), 6, 11, 'the actor `surface` cannot be on a `plane` stage; it can be on line, split, surface'),
    ('spec_number_unit', with_beats('place: [0, 0]', 'dial: 90deg'), 5, 13, '`dial` is a number without a unit: leave `deg` away; angles are in degrees, times in seconds'),
    ('spec_number_unit', with_beats('pause: 2 s'), 4, 14, '`pause` is a number without a unit: leave `s` away; angles are in degrees, times in seconds'),
    ('spec_number_unit', with_beats('orbit: 30°'), 4, 14, '`orbit` is a number without a unit: leave `°` away; angles are in degrees, times in seconds'),
    ('spec_verb_needs_point', with_beats('dial: 3'), 4, 5, '`dial` needs the point: write a `place` beat before this one'),
    ('spec_actor_needs_point', with_beats('show: gradient'), 4, 11, 'the actor `gradient` hangs on the point: write a `place` beat before this one'),
    ('spec_graph_absent', with_beats('place: [0, 0]', 'backpropagate: {compare: true}'), 5, 5, '`backpropagate` runs through the compute graph: `show: compute_graph` first'),
    ('spec_panel_taken', with_beats('place: [0, 0]', 'show: [component_bars, slope_curve]'), 5, 28, '`slope_curve` needs the panel, where `component_bars` stands: `hide: component_bars` first'),
    ('spec_actor_needs_data', with_beats('place: [0, 0]', 'show: data_plot'), 5, 11, 'the actor `data_plot` shows the data that a field is made of: give the field `data` and a `model` instead of `f`'),
    ('spec_flip_nothing', with_beats('place: [0, 0]', 'flip: gradient'), 5, 5, 'there is no arrow to flip: `show: gradient` first'),
    ('spec_actor_absent', with_beats('strike: surface'), 4, 13, '`strike` names `surface`, which is not on the stage'),
    ('spec_verb_needs_point', with_beats('race: [{step_size: 1, start: [0, 0]}, {step_size: 2}]'), 4, 5, '`race` needs the point: write a `place` beat before this one'),
    ('spec_point_outside', with_beats('race: [{step_size: 1, start: [0, 0]}, {step_size: 2, start: [0, 4]}]'), 4, 69, 'y = 4 lies outside the domain [-1, 1]'),
    ('spec_point_outside', with_beats('flow: {starts: [[0, 0], [3, 0]]}'), 4, 30, 'x = 3 lies outside the domain [-2, 2]'),
    ('step_rule_parameter_unknown', with_beats('place: [0, 0]', 'race: [{step_size: 1}, {step_size: 1, momentum: 0.5}]'), 5, 43, 'the step rule `gradient_descent` has no parameter `momentum`; it has step_size'),
    ('spec_actor_absent', with_beats('hide: surface'), 4, 11, '`hide` names `surface`, which is not on the stage'),
    ('spec_unknown_param', with_beats('vary: {alpa: 1}', head=HEAD + "params: {alpha: 1}\n"), 5, 12, 'unknown parameter `alpa`; the parameters are alpha; did you mean `alpha`?'),
    ('spec_point_size', with_beats('place: [0, 0, 0]'), 4, 12, 'a point needs as many coordinates as there are variables, 2 (x, y), not 3'),
    ('spec_point_outside', with_beats('place: [3, 0]'), 4, 13, 'x = 3 lies outside the domain [-2, 2]'),
    ('spec_circle_variables', with_beats('walk: {circle: {center: [0], radius: 0.1}}', head="title: T\nfield: {f: x, x: [0, 1]}\nstage: line\n"), 5, 12, 'a circle needs a field of 2 or 3 variables, and this one has 1'),
    ('spec_circle_outside', with_beats('walk: {circle: {center: [0, 0], radius: 1.5}}'), 4, 37, 'a circle of radius 1.5 leaves the domain'),
    ('spec_brace_open', with_beats('place: [0, 0]', 'write: "a {"'), 5, 15, 'the `{` is not closed; write `{{` for a brace'),
    ('spec_brace_closed', with_beats('place: [0, 0]', 'write: "a }"'), 5, 15, 'the `}` closes nothing; write `}}` for a brace'),
    ('spec_brace_empty', with_beats('place: [0, 0]', 'write: "a {}"'), 5, 15, 'the braces are empty; write a quantity such as `{norm}`'),
    ('spec_brace_script', with_beats('place: [0, 0]', 'write: "$x^{2}$"'), 5, 16, 'braces hold computed quantities: write `(2)` for the braces in `^{2}`'),
    ('spec_tex', with_beats("write: 'f(0, $\\sqrt{2}$)'"), 4, 19, "`\\sqrt{2}` is TeX (did you mean `sqrt(2)`?); mathematics is written as in formulas, for example `1/2`, `sqrt(2)`, `x^2`, `alpha`, `∇f`, `∂f/∂x`"),
    ('spec_dollar_open', with_beats('place: [0, 0]', 'write: "$x"'), 5, 13, 'the `$` opens mathematics that is not closed; write `\\$` for a dollar sign'),
    ('spec_format_empty', with_beats('place: [0, 0]', 'write: "{f:}"'), 5, 15, 'there is no format after the `:`; write one such as `.2f`'),
    ('spec_formula_unknown', with_beats('place: [0, 0]', 'write: "{=gradeint}"'), 5, 15, 'there is no formula `gradeint`; the formulas are f, gradient, hessian, f_x; did you mean `gradient`?'),
    ('spec_formula_needs_field', with_beats('write: "{=f}"', head="title: T\nstage: board\n"), 4, 15, 'the formula `f` needs a field, and this scene has none'),
    ('spec_quantity_needs_field', with_beats('write: "{norm}"', head="title: T\nstage: board\n"), 4, 14, '`norm` needs a field, and this scene has none'),
    ('spec_quantity_needs_point', with_beats('write: "{norm}"'), 4, 14, '`norm` needs the point: write a `place` beat before this one'),
    ('spec_quantity_needs_descent', with_beats('place: [0, 0]', 'write: "{steps}"'), 5, 14, '`steps` needs a descent: begin with a `descend` beat'),
    ('spec_quantity_needs_step', with_beats('place: [0, 0]', 'write: "{predicted}"'), 5, 14, '`predicted` needs a step: begin with an `approximate` beat that has a `step`'),
    ('spec_title_moves', SCENE.replace("title: T", "title: '{norm}'"), 1, 10, '`norm` follows the motion and a title stands still: a title may name parameters only'),
    ('function_unknown', SCENE.replace("x^2 + y", "x^2 + sinn(y)"), 2, 18, '`sinn` at column 18 is not a function; did you mean `sin`?'),
    ('function_unknown', SCENE.replace("x^2 + y", "__import__(1)"), 2, 12, '`__import__` at column 12 is not a function'),
    ('component_unknown', with_beats('place: [0, 0]', 'claim: gradient.w > 1'), 5, 21, '`w` at column 21 is no component; the components are x, y, z'),
    ('format_unknown', with_beats('place: [0, 0]', 'write: "{f:.2q}"'), 5, 14, '`.2q` is no number format; use one such as .3f, +.2f, .2e, .4g or d; did you mean `.2f`?'),
    ('formula_ends', with_beats('place: [1 +, 0]'), 4, 15, 'the formula ends after `+`, where a number, a name or a bracket is missing'),
    ('name_reserved', SCENE + "params: {sin: 3}\n", 5, 10, '`sin` names a function or a constant, so it cannot be declared'),
    ('step_rule_parameter_unknown', with_beats('place: [0, 0]', 'descend: {step_size: 1, momentum: 0.5}'), 5, 29, 'the step rule `gradient_descent` has no parameter `momentum`; it has step_size'),
]

# The file's name decides the format.
OTHER_FILES: list[tuple[str, str, str, str]] = [
    ("spec_suffix", "scene.txt", "title: T\n", "a spec is a file that ends in .yaml, .yml, .json, .toml, and `.txt` is not one of them"),
    ("spec_json", "scene.json", '{"title": }', "1:11: this is not JSON: Expecting value"),
    ("spec_toml", "scene.toml", "title = \n", "1:9: this is not TOML: Invalid value"),
    ("spec_toml_twice", "scene.toml", "a = 1\na = 2\n", "2:6: this key or table was given before: Cannot overwrite a value"),
    ("spec_toml_date", "scene.toml", "title = 2024-01-01\nstage = 'board'\nbeats = [{write = 'a'}]\n", "1:9: a date is not a value of a spec: put it in quotes"),
    ("spec_id_long", "a" * 81 + ".yaml", SCENE, "1:1: the name of the file makes an id of 81 characters, and 80 are the most: write a shorter `id`"),
    ("spec_id_missing", "π.yaml", SCENE, "1:1: the name of the file makes no id: give the scene an `id` of a-z, 0-9 and `-`"),
]

SERIES: list[Case] = [
    ("spec_not_a_series", "title: S\n", 1, 1, "a series needs `scenes`, the list of its specs"),
    ("spec_series_inline", "title: S\nscenes:\n  - title: A\n    beats: [{show: axes}]\n", 3, 5, "a scene of a series stands in a file of its own: move this one there, and write the name of that file here, such as `- my-scene.yaml`"),
    ("spec_series_entry", "title: S\nscenes: [3]\n", 2, 10, "a scene of a series is a path or `{spec: …, variants: …}`, not `3`"),
    ("spec_series_default", "title: S\ndefaults: {id: a}\nscenes: [a.yaml]\n", 2, 12, "`id` cannot be a default: every scene has its own"),
    ("spec_entry_variants", "title: S\nscenes: [{spec: a.yaml, variants: few}]\n", 2, 35, "`variants` must be `all` or a list of names of variants, not `few`"),
    ("spec_no_variant", "title: S\nscenes: [{spec: v.yaml, variants: [smal]}]\n", 2, 36, "`v.yaml` has no variant `smal`; it has small, large; did you mean `small`?"),
    ("spec_id_twice", "title: S\nscenes: [a.yaml, ./a.yaml]\n", 2, 18, "the id `a` belongs to another scene of the series already (`a.yaml`)"),
    ("spec_id_series", "title: S\nid: a\nscenes: [a.yaml]\n", 3, 10, "the id `a` belongs to the series itself"),
    ("spec_file_named", "title: S\nscenes: [b.json]\n", 2, 10, "`b.json`: there is no such file"),
]
# fmt: on

# No value of the language leads to the first; the system gives the others.
ELSEWHERE = {
    "spec_invalid",
    "spec_no_file",
    "spec_is_folder",
    "spec_not_a_file",
    "spec_unreadable",
    "spec_extends_long",
    "spec_undrawn",
    "spec_undrawn_caption",
}


@pytest.mark.parametrize(
    ("code", "text", "line", "column", "sentence"), CASES, ids=[case[0] for case in CASES]
)
def test_a_mistake_is_told_once_at_its_place(
    tmp_path: Path, code: str, text: str | bytes, line: int | None, column: int | None, sentence: str
) -> None:
    found = problems(tmp_path, text)
    assert [(p.code, p.line, p.column, p.message) for p in found] == [(code, line, column, sentence)]
    assert found[0].file == str(tmp_path / "scene.yaml")


@pytest.mark.parametrize(("code", "name", "text", "said"), OTHER_FILES, ids=[case[0] for case in OTHER_FILES])
def test_a_mistake_of_another_format(tmp_path: Path, code: str, name: str, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, text, name)
    assert problem.code == code
    assert str(problem).removeprefix(str(tmp_path / name) + ":").strip() == said


@pytest.mark.parametrize(
    ("code", "text", "line", "column", "sentence"), SERIES, ids=[case[0] for case in SERIES]
)
def test_a_mistake_of_a_series(
    tmp_path: Path, code: str, text: str, line: int, column: int, sentence: str
) -> None:
    save(tmp_path, SCENE, "a.yaml")
    save(tmp_path, SCENE + "variants: {small: , large: }\n", "v.yaml")
    with pytest.raises(ProblemError) as caught:
        load_series(save(tmp_path, text, "series.yaml"))
    assert [(p.code, p.line, p.column, p.message) for p in caught.value.problems] == [
        (code, line, column, sentence)
    ]


@pytest.mark.parametrize(
    ("stem", "written", "sentence"),
    [
        (
            "a" * 75,
            "",
            "1:1: the name of the file with the name of the variant makes an id of 81 characters, and",
        ),
        (
            "a",
            f"id: {'a' * 75}\n",
            "1:5: `id` with the name of the variant makes an id of 81 characters, and",
        ),
        ("a", f"id: {'a' * 85}\n", "1:5: `id` is longer than 80 characters"),
    ],
)
def test_an_id_that_is_too_long_with_its_variant(
    tmp_path: Path, stem: str, written: str, sentence: str
) -> None:
    path = save(tmp_path, written + SCENE + "variants: {small: }\n", f"{stem}.yaml")
    with pytest.raises(ProblemError) as caught:
        load_scenes(path)
    (problem,) = caught.value.problems
    assert str(problem).removeprefix(f"{path}:").startswith(sentence)


def test_a_series_whose_name_makes_an_id_that_is_too_long(tmp_path: Path) -> None:
    save(tmp_path, SCENE, "a.yaml")
    with pytest.raises(ProblemError) as caught:
        load_series(save(tmp_path, "title: S\nscenes: [a.yaml]\n", f"{'s' * 81}.yaml"))
    assert [problem.code for problem in caught.value.problems] == ["spec_id_long"]


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    save(tmp_path, SCENE, "hero.yaml")
    found = {}
    for name in ("heor.yaml", "folder.yaml", "nul\0.yaml"):
        if name.startswith("folder"):
            (tmp_path / name).mkdir()
        with pytest.raises(ProblemError) as caught:
            load_scenes(tmp_path / name)
        (problem,) = caught.value.problems
        found[problem.code] = problem.message
    with pytest.raises(ProblemError) as caught:
        load_any(Path("/dev/zero"))
    found[caught.value.problems[0].code] = caught.value.problems[0].message
    assert found == {
        "spec_no_file": "there is no such file; did you mean `hero.yaml`?",
        "spec_is_folder": "this is a folder, not a spec",
        "spec_unreadable": "the file cannot be read: embedded null byte",
        "spec_not_a_file": "this is not a regular file",
    }


def test_a_chain_that_is_too_long(tmp_path: Path) -> None:
    save(tmp_path, SCENE, "a0.yaml")
    for index in range(1, 7):
        save(tmp_path, f"extends: a{index - 1}.yaml\n", f"a{index}.yaml")
    assert load_scenes(tmp_path / "a5.yaml")[0].id == "a5"
    with pytest.raises(ProblemError) as caught:
        load_scenes(tmp_path / "a6.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == (str(tmp_path / "a1.yaml"), 1, 10)
    assert problem.message == "the chain of `extends` is longer than 5 files"


def test_every_sentence_is_pinned_here() -> None:
    pinned = {case[0] for case in (*CASES, *OTHER_FILES, *SERIES)} | ELSEWHERE
    assert set(WORDING) - pinned == set()


def test_the_sentences_are_of_one_style() -> None:
    for code, sentence in WORDING.items():
        assert code.startswith("spec_"), code
        assert not sentence.endswith("."), code
        assert sentence[0] in "`{" or sentence[0].islower(), code
        assert all(
            name is None or name.isidentifier() or ":" in name
            for _, name, _, _ in string.Formatter().parse(sentence)
        )
