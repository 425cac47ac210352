"""Loads a series with its scenes; one broken spec costs one scene."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec.columns import fault, shown
from gradanim.spec.faults import in_order, problems_of
from gradanim.spec.files import read_for
from gradanim.spec.forms import unknown_keys
from gradanim.spec.load import default_id, scenes_from, scenes_of
from gradanim.spec.made_id import id_fault
from gradanim.spec.merge import layer
from gradanim.spec.nodes import Node
from gradanim.spec.scene import SceneSpec
from gradanim.spec.series import DEFAULT_KEYS, MOST_SCENES, SERIES_KEYS, SceneEntry, SeriesSpec

# Stands for the path of an entry that has none.
_NO_PATH = "?"
# An entry and its place.
Entry = tuple[SceneEntry, Node]


@dataclass(frozen=True)
class Broken:
    """A spec of a series that could not be loaded.

    Attributes:
        spec: its path as the series gives it.
        problems: why.
    """

    spec: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Loaded:
    """What a file holds.

    Attributes:
        series: the series, or None where the file is a scene.
        scenes: the scenes that could be loaded, in their order.
        broken: the specs that could not.
    """

    series: SeriesSpec | None
    scenes: tuple[SceneSpec, ...]
    broken: tuple[Broken, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem once, in the order of the scenes; a mistake in the defaults is one mistake."""
        every = {
            (str(problem), problem.where): problem for broken in self.broken for problem in broken.problems
        }
        return tuple(every.values())


def load_any(path: str | Path) -> Loaded:
    """What a file holds, a scene or a series; specs of the series that are broken are told in ``broken``.

    Raises:
        ProblemError: where the file itself is broken.
    """
    return read_for(
        lambda root: _any(root, Path(path)), Path(path), search=lambda root: _sound(root, Path(path))
    )


def _any(root: Node, path: Path) -> Loaded:
    if "scenes" in root.keys and "beats" not in root.keys:
        return _series(root, path)
    return Loaded(None, scenes_of(root, path, str(path), None))


def _sound(root: Node, path: Path) -> Loaded:
    """The same, and every problem raised."""
    loaded = _any(root, path)
    if loaded.problems:
        raise ProblemError(loaded.problems)
    return loaded


def load_series(path: str | Path) -> Loaded:
    """The series of a file with all its scenes.

    Raises:
        ProblemError: every problem of the series and of its specs.
    """
    return read_for(lambda root: _whole_series(root, Path(path)), Path(path))


def _whole_series(root: Node, path: Path) -> Loaded:
    if "scenes" not in root.keys:
        raise ProblemError(fault("spec_not_a_series", root))
    return _sound(root, path)


def _series(root: Node, path: Path) -> Loaded:
    long, problems = _long_form(root, default_id(path))
    series: SeriesSpec | None = None
    try:
        series = SeriesSpec.model_validate(long.plain())
    except ValidationError as error:
        problems += problems_of(error, long, SeriesSpec)
    scenes, broken = _load(_entries(long, None if problems else series), path, long)
    if series is None or problems:
        # Its scenes are looked through all the same: what is wrong with them is told at once.
        inside = Loaded(None, (), broken).problems
        raise ProblemError([*in_order(problems), *(item for item in inside if item not in problems)])
    return Loaded(series, scenes, broken)


def _entries(long: Node, series: SeriesSpec | None) -> list[Entry]:
    """The entries with their places; of a series with mistakes, those that can be read."""
    nodes = long.keys["scenes"].items if "scenes" in long.keys else ()
    if series is not None:
        return list(zip(series.scenes, nodes, strict=True))
    found = [(_quiet(node), node) for node in nodes[:MOST_SCENES]]
    return [(entry, node) for entry, node in found if entry is not None and entry.spec != _NO_PATH]


def _quiet(node: Node) -> SceneEntry | None:
    try:
        return SceneEntry.model_validate(node.plain())
    except ValidationError:
        return None


def _load(entries: list[Entry], path: Path, long: Node) -> tuple[tuple[SceneSpec, ...], tuple[Broken, ...]]:
    """The scenes of the entries, and what is broken."""
    scenes: list[SceneSpec] = []
    broken: list[Broken] = []
    taken: dict[str, str] = {}
    for entry, node in entries:
        try:
            found = _scenes(entry, node, path, long.keys.get("defaults"))
        except ProblemError as error:
            broken.append(Broken(entry.spec, error.problems))
            continue
        twice = list(_taken(found, entry, node, str(long.keys["id"].value), taken))
        if twice:
            broken.append(Broken(entry.spec, tuple(twice)))
        else:
            scenes += found
    return tuple(scenes), tuple(broken)


def _long_form(root: Node, slug: str) -> tuple[Node, list[Problem]]:
    """The mapping of the series with its id and with every scene as ``{spec: …}``."""
    problems = unknown_keys(root, SERIES_KEYS)
    known = {key: child for key, child in root.keys.items() if key in SERIES_KEYS and child.value is not None}
    if "id" not in known:
        wrong = id_fault(slug, root)
        problems += [] if wrong is None else [wrong]
        known["id"] = root.holding(slug if wrong is None else "series")
    if "defaults" in known and known["defaults"].is_mapping:
        problems += _default_faults(known["defaults"])
        allowed = {key: child for key, child in known["defaults"].keys.items() if key in DEFAULT_KEYS}
        known["defaults"] = layer(known["defaults"].holding(allowed))
    if "scenes" in known and known["scenes"].is_list:
        entries = tuple(_entry(item, problems) for item in known["scenes"].items)
        known["scenes"] = known["scenes"].holding(entries)
    return root.holding(known), problems


def _default_faults(node: Node) -> Iterator[Problem]:
    own = ("id", "beats", "variants", "extends")
    for key in (key for key in own if key in node.keys):
        yield fault("spec_series_default", node.keys[key], at_key=True, found=key)
    rest = {key: child for key, child in node.keys.items() if key not in own}
    yield from unknown_keys(node.holding(rest), DEFAULT_KEYS)


def _entry(node: Node, problems: list[Problem]) -> Node:
    if isinstance(node.value, str):
        return node.wrapped("spec")
    inline = node.is_mapping and "spec" not in node.keys and "beats" in node.keys
    if node.is_mapping and not inline:
        return node
    code = "spec_series_inline" if inline else "spec_series_entry"
    problems.append(fault(code, node, found=shown(node)))
    return node.holding({"spec": node.holding(_NO_PATH)})


def _scenes(entry: SceneEntry, node: Node, series: Path, defaults: Node | None) -> tuple[SceneSpec, ...]:
    """The scenes of one entry."""
    path = Path(os.path.normpath(series.parent / entry.spec))
    try:
        scenes = scenes_from(path, str(path), defaults)
    except ProblemError as error:
        if all(problem.line is None and problem.file == str(path) for problem in error.problems):
            place = node.keys["spec"]
            raise ProblemError(
                [
                    fault("spec_file_named", place, found=entry.spec, message=item.message)
                    for item in error.problems
                ]
            ) from None
        raise
    if entry.variants == "all":
        return scenes
    wanted = {scene.variant: scene for scene in scenes}
    missing = [name for name in entry.variants if name not in wanted]
    if missing:
        raise ProblemError([_no_variant(name, entry, node, wanted) for name in missing])
    return tuple(wanted[name] for name in entry.variants)


def _no_variant(name: str, entry: SceneEntry, node: Node, known: dict[str | None, SceneSpec]) -> Problem:
    names = [variant for variant in known if variant]
    place = node.find(("variants", entry.variants.index(name)))
    near = closest(name, names)
    expected = ", ".join(names) or "none"
    return fault("spec_no_variant", place, suggestion=near, spec=entry.spec, found=name, expected=expected)


def _taken(
    scenes: tuple[SceneSpec, ...], entry: SceneEntry, node: Node, series: str, taken: dict[str, str]
) -> Iterator[Problem]:
    """Problems with ids that two things would be written under; files of some systems ignore case."""
    place = node.keys["spec"]
    for scene in scenes:
        folded = scene.id.casefold()
        if folded == series.casefold():
            yield fault("spec_id_series", place, found=scene.id)
        elif folded in taken:
            yield fault("spec_id_twice", place, found=scene.id, other=taken[folded])
        taken.setdefault(folded, entry.spec)
