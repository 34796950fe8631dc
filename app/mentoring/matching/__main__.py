"""`python -m app.mentoring.matching`: solves the problem it reads and writes the answer."""

import sys

from app.mentoring.matching.assigning import answered

if __name__ == "__main__":
    sys.stdout.write(answered(sys.stdin.read()))
