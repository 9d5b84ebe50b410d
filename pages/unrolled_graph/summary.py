"""What the chapter on the unrolled graph has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("unrolling", "A recurrent network is a loop. Unrolled, it is a chain with a column for every step."),
    Sentence("one-step", "At each step the cell multiplies the input and its old memory by its weights, adds "
                         "them up, and bends the sum."),
    Sentence("weight", "The same weights work at every step, so one changed weight is felt again and again "
                       "from its first use on."),
    Sentence("length", "A longer text brings more steps, and no more weights."),
    Sentence("free-running", "While it learns, the next input is the true letter. When it writes, it is the "
                             "letter that it chose itself."),
)
