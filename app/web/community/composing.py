"""What is sent to stand in a circle: as a form of a page brings it, and as a program does."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import Depends

from app.community.threads import contact, policy, queries
from app.community.threads.endings import Lifetime
from app.community.threads.models import Intent
from app.community.threads.posting import Draft, Opening
from app.community.threads.queries import ThreadHead
from app.community.threads.sent_forms import Posted
from app.core import text
from app.core.limits import Limit
from app.core.verdict import Verdict
from app.people.circles import policy as circle_policy
from app.people.circles.queries import CircleRow
from app.people.house import House
from app.people.viewer import Viewer
from app.web import news
from app.web.community import previews, sending
from app.web.community.previews import Looked, Preview
from app.web.kit.asking import InTransaction
from app.web.kit.forms import Filled, filled
from app.web.kit.templating import Templates


class PostForm(Looked):
    body: text.Body
    content_note: text.ShortLine = ""
    anonymous: Literal["", "on"] = ""
    ending: Literal[""] | Lifetime = ""
    later: Literal["", "on"] = ""

    @property
    def draft(self) -> Draft:
        return Draft(
            self.body,
            self.content_note,
            self.form_nonce,
            self.anonymous == "on",
            self.ending or None,
        )


class ReplyForm(PostForm):
    advice: Literal["", "on"] = ""

    @property
    def draft(self) -> Draft:
        return replace(super().draft, advice=self.advice == "on")


class ThreadForm(PostForm):
    title: text.Title
    intent: Intent


ReplyFilled = Annotated[Filled[ReplyForm], Depends(filled(ReplyForm))]
ThreadFilled = Annotated[Filled[ThreadForm], Depends(filled(ThreadForm))]


def reply(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    thread_id: int,
    form: Filled[ReplyForm],
    tongues: Templates,
) -> Preview | tuple[ThreadHead, Posted | str, int]:
    """What she is to be shown first; else the thread, the reply in it or why it does not stand yet,
    and the number of the first post there that came while she wrote, or 0.

    Raises Invalid, TooOften, and what the deed raises.
    """
    data = form.data
    hides = _hides_in(session, viewer, house, thread_id, data)
    preview = previews.first(session, viewer, form, tongues, hides=hides)
    house.limiter.hit(_limit(preview), viewer.me.limit_key())
    if preview is not None:
        return preview
    sent = (session, viewer, house, thread_id, data.draft)
    thread, post = sending.reply(*sent, later=data.later == "on")
    new = 0
    if isinstance(post, str):
        bundle = news.bundles(house, session, viewer, [thread.circle_id])
        news.speaks(house, viewer, bundle[thread.circle_id], (thread.id, thread.circle_id))
    else:
        new = news.wrote(house, session, viewer, thread.circle_id, (thread.id, post.seq))
    return thread, post, new


def start(
    session: InTransaction,
    viewer: Viewer,
    house: House,
    circle: CircleRow,
    form: Filled[ThreadForm],
    tongues: Templates,
) -> Preview | Posted | str:
    """The same for a thread in this circle: its opening post, or why it does not stand yet."""
    data = form.data
    may = circle_policy.may_post(viewer, circle.id)
    hides = _hides(viewer, data, circle, may)
    preview = previews.first(session, viewer, form, tongues, hides=hides)
    house.limiter.hit(_limit(preview), viewer.me.limit_key())
    if preview is not None:
        return preview
    opening = Opening(data.title, data.intent, viewer.me.epoch)
    sent = (session, viewer, house, circle, opening, data.draft)
    post = sending.start(*sent, later=data.later == "on")
    if not isinstance(post, str):
        news.wrote(house, session, viewer, circle.id, (post.thread_id, post.seq))
    return post


def _hides_in(
    session: InTransaction, viewer: Viewer, house: House, thread_id: int, data: PostForm
) -> bool:
    if not data.anonymous:
        return False
    thread = queries.head(session, viewer, thread_id)
    may = policy.may_reply(viewer, thread.circle_id, locked=thread.locked, closed=thread.closed)
    may = may and contact.may_answer(session, house.ring, viewer, thread_id)
    return _hides(viewer, data, thread, may)


def _hides(viewer: Viewer, data: PostForm, circle: CircleRow | ThreadHead, may: Verdict) -> bool:
    """Whether it would be posted without her name: what cannot be posted needs no softer words."""
    allowed = circle_policy.may_hide(viewer, circle.anonymity, circle.crowd)
    return bool(data.anonymous and may and allowed)


def _limit(preview: Preview | None) -> Limit:
    return Limit.SMALL_DEEDS if preview else Limit.POSTS
