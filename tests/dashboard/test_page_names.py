"""Another site's name that points at this machine gets neither the page nor a socket; names that are allowed get both."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from analysis.dashboard.__main__ import main
from analysis.dashboard.names import allowed_names, name_in, refused

OWN = ("localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "[::1]")
FOREIGN = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.7", "0.0.0.0", "evil.example:80@127.0.0.1", "")  # fmt: skip
SOCKET = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}  # fmt: skip


def ask(address, host, path="/", **headers):
    """What the server answers to a request under this name, word for word: status and body."""
    place = urlsplit(address)
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        text = b""
        while b"\r\n\r\n" not in text and (more := connection.recv(65536)):
            text += more
        head, _, body = text.partition(b"\r\n\r\n")
        if b"101 " not in head[:20] and b" 200 " not in head[:20]:
            while more := connection.recv(65536):
                body += more
    return int(head.split()[1]), body.decode(errors="replace")


def ask_socket(address, host, origin=None):
    """The same for the socket that the page opens."""
    return ask(address, host, "/websocket/", **SOCKET, **({"Origin": origin} if origin else {}))


@pytest.mark.compiled
@pytest.mark.parametrize("host", OWN)
def test_this_machines_own_names_are_answered(address, host):
    assert ask(address, host)[0] == 200
    assert ask(address, f"{host}:8000")[0] == 200
    assert ask_socket(address, f"{host}:8000", f"http://{host}:8000")[0] == 101


@pytest.mark.compiled
@pytest.mark.parametrize("host", FOREIGN)
def test_any_other_name_gets_one_line_that_says_how_to_allow_it(address, host):
    for status, body in (ask(address, host), ask_socket(address, host, f"http://{host}")):
        assert status == 421
        assert body.count("\n") == 1
        assert "names=" in body
    if host == "evil.example":
        assert "names=evil.example" in body


@pytest.mark.compiled
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9", "http://[", "https://localhost"]
)
def test_a_page_of_another_site_gets_no_socket(address, origin):
    assert ask_socket(address, "127.0.0.1:8000", origin) == (421, "Another site may not use this page.\n")


@pytest.mark.compiled
def test_an_allowed_name_and_the_address_that_was_asked_are_answered(named_address):
    own = "pilots.ministry.example"
    assert ask(named_address, own)[0] == 200
    assert ask_socket(named_address, own, f"https://{own}")[0] == 101
    # a web server in front that asks under this machine's name, and one that adds the port
    assert ask_socket(named_address, "127.0.0.1:8000", f"https://{own}")[0] == 101
    assert ask_socket(named_address, f"{own}:443", f"https://{own}")[0] == 101
    assert ask(named_address, "other.ministry.example")[0] == 421
    assert ask_socket(named_address, own, "https://evil.example")[0] == 421
    # where it listens everywhere, the address of the connection's own end is this machine's
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"192.0.2.7:8000")], "server": ("192.0.2.7", 8000)}
    assert refused(scope, ()) == ""
    assert "192.0.2.8" in refused({**scope, "headers": [(b"host", b"192.0.2.8:8000")]}, ())
    named = {**scope, "headers": [(b"host", b"evil.example")], "server": ("evil.example", 8000)}
    assert "evil.example" in refused(named, ())


def test_two_hosts_or_none_are_no_host():
    scope = {"type": "http", "method": "GET", "headers": [(b"host", b"localhost"), (b"host", b"evil.example")]}
    assert "does not answer to 'nothing'" in refused(scope, ())
    assert "nothing" in refused({**scope, "headers": []}, ())


@pytest.mark.parametrize(
    ("host", "name"),
    [("A.Example.:80", "a.example"), ("[::1]:8000", "::1"), ("a:b:c", ""), ("a.example:port", ""), ("x y", "")],
)
def test_names_are_read_without_their_port(host, name):
    assert name_in(host) == name


def test_names_that_a_user_allows():
    assert allowed_names(["Pilots.Ministry.example", "[2001:db8::1]"], "0.0.0.0") == {"pilots.ministry.example", "2001:db8::1"}  # fmt: skip
    assert allowed_names([], "Pilots") == {"pilots"}
    assert allowed_names([], "192.0.2.7") == allowed_names([], "::") == frozenset()  # the connection's end tells


@pytest.mark.parametrize("name", ["http://pilots.example", "pilots.example:8000", "*", "*.example", "a/b", "two words"])
def test_what_is_no_name_is_refused_in_a_line(name, capsys):
    with pytest.raises(SystemExit) as left:
        main([f"names=['{name}']"])
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert "is not the name of a machine" in error
    assert error.count("\n") == 1


@pytest.mark.compiled
def test_a_browser_that_falls_silent_is_gone_soon(monkeypatch, request):
    from analysis.dashboard import serving

    monkeypatch.setattr(serving, "PING_SECONDS", 0.2)
    address, server = request.getfixturevalue("inside")
    until(lambda: server.started)
    place = urlsplit(address)
    lines = [
        "GET /websocket/ HTTP/1.1",
        f"Host: {place.netloc}",
        *(f"{name}: {value}" for name, value in SOCKET.items()),
    ]
    with socket.create_connection((place.hostname, place.port), timeout=10) as silent:
        silent.sendall("\r\n".join([*lines, "", ""]).encode())
        until(lambda: len(server.server_state.connections) == 1)
        until(
            lambda: len(server.server_state.connections) == 0
        )  # no answer to pings, and no end of the connection either


def until(condition):
    """Wait for what happens in the server's own thread."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
