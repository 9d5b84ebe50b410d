"""Home: a network writes names, and doors to the chapters."""


from explainer.shell.headings import arrive
from explainer.state.sections import open_chapter
from pages.home import doors, predictions, ten_minutes, what_came_after, writing
from pages.home.title import title_with_style

with open_chapter(""):
    title_with_style("A network with a memory, unrolled",
                     "It writes one letter at a time. Each letter it chooses goes back in as its next input, and its "
                     "memory carries what came before.")
    writing.section()
    doors.section()
    predictions.section()
    ten_minutes.section()
    what_came_after.section()
    arrive()
