"""The page of a thread: finished bytes for visitors, what is hers put in for a member."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.community.threads import leaves, owners, policy
from app.community.threads.queries import ThreadHead
from app.core import text
from app.core.languages import several
from app.people.anonymity.bundles import Bundle
from app.web import folding, news
from app.web.community.leaf import Leaves
from app.web.community.persona import NOBODY, empty_form, persona, pseudonym_in
from app.web.community.previews import Preview
from app.web.community.reading import Reader, RenderedLeaf
from app.web.community.signposts import offers_help
from app.web.kit.addresses import url
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled
from app.web.kit.packing import FinishedPage
from app.web.kit.page import PageMaker

TEMPLATE = "community/threads/show.html"


@dataclass(frozen=True)
class ThreadPage:
    """One page of one thread, asked for once; `first` is the number before its first post, `new`
    that of the first post which was new to the same reader a moment ago."""

    session: InTransaction
    page: PageMaker
    kept: Leaves
    thread: ThreadHead
    first: int
    new: int = 0

    def for_visitor(self) -> Response:
        """The same bytes for every visitor until something in them changes."""
        thread, page = self.thread, self.page
        own_path = url("thread_slugged", thread_id=thread.id, slug=thread.slug)
        if not page.is_plain(TEMPLATE, own_path):
            return page.answer(self._rendered())
        named = (thread.circle_name, thread.circle_slug)
        version = (thread.id, thread.version, *named, self.first, page.theme, page.look)
        if page.is_known(version):
            return page.not_modified(version)
        return page.finished(version, self.kept.finished.get(version, self._finished))

    def _finished(self) -> FinishedPage:
        return FinishedPage(self._rendered())

    def for_member(
        self, form: Filled[Any] | None = None, preview: Preview | None = None
    ) -> Response:
        """With the form as she sent it, or with an empty one."""
        refused = form is not None and form.errors
        return self.page.answer(self._rendered(form, preview), status=422 if refused else 200)

    def _rendered(self, form: Filled[Any] | None = None, preview: Preview | None = None) -> bytes:
        """The page, whole or the block that htmx wants; what stands on it has then been read."""
        viewer, thread = self.page.visit.viewer, self.thread
        leaf = self.kept.leaf(self.session, self.page, thread, self.first)
        voice = self._voice()
        bundle = self._bundle()
        if voice in leaf.voices:
            news.speaks(self.page.visit.house, viewer, bundle, (thread.id, thread.circle_id))
        first_unread = self._first_unread(bundle)
        pseudonym = pseudonym_in(thread.id, voice, leaf) if voice else NOBODY
        said = self.page.said
        reader = Reader(viewer, thread.id, thread.key_epoch, voice, first_unread, said)
        posts = leaf.filled(reader)
        own: dict[str, object] = {
            "posts": posts,
            "numbers": leaf.numbers,
            "replies": str(thread.replies),
            "nseq": thread.nseq,
            "unread": self._unread(first_unread),
            "unread_at": self._path_to(first_unread, at="new") if first_unread else "",
            "sign_in_at": "" if viewer.signed_in else self._sign_in_at(),
            "new": first_unread or "",
            "pseudonym": pseudonym.name,
            "quilt": pseudonym.quilt,
            "first_words": leaf.first_words,
        }
        context = self._standing(leaf, voice, bundle)
        # Before the bell above it is shown.
        self._note_read(bundle)
        if form is None:
            form = empty_form(thread.anonymity, spoke=voice in leaf.voices)
            nothing = {"preview": None, "offers_help": False}
            return self.page.framed(TEMPLATE, own, **context, **nothing, form=form)
        shown = {"preview": preview, "offers_help": offers_help(form.typed)}
        whole = {"posts": posts, "numbers": leaf.numbers}
        own |= {name: text.trusted(html.decode()) for name, html in whole.items()}
        return self.page.render(TEMPLATE, **own, **context, **shown, form=form).encode()

    def _standing(self, leaf: RenderedLeaf, voice: bytes | None, bundle: Bundle) -> dict[str, Any]:
        """What is the same for all to whom the thread stands as it does to her."""
        viewer, thread = self.page.visit.viewer, self.thread
        # Who has opened it counts for those alone who keep somebody out.
        opener = owners.opener(self.session, thread.id) if viewer.shield else None
        return {
            "thread": thread,
            "following": bundle.is_following(thread.id),
            "heading": folding.heading(viewer, opener, thread.title),
            "muted": thread.id in viewer.shield.threads,
            "may_reply": policy.may_reply(
                viewer, thread.circle_id, locked=thread.locked, closed=thread.closed
            )
            and policy.may_turn_to(viewer, opener),
            "may_join": viewer.signed_in and not viewer.belongs_to(thread.circle_id),
            "may_report": not leaf.thread.is_hers(viewer, voice),
            "may_arrange": policy.may_arrange(viewer, thread.circle_id),
            "persona": persona(
                self.page.visit.house, viewer, thread.anonymity, thread.crowd, thread.key_epoch
            ),
        }

    def _unread(self, first_unread: int) -> str:
        if not first_unread:
            return ""
        new = self.thread.nseq - first_unread + 1
        return several("{n} new reply", "{n} new replies", new)

    def _voice(self) -> bytes | None:
        """Her voice in this thread, whether she has used it or not."""
        viewer, thread = self.page.visit.viewer, self.thread
        if not viewer.signed_in or not viewer.me.remembers(thread.key_epoch):
            return None
        return viewer.me.voice(thread.id, thread.key_epoch)

    def _bundle(self) -> Bundle:
        visit, circle_id = self.page.visit, self.thread.circle_id
        found = news.bundles(visit.house, self.session, visit.viewer, [circle_id])
        return found.get(circle_id, Bundle())

    def _first_unread(self, bundle: Bundle) -> int:
        """The number of the first post that is new to her, 0 when she has read all or nothing."""
        read = bundle.marks.get(self.thread.id, 0)
        begins = (read + 1 if read else 0, self.new)
        return min((seq for seq in begins if 1 < seq <= self.thread.nseq), default=0)

    def _path_to(self, number: int, *, at: str = "") -> str:
        """The page on which the post of this number stands."""
        thread = self.thread
        after = leaves.first_of(max(0, number - 1)) or ""
        return url("thread_slugged", thread_id=thread.id, slug=thread.slug, after=after, at=at)

    def _sign_in_at(self) -> str:
        """From where she comes back to this page."""
        return url("sign_in", next=self._path_to(self.first + 1))

    def _note_read(self, bundle: Bundle) -> None:
        visit, thread = self.page.visit, self.thread
        if visit.viewer.signed_in:
            last = min(thread.nseq, self.first + leaves.PAGE)
            seen = (thread.id, thread.circle_id, last)
            news.saw_thread(visit.house, visit.viewer, bundle, seen, thread.circle_bump)
