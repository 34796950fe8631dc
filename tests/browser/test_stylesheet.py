"""The stylesheet and the scripts are sent without what they say to those who work on them."""

import re

from app.core.settings import STATIC
from app.web.kit.assets import shelf

RULES = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(/\\s+/g, ""));
}"""
TEXT = re.compile(r"`[^`]*`")


def test_the_browser_reads_the_same_of_it(chromium):
    names = (STATIC / "css" / "ORDER").read_text().split()
    whole = "\n".join((STATIC / "css" / f"{name}.css").read_text() for name in names)
    whole = re.sub(r"url\(([\w./-]+)\)", lambda found: f"url({shelf().address(found[1])})", whole)
    asset = shelf().find(shelf().address("site.css").removeprefix("/static/"))
    assert asset
    sent = asset.content.decode()

    page = chromium.new_page()
    rules, theirs = page.evaluate(RULES, whole), page.evaluate(RULES, sent)
    page.close()

    assert len(rules) > 20
    assert theirs == rules
    assert len(sent) < 0.75 * len(whole)
    assert "/*" not in sent


def test_no_text_of_a_script_spans_lines():
    """Of whose indentation something would be missing then."""
    for script in (STATIC / "js").glob("*.js"):
        if script.name != "htmx.min.js":
            assert not [text for text in TEXT.findall(script.read_text()) if "\n" in text]
