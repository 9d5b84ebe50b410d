"""The app's own HTML as a browser reads it: its tags, its text, and the shares that are written in it."""

from html.parser import HTMLParser

WILD = ["<img src=x onerror=alert(1)>", "<b>x</b>", "</li></ul><script>x</script>", 'a"b\'c', "&lt;b&gt;", "\u202eabc"]


class Reader(HTMLParser):
    """The tags of a piece of HTML, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.text = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_data(self, data):
        self.text.append(data)


def tags(html: str) -> set:
    return set(Reader(html).tags)


def percent_says(text: str, p: float) -> bool:
    """Whether what is written is `p`, to the digits that are written."""
    number = text.removesuffix(" %")
    if number.startswith("<"):
        return 0 < p < float(number[1:]) / 100
    return abs(float(number) / 100 - p) <= (0.0005 if "." in number else 0.005) + 1e-12
