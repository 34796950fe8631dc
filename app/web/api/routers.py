"""Every router of the API."""

from fastapi import APIRouter

from app.web.api import (
    bookmarks,
    circles,
    decisions,
    finding,
    me,
    members,
    mentor_profiles,
    mentoring,
    messages,
    moderation,
    notifications,
    posts,
    reports,
    search,
    threads,
)

ROUTERS: list[APIRouter] = [
    me.router,
    circles.router,
    threads.router,
    posts.router,
    notifications.router,
    messages.router,
    members.router,
    bookmarks.router,
    search.router,
    reports.router,
    finding.router,
    mentor_profiles.router,
    mentoring.router,
    moderation.router,
    decisions.router,
]
