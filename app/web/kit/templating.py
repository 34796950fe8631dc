"""Jinja, set up once for an installation."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block

from app.core.settings import TEMPLATES, Settings
from app.core.text import trusted
from app.web.kit import assets, filters
from app.web.kit.addresses import url


class Templates:
    """Renders whole templates and single blocks of them."""

    def __init__(self, settings: Settings) -> None:
        self.env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=_is_html,  # noqa: S701  # letters in plain text are not HTML
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        speech = filters.Speech(settings.zone)
        self.env.filters |= {
            "when": speech.when,
            "ago": speech.ago,
            "count": filters.count,
            "trusted": trusted,
        }
        self.env.globals |= {
            "url": url,
            "static": assets.shelf().address,
            "site_name": settings.site_name,
            "exit_url": settings.exit_url,
            "noindex": not settings.search_engines,
        }

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        return self.env.get_template(name).render(context)

    def render_block(self, name: str, block: str, context: Mapping[str, Any]) -> str:
        return render_block(self.env, name, block, context)

    def blocks(self, name: str) -> Mapping[str, Any]:
        return self.env.get_template(name).blocks


def _is_html(name: str | None) -> bool:
    return not (name or "").endswith(".txt")
