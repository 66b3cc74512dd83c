"""What a user is told when something is wrong: one clear line, never a traceback."""

import difflib
import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

import yaml

__all__ = ["UserError", "did_you_mean", "nearest", "run_command", "unknown", "unknown_flag", "yaml_problem"]

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


class UserError(Exception):
    """Something that the user can put right. Its text says what is wrong, where, and what is allowed."""


def nearest(name: str, options: Iterable[str]) -> str | None:
    """The option most like a (misspelt) name; for dotted options the last part is enough. None if nothing is alike."""
    names = list(options)
    if found := difflib.get_close_matches(name, names, n=1):
        return found[0]
    last_parts = {option.rpartition(".")[2]: option for option in reversed(names)}
    found = difflib.get_close_matches(name.rpartition(".")[2], last_parts, n=1, cutoff=0.75)
    return last_parts[found[0]] if found else None


def did_you_mean(name: str, options: Iterable[str]) -> str:
    """``: did you mean ...?``, or nothing where no option is alike."""
    found = nearest(name, options)
    return f": did you mean {found}?" if found else ""


def unknown(name: str, kind: str, known: Iterable[str], where: str = "", listed: bool = False) -> UserError:
    """The refusal of a name that does not exist: ``'palm' is not a scenario: did you mean palim?``

    ``kind``: what it should be, with its article; ``where``: where it stands; ``listed``: whether to list what there is.
    """
    names = list(known)
    available = f" Available: {', '.join(sorted(names))}" if listed else ""
    hint = did_you_mean(name, names) or ("." if listed else "")
    return UserError(f"{where}'{name}' is not {kind}{hint}{available}")


def unknown_flag(flag: str, flags: Iterable[str]) -> UserError:
    """The refusal of a flag that does not exist."""
    return UserError(f"{flag} is not a flag{did_you_mean(flag.partition('=')[0], flags)} (see --help)")


def yaml_problem(error: yaml.YAMLError) -> str:
    """What a YAML parser complains about, with the line."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1})" if mark else problem


def run_command(command: Callable[[list[str]], None], arguments: Sequence[str] | None = None) -> None:
    """Run a command line's ``command(arguments)``; ``arguments`` default to the process's own.

    What the user can put right, and what the system refuses (a folder that cannot be written, a full disk), becomes one
    line on standard error and exit status 2; an interruption becomes one line and exit status 130.
    """
    sys.unraisablehook = _interrupted_again
    try:
        command(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except UserError as error:
        _leave(f"Error: {error}", 2)
    except yaml.YAMLError as error:
        _leave(f"Error: not YAML: {yaml_problem(error)}", 2)
    except KeyboardInterrupt as error:
        _leave(str(error) or "Interrupted.", 130)
    except BrokenPipeError:
        _close_output()
        raise SystemExit(1) from None
    except OSError as error:
        _close_output()
        _leave(f"Error: {_system_error(error)}", 2)
    except MemoryError:
        _leave(
            "Error: not enough memory for a run of this size: choose a smaller scale, places or candidates.per_place", 2
        )


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
