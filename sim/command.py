"""Running a command line: what goes wrong becomes one clear line and an exit status, never a traceback."""

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import yaml

from sim.errors import UserError, unknown_flag, yaml_problem

__all__ = ["let_output_close", "run_command", "split_flags"]

_IN_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "no such file or folder",
    errno.ENOTDIR: "a part of this path is a file, not a folder",
    errno.EEXIST: "a file of this name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EISDIR: "this is a folder, not a file",
}

AGAIN_SECONDS = 0.05
"""Time after which a dropped interruption is repeated."""


def run_command(command: Callable[[list[str]], None], arguments: Sequence[str] | None = None) -> None:
    """Run a command line's ``command(arguments)``; ``arguments`` default to the process's own.

    What the user can put right, and what the system refuses (a folder that cannot be written, a full disk), becomes one
    line on standard error and exit status 2; an interruption becomes one line and exit status 130.
    """
    sys.unraisablehook = _interrupted_again
    let_output_close()
    try:
        command(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except UserError as error:
        _leave(f"Error: {error}", 2)
    except yaml.YAMLError as error:
        _leave(f"Error: this is not YAML: {yaml_problem(error)}", 2)
    except KeyboardInterrupt as error:
        _leave(str(error) or "Interrupted.", 130)
    except OSError as error:
        _close_output()
        _leave(f"Error: {_system_error(error)}", 2)
    except MemoryError:
        _leave(
            "Error: not enough memory for a run of this size: choose a smaller scale, places or candidates.per_place", 2
        )


def split_flags(arguments: Sequence[str], known: Sequence[str]) -> tuple[list[str], list[str]]:
    """Flags, and all other words. Raises :class:`UserError` naming the nearest for a flag that is not known."""
    flags = [argument for argument in arguments if argument.startswith("-")]
    for flag in flags:
        if flag not in known:
            raise unknown_flag(flag, known)
    return flags, [argument for argument in arguments if argument not in flags]


def _interrupted_again(told: "sys.UnraisableHookArgs") -> None:
    """Repeat an interruption that came while Python cleared memory: raised in there, it is dropped and the command goes on."""
    if told.exc_type is KeyboardInterrupt:
        main = threading.main_thread().ident or 0
        threading.Timer(AGAIN_SECONDS, signal.pthread_kill, (main, signal.SIGINT)).start()
    else:
        sys.__unraisablehook__(told)


def _system_error(error: OSError) -> str:
    words = _IN_WORDS.get(error.errno or 0) or error.strerror or str(error)
    return f"cannot use {error.filename}: {words}" if error.filename else f"cannot read or write: {words}"


def _leave(message: str, status: int) -> NoReturn:
    print(" ".join(message.split()), file=sys.stderr, flush=True)
    raise SystemExit(status) from None


def _close_output() -> None:
    """Send what is still unwritten to nowhere, so that closing standard output at exit does not fail once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Closable(io.RawIOBase):
    """Standard output that may be closed before the command ends (``| head``): the rest goes nowhere, the work goes on."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self.raw.fileno())

    def isatty(self) -> bool:
        return bool(self.raw.isatty())

    def write(self, data: Any) -> int:
        try:
            return int(self.raw.write(data))
        except BrokenPipeError:
            return len(data)


def let_output_close() -> None:
    """Finish quietly where nobody reads: standard output or error is closed from the start, or will be."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)  # without a buffer under PYTHONUNBUFFERED
        if isinstance(raw, io.FileIO) and stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, io.TextIOWrapper(
                io.BufferedWriter(_Closable(raw)), stream.encoding, stream.errors,
                line_buffering=stream.line_buffering or name == "stderr",
            ))  # fmt: skip
