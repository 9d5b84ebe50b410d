"""How a series was read, in sentences: what was assumed, what was put right, what was left out."""

from explainer.reading.encoding import called
from explainer.reading.series import ReadSeries
from explainer.reading.told import SEPARATORS
from rnncore.tasks.series_told import told


def assumptions(read: ReadSeries) -> list[str]:
    """One sentence for each thing that was assumed, with an example; `rnncore.tasks.series_told` tells the rest."""
    said = [f"The text is {called(read.encoding)}."]
    if read.table.separator:
        divided = {" ": "spaces"}.get(read.table.separator) or f"a {SEPARATORS.get(read.table.separator, 'sign')}"
        said.append(f"It is a table of {read.table.width} columns, divided by {divided}.")
    return said + (told(read.series) if read.series else [])
