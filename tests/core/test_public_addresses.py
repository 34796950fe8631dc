"""Which addresses may be asked: those of one place on the public net, spelt in the plain way."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.public_addresses import NotOutside, is_public, numbered, place

# As the task of the gate lists them, in words of its own.
LISTED = [
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("255.255.255.255/32", "168.63.129.16/32"),
        *("::/128", "::1/128", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("100::/64", "2001::/32", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/3", "4000::/2", "8000::/1"),
    )
]


def edges(net):
    return [net[0], net[-1], net[net.num_addresses // 2]]


def listed(address):
    inside = any(address in net for net in LISTED if net.version == address.version)
    isatap = address.version == 6 and (int(address) >> 32) & 0xFFFFFFFF in {0x5EFE, 0x2005EFE}
    return inside or isatap


near_listed = st.sampled_from(LISTED).flatmap(
    lambda net: st.integers(
        max(0, int(net[0]) - 3), min(2 ** (net.max_prefixlen) - 1, int(net[-1]) + 3)
    ).map(IPv4Address if net.version == 4 else IPv6Address)
)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6), near_listed))
@example(ip_address("8.8.8.8"))
@example(ip_address("2606:4700::1111"))
def test_an_address_is_public_if_python_says_so_and_no_list_says_no(address):
    assert is_public(address) is (
        address.is_global and not address.is_multicast and not listed(address)
    )


@pytest.mark.parametrize("net", LISTED, ids=str)
def test_no_listed_address_is_public(net):
    assert [address for address in edges(net) if is_public(address)] == []


@given(st.ip_addresses(v=4))
def test_no_address_with_another_one_inside_is_public(inner):
    number = int(inner)
    outer = [
        number,
        (0xFFFF << 32) | number,
        (0x2002 << 112) | number << 80,
        (0x20010000 << 96) | number,
        (0x20010000 << 96) | (number ^ 0xFFFFFFFF),
        (0x64FF9B << 96) | number,
        (0x64FF9B0001 << 80) | number,
        (0x2A00 << 112) | (0x5EFE << 32) | number,
        (0x2A00 << 112) | (0x02005EFE << 32) | number,
    ]
    assert [IPv6Address(n) for n in outer if is_public(IPv6Address(n))] == []


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4009:81f::200e"],
)
def test_public_addresses_are(text):
    assert is_public(numbered(text))


@pytest.mark.parametrize("text", ["fe80::1%eth0", "2606:4700::1111%eth0", "127.1", "", "name"])
def test_a_resolver_spells_addresses_plainly(text):
    with pytest.raises(NotOutside):
        numbered(text)


# Spelling

REFUSED = [
    *("", "example.org", "//example.org/", "/path", "http:", "http://", "http:///path"),
    *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "data:,hi"),
    *("javascript:alert(1)", "ws://example.org/", "unix:///run/s", "https:example.org"),
    *("http://example.org:8080/", "http://example.org:443/", "https://example.org:80/"),
    *("http://example.org:0/", "http://example.org:/", "http://example.org:99999/"),
    *("http://example.org:８０/", "http://example.org:+80/", "http://example.org:-1/"),
    *("http://a@example.org/", "http://a:b@example.org/", "http://@example.org/"),
    *("http://127.0.0.1@example.org/"),
    *("http://example.org./", "http://127.0.0.1./", "http://.example.org/", "http://a..org/"),
    *("http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/"),
    *("http://printer.local/", "http://db.internal/", "http://router.lan/", "http://intranet/"),
    *("http://127.1/", "http://127.0.1/", "http://0x7f000001/", "http://0x7f.0.0.1/"),
    *("http://017700000001/", "http://0177.0.0.1/", "http://2130706433/", "http://0/"),
    *("http://127.0.0.01/", "http://1.2.3.4.5/", "http://256.256.256.256/", "http://1.2.3/"),
    *("http://example.0x7f/", "http://example.1/", "http://0x/", "http://8.8.8.0x8/"),
    *("http://[::1", "http://::1/", "http://[127.0.0.1]/", "http://[fe80::1%25eth0]/"),
    *("http://[fe80::1%eth0]/", "http://[v1.x]/", "http://[]/"),
    *("http://exam ple.org/", "http://example.org/ x", "http://example.org\\@127.0.0.1/"),
    *("http:\\\\example.org/", "http://example.org\t/", "http://exa\nmple.org/", "\x00http://a.b/"),
    *(" http://example.org/", "http://example.org/\r\nHost: x", "http://example.org/\x7f"),
    *("http://exa%6dple.org/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://ｌｏｃａｌｈｏｓｔ/"),
    *("http://①②⑦.⓪.⓪.①/x", "http://１２７.１/", "http://127。1/", "http://２１３０７０６４３３/"),
    *("http://a_.b-/", "http://-a.org/", "http://a-.org/", f"http://{'a' * 64}.org/"),
    *(f"http://{'a.' * 130}org/", f"http://example.org/{'a' * 2000}", "http://exa\u200bmple.org/"),
    *("http://\u202eexample.org/", "http://example.org,evil.org/", "http://ex*mple.org/"),
]


@pytest.mark.parametrize("url", REFUSED)
def test_a_spelling_that_is_not_of_a_public_place_is_refused(url):
    try:
        found = place(url)
    except NotOutside:
        return
    assert found.address is not None
    assert not is_public(found.address)


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTP://Example.ORG:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:443?q", "https://example.org/?q"),
        ("https://bücher.example.org/größe", "https://xn--bcher-kva.example.org/gr%C3%B6%C3%9Fe"),
        ("https://straße.example.org/", "https://xn--strae-oqa.example.org/"),
        ("https://lосаlhоst.example.org/", "https://xn--llhst-4ve1hdx.example.org/"),
        ("https://a_b.example.org/%2e%2e/", "https://a_b.example.org/%2e%2e/"),
        ("https://[2606:4700:0:0::1111]:443/", "https://[2606:4700::1111]/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
    ],
)
def test_others_are_read_as_a_browser_does(url, whole):
    assert place(url).url == whole


@given(st.text())
def test_whatever_is_typed_is_read_or_refused(text):
    for url in (text, f"http://{text}", f"https://{text}/", f"https://example.org/{text}"):
        try:
            found = place(url)
        except NotOutside:
            continue
        assert found.url.isascii()
        assert found.url.isprintable()
        assert found.port in {80, 443}
        assert place(found.url) == found
