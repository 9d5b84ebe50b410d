"""What a network would write at some steps of its training, as an HTML table."""

from collections.abc import Sequence
from html import escape


def samples_table(rows: Sequence[tuple[int, float, Sequence[str]]]) -> str:
    """Names along training: (step, loss of the validation part in nats per character, names), newest first."""
    body = "".join(
        f'<tr><td class="u-number">{step:,}</td><td class="u-number">{loss:.3f}</td>'
        f"<td><bdi>{escape(' · '.join(name or '∎' for name in names))}</bdi></td></tr>"
        for step, loss, names in rows)
    return ('<table class="u-samples"><thead><tr><th scope="col">Step</th><th scope="col">Held out</th>'
            f'<th scope="col">Names it would write now</th></tr></thead><tbody>{body}</tbody></table>')
