"""Raw frames encoded inside of a process, as workers encode them."""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import closing
from dataclasses import asdict
from fractions import Fraction
from itertools import count
from pathlib import Path

import click
import numpy as np

from benchmarks.capture import Raw
from benchmarks.watch import run
from gradanim.encode import EncoderSettings, FilmWriter, program_for
from gradanim.encode.feed import SLOTS
from gradanim.encode.graph import Growing, RawSource
from gradanim.encode.library import LibrarySink


def encode_inside(planes: Raw, settings: EncoderSettings, out: Path) -> float:
    """Encodes raw frames in a process of its own; the seconds of processor time without its start.

    Args:
        planes: the frames, yuv420p.
        settings: what the encoder is told.
        out: the film, an MP4; what the process says is written beside it.
    """
    source = planes.source
    asked = [str(planes.path), *source.size, str(source.fps), asdict(settings), str(out)]
    # Modules come from where this process has them from, wherever it was started.
    modules = os.pathsep.join(str(Path(place).absolute()) for place in sys.path if place)
    command = [sys.executable, "-P", "-m", "benchmarks.inside", json.dumps(asked)]
    run(command, out.parent, PYTHONPATH=modules)
    return float((out.parent / "log").read_text().split()[-1])


def _main(asked: str) -> None:
    path, width, height, fps, settings, out = json.loads(asked)
    source = RawSource((width, height), Fraction(fps), "yuv420p")
    # What is loaded once for many films is not counted.
    program_for(settings["codec"])
    began = time.process_time()
    with closing(_Film(Growing(Path(out), Path(out), source), EncoderSettings(**settings))) as film:
        frames = [np.empty(source.shape, np.uint8) for _ in range(SLOTS + 1)]
        with Path(path).open("rb") as raw:
            for number in count():
                frame = frames[number % len(frames)]
                if raw.readinto(frame.data) < frame.nbytes:
                    break
                film.sink.put(frame, 1, handed_over=True)
        film.sink.finish()
    click.echo(time.process_time() - began)


class _Film:
    def __init__(self, film: Growing, settings: EncoderSettings) -> None:
        self.sink = LibrarySink(film, settings, FilmWriter.patience_seconds)
        self.close = self.sink.abort


if __name__ == "__main__":
    _main(sys.argv[1])
