"""What the server says at its start of how its processes share."""

import pytest
from pydantic import SecretStr

from app.commands import sharing
from app.core.keys import Keyring
from app.core.settings import Settings
from tests import redis

RING = Keyring("2026q4", bytes(32), {"2026q4": bytes(32)})


@pytest.fixture
def server(tmp_path):
    with redis.server(tmp_path) as running:
        yield running


def said(url="", workers=1):
    return sharing.advice(Settings(redis_url=SecretStr(url), workers=workers), RING)


def test_one_process_alone_needs_nothing():
    assert said() == []


def test_several_without_redis_are_told_what_does_not_work():
    [line] = said(workers=2)

    assert "REDIS_URL is not set" in line


def test_a_redis_that_keeps_nothing_is_as_it_should_be(server):
    assert said(server.url, workers=2) == []


def test_a_redis_that_writes_to_the_disk_is_named(server):
    with server.client() as client:
        client.config_set("save", "60 1000")
        client.config_set("appendonly", "yes")

    lines = said(server.url)

    assert ["`save` is on" in lines[0], "`appendonly` is on" in lines[1]] == [True, True]


def test_one_that_is_not_there_is_named_without_its_password(tmp_path):
    [line] = said(f"unix://:secret@{tmp_path}/nothing")

    assert "does not answer" in line
    assert "secret" not in line
