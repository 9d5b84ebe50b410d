"""Whoever follows a shared link first after a restart sees the chapter, and nothing over it."""

import pytest

from pages.chapters import CHAPTERS
from tests.browser.conftest import Server, still

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.place or "home")
def test_the_first_deep_link_to_a_fresh_server_opens_its_chapter(chromium, tmp_path, chapter):
    with Server(tmp_path / "log") as server:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(90_000)          # generous: a busy machine must not fail a test
        page.goto(f"{server.address}/{chapter.place}")
        page.wait_for_selector("h1", timeout=60_000)
        still(page)
        assert page.title() == (f"{chapter.title} · Unrolled" if chapter.place else "Unrolled")
        assert page.locator("h1").count() == 1
        assert not page.get_by_role("dialog").count() and not page.get_by_text("Page not found").count()
        assert not page.locator("[data-testid=stAlert], [data-testid=stException]").count()
        context.close()
