"""Every page, as a visitor, a member, a host and an administrator can come to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page

from tests.house import markup

pytestmark = pytest.mark.timeout(400)

LOOK = """() => {
  const ids = new Set([...document.querySelectorAll("[id]")].map((one) => one.id));
  const links = [...document.querySelectorAll("a[href]:not([download])")].map((a) => a.href);
  const forms = [...document.querySelectorAll("form:not([method=post])")].map((f) => f.action);
  const told = (name) =>
    [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name));
  const targets = told("hx-target").map((id) => id.slice(1));
  const named = ["aria-labelledby", "aria-describedby"].flatMap(told).flatMap((s) => s.split(" "));
  return {
    ids: [...ids],
    links: [...links, ...forms],
    files: [...document.querySelectorAll("a[download]")].map((a) => a.href),
    lost: [...targets, ...named].filter((id) => id && !ids.has(id)),
    double: [...document.querySelectorAll("[id]")].length - ids.size,
    titles: document.title.split(" · ")[0],
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""
# Pages of which there are many that differ only in their words: enough of them are looked at.
MANY = {"/t/": 8, "/p/": 6, "/m/": 5, "/admin/help-lines/": 3, "/admin/circles/": 3}


@dataclass
class Walk:
    """What was found, by path."""

    page: Page
    own: str
    ids: dict[str, set[str]] = field(default_factory=dict)
    inward: set[tuple[str, str, str]] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=MANY.copy)

    def through(self, start: str) -> None:
        ahead, known = [start], {start}
        while ahead:
            for path in self._look(ahead.pop(0)):
                if path not in known and self._wanted(path):
                    known.add(path)
                    ahead.append(path)
        self._follow_fragments()

    def _look(self, path: str) -> Iterator[str]:
        answer = self.page.goto(path)
        found = self.page.evaluate(LOOK)
        here = self._path(self.page.url)
        self.ids[path] = self.ids[here] = set(found["ids"])
        self._judge(path, answer.status, found)
        self.troubles += [f"{path} has {slip}" for slip in markup.slips(answer.text())]
        self._fetch(found["files"])
        for link in found["links"]:
            target, fragment = urldefrag(link)
            if target.startswith(self.own):
                if fragment:
                    self.inward.add((path, self._path(target), fragment))
                yield self._path(target)

    def _fetch(self, files: list[str]) -> None:
        for file in files:
            status = self.page.request.get(file).status
            if status >= 400:
                self.troubles.append(f"{self._path(file)} answers {status}")

    def _judge(self, path, status, found) -> None:
        wrong = {
            f"answers {status}": status >= 400,
            f"names what is not there: {found['lost']}": found["lost"],
            "has an id twice": found["double"],
            "has no title": not found["titles"],
            f"is {found['overflow']} px too wide": found["overflow"] > 0,
        }
        self.troubles += [f"{path} {what}" for what, is_so in wrong.items() if is_so]

    def _follow_fragments(self) -> None:
        for path, target, fragment in self.inward:
            if target in self.ids and fragment not in self.ids[target] | {"new"}:
                self.troubles.append(f"{path} points to {target}#{fragment}, which is not there")

    def _wanted(self, path: str) -> bool:
        if path.endswith("/feed.atom"):
            # No page: a program reads it.
            return False
        kind = next((kind for kind in self.left if path.startswith(kind)), "")
        if not kind:
            return True
        self.left[kind] -= 1
        return self.left[kind] >= 0

    def _path(self, url: str) -> str:
        parts = urlsplit(url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.mark.parametrize("handle", ["", "dina", "ros", "olga"], ids=lambda h: h or "visitor")
def test_every_page_that_she_can_reach_is_whole(open_as, site, stage, handle):
    """At 320 px, with the watch on errors, on the content policy and on other servers."""
    page = open_as(handle, viewport={"width": 320, "height": 800})
    page.goto("/")
    walk = Walk(page, site.url)

    walk.through("/")

    assert walk.troubles == []
    assert len(walk.ids) > 20
