"""Unrolled: the server. Run with `streamlit run streamlit_app.py`.

The script that every visitor's session runs is `pages/app.py`. It does not lie beside a folder called `pages/`: a
script that does starts in Streamlit's old mode of many pages, and the first deep link to a fresh server met
"Page not found" there.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from explainer.shell.departures import departures_watched
from explainer.shell.headers import Headers, headers
from explainer.shell.logs import keep_visitors_texts_out
from explainer.shell.watching import watch_no_files_if_told_so
from explainer.training.server import training_engine
from pages.warm_up import is_warm, warm_up

keep_visitors_texts_out()
watch_no_files_if_told_so()


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """What starts with the server, before anybody comes."""
    with training_engine():
        warm_up()
        async with departures_watched():
            yield


async def ready(request: Request) -> PlainTextResponse:
    """For whoever sends visitors here: 200 once the first of them would not have to wait, 503 before."""
    warm = is_warm()
    return PlainTextResponse("ready" if warm else "warming up", 200 if warm else 503, {"cache-control": "no-store"})


app = st.App("pages/app.py", lifespan=lifespan, routes=[Route("/ready", ready)],
             middleware=[Middleware(Headers, added=headers())])
