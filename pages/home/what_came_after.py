"""What came after recurrent networks, and why they are not over."""

from explainer.shell.headings import header


def section() -> None:
    """A paragraph on attention and on what came back."""
    header("And what came after?",
           "In 2017 came the transformer, and most large language models today are transformers. They do not squeeze "
           "the past into one memory of fixed size: with <b>attention</b>, every step looks back at all earlier ones "
           "directly. That trains in parallel and reaches further, but the cost of one more step grows with the "
           "length of the text. A recurrent network pays the same for every step. So the idea is alive: state-space "
           "models and linear attention carry a memory from step to step again.")
