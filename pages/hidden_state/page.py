"""Hidden-state evolution: what a memory holds, over a text, over training, and when one letter changes."""

from explainer.shell.headings import title
from explainer.state.sections import open_chapter
from pages.hidden_state import (
    attribution,
    capacity,
    forecast,
    lossy_summary,
    map_of_memories,
    memory,
    one_letter_changed,
    own_series,
    single_neuron,
    text_and_network,
    two_neurons,
)

with open_chapter("hidden-state"):
    title("All it remembers is one column of numbers",
          "The network reads a letter and rewrites its memory. Then the letter is gone. Whatever it says next comes "
          "from that column alone.")
    text_and_network.section()
    memory.section()
    map_of_memories.section()
    two_neurons.section()
    lossy_summary.section()
    capacity.section()
    one_letter_changed.section()
    single_neuron.section()
    attribution.section()
    forecast.section()
    own_series.section()
