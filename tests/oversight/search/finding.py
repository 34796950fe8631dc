"""What somebody finds who looks for words, as her browser shows it."""

import re
from html import unescape
from urllib.parse import urlencode

_ITEM = re.compile(r'<h3 dir="auto">\s*<a href="([^"]+)">(.*?)</a>', re.S)
_QUOTE = re.compile(r'<p class="small" dir="auto">(.*?)</p>', re.S)
_OLDER = re.compile(r'rel="next"\s+href="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")


def address(q, **filters):
    return f"/search?{urlencode({'q': q, **filters})}"


def page(web, q, **filters):
    answer = web.get(address(q, **filters))
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def titles(html):
    return [_plain(words) for _, words in _ITEM.findall(html)]


def paths(html):
    return [path for path, _ in _ITEM.findall(html)]


def quotes(html):
    return [" ".join(words.split()) for words in _QUOTE.findall(html)]


def older(html):
    found = _OLDER.search(html)
    return unescape(found[1]) if found else ""


def found(web, q, **filters):
    return titles(page(web, q, **filters))


def everything(web, q, **filters):
    """The addresses of all that is found, page after page."""
    html = page(web, q, **filters)
    there = paths(html)
    for _ in range(50):
        if not (onward := older(html)):
            return there
        html = web.get(onward).text
        there += paths(html)
    raise AssertionError("it has no end")


def _plain(words):
    return unescape(" ".join(_TAG.sub("", words).split()))
