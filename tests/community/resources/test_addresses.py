"""One spelling for one link, and nothing in it that follows people."""

import pytest

from app.community.resources import addresses
from app.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Example.org", "https://example.org/"),
        ("  https://example.org/a?b=1#part ", "https://example.org/a?b=1"),
        ("example.org/a", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        (
            "https://example.org/a?utm_source=x&id=3&fbclid=y&UTM_term=z",
            "https://example.org/a?id=3",
        ),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/?q=a+b&empty=", "https://example.org/?q=a+b&empty="),
    ],
)
def test_a_link_is_kept_in_one_spelling(typed, kept):
    assert addresses.normalised(typed) == kept
    assert addresses.normalised(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "just some words",
        "http://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "mailto:bea@example.org",
        "https://",
        "https:///a",
        "https://localhost/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[fe80::1%25en0]/",
        "https://10.0.0.1:443/",
        "https://example.org:8080/",
        "https://example.org:port/",
        "https://amina:secret@example.org/",
        "https://exa mple.org/",
        "https://-bad-.example/",
        "https://nodot/",
        f"https://{'a' * 64}.example/",
        f"https://example.org/{'a' * 2100}",
    ],
)
def test_what_is_no_public_link_is_refused_in_a_sentence(typed):
    with pytest.raises(Invalid) as refused:
        addresses.normalised(typed)

    assert refused.value.field == "link"
    assert refused.value.message.endswith((".", "?"))


@pytest.mark.parametrize(
    "other",
    ["https://www.example.org/a", "https://example.org/a/", "https://example.org/a?utm_medium=m"],
)
def test_what_leads_to_the_same_place_has_one_key(other):
    one = addresses.key(7, addresses.normalised("https://example.org/a"))

    assert addresses.key(7, addresses.normalised(other)) == one


@pytest.mark.parametrize("other", ["https://example.org/b", "https://example.org/a?page=2"])
def test_another_place_has_another_key(other):
    one = addresses.key(7, addresses.normalised("https://example.org/a"))

    assert addresses.key(7, addresses.normalised(other)) != one
    assert addresses.key(8, addresses.normalised("https://example.org/a")) != one
