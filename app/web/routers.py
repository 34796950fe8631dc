"""Every router. The busiest addresses stand first, since routes are tried in order."""

from fastapi import APIRouter

from app.web import health
from app.web.community import (
    circle,
    held,
    hers,
    posts,
    reactions,
    threads,
    unanswered,
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
    greeters,
    home,
    joining,
    leaving,
    members,
    signing_in,
)

ROUTERS: list[APIRouter] = [
    threads.router,
    circle.router,
    home.router,
    posts.router,
    reactions.router,
    waiting.router,
    held.router,
    circles.router,
    greeters.router,
    unanswered.router,
    members.router,
    hers.router,
    reports.router,
    notices.router,
    export.router,
    leaving.router,
    log.router,
    transparency.router,
    signing_in.router,
    joining.router,
    queue.router,
    case.router,
    deciding.router,
    templates.router,
    rules.router,
    health.router,
    health.lively,
]
