"""Kernels are compiled once, for the types that pictures have."""

from __future__ import annotations

import subprocess
import sys

from gradanim.raster import warm_up
from gradanim.raster.tile_draw import draw_tiles
from gradanim.raster.warm import compile_tiles, warm_small


def test_what_is_compiled_without_a_scene_draws_scenes() -> None:
    compile_tiles()
    warm_small()
    warm_up()
    assert len(draw_tiles.signatures) == 1


def test_every_kernel_is_compiled_before_frames_are_drawn() -> None:
    """What a worker compiles or loads by itself takes time, and brings the compiler into its memory."""
    program = (
        "import importlib, pkgutil, gradanim.raster as raster; raster.warm_up(); "
        "modules = [importlib.import_module(f'gradanim.raster.{found.name}') "
        "for found in pkgutil.iter_modules(raster.__path__)]; "
        "kernels = {name: value for module in modules for name, value in vars(module).items() "
        "if type(getattr(value, '_cache', None)).__name__ == '_KeptCode'}; "
        "print(len(kernels) > 10, sorted(name for name, value in kernels.items() if len(value.signatures) != 1))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "True []", "")


def test_kept_kernels_are_loaded_without_what_compiling_needs() -> None:
    """Compiled by the test above; a process that draws with them never gets the compiler ready."""
    warm_up()
    program = (
        "import sys; from gradanim.raster import warm_up; warm_up(); "
        "from gradanim.raster.tile_draw import draw_tiles; assert not draw_tiles.stats.cache_misses; "
        "print([name for name in sys.modules if name in ('numba.np.arrayobj', 'scipy.linalg')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
