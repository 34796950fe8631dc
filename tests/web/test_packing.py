"""Pages come packed in the way that the browser takes and that costs us least."""

import pytest

from app.web.kit.packing import taken, zstd

BROWSERS = "gzip, deflate, br, zstd"


def raw(browser, path, accepted):
    """What was sent for it, as it was sent."""
    with browser.client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("who", ["Amina", ""])
@pytest.mark.parametrize("page", ["/circles", "/guidelines"])
def test_a_browser_is_given_zstd(who, page, web, amina):
    browser = web.as_(amina) if who else web.visitor()

    plain, body = raw(browser, page, "identity")
    answer, sent = raw(browser, page, BROWSERS)

    assert "content-encoding" not in plain.headers
    assert answer.headers["content-encoding"] == "zstd"
    assert int(answer.headers["content-length"]) == len(sent) < len(body) / 2
    assert zstd.decompress(sent).startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("said", "ways"),
    [
        (BROWSERS, ["zstd", "gzip"]),
        ("gzip", ["gzip"]),
        ("GZIP;q=0.8, identity", ["gzip"]),
        ("zstd;q=0, gzip", ["gzip"]),
        ("zstd; q=0.000 ,gzip;q=0", []),
        ("identity", []),
        ("", []),
        ("gzipped, xzstd, ;;,q=0", []),
    ],
)
def test_only_what_it_takes(said, ways):
    assert taken(said) == ways
