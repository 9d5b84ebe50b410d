"""What came after recurrent networks, and why they are not over."""

from explainer.shell.headings import header


def section() -> None:
    """A paragraph on attention and on what came back."""
    header("And what came after?",
           "In 2017 came the transformer, and most large language models today are transformers. They do not squeeze "
           "the past into one memory of fixed size: with <b>attention</b>, every step looks back at all earlier ones "
           "directly. That trains on all steps at once, and within its window it reaches any of them alike, but the "
           "cost of one more step grows with the length of the text. A recurrent network has always paid the same for "
           "every step; what it could not do was train in parallel. State-space models and linear attention carry a "
           "memory from step to step again, by a recurrence that is linear in its state: that can be trained on all "
           "steps at once, too.")
