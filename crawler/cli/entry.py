"""Where the program begins and ends: every trouble becomes one sentence and an exit code."""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

import click

from crawler.cli import output
from crawler.cli.commands import tinhuy
from crawler.cli.terminal import printable
from crawler.errors import ExitCode, TinhuyError
from crawler.interruption import Terminated, raise_on_signal


def main() -> None:
    """Run the command that the command line names, and leave with its exit code."""
    sys.excepthook = _show_defect
    signal.signal(signal.SIGTERM, raise_on_signal)
    out, err = output.install()
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    trouble = out.trouble or err.trouble
    if trouble and code == ExitCode.OK:
        sentence = f"cannot write what the command says: {trouble.strerror}; its work is done"
        code = _tell(sentence, ExitCode.STORAGE)
    raise SystemExit(code)


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command; what went wrong has been said on the error stream.

    An exception that is a defect of ours is raised.
    """
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except click.UsageError as error:
        return _tell(error.format_message() + _see_help(error), ExitCode.USAGE)
    except click.ClickException as error:
        return _tell(error.format_message(), ExitCode.USAGE)
    except TinhuyError as error:
        return _tell(str(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt, Terminated) as ended:
        return _broken_off(ended)
    except BrokenPipeError:
        return _reader_left()
    return code


def _invoke(arguments: Sequence[str]) -> int:
    try:
        with tinhuy.make_context("tinhuy", list(arguments)) as context:
            tinhuy.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.OK
    return ExitCode.OK


def _tell(sentence: str, code: ExitCode) -> int:
    click.echo(f"tinhuy: {printable(sentence)}", err=True)
    return code


def _broken_off(ended: BaseException) -> int:
    if isinstance(ended, Terminated):
        return _tell("terminated; nothing is lost, run the same command again", ExitCode.TERMINATED)
    return _tell("interrupted; nothing is lost, run the same command again", ExitCode.INTERRUPTED)


def _see_help(error: click.UsageError) -> str:
    return f" (see {error.ctx.command_path} --help)" if error.ctx else ""


def _reader_left() -> int:
    """Whoever read our output has closed it, as ``| head`` does: that is no trouble.

    The interpreter flushes once more at its end, and must not meet the closed pipe there.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK


def _show_defect(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show an exception that nothing here expects; the interpreter then exits with code 1."""
    if os.environ.get("TINHUY_TRACEBACK"):
        traceback.print_exception(kind, error, trace)
        return
    sentence = f"a defect of ours: {kind.__name__}: {error}"
    _tell(f"{sentence}; set TINHUY_TRACEBACK=1 for the details", ExitCode.DEFECT)
