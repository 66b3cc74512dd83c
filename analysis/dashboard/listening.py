"""The address of the page: a free port, and what is said when the page can be opened."""

import socket
from ipaddress import ip_address

from sim.errors import UserError

TRIES = 20


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next free one. Raises :class:`UserError` where there is none."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError):
        raise UserError(f"host: '{host}' is not an address of this machine") from None
    for each in range(port, min(port + TRIES, 65536)) if port else [0]:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, each))
            listening.listen(128)
            return listening
        except OSError as error:
            listening.close()
            problem = error
    raise UserError(f"cannot listen on {host}, port {port}: {problem.strerror}")


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine opens the page; 0.0.0.0 means every address, and is none itself."""
    address = ip_address(host.partition("%")[0])
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def announcement(host: str, address: str) -> list[str]:
    """What is said when the page can be opened."""
    lines = [f"The page is at {address} (end it with Ctrl+C)"]
    if not ip_address(host.partition("%")[0]).is_loopback:
        lines.insert(
            0,
            "Others on the network can open this page, too, by this machine's address (or a name allowed by names=), and there is"
            " no password: host=127.0.0.1 keeps it to this machine.",
        )
    return lines
