"""Where the stand-alone program begins."""

import sys

from gui.app import main

sys.exit(main())
