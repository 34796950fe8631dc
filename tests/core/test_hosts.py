"""A host is said in its own letters where nobody can take them for others."""

import pytest

from app.core.hosts import shown


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("Westgate.example", "westgate.example"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("bücher.example", "bücher.example"),
        ("例え.example", "例え.example"),
        ("мама.example", "мама.example"),
        ("παράδειγμα.example", "παράδειγμα.example"),
        # A Cyrillic letter among Latin ones, and a word of nothing but such as look Latin.
        ("pаypal.example", "xn--pypal-4ve.example"),
        ("аррӏе.example", "xn--80ak6aa92e.example"),
        ("xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
        ("xn--zzzzzzzzz-.example", "xn--zzzzzzzzz-.example"),
        ("203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_rule(host, said):
    assert shown(host) == said
