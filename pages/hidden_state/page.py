"""Hidden-state evolution: what a memory holds, over a text, over training, and when one letter changes."""

from explainer.shell.steps import Step, chapter
from explainer.state.sections import open_chapter
from pages.hidden_state import (
    attribution,
    capacity,
    controls,
    forecast,
    forecast_horizon,
    lossy_summary,
    map_of_memories,
    memory,
    one_letter_changed,
    own_series,
    single_neuron,
    text_and_network,
    two_neurons,
)
from pages.hidden_state.summary import SUMMARY

CLAIM = "All it remembers is one column of numbers"

with open_chapter("hidden-state"):
    chapter(CLAIM,
            "The network reads a letter and rewrites its memory, the hidden state. Then the letter is gone. Whatever "
            "it says next comes from that column alone.", controls.STEP, (
                Step("memory", CLAIM, memory.section),
                Step("map", map_of_memories.CLAIM, map_of_memories.section),
                Step("two-neurons", two_neurons.CLAIM, two_neurons.section),
                Step("summary", lossy_summary.CLAIM, lossy_summary.section),
                Step("read-back", lossy_summary.BACK, lossy_summary.read_back_from_it),
                Step("capacity", capacity.CLAIM, capacity.section),
                Step("untrained", capacity.TRAINING, capacity.before_training),
                Step("letter-changed", one_letter_changed.CLAIM, one_letter_changed.section),
                Step("every-letter", one_letter_changed.EVERY, one_letter_changed.every_letter),
                Step("neuron", single_neuron.CLAIM, single_neuron.section),
                Step("attribution", attribution.CLAIM, attribution.section),
                Step("forecast", forecast.CLAIM, forecast.section),
                Step("horizon", forecast_horizon.CLAIM, forecast_horizon.section),
                Step("seeds", forecast.SEEDS, forecast.by_seed),
                Step("own-series", own_series.CLAIM, own_series.section)), above=text_and_network.section,
            summary=SUMMARY)
