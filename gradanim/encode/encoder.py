"""Which encoder makes films: the one in ffmpeg's libraries, which PyAV brings along, or an ffmpeg program."""

from __future__ import annotations

import os

from gradanim.encode.ffmpeg import NAMED, FFmpeg, find_ffmpeg


def program_for(codec: str) -> FFmpeg | None:
    """The ffmpeg program that encodes, or None where ffmpeg's libraries do so inside of this process.

    A program is taken where the environment names one, or where the libraries have no such encoder.

    Raises:
        ProblemError: a program is needed and there is none that has the encoder (exit code 3).
    """
    # Imported here: those who only ask which files there are need no encoder.
    from gradanim.encode.library import library_has

    if not os.environ.get(NAMED) and library_has(codec):
        return None
    program = find_ffmpeg()
    program.require(codec)
    return program
