"""What importing the renderer costs."""

from __future__ import annotations

import subprocess
import sys


def test_describing_a_picture_does_not_wait_for_compiled_code() -> None:
    code = "import sys, gradanim.raster; gradanim.raster.Canvas(); print(sorted({'numba', 'manim'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
