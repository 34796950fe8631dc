"""Every router. The busiest addresses stand first, since routes are tried in order."""

from fastapi import APIRouter

from app.web import health
from app.web.community import (
    circle,
    held,
    hers,
    message_doors,
    messages,
    posts,
    reactions,
    signposts,
    threads,
    waiting,
)
from app.web.oversight import (
    case,
    deciding,
    log,
    notices,
    queue,
    reports,
    rules,
    templates,
    transparency,
)
from app.web.people import (
    circles,
    export,
    home,
    joining,
    leaving,
    members,
    muted,
    muting,
    no_contact,
    signing_in,
)

ROUTERS: list[APIRouter] = [
    threads.router,
    circle.router,
    home.router,
    queue.router,
    posts.router,
    reactions.router,
    signposts.router,
    waiting.router,
    held.router,
    circles.router,
    members.router,
    muting.router,
    muted.router,
    messages.router,
    message_doors.router,
    no_contact.router,
    hers.router,
    reports.router,
    notices.router,
    export.router,
    leaving.router,
    log.router,
    transparency.router,
    signing_in.router,
    joining.router,
    case.router,
    deciding.router,
    templates.router,
    rules.router,
    health.router,
    health.lively,
]
