"""The table of sizes: what probes read from the memories of networks from small to large."""

from html import escape

import numpy as np

from rnncore.diagnostics.probe import FEWEST

Array = np.ndarray


def size_table(rows: list[tuple[str, Array, Array]], lags: int) -> str:
    """Sizes of networks down, letters back across: shares [lags] with their counts, as a tinted HTML table."""
    head = "".join(f'<th scope="col">{k}</th>' for k in range(lags))
    body = ""
    for name, accuracy, counts in rows:
        cells = "".join(
            f'<td style="--share:{share:.3f}" data-share="{share:.4f}">{100 * share:.0f}</td>' if count >= FEWEST
            else '<td class="is-empty">·</td>' for share, count in zip(accuracy[:lags], counts[:lags], strict=True))
        body += f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
    return ('<div class="hs-scroll" tabindex="0" role="group" aria-label="Read correctly, in percent">'
            f'<table class="hs-heat"><thead><tr><th scope="row">letters back</th>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")
