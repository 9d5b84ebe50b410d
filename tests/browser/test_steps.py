"""Every step is one idea on one screen: claim, picture, main control and question stand in the window."""

import pytest

from tests import axe
from tests.browser.conftest import still, there
from tests.whole import all_steps

pytestmark = pytest.mark.browser
STEPS = all_steps()
EACH = [(place, name) for place, control in STEPS.items() for name in control.names]
# What is drawn there waits for the visitor: a name, a run, a list of one's own.
WAITING = {("name-generation", "your-name"), ("name-generation", "train"), ("name-generation", "list")}
# Where everything ends: the lowest edge of what must be seen without scrolling, and what sticks out sideways. Of a
# picture that is taller than a telephone, such as a grid of names, the first 300 pixels.
ENDS = """() => {
    const low = (one) => one ? one.getBoundingClientRect().bottom : 0;
    const seen = (one) => one.getBoundingClientRect().top + Math.min(300, one.getBoundingClientRect().height);
    const shown = (one) => one && one.getBoundingClientRect().height > 0;
    const found = (name) => document.querySelector(`.st-key-u-${name}`);
    const picture = found("picture");
    const all = (selector) => [...picture.querySelectorAll(selector)].filter(shown);
    const widgets = all("input, [role=slider], [role=radiogroup], button, select");
    const drawn = all("svg, canvas, .stPlotlyChart, .stBidiComponent, table, ol, ul, .stHtml > *")
        .filter((one) => one.getBoundingClientRect().height > 40);
    return {
        claim: low(found("words").querySelector("h2") ?? found("words").querySelector("h1")),
        picture: low(picture), question: low(found("question")),
        control: widgets.length ? Math.min(...widgets.map(low)) : 0,
        drawn: drawn.length ? Math.min(...drawn.map(seen)) : 0,
        wide: document.documentElement.scrollWidth - innerWidth }; }"""


@pytest.mark.parametrize(("place", "name"), EACH)
def test_a_step_stands_on_one_screen(visit, place, name):
    theme = ("light", "dark")[EACH.index((place, name)) % 2]
    page = visit(f"/{place}?step={name}", width=1280, height=800, theme=theme)
    if (place, name) not in WAITING:
        page.wait_for_function(f"() => ({ENDS})().drawn > 0")             # a component draws a moment later
    still(page)
    page.wait_for_timeout(300)
    ends = page.evaluate(ENDS)
    assert ends["wide"] <= 0
    assert 0 < max(ends["claim"], ends["picture"], ends["question"]) <= 800, ends
    axe.unfold(page)
    assert not axe.faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    ends = page.evaluate(ENDS)
    assert ends["wide"] <= 0
    drawn = 0 if (place, name) in WAITING else ends["drawn"]
    assert max(ends["claim"], drawn, ends["control"]) <= 844, ends
    page.set_viewport_size({"width": 320, "height": 844})
    page.wait_for_timeout(300)
    assert not axe.cut(page)


@pytest.mark.parametrize("place", STEPS)
def test_back_undoes_a_step_and_not_a_move(visit, place):
    names = STEPS[place].names
    page = visit(f"/{place}")
    for name in names[1:3]:
        page.locator(".st-key-next_step button").click()
        page.wait_for_function("name => new URLSearchParams(location.search).get('step') === name", arg=name)
    page.go_back()
    page.wait_for_function("name => new URLSearchParams(location.search).get('step') === name", arg=names[1])
    page.wait_for_function("() => document.querySelector('.st-key-u-words h2')")
    assert f"step={names[1]}" in there(page)
    page.go_back()
    page.wait_for_function("() => !new URLSearchParams(location.search).has('step')")
    page.wait_for_function("() => !document.querySelector('.u-kicker')")
