"""`python -m app` is `common-thread`."""

import sys

from app.cli import main

# A process of `serve` reads this file under another name.
if __name__ == "__main__":
    sys.exit(main())
