"""``python -m benchmarks`` runs one of the benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import click

from benchmarks import build, cluster, encode, render

VERBS: Mapping[str, click.Command] = MappingProxyType(
    {"render": render.command, "encode": encode.command, "build": build.command, "dask": cluster.command}
)

main = click.Group(
    "bench", dict(VERBS), help="Measure gradanim.", context_settings={"help_option_names": ["-h", "--help"]}
)

if __name__ == "__main__":
    main(prog_name="bench")
