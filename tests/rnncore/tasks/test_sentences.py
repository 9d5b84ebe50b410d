"""The sentence tasks: frames held out whole, numbers that give nothing away, answers that are the network's own."""

import dataclasses

import numpy as np
import pytest

from rnncore import CellConfig, Training, TrainingConfig, new_model
from rnncore.commands.train_sentences import GRAMMARS, NETS, main, new_net, start
from rnncore.data.batches import last_rows
from rnncore.data.grammar import Grammar, GrammarError, Template, grammar_of, read_grammar, written
from rnncore.data.words import UNKNOWN, YEAR_LIKE, form, pieces
from rnncore.readout import logits
from rnncore.sampling import trace_of
from rnncore.tasks import windows
from rnncore.tasks.sentences import TASKS, answers, answers_to, data_of, next_word, probability, ranking, year
from rnncore.tasks.sentences.examples import Sentence, batches_of, encode
from rnncore.tasks.sentences.scores import Tagging, accuracy, right_words, tagging, tagging_by_place
from rnncore.tasks.sentences.sentiment import EDGE, share, value_of

each_task = pytest.mark.parametrize("task", TASKS)


def held_out(task: str) -> dict[str, tuple[Sentence, ...]]:
    parts = TASKS[task].data(GRAMMARS).parts
    return {name: part for name, part in parts.items() if name not in ("train", "validation")}


# Grammars.

TOY = "[lists]\nwho: she | {name}\nname: Ada | Bo\n[train]\n{who} won , in {year} .\nfar > how {name} won\n"


def test_a_grammar_fills_its_holes():
    grammar, rng = grammar_of(TOY), np.random.default_rng(0)
    assert grammar.parts == {"train": (Template("{who} won , in {year} ."), Template("how {name} won", "far"))}
    found = set()
    for _ in range(60):
        filled = grammar.fill(grammar.parts["train"][0], rng, {"year": lambda _: "1986"})
        assert [f.text for f in filled if f.hole == "year"] == ["1986"]
        found.add(written([f.text for f in filled]))
    assert found == {"She won, in 1986.", "Ada won, in 1986.", "Bo won, in 1986."}


@pytest.mark.parametrize("wrong", ["a line\n[lists]", "[lists]\nno colon", "[lists]\na: b\na: c"])
def test_what_is_no_grammar(wrong):
    with pytest.raises(GrammarError):
        grammar_of(wrong)
    with pytest.raises(GrammarError, match="hole"):
        grammar_of(TOY).fill("{nobody}", np.random.default_rng(0))
    with pytest.raises(GrammarError, match="clue"):
        next_word.situations(grammar_of("[situations]\nopened the > door"))


# The split.

@each_task
def test_no_frame_is_in_two_parts(task):
    grammar = read_grammar(GRAMMARS / f"{task}.txt")
    frames = {part: {" ".join(t.text.split()) for t in grammar.parts[part]} for part in ("train", "validation", "test")}
    assert not frames["train"] & frames["validation"] and not (frames["train"] | frames["validation"]) & frames["test"]
    for name, part in TASKS[task].data(GRAMMARS).parts.items():
        allowed = frames[name if name in frames else "test"] | {""}      # "": the sentences everybody knows
        assert {" ".join(sentence.template.split()) for sentence in part} <= allowed


@each_task
def test_no_test_sentence_was_learned_from(task):
    learned = {sentence.text.lower() for sentence in TASKS[task].data(GRAMMARS).parts["train"]}
    for part in held_out(task).values():
        assert not learned & {sentence.text.lower() for sentence in part}


def test_the_sentences_everybody_knows_are_tests():
    spelled = {" ".join(sentence.words) for part in held_out("year").values() for sentence in part}
    assert {" ".join(pieces(text)) for text in year.KNOWN} <= spelled
    texts = {task: [s.text for s in held_out(task)["test"]] for task in ("sentiment", "next-word")}
    assert any(text.startswith("I picked up the remote controller on the couch") for text in texts["next-word"])
    review = texts["sentiment"][0]
    assert len(review.split()) == 9


@each_task
def test_the_same_grammar_gives_the_same_sentences(task):
    again = data_of(TASKS[task], read_grammar(GRAMMARS / f"{task}.txt"))
    assert again.parts == TASKS[task].data(GRAMMARS).parts and again.vocabulary == TASKS[task].data(GRAMMARS).vocabulary
    assert UNKNOWN not in encode(again.parts["train"][:500], again.vocabulary).symbols


# Years.

def test_no_year_of_a_test_is_ever_in_training():
    data = TASKS["year"].data(GRAMMARS)
    def numbers(part):
        return {w for sentence in data.parts[part] for w in sentence.words if form(w) == YEAR_LIKE}
    tested = set().union(*map(numbers, held_out("year")))
    assert "1986" in tested and not tested & (numbers("train") | numbers("validation"))


def test_places_and_lengths_of_the_unseen_part_were_never_seen():
    data = TASKS["year"].data(GRAMMARS)
    def places(part):
        return {place for sentence in data.parts[part] for place in year.places(sentence)}
    def lengths(part):
        return {len(sentence.words) for sentence in data.parts[part]}
    assert places("train") == set(year.SEEN) and not places("unseen") & places("train")
    assert max(lengths("train")) <= year.LONGEST < min(lengths("unseen")) and places("seen") <= year.SEEN
    assert places("unseen") >= set(range(13, 20))


@pytest.mark.parametrize("part", ["train", "seen", "unseen", "far", "after"])
def test_numbers_of_a_year_s_shape_are_often_none(part):
    """Whoever calls every four digits a year is wrong often enough to be told from one who reads."""
    sentences = TASKS["year"].data(GRAMMARS).parts[part]
    like = [bool(tag) for s in sentences for w, tag in zip(s.words, s.wanted[1:], strict=True) if form(w) == YEAR_LIKE]
    assert 0.2 < np.mean(like) < 0.9
    assert all(form(w) == YEAR_LIKE for s in sentences for w, tag in zip(s.words, s.wanted[1:], strict=True) if tag)


@pytest.mark.parametrize("text", ["In 1986, the Mets won.", "A crowd of 1986 people saw the Mets win in 1990."])
@pytest.mark.parametrize("net", NETS["year"])
def test_a_year_s_digits_change_no_answer(net, text):
    fresh = new_net("year", net, 0)
    one, other = (answers(fresh, t).values for t in (text, text.replace("1986", "1431").replace("1990", "2001")))
    np.testing.assert_array_equal(one, other)


# Sentiment and the next word.

def test_values_of_reviews():
    assert value_of("A<B", -0.4, 0.9) == pytest.approx(0.64) and value_of("A>B", -0.4, 0.9) == pytest.approx(-0.14)
    assert value_of("-A", 0.5, 0) == pytest.approx(-0.35) and value_of("A+B", 0.4, 0.6) == pytest.approx(0.5)
    assert share(-1) == EDGE and share(0) == 0.5 and share(0.6) == pytest.approx(0.8)


def test_reviews_take_sides_and_both_as_often():
    for part in ("train", "test"):
        shares = np.array([sentence.wanted[-1] for sentence in TASKS["sentiment"].data(GRAMMARS).parts[part]])
        assert 0.4 < (shares > 0.5).mean() < 0.6 and np.abs(shares - 0.5).min() > 0.05


def test_every_ending_fits_many_things_and_clues_are_nobody_else_s():
    found = next_word.situations(read_grammar(GRAMMARS / "next-word.txt"))
    assert len(found) >= 20 and len({s.answer for s in found}) == len(found)
    endings = {s.ending for s in found}
    assert all(sum(s.ending == ending for s in found) >= 3 for ending in endings)
    clues = [clue for s in found for clue in s.clues]
    assert len(set(clues)) == len(clues)


def test_the_end_alone_tells_little():
    """Counting what follows the last two words is right less often than one time in five."""
    parts = TASKS["next-word"].data(GRAMMARS).parts
    best: dict[tuple, dict[str, int]] = {}
    for s in parts["train"]:
        seen = best.setdefault(s.words[-2:], {})
        seen[s.answer] = seen.get(s.answer, 0) + 1
    guessed = [max(best[s.words[-2:]], key=best[s.words[-2:]].get) == s.answer for s in parts["test"]]
    assert np.mean(guessed) < 0.2


def test_the_distance_of_a_clue_is_counted_right():
    known = TASKS["next-word"].data(GRAMMARS).parts["test"][0]
    assert known.clue == 8 and known.words[-known.clue] == "controller" and known.answer == "television"
    for s in TASKS["next-word"].data(GRAMMARS).parts["test"][:200]:
        assert next_word.is_far(s) == (s.clue >= 8)


# Batches and answers.

@each_task
def test_a_batch_is_its_sentences(task):
    data = TASKS[task].data(GRAMMARS)
    sure = dataclasses.replace(data, hidden=0.0, cut=0.0, asked=1.0)
    batch = sure.train_batch(np.arange(3), np.random.default_rng(0))
    longest = max(data.parts["train"][:3], key=lambda s: len(s.words))
    first = [batch.inputs[start] for start in batch.packing.starts[:-1]]
    assert first == [0, *(data.vocabulary.number(word) for word in longest.words)]
    targets = [float(np.ravel(batch.targets[start])[0]) for start in batch.packing.starts[:-1]]
    wanted = longest.wanted or [data.vocabulary.number(w) for w in (*longest.words, longest.answer)]
    assert targets == pytest.approx(list(wanted))


def test_hidden_words_are_never_numbers_and_cut_sentences_keep_their_end():
    data = dataclasses.replace(TASKS["year"].data(GRAMMARS), hidden=0.5)
    shapes = {data.vocabulary.number(w) for w in data.vocabulary.symbols if w.startswith("#")}
    plain = dataclasses.replace(data, hidden=0.0).train_batch(np.arange(64), np.random.default_rng(1))
    lost = data.train_batch(np.arange(64), np.random.default_rng(1))
    gone = lost.inputs != plain.inputs
    assert 0.2 < gone.mean() < 0.6 and (lost.inputs[gone] == UNKNOWN).all() and not set(plain.inputs[gone]) & shapes
    spoken = dataclasses.replace(TASKS["next-word"].data(GRAMMARS), hidden=0.0, cut=1.0, asked=0.0)
    batch = spoken.train_batch(np.arange(32), np.random.default_rng(2))
    said = sorted(spoken.vocabulary.number(s.answer) for s in spoken.parts["train"][:32])
    assert sorted(batch.targets) == said and (batch.asked == np.sort(last_rows(batch.packing))).all()
    assert batch.packing.size < sum(len(s.words) + 1 for s in spoken.parts["train"][:32])


@each_task
def test_answers_are_the_forward_pass_of_the_core(task):
    net = new_net(task, "gru", 0)
    text = TASKS[task].data(GRAMMARS).parts["train"][0].text
    found = answers(net, text)
    inputs = np.concatenate([[0], net.vocabulary.encode(text)])
    scores = logits(net.readout, trace_of(net, inputs).h[:, 0]).astype(np.float64)
    expected = 1 / (1 + np.exp(-scores))
    if net.objective == "symbols":
        expected = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        word, p = ranking(net, text, 1)[0]
        assert p == pytest.approx(expected[-1].max(), rel=1e-5) and probability(net, text, word) == pytest.approx(p)
    np.testing.assert_allclose(found.values, expected, rtol=1e-4)
    alone = answers(net, text, wipe=True).values
    np.testing.assert_allclose(alone[3], answers(net, found.words[2], wipe=True).values[1], rtol=1e-5)


@pytest.mark.parametrize(("task", "net"), [(task, net) for task, nets in NETS.items() for net in nets])
def test_many_sentences_are_answered_as_one_by_one(task, net):
    fresh, sentences = new_net(task, net, 1), TASKS[task].data(GRAMMARS).parts["validation"][:9]
    for sentence, values in zip(sentences, answers_to(fresh, sentences), strict=True):
        np.testing.assert_allclose(values, answers(fresh, sentence.text).values, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("task", "net"), [(task, net) for task, nets in NETS.items() for net in nets])
def test_no_text_is_too_strange(task, net):
    fresh = new_net(task, net, 0)
    for text in ("", "   ", "zork blip quux", "1986", "won", "zork " * 200, "In 1986 " * 100, "🦕\u202e\x00<b>"):
        found = answers(fresh, text)
        assert len(found.values) == len(found.words) + 1 and np.isfinite(found.values).all(), text
        assert (found.values >= 0).all() and (found.values <= 1).all(), text


# Scores, and training.

def test_f1_counts_words():
    assert Tagging(6, 2, 2).f1 == pytest.approx(0.75) and Tagging(0, 0, 0).f1 == 1.0 and Tagging(0, 1, 0).f1 == 0.0
    net, sentences = new_net("year", "gru", 0), held_out("year")["seen"][:40]
    whole, by_place = tagging(net, sentences), tagging_by_place(net, sentences, year.LONGEST)
    assert tuple(np.sum(by_place, axis=0)) == tuple(whole)
    assert whole.right + whole.missed == sum(map(sum, (s.wanted for s in sentences)))


def test_scores_of_a_net_that_always_says_the_same():
    reviews = held_out("sentiment")["test"][:100]
    net = new_net("sentiment", "gru", 0)
    liked = np.mean([s.wanted[-1] > 0.5 for s in reviews])
    for bias, expected in ((50.0, liked), (-50.0, 1 - liked)):
        sure = dataclasses.replace(net, readout=net.readout._replace(b_o=np.array([bias], np.float32)))
        assert accuracy(sure, reviews) == pytest.approx(expected)
    speaker, ends = new_net("next-word", "gru", 0), held_out("next-word")["test"]
    b_o = np.zeros_like(speaker.readout.b_o)
    b_o[speaker.vocabulary.number("television")] = 50
    sure = dataclasses.replace(speaker, readout=speaker.readout._replace(b_o=b_o))
    assert right_words(sure, ends, far=False) == pytest.approx(np.mean([s.answer == "television" for s in ends]))


@pytest.mark.parametrize(("task", "net"), [("year", "gru"), ("year", "fixed"), ("year", "sliding"),
                                           ("sentiment", "gru"), ("next-word", "gru")])
def test_a_run_repeats_and_learns(task, net):
    runs = [start(task, net, 3, steps=30, hidden=8) for _ in range(2)]
    reports = [list(run) for run in runs]
    assert [r.validation_loss for r in reports[0]] == [r.validation_loss for r in reports[1]]
    assert reports[0][-1].validation_loss < reports[0][0].validation_loss


@pytest.mark.parametrize("kind", ["recurrent", "window"])
def test_a_run_goes_on_from_its_state(kind):
    data = TASKS["year"].data(GRAMMARS)
    if kind == "window":
        fresh, options = new_net("year", "sliding", 0, hidden=4), {"network": windows}
    else:
        fresh, options = new_model("vanilla", CellConfig(len(data.vocabulary), 4), data.vocabulary, 0, outputs=1,
                                 task="year", objective="share"), {}
    config = TrainingConfig(steps=20, batch_size=16)
    whole, half = Training(fresh, data, config, **options), Training(fresh, data, config, **options)
    *_, last = whole
    for progress in half:
        if progress.step == 8:
            break
    *_, resumed = Training.resume(fresh, data, *half.state(), **options)
    assert resumed.validation_loss == last.validation_loss


def test_the_command_line_refuses_what_cannot_work(capsys):
    assert main([]) == 2 and main(["--task", "sentiment", "--net", "fixed"]) == 2
    assert main(["--task", "year", "--steps", "0"]) == 2 and main(["--task", "year", "--hidden", "-1"]) == 2
    assert "rnncore.commands.train_sentences" in capsys.readouterr().err


def test_batches_hold_every_sentence_once():
    sentences = held_out("year")["far"]
    data = TASKS["year"].data(GRAMMARS)
    batches = batches_of(encode(sentences, data.vocabulary))
    assert sum(batch.packing.batch for batch in batches) == len(sentences)
    assert sum(batch.targets.sum() for batch in batches) == sum(sum(s.wanted) for s in sentences)
    with pytest.raises(ValueError, match="no sentence"):
        encode([], data.vocabulary)
    assert isinstance(read_grammar(GRAMMARS / "year.txt"), Grammar)
