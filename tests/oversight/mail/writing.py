"""How members speak where letters are about it."""

from datetime import UTC, datetime

from app.web.kit.addresses import url

CANARY = "Marmalade weather"
AT = datetime(2026, 5, 4, 13, 17, tzinfo=UTC)


def reply(web, by, thread, body=CANARY, **more):
    answer = web.as_(by).post(url("reply", thread_id=thread.id), body=body, **more)
    if answer.status_code == 200:  # she was shown what may say who she is
        answer = web.send(answer, url("reply", thread_id=thread.id))
    assert answer.status_code == 303, answer.text
