"""A preload for Dask workers that are not as they should be; the environment says how."""

from __future__ import annotations

import os
from pathlib import Path

from gradanim.batch import cluster_identity, cluster_worker

HOW = os.environ["DOCTORED"]


def dask_setup(worker):
    """Called by Dask when the worker starts."""
    if HOW == "code":
        whole = cluster_identity.identity
        cluster_identity.identity = lambda: {
            **whole(),
            "gradanim's own files": "0123456789ab",
            "numpy": "1.0",
        }
    elif HOW == "bytes":
        pack = cluster_worker.pack
        cluster_worker.pack = lambda clips, keys: flipped(pack(clips, keys))


def flipped(sent):
    """The first time that there is a film, one bit of it is another one."""
    mark = Path(os.environ["DOCTORED_MARK"])
    if sent and not mark.exists():
        mark.touch()
        key = min(sent)
        film = bytearray(sent[key]["clip.mp4"])
        film[len(film) // 2] ^= 1
        sent[key]["clip.mp4"] = bytes(film)
    return sent
