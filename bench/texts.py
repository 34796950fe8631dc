"""Words for the bench: bodies of a chosen length, rendered as posts are."""

import random

from app.core import text

WORDS = """and the that with from have this they were when said what would about there some time
could after first before never always maybe people baby night work home week month mother sister
friend doctor boss money sleep tired better alone together hours morning kitchen school office
letter phone call talk listen asked told knew felt thought wanted needed helped started stopped
again still nobody everyone something nothing enough little slowly quietly honest kind strong
afraid proud angry calm""".split()  # noqa: SIM905  # easier to read


def texts(number: int, words: int = 80) -> list[tuple[str, str]]:
    """So many bodies of about so many words, each with its HTML."""
    chance = random.Random(number)
    bodies = []
    for _ in range(number):
        length = round(words * chance.uniform(0.7, 1.3))
        said = [" ".join(chance.choices(WORDS, k=length // 4)).capitalize() for _ in range(4)]
        bodies.append(f"{said[0]}. {said[1]}.\n\n{said[2]}. *{said[3]}.*")
    return [(body, text.rendered(body)) for body in bodies]
