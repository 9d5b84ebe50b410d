"""What people bring, as large as they have it, and how a page is given it; and the heartbeat of another visitor."""

import csv
import io
import itertools
import math
import random

from tests.browser.conftest import still

POPOVERS = {"list_file": "Bring your own list", "own_series_file": "Bring your own series",
            "own_texts_files": "Bring your own texts"}
HEARTBEAT = """() => {
    window.beats = [];
    window.beating = setInterval(async () => {
        const begun = performance.now();
        try {
            await fetch('/_stcore/health', { cache: 'no-store' });
            window.beats.push(performance.now() - begun);
        } catch { window.beats.push(Infinity); }
    }, 50);
    window.told = [performance.now()];
    new MutationObserver(() => {
        const said = document.querySelector('[data-testid=stProgress]')?.innerText ?? '';
        if (said !== window.said) { window.said = said; window.told.push(performance.now()); }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
LONGEST = """() => {
    const last = window.told.at(-1), gaps = window.told.map((at, i) => (window.told[i + 1] ?? performance.now()) - at);
    const found = { answer: Math.max(0, ...window.beats), news: Math.max(...gaps),
                    beats: window.beats.length, told: window.told.length };
    window.beats = []; window.told = [last];
    return found; }"""


def names(count: int) -> bytes:
    """A list of names, a name per line."""
    parts = ["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "vu", "la", "ne", "ri", "so", "tu"]
    made = ("".join(four).title() for four in itertools.product(parts, repeat=5))
    return "\n".join(itertools.islice(made, count)).encode()


def series(count: int) -> bytes:
    """A table of days and values with a season of 30."""
    drawn = random.Random(7)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["step", "value"])
    rows.writerows((at, f"{100 + 10 * math.sin(at * math.pi / 15) + drawn.gauss(0, 1):.3f}") for at in range(count))
    return text.getvalue().encode()


def reviews(count: int, words: int) -> bytes:
    """A table of texts and labels; which of a few words it holds tells the label."""
    drawn = random.Random(8)
    letters = "etaoinshrdlu"
    known = ["".join(drawn.choices(letters, k=drawn.randint(2, 9))) for _ in range(12_000)]
    weights = [1 / (at + 3) for at in range(len(known))]             # some words are common, most are rare
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["review", "sentiment"])
    for at in range(count):
        said = drawn.choices(known, weights, k=words)
        said[drawn.randrange(words)] = drawn.choice([["dull", "awful", "weak"], ["great", "lovely", "warm"]][at % 2])
        rows.writerow([" ".join(said), ["negative", "positive"][at % 2]])
    return text.getvalue().encode()


def bring(page, key: str, name: str, data: bytes) -> None:
    """Upload a file, through the popover of its uploader if it stands in one, and wait for the green sentence."""
    field = page.locator(f".st-key-{key} input[type=file]")
    if not field.count():
        page.get_by_role("button", name=POPOVERS[key]).click()
    field.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_text("ready to learn from.").first.wait_for()
    page.keyboard.press("Escape")
    still(page)
