"""How labelled texts were read, how they were split, and how a network did beside its rivals: in sentences."""

from rnncore.data.labelled_texts import LabelledTexts
from rnncore.tasks.sentences.labelled import LONGEST, LabelledData, Rival

SMALL_TEST = 100


def told(listed: LabelledTexts) -> list[str]:
    """How many texts there are of each label, what was put right and what was left out, with examples."""
    each = ", ".join(f"{count:,} {label}" for label, count in zip(listed.labels, listed.counts, strict=True))
    said = [f"{len(listed.texts):,} texts: {each}."]
    if listed.repeated[0]:
        number, example = listed.repeated
        other = f", {listed.contradicted:,} of them with another label" if listed.contradicted else ""
        said.append(f"{number:,} text{'s stand' if number > 1 else ' stands'} there again{other}, such as “{example}”: "
                    "the first is kept.")
    if listed.marked:
        said.append(f"Markup such as <br /> was taken out of {listed.marked:,} text{'s' * (listed.marked > 1)}.")
    for reason, (number, example) in listed.left_out.items():
        said.append(f"{number:,} row{'s were' if number > 1 else ' was'} left out, {reason}, such as “{example}”.")
    return said


def split(data: LabelledData) -> list[str]:
    """How the texts are split and read, and which words only the test part has."""
    sizes = [len(data.parts[name].lengths) for name in ("train", "validation", "test")]
    said = [f"{sizes[0]:,} texts are learned from, {sizes[1]:,} choose the weights, {sizes[2]:,} are for the test."]
    if data.cut:
        said.append(f"Of {data.cut:,} longer text{'s' * (data.cut > 1)} the last {LONGEST} words are read.")
    if data.only_in_test:
        number = len(data.only_in_test)
        said.append(f"{number:,} word{'s' * (number > 1)} of the test stand{'s' * (number == 1)} in no text that is "
                    f"learned from, such as “{data.only_in_test[number // 2]}”; with words too rare to learn, "
                    f"{data.unknown:.0%} of the test's words are read as unknown, by all rivals.")
    if sizes[2] < SMALL_TEST:
        said.append(f"A test of {sizes[2]:,} texts means little: a difference of a few texts is chance.")
    return said


def compared(right: float, rival: Rival) -> str:
    """How often the network was right on the test texts, beside its rivals."""
    return (f"On {rival.tests:,} texts it has never seen the network is right on {right:.1%}, counting words (logistic "
            f"regression) on {rival.bag:.1%}, and always saying “{rival.majority_label}” on {rival.majority:.1%}.")
