"""Words: cleaned of what cannot be seen, rendered as a few safe elements, none of them lost."""

# ruff: noqa: E501  # a corpus is read row by row

import re
import unicodedata
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import text

ALLOWED = {
    "p": set(), "br": set(), "em": set(), "strong": set(), "del": set(), "s": set(), "code": set(),
    "pre": set(), "blockquote": set(), "ul": set(), "ol": {"start"}, "li": set(), "hr": set(),
    "a": {"href", "rel"},
}  # fmt: skip
JS = "alert(1)"
CORPUS = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example>",
    "<script\x00>alert(1)</script>", "<<script>script>alert(1)<</script>/script>", "<script x>",
    "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)//", "<img/src=x/onerror=alert(1)>",
    "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">", "<svg onload=alert(1)>", "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>", "<svg><style><img src=x>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></svg>", "<svg><use href=data:x>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=x&gt;\">",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<math href=javascript:alert(1)>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><s><template><s>",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc=\"<script>alert(1)</script>\">", "<object data=x>",
    "<embed src=javascript:alert(1)>", "<base href=//evil.example/>", "<link rel=stylesheet href=//e>",
    "<meta http-equiv=refresh content=0;url=//e>", "<style>@import '//e';</style>", "<body onload=x>",
    "<div style=background:url(javascript:alert(1))>", "<div style=width:expression(alert(1))>",
    "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>",
    "<video><source onerror=alert(1)>", "<audio src onerror=alert(1)>", "<isindex type=image onerror=x>",
    "<button formaction=javascript:alert(1)>x", "<form action=//evil.example><input name=password>",
    "<a href=javascript:alert(1)>x</a>", "<a onclick=alert(1)>x</a>", "<p id=main class=btn>x</p>",
    "<div hx-get=/sign-out hx-trigger=load>", "<p data-hx-post=/sign-out data-hx-trigger=load>x</p>",
    "<p hx-on:click=alert(1)>x</p>", "<a href=/ hx-boost=true>x</a>", "<p data-draft data-focus>x</p>",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](javascript&#58;alert(1))",
    "[x](javascript&colon;alert(1))", "[x](&#106;avascript:alert(1))", "[x](java\tscript:alert(1))",
    "[x](java&#9;script:alert(1))", "[x](java&#10;script:alert(1))", "[x](java&NewLine;script:alert(1))",
    "[x](\x01javascript:alert(1))", "[x](&#1;javascript:alert(1))", "[x]( javascript:alert(1))",
    "[x](javascript://%0aalert(1))", "[x](javascript:%61lert(1))", "[x](javascript\\:alert(1))",
    "[x](vbscript:x)", "[x](VBSCRIPT:x)", "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](data:image/svg+xml,<svg onload=x>)", "[x](file:///etc)",
    "[x](blob:x)", "[x](about:blank)", "[x](//evil.example)", "[x](/\\evil.example)", "[x](/sign-out)",
    "[x](/m/../sign-out)", "[x](/m/amina/../../sign-out)", "[x](/m/amina?x=y)", "[x](#main)", "[x](?x)",
    "[x](feed:javascript:alert(1))", "[x](view-source:javascript:alert(1))", "[x](jar:x)", "[x](tel:1)",
    "[x](<javascript:alert(1)>)", "[x](<java\nscript:alert(1)>)", "[x]('javascript:alert(1)')",
    "[x](http://a \"onmouseover=alert(1)\")", "[x](http://a 'x\" onclick=alert(1) y=\"')",
    "[x](http://a\"onclick=alert(1))", "[x](http://a%22onclick=alert(1))", "[x](http://<script>)",
    "[x]: javascript:alert(1)\n\n[x]", "[x]: data:text/html,x\n\n[x]", "[x]: <javascript:alert(1)>\n\n[x]",
    "[<script>alert(1)</script>](http://a)", "[![x](javascript:alert(1))](javascript:alert(1))",
    "![x](javascript:alert(1))", "![x](x\" onerror=\"alert(1))", "![x](http://evil.example/pixel.gif)",
    "![](data:image/svg+xml,<svg>)", "![\"onerror=\"alert(1)](http://a)", "![x][y]\n\n[y]: //e/x.gif",
    "<javascript:alert(1)>", "<JAVASCRIPT:alert(1)>", "<data:text/html,x>", "<vbscript:x>", "<http://a\"x>",
    "http://a\" onclick=alert(1)", "http://a'><script>alert(1)</script>", "javascript:alert(1)",
    "http://a/<img/src=x/onerror=alert(1)>", "www.a.example\"onmouseover=\"x", "a@b.example\"><script>",
    "`<script>alert(1)</script>`", "```html\n<script>alert(1)</script>\n```", "```\" onclick=x\ny\n```",
    "```<script>\ny\n```", "~~~ class=\"x\" onload=x\ny\n~~~", "# <img src=x onerror=alert(1)>",
    "> <script>alert(1)</script>", "- <script>alert(1)</script>", "1. <svg onload=alert(1)>",
    "**<b onclick=x>**", "~~<s onclick=x>~~", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;",
    "&amp;lt;script&amp;gt;", "\\<script>alert(1)\\</script>", "<!--<script>alert(1)</script>-->",
    "<!--><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>", "<?php echo 1 ?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", "</p></li></article><script>x</script>",
    "</textarea><script>x</script>", "</title><script>x</script>", "<plaintext>", "<xmp><script>x</xmp>",
    "\u202e<script>", "<scr\u200bipt>alert(1)</scr\u200bipt>", "＜script＞alert(1)＜/script＞", "<\u017fcript>",
    "@amina<script>", "@amina\"onclick=x", "[@amina](javascript:alert(1))", "{{7*7}}${x}<%=x%>",
]  # fmt: skip
BASE = re.compile(r"/m/[a-z][a-z0-9-]{2,29}")


def nodes(html):
    return html5lib.parseFragment(html, namespaceHTMLElements=False).iter()


def plain(html):
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())


def assert_safe(html):
    for node in nodes(html):
        assert isinstance(node.tag, str), "a comment"
        if node.tag == "DOCUMENT_FRAGMENT":
            continue
        assert node.tag in ALLOWED, node.tag
        assert set(node.attrib) <= ALLOWED[node.tag], node.attrib
        if "href" in node.attrib:
            href = node.attrib["href"]
            assert BASE.fullmatch(href) or urlsplit(href).scheme in {"http", "https", "mailto"}, (
                href
            )
            assert {"nofollow", "noopener", "noreferrer", "ugc"} <= set(node.attrib["rel"].split())


def test_the_corpus_is_large():
    assert len(set(CORPUS)) >= 120


@pytest.mark.parametrize("words", CORPUS)
def test_nothing_that_acts_comes_out(words):
    for body in (words, text.cleaned(words), f"before {words} after", f"> {words}\n\n- {words}"):
        assert_safe(text.rendered(body, {"amina"}))


@given(st.text(max_size=300))
def test_no_text_becomes_anything_but_the_allowed(words):
    assert_safe(text.rendered(words, {"amina"}))


MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "[", "]", "(", ")", "!", "`", "*", "_", "~", "\n", "\n\n", "    ", "\t", "> ", "- ",
         "javascript:", "http://a.b", '"', "'", "&", "&#", ";", "\\", "script", "img", " onerror=x", "@amina"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(MARKUP)
def test_no_heap_of_marks_becomes_anything_but_the_allowed(words):
    assert_safe(text.rendered(words, {"amina"}))


def letters(words):
    return [c for c in words if unicodedata.category(c)[0] == "L"]


@given(
    st.text(
        alphabet=st.characters(categories=("L", "Nd", "Zs")) | st.sampled_from("\n.,!?'-"),
        max_size=200,
    )
)
def test_no_letter_is_lost(words):
    cleaned = text.cleaned(words)

    assert letters(plain(text.rendered(cleaned))) == letters(cleaned)


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(words):
    once = text.cleaned(words)

    assert text.cleaned(once) == once
    assert text.one_line(text.one_line(words)) == text.one_line(words)


@given(st.text(max_size=300))
def test_what_is_cleaned_has_nothing_that_cannot_be_kept_or_seen(words):
    for sign in text.cleaned(words):
        assert sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}
        assert sign not in "\u200b\u202e\u2066\ufeff\u2028"


@given(st.text(max_size=300))
def test_an_excerpt_is_one_short_line(words):
    said = text.excerpt(words)

    assert len(said) <= 161
    assert "\n" not in said


@pytest.mark.parametrize(
    "words", ["", " ", "\u200b", "\u2800", "\u202e\u2066", "\n\n", "\u3164\u200d\ufe0f"[2:]]
)
def test_a_body_without_words_is_none(words):
    from pydantic import TypeAdapter, ValidationError

    with pytest.raises(ValidationError):
        TypeAdapter(text.Body).validate_python(words)


@pytest.mark.parametrize(
    ("body", "linked"),
    [
        ("hello @amina", True), ("@Amina, look", True), ("(@amina)", True), ("@amina.", True),
        ("a@amina.example", False), ("@nobody", False), ("`@amina`", False), ("@amina-x", False),
        ("[@amina](http://a.b)", False), ("/@amina", False),
    ],
)  # fmt: skip
def test_a_known_handle_is_linked_where_it_speaks_to_her(body, linked):
    assert ('href="/m/amina"' in text.rendered(body, {"amina"})) is linked


@given(st.text(max_size=100))
def test_a_slug_fits_an_address(title):
    assert re.fullmatch(r"[a-z0-9-]{1,60}", text.slug(title))


@pytest.mark.parametrize("title", ["Share", "-- share! --"])
def test_no_slug_is_the_name_of_a_page(title):
    assert text.slug(title) == "thread"


def test_an_excerpt_drops_marks_and_keeps_what_is_said():
    body = "# Pay\n\n> *They* said: [look](https://x.example)\n\n5 > 4, and `a` -> b"

    assert text.excerpt(body) == "Pay They said: look 5 > 4, and a -> b"
