"""`python -m bot` is the command `concertmaster`."""

import sys

from bot.cli import main

sys.exit(main())
