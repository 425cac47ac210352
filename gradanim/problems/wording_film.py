"""The wording of problems with planning, playing and rendering a film."""

WORDING: dict[str, str] = {
    "film_no_file": "there is no such file or folder",
    "film_no_specs": "this folder holds no spec (.yaml, .yml, .toml or .json)",
    "film_not_series": "this is a single scene, not a series; render it with `gradanim render {found}`",
    "film_not_one": "`{found}` makes {count} scenes; say which with --variant ({expected})",
    "film_no_scene": "`{found}` has no scene `{scene}`, only {expected}",
    "film_no_variant": "`{found}` has no variant `{variant}`, only {expected}",
    "film_still_both": "say either --at or --beat, not both",
    "film_still_time": "{found} s is outside the film, which lasts {length} s",
    "film_still_beat": "there is no beat `{found}`; beats go from {expected}, or say a name",
    "film_claim_false": "the claim `{claim}` is false at {place}: the left side is {left}, the right side {right}",
    "film_field_empty": "`{field}` has no finite value anywhere in the domain",
    "film_place_undefined": "`{field}` has no value at {place}; place the point elsewhere",
    "film_strike_nothing": "no line of text on the stage holds `{found}`",
    "film_flow_nowhere": "`{field}` has no gradient at any place where points are released",
    "film_pace_short": "warning: {found} s is too short to read what is said, {count} characters; leave `seconds` out or give it {expected}",
    "film_graph_large": "the compute graph of `{field}` has {found} boxes, and more than {expected} cannot be read; "
    "take a shorter formula",
    "film_beat_failed": "this beat cannot be played: {cause}",
    "film_inspect_size": "{option} has {found} numbers, the function has {expected} variables",
    "film_inspect_at": "{option} needs a point; add --at",
    "film_memory": "there was not enough memory for `{scene}`; try a smaller --profile",
    "film_crashed": "an internal error stopped `{scene}` ({cause}); run again with --debug to see where it comes from",
    "film_new_name": "`{found}` makes no id; use a name with letters a-z or digits in it",
    "film_new_format": "a new spec is written as YAML; end its name with .yaml, not {found}",
    "film_exists": "`{found}` already exists; choose another name or pass --force",
}
