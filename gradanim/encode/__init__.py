"""Frames to files and files verified: the only user of ffmpeg, and the writer of every published file."""

from gradanim.encode.encoder import program_for
from gradanim.encode.ffmpeg import FFmpeg, find_ffmpeg
from gradanim.encode.files import publish_bytes, publish_text
from gradanim.encode.film import FilmWriter
from gradanim.encode.graph import PixelFormat
from gradanim.encode.join import join_films
from gradanim.encode.names import collisions, refuse_collisions, safe_child
from gradanim.encode.remux import Chapter
from gradanim.encode.sets import FileSet, file_set, mend_sets
from gradanim.encode.settings import MOVING_SETTINGS, PROFILE_SETTINGS, EncoderSettings
from gradanim.encode.stills import publish_png, sheet
from gradanim.encode.verify import FilmFacts, verify_film

__all__ = [
    "MOVING_SETTINGS",
    "PROFILE_SETTINGS",
    "Chapter",
    "EncoderSettings",
    "FFmpeg",
    "FileSet",
    "FilmFacts",
    "FilmWriter",
    "PixelFormat",
    "collisions",
    "file_set",
    "find_ffmpeg",
    "join_films",
    "mend_sets",
    "program_for",
    "publish_bytes",
    "publish_png",
    "publish_text",
    "refuse_collisions",
    "safe_child",
    "sheet",
    "verify_film",
]
