"""Posts: reading, answering, changing and deleting one, and kind words for it."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from app.community.threads import actions, leaves, policy, queries, versions
from app.community.threads.models import Post as PostRow
from app.community.threads.models import ReactionKind
from app.community.threads.queries import ThreadHead
from app.core.errors import Invalid
from app.core.verdict import require
from app.people.house import House
from app.people.viewer import Viewer
from app.web.api import shown, writing
from app.web.api.kit import wrong
from app.web.api.kit.asking import Doer, Nonce, Reader, Tongues, Writer
from app.web.api.kit.models import InAddress, Listed, Onward
from app.web.api.kit.route import Done, Endpoint
from app.web.api.shown import OwnPost, Post
from app.web.community import composing, previews, sending
from app.web.community.composing import ReplyForm
from app.web.community.editing import EditOpeningForm, EditReplyForm
from app.web.community.previews import Preview
from app.web.community.sending import Edit
from app.web.kit.addresses import number_in
from app.web.kit.asking import InTransaction, ThisHouse
from app.web.kit.forms import Filled

router = APIRouter(route_class=Endpoint, tags=["posts"])

IN_THREAD = "/api/v1/threads/{thread_id:number}/posts"
AT = "/api/v1/posts/{post_id:number}"


@router.get(IN_THREAD, name="api_posts")
def in_thread(
    thread_id: InAddress,
    asked: Annotated[Onward, Query()],
    session: InTransaction,
    viewer: Reader,
) -> Listed[Post]:
    """In the order in which they were written, twenty at a time."""
    thread = queries.head(session, viewer, thread_id)
    first = min(number_in(asked.after) or 0, thread.nseq)
    if first == thread.nseq:
        return Listed[Post](data=[])
    leaf = leaves.leaf(session, thread, first)
    data = shown.posts(viewer, thread, leaf, shown.voice_in(viewer, thread))
    last = data[-1].number
    return Listed[Post](data=data, next=str(last) if last < thread.nseq else None)


@router.post(
    IN_THREAD,
    name="api_reply",
    status_code=201,
    response_model=shown.Sent,
    responses={202: {"model": shown.Sent, "description": "It does not stand yet"}},
)
def reply(
    thread_id: InAddress,
    said: Annotated[writing.Reply, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    tongues: Tongues,
    nonce: Nonce = "",
) -> Done:
    form = writing.form(ReplyForm, said, nonce)
    made = composing.reply(session, viewer, house, thread_id, form, tongues)
    if isinstance(made, Preview):
        writing.refuse(made)
    _thread, sent, _new = made
    return writing.became(house, form, sent)


@router.get(AT, name="api_post")
def one(post_id: InAddress, session: InTransaction, viewer: Reader) -> OwnPost:
    """With its words as they were typed, for its author alone."""
    row, thread = queries.post(session, viewer, post_id)
    return _one(session, viewer, row, thread)


@router.put(AT, name="api_edit_post")
def edit(
    post_id: InAddress,
    said: Annotated[writing.Change, Body()],
    session: InTransaction,
    viewer: Writer,
    house: ThisHouse,
    tongues: Tongues,
) -> OwnPost:
    """A post of hers; what it said before can be read in its history, if it bears her name."""
    row, thread = queries.post(session, viewer, post_id)
    require(policy.may_edit(viewer, row, thread.key_epoch))
    form, hides = _form(said, row), row.voice is not None
    if preview := previews.first(session, viewer, form, tongues, hides=hides):
        writing.refuse(preview)
    change = Edit(form.data.draft, said.title or "", said.as_of)
    sending.edit(session, viewer, house, row, change)
    session.flush()
    return _one(session, viewer, *queries.post(session, viewer, post_id))


@router.delete(AT, name="api_delete_post", status_code=204)
def delete(post_id: InAddress, session: InTransaction, viewer: Doer) -> None:
    """Destroys its words; an opening post that nobody has answered takes its thread with it."""
    row, thread, _circle = queries.post_to_change(session, viewer, post_id)
    actions.delete_post(session, viewer, row, thread)


@router.put(f"{AT}/reactions/{{kind}}", name="api_react", status_code=204)
def react(
    post_id: InAddress, kind: ReactionKind, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    """Say a kind word. Saying it twice is saying it once."""
    _react(house, session, viewer, (post_id, kind), on=True)


@router.delete(f"{AT}/reactions/{{kind}}", name="api_unreact", status_code=204)
def take_back(
    post_id: InAddress, kind: ReactionKind, session: InTransaction, viewer: Doer, house: ThisHouse
) -> None:
    _react(house, session, viewer, (post_id, kind), on=False)


def _form(said: writing.Change, row: PostRow) -> Filled[Any]:
    """The pages' form for this post. Raises Invalid where a title is missing."""
    if row.seq > 1:
        kept = said.model_copy(update={"title": None})
        return writing.form(EditReplyForm, kept, "")
    if said.title is None:
        raise Invalid("title", wrong.MISSING)
    return writing.form(EditOpeningForm, said, "", without="advice")


def _one(session: InTransaction, viewer: Viewer, row: PostRow, thread: ThreadHead) -> OwnPost:
    leaf = leaves.leaf(session, thread, row.seq - 1)
    said = shown.posts(viewer, thread, leaf, shown.voice_in(viewer, thread))[0]
    if not policy.may_edit(viewer, row, thread.key_epoch):
        return shown.own(said, None, None)
    return shown.own(said, row.body, versions.mark(row, thread.title))


def _react(
    house: House,
    session: InTransaction,
    viewer: Viewer,
    word: tuple[int, ReactionKind],
    *,
    on: bool,
) -> None:
    post_id, kind = word
    row, thread, _circle = queries.post_to_change(session, viewer, post_id)
    actions.react(session, viewer, house.ring, (row, thread), kind, on=on)
