"""`python -m plexus`: the same as the `plexus` command."""

import sys

from plexus.site.command import main

sys.exit(main())
