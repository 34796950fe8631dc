"""Makers of resources and collections."""

from app.community.resources import actions, addresses, collections, helped, notes, telling
from app.community.resources.actions import Said
from app.community.resources.models import Collection, Resource, ResourceForm, State
from app.core import keys


def said(title="Know your rights at work", link="https://rights.example.org/", **values):
    form = values.pop("form", ResourceForm.LINK)
    return Said(
        form,
        title,
        values.pop("about", "What to say when your hours are changed."),
        values.pop("topic", "money"),
        values.pop("language", "en"),
        body=values.pop("body", ""),
        link=addresses.normalised(link) if link else "",
    )


def resource(make, by, circle=None, title="Know your rights at work", *, link="", **values):
    """One that a member has suggested and a host, if need be, has shown; or in another `state`."""
    state = values.pop("state", State.SHOWN)
    link = link or f"https://{keys.base32(keys.random_id())}.example.org/"
    if values.get("form") is ResourceForm.GUIDE:
        link = ""
    with make._as(by) as (session, viewer):
        made = actions.suggest(
            session,
            viewer,
            circle.slug if circle else "",
            said(title, link, **values),
            keys.token(),
        )
        row = session.get_one(Resource, made.id)
        row.state = state
        session.flush()
        telling.changed(session, row)
        found = row.id
    return make.session.get(Resource, found, populate_existing=True)


def guide(make, by, circle=None, title="Asking for more", body="First, *breathe*."):
    return resource(make, by, circle, title, form=ResourceForm.GUIDE, body=body)


def note(make, by, row, body="It gave me the words."):
    with make._as(by) as (session, viewer):
        notes.write(session, make.house.ring, viewer, row.id, body)
        return notes.of(session, viewer, row.id).id


def mark(make, by, row, *, on=True):
    with make._as(by) as (session, viewer):
        helped.say(session, viewer, row.id, on=on)


def collection(make, by, circle=None, title="Where to begin", resources=()):
    """A host's; its number."""
    at = circle.slug if circle else ""
    with make._as(by) as (session, viewer):
        number = collections.open_one(session, viewer, at, title, "Read these first.", keys.token())
        for row in resources:
            collections.put_in(session, viewer, number, row.id)
        return number


def addresses_of(make, by, circle, word):
    """What stands in the braces of addresses about a resource and a collection there, both of which
    say this word."""
    row = resource(make, by, circle, f"About {word}", about=word)
    note(make, by, row, word)
    gathered = make.saved(
        Collection(id=keys.random_id(), circle_id=circle.id, title=word, introduction=word)
    )
    return {"resource_id": row.id, "collection_id": gathered.id}
