"""What the chapter on name generation has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("letters", "The network gives each symbol a probability, one is drawn, and that letter becomes "
                        "its next input."),
    Sentence("write", "At a low temperature it plays safe, at a high one it takes risks. At 0 the likeliest "
                      "letter always wins."),
    Sentence("your-name", "It can also judge a name: the less it expected a letter, the taller its bar."),
    Sentence("train", "Training moves the weights a little at every step. Names that it never trains on tell "
                      "how much it has learned."),
    Sentence("list", "It learns from any list that you bring, letter by letter."),
)
