"""Names as texts without end, side by side, cut into pieces of equal length.

    stream 0    ∎ a n n a | ∎ m i a ∎ | z o e ∎ p | …        cut = 5
    stream 1    ∎ t o m ∎ | u l f ∎ i | d a ∎ j o | …

A piece is what is learned from at once. Nothing begins anew at a cut: whoever trains on pieces in their order may
carry the memory across (see `rnncore.training.truncated_bptt`).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnncore.data.batches import Batch, EncodedNames
from rnncore.data.corpus import Corpus
from rnncore.data.packing import full
from rnncore.data.vocabulary import Vocabulary

Array = np.ndarray

HELD_OUT = 25              # streams that a held-out part is read as
ORDER_SEED = 1990          # of the order of held-out names


class NameStreams:
    """`streams` texts without end: names, each behind a ∎, in an order drawn from `seed` anew for every lap.

    In a lap every name stands in one of the streams, once and whole. Raises ValueError for fewer names than streams.
    """

    def __init__(self, names: EncodedNames, streams: int, seed: int) -> None:
        if not 1 <= streams <= len(names.lengths):
            raise ValueError(f"A list of {len(names.lengths):,} names to learn from makes at most that many streams, "
                             f"not {streams:,}.")
        self._names, self._rng = names, np.random.default_rng(seed)
        self._texts = [np.empty(0, dtype=np.int16)] * streams

    def symbols(self, first: int, last: int) -> Array:
        """The symbols of every stream from step `first` to before `last`: [streams, last - first]."""
        while self.shortest < last:
            self._add_lap()
        return np.stack([text[first:last] for text in self._texts]).astype(np.int64)

    @property
    def shortest(self) -> int:
        """How many steps of every stream have been drawn so far."""
        return min(map(len, self._texts))

    def _add_lap(self) -> None:
        order = self._rng.permutation(len(self._names.lengths))
        for stream, part in enumerate(np.array_split(order, len(self._texts))):
            symbols, lengths = self._names.symbols[part], self._names.lengths[part]
            lap = symbols[np.arange(symbols.shape[1]) < lengths[:, None]]          # ∎ and the letters of each
            self._texts[stream] = np.concatenate([self._texts[stream], lap.astype(np.int16)])


@dataclass(frozen=True)
class Streams:
    """The names of a corpus as training data in pieces: `Data` whose examples are numbered along the streams.

    Example n is the piece from step n * cut on, of all streams at once.
    """

    corpus: Corpus
    cut: int                 # steps of a piece
    streams: int             # side by side
    seed: int = 0            # of the order of the names

    def __post_init__(self) -> None:
        if self.cut < 1:
            raise ValueError(f"A piece must have at least 1 step, not {self.cut}.")
        self._text.symbols(0, 1)                # more streams than names are refused at once

    @property
    def title(self) -> str:
        """What is learned from."""
        return f"{self.corpus.title}, streams cut every {self.cut} steps"

    @property
    def fingerprint(self) -> str:
        """The same for the same names, cut the same way."""
        return f"{self.corpus.fingerprint}-{self.streams}-{self.cut}-{self.seed}"

    @property
    def vocabulary(self) -> Vocabulary:
        """The symbols of the list."""
        return self.corpus.vocabulary

    @property
    def examples(self) -> int:
        """Pieces in which every name is read about once."""
        return max(1, self.corpus.train_encoded.characters // (self.cut * self.streams))

    def train_batch(self, chosen: Array, rng: np.random.Generator, network_size: int = 0) -> Batch:
        """The piece of the one number `chosen`; nothing is drawn from `rng`."""
        (number,) = chosen
        return stream_batch(self._text.symbols(int(number) * self.cut, (int(number) + 1) * self.cut + 1))

    def validation_batches(self) -> list[Batch]:
        """The validation names, joined and never cut: a memory begins empty once and is carried to the end."""
        return [stream_batch(held_out_streams(self.corpus.validation_encoded))]

    @cached_property
    def _text(self) -> NameStreams:
        return NameStreams(self.corpus.train_encoded, self.streams, self.seed)


def stream_batch(symbols: Array) -> Batch:
    """A piece of streams [B, T + 1] as inputs and the symbols that follow them, T steps each."""
    inputs, targets = symbols[:, :-1].T, symbols[:, 1:].T
    return Batch(inputs.ravel(), targets.ravel(), full(*inputs.shape))


def held_out_streams(names: EncodedNames, streams: int = HELD_OUT) -> Array:
    """Names joined in a fixed random order: symbols [streams, T], as long as the shortest of them."""
    text = NameStreams(names, min(streams, len(names.lengths)), ORDER_SEED)
    text.symbols(0, 1)
    return text.symbols(0, text.shortest)
