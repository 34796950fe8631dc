"""The API is as it describes itself: whatever comes, it answers as it says, and never breaks.

`EXAMPLES=100 python -m pytest tests/web/api/test_described.py` looks longer (`make fuzz`).
"""

import os
from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from app.core import text
from app.core.limits import Limiter
from app.web.api import describing
from tests.client import Client
from tests.house import world as worlds
from tests.web.api.program import token_of

EXAMPLES = int(os.environ.get("EXAMPLES", "3"))
SITE = "http://127.0.0.1:8000"
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
POSITIVE_CHECKS = [check for check in CHECKS if check is not checks.negative_data_rejection]
SETTINGS = settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    deadline=None,
    derandomize=True,
)
KEPT = ("method", "url", "params", "headers", "json", "content")


@pytest.fixture(scope="module")
def operations():
    said = describing.described(SITE, "The site")
    # Each call has a token: that there may be none is asked elsewhere.
    for path in said["paths"].values():
        for operation in path.values():
            del operation["security"]
    schema = schemathesis.openapi.from_dict(said)
    return [found.ok() for found in schema.get_all_operations()]


def send(client, token, case):
    given = case.as_transport_kwargs(base_url=SITE)
    given["content"] = given.pop("data", None)
    given["headers"] = {**given["headers"], "Authorization": f"Bearer {token}"}
    client.cookies.clear()
    return client.request(**{name: given[name] for name in KEPT if given.get(name) is not None})


def asks(client, token, values, operation, mode):
    """A test that asks with all that may come, also for what is there."""

    @SETTINGS
    @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
    def ask(case, there):
        if there and mode is GenerationMode.POSITIVE:
            known = {name: values[name] for name in case.path_parameters if name in values}
            case.path_parameters = {**case.path_parameters, **known}
        found = CHECKS if is_kept_as_sent(case) else POSITIVE_CHECKS
        case.validate_response(send(client, token, case), checks=found)

    return ask


def is_kept_as_sent(case):
    """Whether no text in it has something that shows nothing: that is taken off before its length
    is looked at, so what is too long as it was sent may fit."""
    return all(text.one_line(said) == said for said in texts([case.body, case.query]))


def texts(said):
    """All that stand anywhere in it."""
    if isinstance(said, str):
        return [said]
    if isinstance(said, dict):
        return texts([*said, *said.values()])
    return [one for each in said for one in texts(each)] if isinstance(said, list) else []


def modes_of(operation):
    """Where nothing is sent, nothing can be wrong in it."""
    sends = [*operation.iter_parameters(), *operation.body]
    return list(GenerationMode) if sends else [GenerationMode.POSITIVE]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["bea", "grace"])
def test_every_answer_is_as_described(running, house, make, operations, who):
    world = worlds.build(make)
    values = {name: value for name, value in world.values.items() if name != "kind"}
    token = token_of(house, getattr(world, who))
    client = Client(running, shows_what_breaks=True)
    assert len(operations) > 50

    for operation in operations:
        for mode in modes_of(operation):
            running.state.house = replace(running.state.house, limiter=Limiter())
            asks(client, token, values, operation, mode)()


def test_what_it_speaks_of_has_names_of_its_own():
    schemas = describing.described(SITE, "The site")["components"]["schemas"]

    # Where two modules have one of the same name, it is that of the module.
    assert [name for name in schemas if "__" in name] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["La base de datos no responde.", "Al token le falta el permiso para esto."]),
        ("ar", ["قاعدة البيانات لا تجيب.", "ليس للرمز البرمجي الصلاحية اللازمة لهذا."]),
    ],
)
def test_the_page_says_what_errors_mean_in_her_language(web, language, words):
    page = web.visitor().get("/api", **{"Accept-Language": language}).text

    errors = page.partition('id="errors"')[2].partition('id="webhooks"')[0]
    assert all(each in errors for each in words)
    assert [each for each in describing.REFUSALS.values() if each in errors] == []
    # What programs read of each address is English, and says so.
    assert '<div lang="en" dir="ltr">' in page.partition('id="addresses"')[2]
    assert "<pre" not in page.replace('<pre tabindex="0" dir="ltr">', "")
