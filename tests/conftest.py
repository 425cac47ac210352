"""What several test files need: scenes, a folder for manim's texts, and the option for long tests."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

from gradanim.spec import SceneSpec, load_scenes

# The same examples on every machine and every run; a failure is everybody's.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")
# It also tries numbers that stand in the modules that are loaded, and which ones are depends on what ran before.
assert callable(providers._get_local_constants) and not len(providers._local_constants)
providers._get_local_constants = lambda: providers._local_constants

HEAD = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
"""

MakeScene = Callable[..., SceneSpec]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--slow``, as ./scripts/test knows it."""
    parser.addoption("--slow", action="store_true", help="Run the long tests too.")


def pytest_configure() -> None:
    """Ctrl-C works in what tests start, also where a shell started them in the background, which ignores it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Long tests are skipped unless they are asked for."""
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="takes long; --slow runs it"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own: what an earlier run has left behind decides nothing."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def text_folder(own_cache: Path) -> Path:
    """The folder in which drawn letters are kept, one for all tests of a process."""
    return own_cache


@pytest.fixture
def make_scene(tmp_path: Path) -> MakeScene:
    """Makes the scene of a YAML text; ``head`` holds everything but the beats."""

    def make(beats: str, head: str = HEAD) -> SceneSpec:
        path = tmp_path / "scene.yaml"
        lines = "\n".join(f"  {line}" for line in beats.strip("\n").splitlines())
        path.write_text(f"{head}beats:\n{lines}\n", encoding="utf-8")
        (scene,) = load_scenes(path)
        return scene

    return make
