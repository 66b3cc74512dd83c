"""Under which names the page answers: those of this machine, and those that whoever starts it allows.

A page of another site can make its own name point at this machine (DNS rebinding); its browser then takes the simulation
for a part of that site. The name by which it asks tells the two apart.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sim.errors import UserError

SHOWN = 100
"""Characters of a refused name that are repeated."""
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


def allowed_names(named: Iterable[str], host: str) -> frozenset[str]:
    """What a user allows (``names=``), and the name that the page was told to listen on, where it is a name."""
    own = host.strip().lower()
    return frozenset(
        {_checked(name) for name in named} | ({own} if _NAME.fullmatch(own) and not _is_address(own) else set())
    )


def _checked(name: str) -> str:
    text = name.strip().lower().removesuffix(".")
    bare = text.strip("[]")
    if not _NAME.fullmatch(text) and not _is_address(bare):
        raise UserError(
            f"names: '{name[:SHOWN]}' is not the name of a machine: write it without http://, port, path or *,"
            " e.g. names=pilots.ministry.example"
        )
    return bare


def refused(scope: Mapping[str, Any], names: Collection[str]) -> str:
    """Why a request is not answered, in a line; nothing where it is.

    ``names``: those allowed besides this machine's own (``localhost``, 127.0.0.0/8, ``[::1]``) and the address at which
    the request came in. A browser says on whose behalf it opens a socket or sends a form: that must be this page.
    """
    hosts = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
    host = hosts[0] if len(hosts) == 1 else ""
    name = name_in(host)
    here = str((scope.get("server") or ("",))[0]).removeprefix("::ffff:")
    if not (_own(name) or name in names or (name == here and _is_address(name))):
        shown = "".join(each if each.isprintable() else "?" for each in name or host)[:SHOWN] or "nothing"
        allow = shown if _NAME.fullmatch(shown) or _is_address(shown) else "NAME"
        return f"This page does not answer to '{shown}'. To allow this name, start the page with names={allow} (docs/dashboard.md)."
    if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
        return ""
    origins = [value.decode("latin-1") for key, value in scope["headers"] if key == b"origin"]
    for origin in origins:
        place = _place(origin)
        if place.lower() != host.lower() and name_in(place) not in names:
            return "Another site may not use this page."
    return ""


def _place(origin: str) -> str:
    """The host and port of an origin; nothing where it cannot be read."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def name_in(host: str) -> str:
    """The name in a ``Host`` header, without the port; nothing where it is not one."""
    if found := re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/@\s]+)(:\d{1,5})?", host):
        return found[1].strip("[]").lower().removesuffix(".")
    return ""


def _own(name: str) -> bool:
    return name == "localhost" or (_is_address(name) and ip_address(name).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
