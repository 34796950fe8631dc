"""What she does who leaves or comes back, and what others see of it."""

import re
from datetime import timedelta

import time_machine

from app import chores
from app.core import clock
from app.web.kit.addresses import url
from tests.make import PASSWORD

GRACE = timedelta(days=14)


def close(web, who, words="keep", **typed):
    """What Amina gets who closes her account with the form."""
    page = web.as_(who).get("/settings/close")
    return web.send(page, "/settings/close", **({"words": words, "password": PASSWORD} | typed))


def sign_in(web, login="amina"):
    page = web.visitor().get("/sign-in")
    return web.send(page, "/sign-in", login=login, password=PASSWORD)


def after(house, span=GRACE + timedelta(days=1)):
    """The daily chores, so long from now."""
    with time_machine.travel(clock.now() + span, tick=False):
        chores.sweep(house)


def path(thread):
    return url("thread_slugged", thread_id=thread.id, slug=thread.slug)


def seen(web, who, *paths):
    """The pages as somebody sees them, without what is new on each visit."""
    browser = web.as_(who)
    pages = [browser.get(at).text for at in paths]
    return [re.sub(r'name="csrf_token" value="[^"]*"|value="[0-9a-f]{32}"', "", p) for p in pages]
