"""A process that no program asks has nothing of the API in its memory."""

import subprocess
import sys

from app import main
from app.core.settings import ROOT
from app.web.kit.route import OneHop
from tests.client import Client


def test_pages_are_served_without_it():
    asked = "import sys, app.main; print(*(n for n in sys.modules if n.startswith('app.web.api')))"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["app.web.api", "app.web.api.pages"]


def test_the_first_call_is_answered_as_any_other(house):
    app = main.build(house)
    before = {route.name for route in app.router.routes if isinstance(route, OneHop)}
    client = Client(app)

    first, second = client.get("/api/v1/me"), client.get("/api/v1/me")

    assert "api_docs" in before
    assert "api_me" not in before
    assert first.status_code == second.status_code == 401
    assert first.json() == second.json()
