"""A net outside, without any: names that lead to public addresses, and sites of ours that answer
there. Whatever wants to connect is written down, and comes to one of these sites or nowhere."""

import os
import re
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE, THERE = "93.184.216.34", "142.250.74.110"
SIX = "2606:2800:220:1:248:1893:25c8:1946"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"

Said = bytes | Callable[[socket.socket], None]


def status(code: int, *headers: str, body: bytes = b"") -> bytes:
    """An answer to send as it is."""
    lines = [f"HTTP/1.1 {code} Said", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def to(where: str, code: int = 302) -> bytes:
    return status(code, f"Location: {where}")


class Site:
    """Answers on this machine what it is told, a path each; `heard` are the requests' heads."""

    def __init__(self, secure: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Said] = {}
        self.heard: list[str] = []
        self._secure = secure
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = self._door.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    @property
    def paths(self) -> list[str]:
        return [" ".join(head.split()[:2]) for head in self.heard]

    def _serve(self) -> None:
        while True:
            try:
                way, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(way,), daemon=True).start()

    def _answer(self, way: socket.socket) -> None:
        with way, suppress(OSError):
            way.settimeout(20)
            if self._secure:
                with self._secure.wrap_socket(way, server_side=True) as safe:
                    self._say(safe)
            else:
                self._say(way)

    def _say(self, way: socket.socket) -> None:
        head = b""
        # With its body, if there is one: whoever closes before it has come takes the answer away.
        while b"\r\n\r\n" not in head or _lacks(head):
            came = way.recv(4096)
            if not came:
                return
            head += came
        self.heard.append(head.decode())
        method, path, _ = head.decode().split(" ", 2)
        said = self.answers.get(f"{method} {path}", self.answers.get(path, OK))
        if callable(said):
            said(way)
        else:
            way.sendall(said.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == "HEAD" else said)


class Outside:
    """`names` say what a name leads to: each time the next of these answers, and the last one for
    good. `asked` are the addresses to which anything wanted to connect."""

    def __init__(self) -> None:
        self.names: dict[str, deque[list[str] | OSError]] = {}
        self.resolved: list[str] = []
        self.asked: list[tuple[str, int]] = []
        self._sites: dict[tuple[str, int], Site] = {}

    def site(self, *addresses: str, port: int = 80, secure: ssl.SSLContext | None = None) -> Site:
        """One that answers at these."""
        made = Site(secure)
        self._sites |= {(address, port): made for address in addresses or (HERE,)}
        return made

    def name(self, name: str, *answers: list[str] | OSError) -> None:
        self.names[name] = deque(answers)

    def resolve(self, name: str) -> list[str]:
        self.resolved.append(name)
        answers = self.names.get(name)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "nobody of that name")
        said = answers.popleft() if len(answers) > 1 else answers[0]
        if isinstance(said, OSError):
            raise said
        return said

    @contextmanager
    def instead(self) -> Iterator["Outside"]:
        """Nothing reaches any other host as long as this lasts."""
        real = socket.socket.connect

        def connect(way: socket.socket, address: tuple[str, int]) -> None:
            if way.family == socket.AF_UNIX or way.type & socket.SOCK_DGRAM:
                # A datagram's socket only notes where it would send to.
                return real(way, address)
            self.asked.append(address[:2])
            site = self._sites.get(address[:2])
            if site is None:
                raise ConnectionRefusedError
            if way.family == socket.AF_INET6:
                return _by_four(way, lambda four: real(four, site.address))
            return real(way, site.address)

        socket.socket.connect = connect
        try:
            yield self
        finally:
            socket.socket.connect = real
            for site in self._sites.values():
                site.close()


def _lacks(said: bytes) -> bool:
    """Whether a request's body is not all there."""
    head, _, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    return length is not None and len(body) < int(length[1])


def _by_four(way: socket.socket, connect: Callable[[socket.socket], None]) -> None:
    """Sites of ours are on 127.0.0.1 alone: the socket goes on as another one."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as four:
        connect(four)
        os.dup2(four.fileno(), way.fileno())


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a site of this name has, and what whoever trusts it has."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun)
        .not_valid_after(begun + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, pem = folder / f"{name}.pem", serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, *plain))
    site = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    site.load_cert_chain(file)
    return site, ssl.create_default_context(cadata=made.public_bytes(pem).decode())
