"""What frames are made by: gradanim's own sources, as far as a beat reaches them, and the packages under it."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from gradanim.plan.encoders import encoder_version, package_version
from gradanim.store import key_of

# Packages of gradanim that any frame may reach.
DRAWING = frozenset({"actors", "beats", "calculus", "encode", "plan", "raster", "render", "spec"})
# Besides them, what decides the files around a film.
AROUND = frozenset({"publish"})
AROUND_FILES = frozenset({"batch/assemble.py", "batch/posters.py"})
# Distributions whose version may change a pixel, a number or a byte; the fonts are inside typst.
PACKAGES = (
    *("manim", "typst", "pycairo", "pillow", "numba", "llvmlite", "numpy", "scipy", "sympy"),
    *("contourpy", "av", "imageio-ffmpeg"),
)

# Actors whose file is not called like them.
ACTOR_FILES: Mapping[str, str] = MappingProxyType(
    {"negative_gradient": "gradient", "right_angle": "tangent", "trail": "point"}
)
# Actors with a file that nobody needs where they are not on the stage; any other file counts for every frame.
ACTORS = (
    *("angle", "axes", "change_bars", "contours", "direction", "floor", "gradient", "gradient_field"),
    *("level_curve", "loss_curve", "partials", "point", "rosette", "slice", "slope_curve", "surface"),
    *("tangent", "tangent_plane", "trajectory"),
)
# Kinds of stage with a way of drawing of their own, which no other stage needs.
STAGE_FILES: Mapping[str, str] = MappingProxyType({"line": "line_view", "volume": "volume_view"})
# Files that import everything to choose from it.
TABLES = frozenset(
    {"actors/registry.py", "actors/picture.py", "actors/volume_view.py", "beats/registry.py"}
    | {"spec/verbs/__init__.py"}
)
# Where a scene is looked over for its author.
CHECK = "beats/check.py"
_IMPORT = re.compile(r"^[ \t]*from gradanim([\w.]*) import[ \t]*(\([^)]*\)|[^\n]*)", re.MULTILINE)

_NAME = re.compile(r"(\w+)(?:\s+as\s+\w+)?\s*(?:,|\)|$|#[^\n]*)", re.MULTILINE)


class Sources(Struct, frozen=True, dict=True):
    """gradanim's own files.

    Attributes:
        files: SHA-256 in hex by path below the package, with ``/``.
        imports: by path of a file that frames may reach, the files of gradanim that it imports.
    """

    files: Mapping[str, str]
    imports: Mapping[str, frozenset[str]]

    def of_frames(self, verbs: Iterable[str], actors: Iterable[str], stage: str) -> str:
        """One digest of everything that the frames of a beat reach.

        Args:
            verbs: the beat's verb, and those that play in it.
            actors: who is on the stage at any time of the beat.
            stage: the kind of stage.
        """
        roots = {file for verb in verbs for file in _verb_files(verb)}
        roots |= {_actor_file(ACTOR_FILES.get(name, name)) for name in actors}
        if stage in STAGE_FILES:
            roots.add(_actor_file(STAGE_FILES[stage]))
            # A table of the special actors of its stage: all of them.
            roots |= {file for root in tuple(roots) if root in TABLES for file in self.imports.get(root, ())}
        reached = self._reached(roots & self.special)
        return key_of([self._common, {file: self.files[file] for file in sorted(reached)}])

    def of_scene(self) -> str:
        """One digest of everything that any file of any scene reaches."""
        return key_of({file: digest for file, digest in self.files.items() if _makes_files(file)})

    @cached_property
    def special(self) -> frozenset[str]:
        """The files that only frames with a certain verb, actor or stage reach."""
        verbs = (Path(file).stem for file in self.files if file.startswith("spec/verbs/"))
        asked = {file for verb in verbs for file in _verb_files(verb)}
        asked |= {_actor_file(name) for name in (*ACTORS, *STAGE_FILES.values())}
        asked |= {file for file in self.files if file.startswith("actors/volume_")}
        special = asked & self.files.keys() - (TABLES - {"actors/volume_view.py"})
        # What a file that every frame reaches imports, every frame reaches too.
        while taken := special & self._imported_by(self.files.keys() - special - self.telling - TABLES):
            special -= taken
        return frozenset(special)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The files that tell an author of a scene, which no frame reaches: `CHECK`, and what it alone imports."""
        importers: dict[str, set[str]] = {}
        for file, imported in self.imports.items():
            for other in imported:
                importers.setdefault(other, set()).add(file)
        found = {CHECK} & self.files.keys()
        while more := {file for file, by in importers.items() if by <= found} - found:
            found |= more
        return frozenset(found)

    def _imported_by(self, files: Iterable[str]) -> set[str]:
        return {other for file in files if _draws(file) for other in self.imports[file]}

    def _reached(self, roots: Iterable[str]) -> set[str]:
        """Special files, with those that they import."""
        found: set[str] = set()
        waiting = set(roots)
        while waiting:
            found |= waiting
            waiting = (self._imported_by(waiting) & self.special) - found
        return found

    @cached_property
    def _common(self) -> str:
        """One digest of what every frame reaches."""
        apart = self.special | self.telling
        files = self.files.items()
        return key_of({file: digest for file, digest in files if _draws(file) and file not in apart})


def _verb_files(verb: str) -> tuple[str, str]:
    return f"beats/{verb}.py", f"spec/verbs/{verb}.py"


def _actor_file(name: str) -> str:
    return f"actors/{name}.py"


def _draws(file: str) -> bool:
    return file.partition("/")[0] in DRAWING


def _makes_files(file: str) -> bool:
    return _draws(file) or file.partition("/")[0] in AROUND or file in AROUND_FILES


@lru_cache(maxsize=4)
def own_sources(root: Path | None = None) -> Sources:
    """The sources as they are when this process first asks; it goes on running those that it has loaded.

    Args:
        root: the folder of the package, or None for the one that is running.
    """
    texts = dict(sorted(_texts(root or Path(__file__).parents[1])))
    digests = {file: hashlib.sha256(text).hexdigest() for file, text in texts.items()}
    places = _Places(digests)
    imports = {file: places.imported(text.decode("utf-8")) for file, text in texts.items() if _draws(file)}
    return Sources(MappingProxyType(digests), MappingProxyType(imports))


def _texts(folder: Path) -> Iterator[tuple[str, bytes]]:
    # Texts and not paths: five hundred files are read before anything is drawn.
    root = os.fspath(folder)
    for place, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__"]
        below = place[len(root) + 1 :].replace(os.sep, "/")
        for name in names:
            if name.endswith(".py"):
                with open(f"{place}{os.sep}{name}", "rb") as source:  # noqa: PTH123 - see above
                    yield f"{below}/{name}" if below else name, source.read()


class _Places:
    """Where what sources import is.

    Args:
        files: all files of the package.
    """

    def __init__(self, files: Container[str]) -> None:
        self._files = files
        self._known: dict[tuple[str, str], frozenset[str]] = {}

    def imported(self, text: str) -> frozenset[str]:
        """The files that a source imports, wherever in it: modules by name, or the module that holds a name."""
        return frozenset().union(*map(self._named, _IMPORT.findall(text)))

    def _named(self, line: tuple[str, str]) -> frozenset[str]:
        """The files of one import; many sources have the same."""
        if line not in self._known:
            self._known[line] = frozenset(self._tried(*line))
        return self._known[line]

    def _tried(self, dotted: str, names: str) -> Iterator[str]:
        module = dotted.strip(".").replace(".", "/")
        for name in _NAME.findall(names):
            inner = f"{module}/{name}" if module else name
            tries = (f"{inner}.py", f"{inner}/__init__.py", f"{module}.py", f"{module}/__init__.py")
            yield from (file for file in tries[: 4 if module else 2] if file in self._files)


def known() -> None:
    """Finds out what is the same in the keys of all beats, once for this process and those that are forked from it."""
    own_sources().of_frames((), (), "plane")
    packages()


@lru_cache(maxsize=1)
def packages() -> Mapping[str, str]:
    """Versions of the packages that draw and encode, of Python and of ffmpeg; nothing is imported."""
    found = {name: package_version(name) for name in PACKAGES}
    python = ".".join(map(str, sys.version_info[:2]))
    return MappingProxyType({**found, "python": python, "ffmpeg": encoder_version()})
