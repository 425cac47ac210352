"""Frames encoded inside of a process, as workers encode them, beside ffmpeg that reads them from a pipe."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import click
import numpy as np

from benchmarks.capture import Raw
from benchmarks.watch import run
from gradanim.encode import EncoderSettings, FilmWriter


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
    frames = np.memmap(path, np.uint8, "r").reshape(-1, height * 3 // 2, width)
    writer = FilmWriter(
        Path(out), (width, height), Fraction(fps), EncoderSettings(**settings), pixel_format="yuv420p"
    )
    # What is imported once for many films is not counted.
    import gradanim.encode.library  # noqa: F401

    began = time.process_time()
    with writer:
        for frame in frames:
            writer.write(frame, handed_over=True)
    click.echo(time.process_time() - began)


if __name__ == "__main__":
    _main(sys.argv[1])
