"""Jinja, set up once for an installation.

Macros are imported without context: Jinja then builds their module once, not for each page.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2s
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes, pass_eval_context
from jinja2.filters import sync_do_join
from jinja2.nodes import EvalContext
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.core import keys, languages
from app.core.languages import Catalogue, Language, Sentence
from app.core.passages import Passage
from app.core.settings import TEMPLATES, Settings
from app.core.text import trusted
from app.people.safety.help_lines import dialled
from app.people.site.brand import Brand
from app.web.kit import assets, field_names, filters, looks, scripts, wording
from app.web.kit.addresses import url
from app.web.kit.frames import Frame
from app.web.kit.kept import Kept

PIECES_BYTES = 3 * 1024 * 1024
FRAMES_BYTES = 4 * 1024 * 1024
# As so many pages are called. The script that leaves a page at once says it too.
NEUTRAL_TITLE = Sentence("Home")
FIXED = ("url", "static", "icon")
USUAL = Brand()
_INDENTATION = re.compile(r"\n[ \t]+")


class _Fold(NodeTransformer):
    """Turns a call of a `FIXED` function with nothing but literal words into its result."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # the library's name
        self.generic_visit(node)
        called = node.node
        if not (isinstance(called, nodes.Name) and called.name in FIXED):
            return node
        try:
            values = [argument.as_const() for argument in node.args]
            named = dict(argument.as_const() for argument in node.kwargs)
        except nodes.Impossible:
            return node
        made = self._env.globals[called.name]
        assert callable(made)
        return nodes.Const(made(*values, **named), lineno=node.lineno)


class _Environment(Environment):
    """What stands on every page, its links and icons, is made when a template is compiled, and
    what makes a template easy to read stays behind."""

    def __init__(self, catalogue: Catalogue | None, **options: Any) -> None:
        self._catalogue = catalogue
        super().__init__(**options, finalize=_in(catalogue) if catalogue else None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        html = _is_html(name)
        if html:
            source = _INDENTATION.sub("\n", source)
        tree: nodes.Template = super()._parse(source, name, filename)
        if self._catalogue:
            tree = wording.translated(tree, self._catalogue.say, html=html)
        folded: nodes.Template = _Fold(self).visit(tree)
        return folded


def _in(catalogue: Catalogue) -> Callable[[object], object]:
    """What is printed in place of a value: words of ours in another language."""

    def said(value: object) -> object:
        if type(value) is Sentence:
            return catalogue.in_words(value)
        return value.in_words(catalogue) if type(value) is Passage else value

    return said


class Templates:
    """Renders whole templates and single blocks of them, in one language."""

    def __init__(
        self,
        settings: Settings,
        language: Language | None = None,
        brand: Brand = USUAL,
        others: dict[object, "Templates"] | None = None,
    ) -> None:
        self.language = language or settings.spoken
        self.settings, self.brand = settings, brand
        self.look = _look(settings, self.language, brand)
        # For each language, and with what the settings say at the moment alone.
        self._others = {} if others is None else others
        self._others[self.language] = self
        self._catalogue = languages.catalogue(self.language.code)
        self.pieces: Kept[Markup] = Kept(len, PIECES_BYTES)
        self.frames: Kept[Frame] = Kept(lambda frame: frame.weight, FRAMES_BYTES)
        self.env = _Environment(
            self._catalogue,
            loader=FileSystemLoader(TEMPLATES),
            autoescape=_is_html,  # letters in plain text are not HTML
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.speech = filters.Speech(settings.zone, self._catalogue)
        self.env.filters |= _filters(self.speech) | _of_words(self._catalogue)
        self.env.globals |= _globals(settings, self.language, self._catalogue)
        self.env.globals["look"] = looks.of(brand)

    def saying(
        self,
        settings: Settings,
        language: Language | None = None,
        brand: Brand | None = None,
    ) -> "Templates":
        """These, or others where they would say something else, or say it otherwise. What is kept
        is theirs alone, so that no page says what was so before."""
        language, brand = language or self.language, self.brand if brand is None else brand
        if settings is self.settings and language is self.language and brand == self.brand:
            return self
        found, look = self._others.get(language), _look(settings, language, brand)
        if look == self.look:
            return self
        if found and found.look == look:
            return found
        return Templates(settings, language, brand, self._others)

    def speaking(self, language: Language | None) -> "Templates":
        """The same in this language; as it is where none is given."""
        return self.saying(self.settings, language)

    def said(self, words: str) -> str:
        """Words of ours where no template prints them."""
        if self._catalogue is None:
            return words
        if isinstance(words, Sentence):
            return self._catalogue.in_words(words)
        return self._catalogue.say(words)

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        return self.env.get_template(name).render(context)

    def render_block(self, name: str, block: str, context: Mapping[str, Any]) -> str:
        """What the whole page would show in this block, with all that it imports outside of it."""
        template = self.env.get_template(name)
        whole = template.new_context(dict(context))
        # Runs what stands before the page's first words: its own imports and its layout's.
        next(template.root_render_func(whole), None)
        return "".join(template.blocks[block](whole))

    def blocks(self, name: str) -> Mapping[str, Any]:
        return self.env.get_template(name).blocks


def _globals(settings: Settings, language: Language, catalogue: Catalogue | None) -> dict[str, Any]:
    return {
        "url": url,
        "static": assets.shelf().address,
        "icon": _icon,
        "language": language,
        "script_words": scripts.words(catalogue) if catalogue else "",
        "site_name": settings.site_name,
        "site_address": settings.address,
        "site_contact": settings.contact,
        "exit_url": settings.exit_url,
        "neutral_title": NEUTRAL_TITLE,
        "field_names": field_names.NAMES,
        "key_months": settings.key_months,
        "backup_days": settings.backup_days,
    }


def _filters(speech: filters.Speech) -> dict[str, Callable[..., Any]]:
    return {
        "when": speech.when,
        "ago": speech.ago,
        "capital": speech.capital,
        "base32": keys.base32,
        "count": speech.count,
        "countries": speech.countries,
        "number": keys.base32,
        "month": speech.month,
        "date": speech.day,
        "stop": filters.stop,
        "trusted": trusted,
        "tel": dialled,
    }


def _of_words(catalogue: Catalogue | None) -> dict[str, Callable[..., Any]]:
    """Filters that put several words together, each of them in the language of the page."""
    if catalogue is None:
        return {}
    in_words = _in(catalogue)

    @pass_eval_context
    def join(context: EvalContext, values: Iterable[object], between: str = "") -> str:
        return sync_do_join(context, map(in_words, values), between)

    return {wording.IN_WORDS: in_words, "join": join}


def _look(settings: Settings, language: Language, brand: Brand) -> str:
    """A mark of what stands in templates of the settings, and can change while they do; the same
    for all that say the same of the site, in the same words."""
    named = (settings.site_name, settings.contact, settings.exit_url, settings.address)
    times = (settings.time_zone, settings.key_months, settings.backup_days)
    dress = looks.of(brand)
    said = (language.code, named, times, dress.address, dress.logo_address)
    return blake2s(repr(said).encode(), digest_size=9).hexdigest()


def _icon(name: str, kind: str = "") -> Markup:
    """A picture from the sprite; what it says stands beside it in words."""
    kinds = f'"icon {kind}"' if kind else "icon"
    address = assets.shelf().address("sprite.svg")
    return Markup(  # noqa: S704  # our own words
        f'<svg class={kinds} aria-hidden=true><use href="{address}#{name}"/></svg>'
    )


def _is_html(name: str | None) -> bool:
    return not (name or "").endswith(".txt")
