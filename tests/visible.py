"""What a reader sees of a page, as words: the text, and the addresses that links lead to."""

import re
from html.parser import HTMLParser

from app.core import text

MARKS = re.compile(r"[\W_]+")


class _Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said = []

    def handle_data(self, data):
        self.said.append(data)

    def handle_starttag(self, _tag, attrs):
        self.said += [value for name, value in attrs if name in {"href", "start"} and value]


def words(said):
    return [word for word in MARKS.split(text.cleaned(said)) if word]


def seen(html):
    """The words of a page."""
    parser = _Visible()
    parser.feed(html)
    return words(" ".join(parser.said))


def missing(said, shown):
    """The words of what was said that are not among those shown. Those that a link holds together
    stand within another."""
    there, joined = set(shown), " ".join(shown)
    return [word for word in words(said) if word not in there and word not in joined]
