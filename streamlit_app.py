"""Unrolled: the server. Run with `streamlit run streamlit_app.py`.

The script that every visitor's session runs is `pages/app.py`. It does not lie beside a folder called `pages/`: a
script that does starts in Streamlit's old mode of many pages, and the first deep link to a fresh server met
"Page not found" there.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from explainer.training.server import training_engine
from pages.warm_up import warm_up


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """What starts with the server, before anybody comes."""
    with training_engine():
        warm_up()
        yield


app = st.App("pages/app.py", lifespan=lifespan)
