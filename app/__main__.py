"""`python -m app` is `common-thread`."""

import sys

# A process of `serve` reads this file under another name, and has no use for the commands.
if __name__ == "__main__":
    from app.cli import main

    sys.exit(main())
