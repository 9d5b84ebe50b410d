"""The script that every session runs: the menu, the frame, and the chapter that is open."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:            # a script sees the modules beside it, and these lie one floor up
    sys.path.insert(0, str(ROOT))

from explainer.shell.frame import open_app  # noqa: E402
from explainer.shell.menu import menu  # noqa: E402
from pages.chapters import CHAPTERS  # noqa: E402

chapter, page = menu(CHAPTERS)
open_app(chapter)
page.run()
