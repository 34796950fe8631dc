"""Every router. The busiest addresses stand first, since routes are tried in order."""

from fastapi import APIRouter

from app.web import health
from app.web.community import circle, hers, posts, threads, waiting
from app.web.people import circles, export, home, joining, leaving, members, signing_in

ROUTERS: list[APIRouter] = [
    threads.router,
    circle.router,
    home.router,
    posts.router,
    waiting.router,
    circles.router,
    members.router,
    hers.router,
    export.router,
    leaving.router,
    signing_in.router,
    joining.router,
    health.router,
    health.lively,
]
