"""gradanim schema: the JSON Schema of specs, for editors."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of specs.

    In an editor with yaml-language-server, save it and begin a spec with
    ``# yaml-language-server: $schema=gradanim.schema.json``.
    """
    from gradanim.spec import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
