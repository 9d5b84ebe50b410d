"""Settings and fixtures for the tests of rnncore.

This folder is no package on purpose (a package called `rnncore` here would hide the real one);
`factories` and `numeric` beside this file are imported by their plain names.
"""

import factories
import numpy as np
import pytest
from hypothesis import settings

# Derandomised: the same examples on every run, so that no test fails by bad luck.
settings.register_profile("laws", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("laws")


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture(scope="session")
def corpus():
    """Some sixty real given names, split."""
    return factories.corpus()


@pytest.fixture(scope="session")
def syllables():
    """Names of an invented language with a strict rule, so that there is something to learn."""
    return factories.syllable_corpus()
