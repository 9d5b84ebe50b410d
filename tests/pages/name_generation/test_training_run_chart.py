"""The table of a training run shows text as text."""

import pytest

from pages.name_generation.training_run_chart import samples_table
from tests.markup import WILD, Reader, tags


@pytest.mark.parametrize("name", WILD)
def test_samples_show_markup_as_text(name):
    html = samples_table([(1500, 2.3456, [name, ""])])
    assert tags(html) == tags(samples_table([(1, 1.0, ["Ada"])]))
    text = " ".join(Reader(html).text)
    assert "1,500" in text and "2.346" in text and f"{name} · ∎" in text
