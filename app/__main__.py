"""`python -m app` is `common-thread`."""

import sys

from app.cli import main

sys.exit(main())
