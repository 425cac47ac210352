"""What is done once in the process that workers are forked from, so that each of them finds it done."""

from __future__ import annotations

import gc
import importlib
import sys
import traceback
from collections.abc import Iterator

from gradanim.batch.processes import let_go

# Seconds that a thread of a worker may go on while others wait for the interpreter.
HAND_OVER = 0.001


def warm_up(items: list[str]) -> Iterator[str]:
    """Makes this process one to fork workers from, step by step; gives each item when it is done.

    Args:
        items: modules to import, and functions to call (``module:function``).
    """
    # In a worker one thread thinks out the next picture while another draws and a third feeds the encoder: these
    # ask for the interpreter a few times a frame and shall not wait five milliseconds each time.
    sys.setswitchinterval(HAND_OVER)
    # What is imported stays: a collector that looks through all of it again and again takes a tenth of the time.
    gc.disable()
    for item in items:
        _import(item)
        yield item
    # The compiler has loaded the kernels and is not needed for drawing: 70 MB.
    let_go("llvmlite")
    # What is here now is left alone by the collector, so that workers share it with us.
    gc.freeze()
    gc.enable()


def _import(item: str) -> None:
    """What fails is printed and left to the worker that needs it, whose answer then says why."""
    module, _, name = item.partition(":")
    try:
        imported = importlib.import_module(module)
        if name:
            getattr(imported, name)()
    except Exception:  # noqa: BLE001 - see above
        traceback.print_exc()
