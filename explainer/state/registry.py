"""The registry of controls, by chapter: one description each, for pages, links and tests."""

from explainer.state.controls import Control

PAGES: dict[str, tuple[Control, ...]] = {}


def register(chapter: str, controls: tuple[Control, ...]) -> None:
    """Say which controls a chapter has; `chapter` is its place in the address."""
    PAGES[chapter] = controls
