"""What stands between the network and the page: names, sizes, origins, and what a browser may load."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from analysis.dashboard.names import refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
"""A page may load what this server gives, and nothing else: no tracking by accident either."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
LARGEST_BODY = 256 * 1024


MISDIRECTED, TOO_LARGE = 421, 413


class Guard:
    """An ASGI application around another one; ``names``: under which it answers besides this machine's own."""

    def __init__(self, application: Any, names: Collection[str] = (), largest: int = LARGEST_BODY) -> None:
        self.application, self.names, self.largest = application, names, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is harmless; refuse names that are not ours, bodies that are too large, other sites' pages."""
        if scope["type"] not in ("http", "websocket"):
            await self.application(scope, receive, send)
            return
        if why := refused(scope, self.names):
            await _refuse(scope, receive, send, MISDIRECTED, why)
            return
        if scope["type"] == "websocket":
            await self.application(scope, receive, send)
            return
        length = _header(scope, b"content-length")
        if length and (not length.isdigit() or int(length[:19]) > self.largest):
            await _refuse(scope, receive, send, TOO_LARGE, "This request is too large.")
            return
        received = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.largest:
                return {"type": "http.disconnect"}
            return message

        async def safer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            await send(message)

        await self.application(scope, counted, safer)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    """Answer with one line of text; a socket that cannot be answered so is closed before it is open."""
    kind = "http.response"
    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008})
            return
        kind = "websocket.http.response"
    body = f"{why}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"), *HEADERS,
    ]  # fmt: skip
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": body})
