"""What the chapter on why recurrence has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("order", "A network whose memory is wiped at every word knows only the last one. With its "
                      "memory, the order of the words counts."),
    Sentence("one-neuron", "A loop around one neuron can hold a number: with weight 1 and no bend it stays, "
                           "with 0.9 it fades."),
    Sentence("vectors", "To a network a letter is a row of numbers, and so is a word."),
    Sentence("by-place", "A feedforward net has weights of its own for every place. A recurrent network uses "
                         "the same ones everywhere."),
    Sentence("length", "So a longer text needs no larger network."),
)
