"""Bookmarking as a member does it, by the pages’ own forms."""

from app.community.threads import bookmarks
from app.web.kit.addresses import url


def way(post):
    return url("bookmark", post_id=post.id)


def keep(web, member, post, note=""):
    page = web.as_(member).get(way(post))
    return web.send(page, way(post), on="yes", note=note)


def take_off(web, member, post):
    page = web.as_(member).get(way(post))
    return web.send(page, way(post), on="no")


def kept_by(make, member):
    """What she has bookmarked now, the newest first."""
    with make._as(member) as (session, viewer):
        found = bookmarks.mine(session, viewer, make.house.ring)
    return [(entry.words.post_id, entry.words.note) for entry in found]
