"""Home: a network writes names, and doors to the pages."""

import numpy as np
import streamlit as st

from explainer.components.graph.graph import signature_graph
from explainer.models.shipped import shipped_models
from explainer.shell.frame import picture_first
from explainer.shell.headings import arrive, header, note
from explainer.shell.menu import link_to
from explainer.state.choices import LISTS
from pages.home.title import front
from pages.home.written_names import AHEAD, LONGEST, SHORTEST, TEMPERATURE, WRITER, names_as_sent

DOORS = (
    ("why-recurrence", "Why recurrence?",
     "Read with the memory of a goldfish, then with a real one. Hold a number in a single neuron. Race three networks "
     "to the year in a sentence."),
    ("unrolled-graph", "The unrolled graph",
     "Take the loop apart. Type a text, follow every number through every step, change a weight and see "
     "what it changes."),
    ("hidden-state", "Hidden state",
     "Watch a memory fill, letter by letter. Measure what is still in it, change one letter, and go back to before "
     "it had learned anything."),
    ("vanishing-gradient", "The vanishing gradient",
     "Follow the error back through 200 steps. One slider makes it die out or explode; and you see why a plain "
     "network forgets, and what helps."),
    ("gated-cells", "Gated cells",
     "Open an LSTM and a GRU, gate by gate, with every number. Turn the bias that decides how long they remember, "
     "and race them against a plain cell of the same size."),
    ("name-generation", "Name generation",
     "Draw names, train a network of your own in a few seconds, and find out how surprised it is by *your* name."),
)

st.session_state["_page"] = "home"

front("A network with a memory, unrolled",
      "It writes one letter at a time. Each letter it chooses goes back in as its next input, and its memory carries "
      "what came before.")

model = shipped_models()[WRITER]
number = st.session_state.setdefault("home_draw", int(np.random.default_rng().integers(AHEAD)))
signature_graph(names_as_sent(number), key=f"home_graph_{number}", views=("unrolled",), autoplay=True, loop=True)
picture_first()


def _others() -> None:
    st.session_state["home_draw"] += 1


left, right = st.columns([1, 3], vertical_alignment="center")
left.button("Write others", icon=":material/refresh:", on_click=_others, key="others", width="stretch")
right.markdown("One name after the other, each drawn by the network. ∎ is the sign that a name begins, and that it "
               "is over.")
note(f"Every bar is a probability that was really used, every coloured square a number in the network's memory. Its "
     f"{model.parameters:,} weights were learned from a list of {LISTS['given_names'].lower()}, in plain NumPy. "
     f"It draws at temperature {TEMPERATURE:g}; shown are names of {SHORTEST} to {LONGEST} letters.")

header("Come in")
for place, label, words in DOORS:
    with st.container(border=True):
        door, said = st.columns([1, 3], vertical_alignment="center")
        link_to(place, f"**{label}**", within=door, icon=":material/arrow_forward:", width="stretch")
        said.markdown(words)

header("In ten minutes you will understand")
st.markdown("""
- why a loop in a network becomes a plain chain once you **unroll** it over time;
- what the **memory** is: a row of numbers, made anew at every step from the input and the old memory;
- why a plain network **forgets**, and what the gates of an LSTM do about it;
- why a longer text needs **no more weights**: the same matrices are used at every step;
- how a network that only ever guesses the next letter can **write**.
""")

header("And what came after?",
       "In 2017 came the transformer, and most large language models today are transformers. They do not squeeze the "
       "past into one memory of fixed size: with <b>attention</b>, every step looks back at all earlier ones "
       "directly. That trains in parallel and reaches further, but the cost of one more step grows with the length "
       "of the text. A recurrent network pays the same for every step. So the idea is alive: state-space models and "
       "linear attention carry a memory from step to step again.")
arrive()
