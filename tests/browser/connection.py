"""A browser's connection to the server: cut, away for a while, and back."""

WATCHED = """
    const Socket = window.WebSocket;
    window.sockets = [];
    window.WebSocket = class extends Socket { constructor(...given) { super(...given); window.sockets.push(this); } };
"""
SEEN = """() => {
    const inside = (root) => [...root.querySelectorAll('*')].flatMap((one) =>
        [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
    const main = document.querySelector('.stMain'), all = inside(main);
    return JSON.stringify({
        address: location.pathname + location.search,
        words: main.innerText,
        ranges: all.filter((one) => one.matches('input[type=range]')).map((one) => one.ariaValueText ?? one.value),
        fields: all.filter((one) => one.matches('input:not([type=range]), textarea'))
            .map((one) => [one.value, one.checked]),
        pressed: all.filter((one) => (one.ariaChecked ?? one.ariaPressed) === 'true').map((one) => one.innerText),
        lines: all.filter((one) => one.matches('.chart, .ug svg, .js-plotly-plot')).length}); }"""


def seen(page) -> str:
    """What is to be seen on a page: its address, words, the places of its widgets."""
    return page.evaluate(SEEN)


def cut(page, alone: bool = False) -> None:
    """Take the network away. A browser leaves open sockets as they are, so they are closed; `alone`: only they are."""
    if not alone:
        page.context.set_offline(True)
    page.evaluate("window.before = sockets.length; sockets.at(-1).close()")


def connected(page) -> None:
    """Give the network back, and wait until the page has a socket again that is open."""
    page.context.set_offline(False)
    page.wait_for_function("() => sockets.length > window.before && sockets.at(-1).readyState === 1")


def until_same(page, other, seconds: float = 20.0) -> None:
    """Wait until two pages show the same, and go on doing so: the widgets of a page come one by one."""
    for _ in range(int(seconds / 0.5)):
        if (found := seen(page)) == seen(other):
            page.wait_for_timeout(600)
            if found == seen(page) == seen(other):
                return
        page.wait_for_timeout(300)
    found, wanted = seen(page), seen(other)
    assert found == wanted, f"{found}\nis not\n{wanted}"
