"""``python -m gradanim`` is the command line."""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from typing import NoReturn

INTERRUPTED = 130
# What a shell tells of a process that a signal ended.
SIGNALLED = 128


def run() -> None:
    """Runs the command line; Ctrl-C ends it with 130 wherever it strikes, even before the first command is read."""
    signal.signal(signal.SIGTERM, _terminate)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        # A terminal that is closed; `nohup` has it ignored.
        signal.signal(signal.SIGHUP, _terminate)
    # Most of what is made in a command lives until its end: looking for what does not takes a twentieth of the time.
    gc.set_threshold(50_000, 20, 50)
    if not sys.warnoptions and "--debug" not in sys.argv:
        # A value that overflows is told where it is printed; the warning beside it is for whoever mends the code.
        warnings.simplefilter("ignore")
    try:
        from gradanim.cli import main

        main()
    except KeyboardInterrupt:
        pass
    except SystemExit as end:
        if end.code != INTERRUPTED:
            # Before Python ends it looks through all objects: put aside, they cost a twentieth of a second less.
            gc.freeze()
            raise
    # Not by sys.exit: after Ctrl-C in an extension module's import Python would end itself by the signal instead.
    os._exit(INTERRUPTED)


def _terminate(number: int, _frame: object) -> NoReturn:
    """Whoever ends the process politely finds no half file and no folder of ours left behind."""
    sys.exit(SIGNALLED + number)


if __name__ == "__main__":
    run()
