"""What is put among Markdown shows as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.shell.markdown import as_label, as_text

TEXTS = st.text(st.sampled_from("ab_W*[]()<>$~:`\\{}#+!| .é∎"))
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")       # what CommonMark takes a backslash away from


@pytest.mark.parametrize("escape", [as_text, as_label])
@given(text=TEXTS)
def test_without_its_backslashes_it_is_the_text(escape, text):
    assert ESCAPED.sub(r"\1", escape(text)) == text


@pytest.mark.parametrize("escape", [as_text, as_label])
@given(text=TEXTS)
def test_no_sign_that_begins_a_markup_stands_bare(escape, text):
    bare = ESCAPED.sub("", escape(text))
    assert not set(bare) & set("`*[]<>$~\\") and not re.search(r"(?<!\w)_\b|:\w", ESCAPED.sub(".", escape(text)))


@pytest.mark.parametrize("text", ["Is W_hh orthogonal?", "At 0.5 or at 1.5?", "Three networks: vanilla, GRU and LSTM",
                                  "“alessia” (7 letters) + ∎", "Both, or neither!"])
def test_a_label_of_plain_words_is_left_alone(text):
    assert as_label(text) == text
