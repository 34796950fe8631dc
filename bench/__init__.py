"""How fast the pages are: `python -m bench`, or `make bench ARGS="--posts 100000"`.

A machine that is busy with other things makes every absolute number a guess. So each round asks
the application and, right after it, a bare ASGI application that serves the same bytes under the
same server; what counts is the ratio of the two.
"""
