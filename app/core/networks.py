"""Which part of the internet an address belongs to: for counting, in memory, and no more."""

from ipaddress import ip_address, ip_network

BITS = {4: 24, 6: 48}


def block(address: str) -> str:
    """The block that is usually one customer's or one provider's: /24 of IPv4, /48 of IPv6. What is
    no address stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{mapped}/{BITS[mapped.version]}", strict=False))
