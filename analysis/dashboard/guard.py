"""What stands between the network and the page: sizes, origins, and what a browser may load."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

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


class Guard:
    """An ASGI application around another one."""

    def __init__(self, application: Any, largest: int = LARGEST_BODY) -> None:
        self.application, self.largest = application, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is harmless; refuse bodies that are too large and sockets that another site's page opens."""
        if scope["type"] == "websocket" and _foreign(scope):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        length = _header(scope, b"content-length")
        if length and (not length.isdigit() or int(length) > self.largest):
            await send(
                {"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain"), *HEADERS]}
            )
            await send({"type": "http.response.body", "body": b"This is too large."})
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


def _foreign(scope: Scope) -> bool:
    """Whether a page of another site opens this socket."""
    origin = _header(scope, b"origin")
    return bool(origin) and urlsplit(origin).netloc != _header(scope, b"host")
