"""Hidden-state evolution: what a memory holds, over a text, over training, and when one letter changes."""

from explainer.shell.headings import title
from explainer.state import registry
from explainer.state.address import open_page, write_address
from pages.hidden_state import (
    attribution,
    capacity,
    forecast,
    lossy_summary,
    map_of_memories,
    memory,
    one_letter_changed,
    single_neuron,
    text_and_network,
    two_neurons,
)

ALL = registry.PAGES["hidden-state"]

open_page("hidden-state", ALL)
title("All it remembers is one column of numbers",
      "The network reads a letter and rewrites its memory. Then the letter is gone. Whatever it says next comes from "
      "that column alone.")
shown = text_and_network.choose()
memory.section(shown)
map_of_memories.section(shown)
two_neurons.section(shown)
lossy_summary.section(shown)
capacity.section()
one_letter_changed.section(shown)
single_neuron.section(shown)
attribution.section(shown)
forecast.section()
write_address(ALL)
