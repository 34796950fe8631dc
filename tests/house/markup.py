"""What the standard asks of a tag: browsers mend what they are sent, and so nobody would notice."""

import re
from collections.abc import Iterator

# The HTML standard's attributes that our pages use, ARIA's, htmx's, and those of drawings.
_HTML = """
    accept action as autocapitalize autocomplete autofocus charset checked cite class cols
    colspan content crossorigin datetime defer dir disabled download enctype for form formaction
    formmethod formnovalidate headers height hidden href hreflang id inputmode lang list max
    maxlength media method min minlength multiple name novalidate open pattern placeholder
    popover popovertarget popovertargetaction property readonly rel required reversed role rows
    rowspan scope selected size span spellcheck src start step summary tabindex target title
    translate type value width
"""
_DRAWN = """
    viewbox xmlns d fill stroke stroke-width stroke-linecap stroke-linejoin cx cy r rx ry x y x1
    x2 y1 y2 points transform opacity color maskunits mask patternunits patterntransform
    preserveaspectratio offset stop-color gradientunits clip-path
"""
KNOWN = {*_HTML.split(), *_DRAWN.split()}
_OURS = re.compile(r"(aria|data|hx)-[a-z][a-z-]*(:[a-z-]+)*")
_SCRIPT = re.compile(r"(<script\b[^>]*>).*?(?=</script>)", re.DOTALL)
_TAG = re.compile(r"<[a-z][a-z0-9-]*((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(\s*)([^\s\"'>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?|\S")


def slips(html: str) -> Iterator[str]:
    """Each attribute that no standard knows, that stands twice or runs into the one before."""
    for tag in _TAG.finditer(_SCRIPT.sub(r"\1", html)):
        said = set()
        for found in _ATTRIBUTE.finditer(tag[1].rstrip("/")):
            space, name = found[1], (found[2] or found[0]).lower()
            known = name in KNOWN or _OURS.fullmatch(name)
            if not (space and known) or name in said:
                yield f"{name} in {tag[0]}"
            said.add(name)
