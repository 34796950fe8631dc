"""Which addresses the net outside may be asked at: pure rules, about spelling and about numbers.

Sources: the special-purpose registries of IANA (RFC 6890 and its updates), RFC 3056 (6to4),
RFC 4380 (Teredo), RFC 5214 (ISATAP), RFC 6052 and 8215 (NAT64), and how browsers read hosts
(WHATWG URL, "ends in a number").
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

Address = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
LONGEST = 2000
LONGEST_NAME = 253

# Beside what Python's `is_global` leaves out; most of it twice, since its list has changed.
NOT_PUBLIC_4 = tuple(
    IPv4Network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # a cloud's own services, at a number that looks public
    )
)
UNICAST_6 = IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocols of the IETF: Teredo, benchmarking, ORCHID
        *("2001:db8::/32", "3fff::/20"),  # documentation
        "2002::/16",  # 6to4, which has an IPv4 address inside
    )
)
# The last half of an ISATAP address has an IPv4 address inside, whatever stands before it.
ISATAP = {0x00005EFE, 0x02005EFE}

# Names that mean a machine or a network of one's own, whatever a resolver says of them.
OWN_NAMES = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home"}
    | {"lan", "arpa", "onion", "test", "invalid", "alt"}
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
# Already quoted, or of a meaning in an address.
_KEPT = "%/?:@!$&'()*+,;=~-._[]|"


class NotOutside(Exception):
    """The address is not one of a place on the public net, as it is spelt."""


@dataclass(frozen=True)
class Place:
    """Where to ask: `host` is as it goes over the wire, `address` is there if it was a number. What
    whoever runs the server has named is `trusted`, wherever it leads."""

    scheme: str
    host: str
    port: int
    target: str
    address: Address | None
    trusted: bool = False

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if isinstance(self.address, IPv6Address) else self.host
        return f"{self.scheme}://{host}{self.target}"


def is_public(address: Address) -> bool:
    """Whether it is the unicast address of one place on the public net, with no other address
    inside."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in net for net in NOT_PUBLIC_4)
    if address not in UNICAST_6 or (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
        return False
    return not any(address in net for net in NOT_PUBLIC_6)


def numbered(text: str) -> Address:
    """The address that a resolver spells so. Raises NotOutside for one of a scope."""
    if "%" in text:
        raise NotOutside
    try:
        return ip_address(text)
    except ValueError:
        raise NotOutside from None


def is_host_outside(host: str) -> bool:
    """Whether a host, as a link spells it without brackets, is one of the public net: by its
    spelling alone, no name service is asked."""
    try:
        _name, address = _host(host, bracketed=":" in host)
    except NotOutside:
        return False
    return address is None or is_public(address)


def place(url: str) -> Place:
    """Read an address as a browser does, and more strictly: what could be read in two ways is
    refused. Raises NotOutside."""
    if not url.isprintable() or "\\" in url or " " in url or len(url) > LONGEST:
        raise NotOutside
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise NotOutside from None
    scheme = parts.scheme
    if scheme not in PORTS or not host or "@" in parts.netloc or parts.netloc.endswith(":"):
        raise NotOutside
    if port not in {None, PORTS[scheme]}:
        raise NotOutside
    target = parts.path or "/"
    target += f"?{parts.query}" if parts.query else ""
    name, address = _host(host, bracketed="[" in parts.netloc)
    return Place(scheme, name, PORTS[scheme], quote(target, safe=_KEPT), address)


def place_to_tell(url: str, trusted: Collection[str]) -> Place:
    """Where a program of somebody's is told something: by https at a public place, or by either
    scheme at one of these, each a host and its port. Raises NotOutside, by the spelling alone."""
    if not url.isprintable() or "\\" in url or " " in url or len(url) > LONGEST:
        raise NotOutside
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise NotOutside from None
    ours = parts.scheme in PORTS and "@" not in parts.netloc and f"{host}:{port}" in trusted
    if ours:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Place(parts.scheme, host, port, quote(target, safe=_KEPT), None, trusted=True)
    there = place(url)
    if there.scheme != "https" or (there.address and not is_public(there.address)):
        raise NotOutside
    return there


def _host(host: str, *, bracketed: bool) -> tuple[str, Address | None]:
    if bracketed:
        six = numbered(host)
        if not isinstance(six, IPv6Address):
            raise NotOutside
        return str(six), six
    name = _ascii(host)
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        # 127.1, 0x7f000001, 017700000001: only the plain spelling is read.
        return name, numbered(name)
    whole = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not whole or len(name) > LONGEST_NAME or labels[-1] in OWN_NAMES:
        raise NotOutside
    return name, None


def _ascii(host: str) -> str:
    """What is asked of the name service. Letters that are other letters in another shape become
    those, so that each rule sees what a resolver would."""
    if host.isascii():
        return host.lower()
    import idna  # noqa: PLC0415  # its tables take memory, and few need them

    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
    except UnicodeError:
        raise NotOutside from None
