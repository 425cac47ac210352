"""The command group: finds a command's file when it is called, and turns problems into messages and exit codes."""

from __future__ import annotations

import importlib
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

import click

from gradanim import __version__
from gradanim.cli.mistakes import told, understood
from gradanim.problems import Problem, ProblemError, closest

# Command, module that holds it under gradanim.cli, and its line in the help; nothing is imported to list them.
COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "build": ("build", "Render a series: every scene, captions, sheets, and the series film."),
        "render": ("render", "Render single scenes."),
        "check": ("check", "Check specs without drawing anything."),
        "inspect": ("inspect_field", "Look at a function: gradient, steepest direction, critical points."),
        "still": ("still", "Draw one frame as a PNG."),
        "plan": ("plan", "Print what a build would make, and how long it may take."),
        "explain": ("explain", "Say why a build would render each beat of a scene, or not."),
        "cache": ("cache", "Show, verify and prune what is kept between builds."),
        "new": ("new", "Write a new spec to start from."),
        "list": ("list_scenes", "List the scenes of a folder or a series."),
        "schema": ("schema", "Print the JSON Schema of specs, for editors."),
        "doctor": ("doctor", "Say whether everything needed is there."),
    }
)


class _ReaderGoneError(Exception):
    """Whoever read our output has seen enough; click would end with an error code of its own."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a new user needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            near = closest(cmd_name, COMMANDS)
            if near is not None:
                ctx.fail(f"No such command '{cmd_name}'. Did you mean '{near}'?")
            return None
        module = importlib.import_module(f"gradanim.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ReaderGoneError from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for ``--help``, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="gradanim")
@click.option("--debug", is_flag=True, help="Show the traceback when something goes wrong.")
@click.pass_context
def group(ctx: click.Context, debug: bool) -> None:
    """Films about the mathematics of gradients, made from specs."""
    ctx.obj = {"debug": debug}


def main() -> NoReturn:
    """Runs the command line and ends the process.

    Exit codes: 0 fine, 1 a render failed, 2 spec or usage, 3 environment, 130 interrupted.
    """
    _open_streams()
    # Looking for pydantic plug-ins reads the metadata of every installed package; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    debug = "--debug" in sys.argv
    # `--debug` may stand anywhere; click knows it at the group only.
    arguments = (["--debug"] if debug else []) + [a for a in sys.argv[1:] if a != "--debug"]
    if debug:
        _log_everything()
    try:
        status = group.main(args=arguments, prog_name="gradanim", standalone_mode=False) or 0
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        status = 130
    except (_ReaderGoneError, BrokenPipeError):
        # What is still in the buffer must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:  # noqa: BLE001 - whatever it is, a user reads a sentence
        if debug:
            traceback.print_exc()
        status = _mistake(error)
    sys.exit(status)


def _open_streams() -> None:
    """Puts nothing in the places of standard streams that are closed: a file opened there would be printed into."""
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            # The lowest free place is taken, which is this one.
            os.open(os.devnull, os.O_RDWR)


def _mistake(error: Exception) -> int:
    """Tells what went wrong; returns the exit code."""
    gone = () if _has_folder() else (Problem("working_folder_gone", {}, exit_code=3),)
    if gone and isinstance(error, OSError | RuntimeError):
        # Whatever a library makes of it.
        error = ProblemError(gone)
    elif gone and isinstance(error, ProblemError):
        error = ProblemError([*error.problems, *gone])
    error = understood(error)
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, ProblemError):
        click.echo("\n".join(map(told, error.problems)), err=True)
        return error.exit_code
    click.echo(f"Internal error: {type(error).__name__}: {error}", err=True)
    click.echo("Run again with --debug to see where it comes from.", err=True)
    return 1


def _has_folder() -> bool:
    """Whether the folder that we run in is there: another process may have removed it."""
    try:
        os.getcwd()  # noqa: PTH109 - the question is whether this can be answered
    except FileNotFoundError:
        return False
    return True


def _log_everything() -> None:
    """What a run catches and tells in a sentence is shown with its traceback too."""
    log = logging.getLogger("gradanim")
    log.setLevel(logging.DEBUG)
    log.addHandler(logging.StreamHandler())
    # manim gives the root logger a handler of its own, which would show everything a second time.
    log.propagate = False
