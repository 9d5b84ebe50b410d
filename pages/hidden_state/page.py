"""Hidden-state evolution: what a memory holds, over a text, over training, and when one letter changes."""

from explainer.learning.prediction import predict
from explainer.learning.source_code import show_source
from explainer.shell.frame import picture_first
from explainer.shell.headings import header, note, title
from explainer.state import registry
from explainer.state.address import open_page, write_address
from explainer.state.choices import CELLS
from pages.hidden_state import attribution as why
from pages.hidden_state import lossy_summary as summary
from pages.hidden_state import map_of_memories as paths
from pages.hidden_state import memory as panel
from pages.hidden_state import one_letter_changed as what_if
from pages.hidden_state import single_neuron as neuron
from pages.hidden_state.forecast import forecast_section
from pages.hidden_state.state import Reader
from rnncore import sequence
from rnncore.diagnostics import attribution, counterfactual, neurons, phase, probe, states

ALL = registry.PAGES["hidden-state"]


def memory(reader: Reader) -> None:
    """The picture first: one column of numbers per letter."""
    panel.picture(reader)
    picture_first()
    if reader.steps >= 4:
        predict("moved", "Which letter of the text changes the memory most?", list(panel.THIRDS),
                lambda: panel.most_moved(reader))
    show_source(sequence.unroll, states.neuron_order)


def map_of_memories(reader: Reader) -> None:
    """Many names on one map."""
    header("Training turns a knot into a map",
           "A memory of many numbers is a point in a space of many directions. What you see here is a flat shadow of "
           "it that keeps the widest spread. Each mark is one memory of one name. Point at a mark or tap it to see "
           "the name, or go through the marks with the up and down keys. The circles are your text. Move the "
           "training slider.")
    paths.paths(reader)
    predict("map", "Which memories are more alike: those with the same last letter, or with the same first letter?",
            [paths.LETTER, paths.NAME], lambda: paths.what_decides(reader))
    show_source(states.principal_plane, states.project)


def two_neurons(reader: Reader) -> None:
    """The whole plane of a memory of two numbers."""
    header("With two neurons, you can see the whole memory",
           "This network has only two hidden units, so its memory <i>is</i> a point on a plane, and nothing is left "
           "out. Every letter has arrows of its own: they show where it sends each memory. Your text walks across "
           "the plane, one arrow per letter. Or let one letter be read for ever, and watch where memories end.")
    paths.two_neurons(reader.text, reader.at)
    note("An LSTM of two units has four numbers, h and c, so it has no such picture.")
    predict("rest", "Let this network read the same letter for ever. Where does the memory end?",
            [paths.ONE, paths.SEVERAL, paths.NOWHERE], lambda: paths.where_it_ends())
    show_source(phase.fixed_points, phase.step_jacobian)


def lossy_summary(reader: Reader) -> None:
    """How much of the past can still be read."""
    header("The column is a summary, and a lossy one",
           "How much of the past is still in there? We ask a <b>linear probe</b>: a simple reader that sees only the "
           "column and must name the letter that was read <i>k</i> steps ago. Of an LSTM it sees only h, as the "
           "output does.")
    found = summary.found(reader)
    predict("keeps", "Which of these three networks gives back the letter three steps ago most often?",
            list(CELLS.values()), lambda: summary.who_keeps_most(found))
    summary.curves(found)
    summary.one_lag(reader, found)
    note("A probe finds what lies in plain sight. What it does not find may be gone, or stored in a way that no "
         "weighted sum can read.")
    show_source(probe.fit_and_measure, probe._discriminants)


def capacity() -> None:
    """More neurons, a longer memory?"""
    header("A larger memory keeps more. From these starts, training lets the far past go",
           "The same measure for networks of 4 to 256 neurons, before and after training. One network, one random "
           "start for each size.")
    predict("untrained", "A network with random weights has learned nothing. Is the letter five steps back easier to "
            "read from its memory than after training?", [summary.EASIER, summary.HARDER], summary.before_or_after)
    summary.sizes()
    predict("larger", "A trained GRU with 64 neurons instead of 32: does its memory reach twice as far back?",
            [summary.MORE, summary.LESS], summary.how_much_more)


def one_letter_changed(reader: Reader) -> None:
    """A counterfactual."""
    header("Change one letter, and watch the difference live or die",
           "The same network reads your text twice, once with one letter changed. Up to there both memories are the "
           "same. After it they are not, and the question is for how long.")
    if len(reader.text) >= 3:
        predict("agree", "Change a letter in the middle of the text. When will the predictions agree again?",
                [what_if.SOON, what_if.LATE, what_if.NEVER], lambda: what_if.when_agreed(reader))
    what_if.change(reader)
    show_source(counterfactual.what_if, counterfactual.what_if_table)


def single_neuron(reader: Reader) -> None:
    """One row of the picture."""
    header("Some neurons have a taste",
           "Take one row of the picture and colour the text with it. Then look for the names in which it stands "
           "highest and lowest. A few neurons are easy to read. Most are not: the memory is shared work.")
    neuron.neuron(reader)
    predict("taste", "What moves the neurons more: which letter was just read, or how many letters were read?",
            [neuron.LETTERS, neuron.COUNTS], lambda: neuron.what_moves_them(reader))
    show_source(neurons.excitations)


def what_it_rests_on(reader: Reader) -> None:
    """Attribution."""
    header("A prediction rests on some letters more than on others",
           "Two ways to ask. <b>Gradient × input</b> follows the slope at this text, as if the network were a "
           "straight line. <b>Taken out</b> runs it again without the letter: that is what really happens. Where the "
           "two disagree, the slope misleads.")
    why.why(reader)
    if len(reader.text) >= 2:
        predict("rests", "Does its guess after the whole text rest most on the last letter, or on an earlier one?",
                [why.LAST, why.EARLIER], lambda: why.which_letter(reader))
    show_source(attribution.attribute)


open_page("hidden-state", ALL)
title("All it remembers is one column of numbers",
      "The network reads a letter and rewrites its memory. Then the letter is gone. Whatever it says next comes from "
      "that column alone.")
reader = panel.choose()
memory(reader)
map_of_memories(reader)
two_neurons(reader)
lossy_summary(reader)
capacity()
one_letter_changed(reader)
single_neuron(reader)
what_it_rests_on(reader)
forecast_section()
write_address(ALL)
