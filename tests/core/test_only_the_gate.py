"""Nothing of the program but the gate asks anything of another host by HTTP."""

import ast

from app.core.settings import ROOT

# What speaks to other hosts, and which of our modules may use it.
WAYS = {
    "httpcore2": {"core/outbound_wire.py"},
    # The last looks whether its own port is free, and speaks to nobody.
    "socket": {"core/outbound.py", "core/outbound_wire.py", "commands/serving.py"},
    "smtplib": {"core/smtp.py"},
    "redis": {"core/shared.py", "core/live.py", "core/wire.py", "commands/sharing.py"},
}
NOWHERE = (
    *("http.client", "urllib.request", "httpx", "httpx2", "requests", "aiohttp", "urllib3"),
    *("ftplib", "imaplib", "poplib", "nntplib", "xmlrpc", "telnetlib"),
    *("selectors", "socketserver", "wsproto", "websockets", "uvloop"),
)
CALLS = {"create_connection", "open_connection", "urlopen", "create_datagram_endpoint"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def called(tree):
    return {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}


def trees():
    for file in sorted((ROOT / "app").rglob("*.py")):
        yield file.relative_to(ROOT / "app").as_posix(), ast.parse(file.read_text())


def test_each_way_out_is_used_where_it_is_named():
    found = {
        (way, name)
        for name, tree in trees()
        for module in imported(tree)
        for way in (*WAYS, *NOWHERE)
        if module == way or module.startswith(f"{way}.")
    }

    assert {(way, name) for way, name in found if name not in WAYS.get(way, ())} == set()
    assert ("httpcore2", "core/outbound_wire.py") in found


def test_no_connection_is_opened_in_another_way():
    assert [name for name, tree in trees() if called(tree) & CALLS] == []
