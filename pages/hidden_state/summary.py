"""What the chapter on hidden state has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("memory", "Whatever a network says next comes from one column of numbers, its hidden state."),
    Sentence("summary", "That column is a summary, and a lossy one: not every letter can be read back from it."),
    Sentence("capacity", "Of the networks measured here, the larger ones keep more."),
    Sentence("letter-changed", "Change one letter, and the memories differ from there on. The difference may "
                               "die out or live."),
    Sentence("horizon", "Fed with numbers, the same cell forecasts. The further ahead, the less it knows."),
)
