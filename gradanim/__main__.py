"""``python -m gradanim`` is the command line."""

from __future__ import annotations

import os

INTERRUPTED = 130


def run() -> None:
    """Runs the command line; Ctrl-C ends it with 130 wherever it strikes, even before the first command is read."""
    try:
        from gradanim.cli import main

        main()
    except KeyboardInterrupt:
        pass
    except SystemExit as end:
        if end.code != INTERRUPTED:
            raise
    # Not by sys.exit: after Ctrl-C in an extension module's import Python would end itself by the signal instead.
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    run()
