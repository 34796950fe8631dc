"""The words of a post in Discourse as Markdown that this house shows: nothing that is said is lost.

Its Markdown has marks of its own: quotations, folded details, polls, dates, uploads, emoji by their
names, and some of BBCode. In code all of these stand as they are.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape

from app.commands.moving.bodies import escaped, picture, quoted
from app.commands.moving.discourse_emoji import EMOJI

# A fence with its end or the text's, or code within a line.
CODE = re.compile(
    r"(^[ ]{0,3}(```+|~~~+)[^\n]*\n.*?(?:^[ ]{0,3}\2[`~]*[ ]*$|\Z)"
    r"|(?<!`)(`+)(?!`)[^\n]+?(?<!`)\3(?!`))",
    re.DOTALL | re.MULTILINE,
)
# More of them in one post are nobody's writing.
MOST = {"[quote": 200, "[details": 200, "<details": 200, "[poll": 200, "<a": 500, "`": 2000}
MOST |= {"<img": 500, "[date": 500, "![": 2000, "[url": 500, "<!--": 200, "[code": 200}
HELD = re.compile("\x02(\\d+)\x03")
QUOTE = re.compile(
    r"\[quote(?:=(?:\"([^\"\]]*)\"|([^\]\n]*)))?\][ ]*\n?"
    r"((?:(?!\[quote[=\]]).)*?)\n?[ ]*\[/quote\]",
    re.DOTALL | re.IGNORECASE,
)
DETAILS = re.compile(
    r"\[details(?:=\"?([^\"\]\n]*)\"?)?(?: open)?\]\s*(.*?)\s*\[/details\]",
    re.DOTALL | re.IGNORECASE,
)
FOLDED = re.compile(
    r"<details[^>]*>\s*(?:<summary[^>]*>(.*?)</summary>)?\s*(.*?)\s*</details>",
    re.DOTALL | re.IGNORECASE,
)
POLL = re.compile(r"\[poll[^\]\n]*\]\s*(.*?)\s*\[/poll\]", re.DOTALL | re.IGNORECASE)
DATE = re.compile(r"\[date=\"?([\d-]+)\"?((?:\s+[\w-]+=\"?[^\]\s\"]*\"?)*)\]", re.IGNORECASE)
PICTURE = re.compile(r"!\[([^\]\n]*)\]\(([^)\s]+)(?:\s+\"[^\"\n]*\")?\)")
UPLOAD = re.compile(r"\[([^\]\n]*)\]\(((?:upload://|/uploads/)[^)\s]+)\)")
IMG = re.compile(r"<img\b([^>]*)>", re.IGNORECASE)
ALT = re.compile(r"\balt=[\"']([^\"']*)[\"']", re.IGNORECASE)
LINK = re.compile(r"<a\b[^>]*?href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)
BARE = re.compile(
    r"</?(?:u|ins|small|big|sub|sup|mark|span|div|center|kbd|font|abbr|dl|dt|dd|p)\b[^>]*>",
    re.IGNORECASE,
)
EMOJI_NAME = re.compile(r":([\w+-]+)(?::t[1-6])?:")
AS_THEY_ARE: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?(?:b|strong)>|\[/?b\]", re.IGNORECASE), "**"),
    (re.compile(r"</?(?:i|em)>|\[/?i\]", re.IGNORECASE), "*"),
    (re.compile(r"</?(?:s|del|strike)>|\[/?s\]", re.IGNORECASE), "~~"),
    (re.compile(r"\[url=\"?([^\]\"\s]+)\"?\](.*?)\[/url\]", re.IGNORECASE), r"[\2](\1)"),
    (
        re.compile(r"\[/?(?:u|url|spoiler|center|wrap|grid|color|size)\b[^\]\n]*\]", re.IGNORECASE),
        "",
    ),
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (BARE, ""),
]


def converted(raw: str, names: Mapping[str, str]) -> str:
    """`names` are those by which members who are quoted are called, by the names that they sign in
    with, in small letters: whoever is not in it is quoted without a name."""
    small = raw.lower()
    if any(small.count(mark) > most for mark, most in MOST.items()):
        # It says what it says, only less well; to look for all of their ends would take hours.
        return raw.strip()
    code: list[str] = []

    def hold(found: re.Match[str]) -> str:
        code.append(found[0])
        return f"\x02{len(code) - 1}\x03"

    words = CODE.sub(hold, raw.replace("\x02", "").replace("\x03", ""))
    words = re.sub(r"\[code\](.*?)\[/code\]", r"\n```\n\1\n```\n", words, flags=re.DOTALL)
    words = _marks(words)
    words = _innermost(QUOTE, words, lambda found: _quote(found, names))
    words = HELD.sub(lambda found: code[int(found[1])], words)
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def _innermost(pattern: re.Pattern[str], words: str, how: Callable[[re.Match[str]], str]) -> str:
    """What is within another one comes first, twenty deep."""
    for _ in range(20):
        words, number = pattern.subn(how, words)
        if not number:
            break
    return words


def _marks(words: str) -> str:
    for pattern in (DETAILS, FOLDED):
        words = _innermost(pattern, words, _details)
    words = POLL.sub(r"\n\n**Poll**\n\n\1\n\n", words)
    words = DATE.sub(_date, words)
    words = PICTURE.sub(_picture, words)
    words = UPLOAD.sub(_upload, words)
    words = IMG.sub(_image, words)
    words = LINK.sub(r"[\2](\1)", words)
    for pattern, said in AS_THEY_ARE:
        words = pattern.sub(said, words)
    return EMOJI_NAME.sub(lambda found: EMOJI.get(found[1].lower(), found[0]), words)


def _quote(found: re.Match[str], names: Mapping[str, str]) -> str:
    said = (found[1] or found[2] or "").strip()
    who = names.get(said.split(",")[0].strip().lower(), "")
    inside = re.sub(r"\n{3,}", "\n\n", found[3].strip())
    above = f"**{escaped(who)}:**\n\n" if who else ""
    return f"\n\n{quoted(above + inside)}\n\n"


def _details(found: re.Match[str]) -> str:
    title = (found[1] or "").strip()
    above = f"**{title}**\n\n" if title else ""
    return f"\n\n{above}{found[2]}\n\n"


def _date(found: re.Match[str]) -> str:
    given = dict(re.findall(r"([\w-]+)=\"?([^\]\s\"]*)\"?", found[2]))
    time, zone = given.get("time", "")[:5], given.get("timezone", "")
    return " ".join(part for part in (found[1], time, f"({zone})" if zone else "") if part)


def _picture(found: re.Match[str]) -> str:
    # Behind the first stroke stand its size, and what it is: `|690x388`, `|video`.
    shows, address = found[1].split("|")[0], found[2]
    if address.startswith(("http://", "https://")):
        return f"[{shows or address}]({address})"
    return picture(shows)


def _upload(found: re.Match[str]) -> str:
    name = found[1].split("|")[0].strip()
    return f"(A file was left out: {name})" if name else "(A file was left out.)"


def _image(found: re.Match[str]) -> str:
    alt = ALT.search(found[1])
    shows = unescape(alt[1]) if alt else ""
    is_emoji = "emoji" in found[1] and shows.startswith(":")
    return shows if is_emoji else picture(shows)
