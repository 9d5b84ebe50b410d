"""What the chapter on gated cells has shown, in plain sentences, each with the step that showed it."""

from explainer.shell.summary import Sentence

SUMMARY = (
    Sentence("one-step", "A gate is a number between 0 and 1, computed anew at every step."),
    Sentence("gates", "Every neuron has gates of its own. Nobody tells it what to keep: it learns that."),
    Sentence("sum", "The memory is a sum: what each letter wrote, times all the keeping gates that came after "
                    "it. The gradient takes the same road back."),
    Sentence("bias", "Before any training, the bias of the gate that keeps sets how far back that road reaches."),
    Sentence("attribution", "A gate decides before anybody knows what will be asked. Attention keeps every "
                            "step and decides when it is asked."),
)
