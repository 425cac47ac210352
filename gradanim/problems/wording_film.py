"""The wording of problems with planning, playing and rendering a film."""

WORDING: dict[str, str] = {
    "film_no_file": "there is no such file or folder",
    "film_no_specs": "this folder holds no spec (.yaml, .yml, .toml or .json)",
    "film_list_nothing": "there is no folder `{folder}` here; say where the specs are: `gradanim list PATH`",
    "film_not_series": "this is a single scene, not a series; render it with `gradanim render {found}`",
    "film_not_one": "`{found}` makes {count} scenes; say which with --variant ({expected})",
    "film_no_scene": "`{found}` has no scene `{scene}`{near}, only {expected}",
    "film_no_variant": "`{found}` has no variant `{variant}`{near}, only {expected}",
    "film_still_format": "a still is written as a PNG; call it `{expected}`, not `{found}`",
    "film_still_both": "say either --at or --beat, not both",
    "film_still_time": "{found} s is outside the film, which lasts {length} s",
    "film_still_beat": "there is no beat `{found}`; beats go from {expected}, or say a name",
    "film_claim_false": "the claim `{claim}` is false{place}: the left side is {left}, the right side {right}",
    "film_claim_equal": "the claim `{claim}` is false{place}: both sides are {value}: equal, {contrary}",
    "film_claim_undefined": "the claim `{claim}` cannot be judged{place}: {what}",
    "film_step_undefined": "warning: the step ends at {place}, where `{field}` has no value: the actual change is "
    "undefined",
    "film_walk_short": "warning: the walk of length {length} ends after {reached}, at {place}, {why}; "
    "without a `length` it goes as far as the path leads",
    "film_walk_still": "warning: the point stays at {place}: the gradient vanishes there, and {what}; "
    "`place` it beside",
    "film_descent_leaves": "warning: {note}; the point stays where it is before that: take fewer or smaller "
    "steps, start elsewhere, or widen the domain",
    "film_field_empty": "`{field}` has no finite value anywhere in the domain",
    "film_place_undefined": "`{field}` has no value at {place}; place the point elsewhere",
    "film_walk_undefined": "`{field}` has no finite value near {place}, where the point passes; lead it around",
    "film_glide_undefined": "`{field}` has no finite value near {place}, which the point crosses on its way to the start "
    "of the walk; first `place: {start}`, or lead it around",
    "film_walk_rough": "warning: `{field}` {what} at {place}, {passes}: without a gradient {actors} "
    "cannot be drawn there",
    "film_walk_over": "warning: `{field}` {what} at {place}, {passes}: there is no gradient there",
    "film_walk_dot": "warning: the longest gradient of this walk is {longest} and the usual one {usual}: drawn at {scale} "
    "of its length the arrow is a dot for most of the way; give it a `scale` (`show: {{gradient: {{scale: {remedy}}}}}`), "
    "with which longer ones may leave the picture, or let the walk keep away from where f is steep",
    "film_walk_flat": "warning: the longest gradient of this walk is {longest} and the usual one {usual}: on one scale its "
    "arrow is a dot for most of the way; let the walk keep away from where f is steep, or begin nearer to it",
    "film_arrow_dot": "warning: the gradient is {length} long {where} and its arrow, drawn at {scale} of that, a dot: one "
    "scale serves all arrows of a scene; give it one of its own (`show: {{gradient: {{scale: {remedy}}}}}`), with which "
    "longer ones may leave the picture, or `place` the point where f is steeper",
    "film_arrow_flat": "warning: the gradient is {length} long {where}, and {longest} where it is longest: on one scale its "
    "arrow is a dot; `place` the point where f is steeper",
    "film_arrow_outside": "warning: the gradient is {length} long at the end of this beat: drawn at {scale} of that, as "
    "suits the rest of the scene, its arrow leaves the picture; keep the point away from where f is so steep, or `hide` "
    "the arrow",
    "film_arrow_long": "warning: the gradient is {length} long here, and its arrow at a `scale` of {scale} leaves the picture; "
    "{remedy} would do",
    "film_step_outside": "warning: the step ends at {place}, outside of the domain, where nothing is drawn: take a shorter "
    "one, or widen the domain",
    "film_nothing_descends": "warning: `{actor}` has nothing to draw: no `descend` or `race` is played while it is shown",
    "film_level_missing": "warning: the level {level} of `{actor}` does not occur, and nothing is drawn for it: the values "
    "in the domain go from {low} to {high}, about",
    "film_text_undefined": "warning: `{found}` has no value as this beat ends, and {where} calls it undefined; keep to where "
    "it has one, or `clear` or `hide` the text before",
    "film_no_gradient": "warning: `{field}` has no gradient at {place}: {actors} cannot be drawn there",
    "film_field_kink": "warning: `{field}` is not differentiable everywhere: it {what}, for example at {place}",
    "film_field_fast": "warning: `{field}` changes too fast to be drawn: at {share} of all places it is far from what "
    "a picture shows, which has {count} samples along a side; take a smaller domain",
    "film_strike_nothing": "no line of text on the stage holds `{found}`",
    "film_flow_nowhere": "`{field}` has no gradient at any place where points are released",
    "film_pace_short": "warning: {found} s is too short to read what is said, {count} characters; leave `seconds` out or give it {expected}",
    "film_graph_large": "the compute graph of `{field}` has {found} boxes, and more than {expected} cannot be read; "
    "take a shorter formula",
    "film_beat_failed": "this beat cannot be played: {cause}",
    "film_inspect_size": "{option} needs as many numbers as the function has variables, {expected}, not {found}",
    "film_inspect_param": "a name that is no variable takes a value from --param, such as `--param {found}=1`",
    "film_inspect_at": "{option} needs a point; add --at",
    "film_new_name": "`{found}` makes no id; use a name with letters a-z or digits in it",
    "film_new_format": "a new spec is written as YAML; end its name with .yaml, not {found}",
    "film_exists": "`{found}` already exists; choose another name or pass --force",
}
