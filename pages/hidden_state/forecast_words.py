"""What the forecasts say in words: every number from the series and the network that are shown."""

from html import escape

import numpy as np

from explainer.state.cells import shipped_cells
from pages.hidden_state.forecast_chart import number
from rnncore.data.series import RULES, Series
from rnncore.tasks import forecasting
from rnncore.tasks.series_experiment import Score

ABOUT = {
    "sunspots": "Dark spots on the Sun come and go in about 11 years.",
    "carbon_dioxide": "Plants take carbon dioxide out of the air every summer, and every year more of it is added.",
    "lynx": "Lynx caught in the north of Canada: about every ten years there were many.",
    "airline": "Passengers on international flights, in the first years of mass travel.",
}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")


def when(series: Series, index: int) -> str:
    """The year, or month and year, of a value."""
    months = round(series.times[index] * 12)
    year = str(months // 12)
    return year if series.per_year == 1 else f"{MONTHS[months % 12]} {year}"


def step_word(series: Series) -> str:
    """What one step of the series is called."""
    return "year" if series.per_year == 1 else "month"


def span_words(series: Series, source: str) -> str:
    """From when to when, how often, and who measured."""
    often = "yearly" if series.per_year == 1 else "monthly"
    return (f"{len(series.values):,} values, {often}, {when(series, 0)} to {when(series, len(series.values) - 1)} "
            f"(source: {source}).")


BENT = ("root", "log", "ratio")      # whose mean is not that of the values when it is undone
MEDIANS = (" What it says there is a mean; turned back into values it is about a median, a little below the mean that "
           "the root mean square error asks for.")


def reads_words(series: Series) -> str:
    """What the network reads, and from how much it learned."""
    return (f"The network reads {RULES[series.rule].words}, brought to one scale by the {series.train_end:,} values up "
            f"to {when(series, series.train_end - 1)}, from which it learned."
            + (MEDIANS if series.rule in BENT else ""))


def rule_words(rule: str, series: Series) -> str:
    """A naive rule as one would say it."""
    ago = "a year ago" if series.per_year == 12 else f"{series.period} years ago"
    return {"last": "the last value again", "trend": "the last step again", "season": f"the value of {ago}",
            "steps": f"the last value, then the steps of {ago}"}[rule]


def one_step_words(series: Series, said: forecasting.Forecast, cell: str) -> str:
    """One step ahead: the network against the strongest rule."""
    truth = series.values[series.split:]
    naive = forecasting.naive_one_step(series, series.split)
    rule = forecasting.strongest(naive, truth)
    own, best = forecasting.rmse(said.one_step[series.split:], truth), forecasting.rmse(naive[rule], truth)
    mean, mean_best = forecasting.mae(said.one_step[series.split:], truth), forecasting.mae(naive[rule], truth)
    return (f"**One step ahead**, over the {series.held_out} held-out values, the error of this {cell} is "
            f"**{number(own)}** ({series.unit}, root mean square). The best of four naive rules, "
            f"*{rule_words(rule, series)}*, errs by **{number(best)}**. {verdict(own, best)} On plain average: "
            f"{number(mean)} against {number(mean_best)}.")


def ahead_words(series: Series, paths: forecasting.Paths, start: int) -> str:
    """Running free from `start`: the network against the strongest rule from the same moment."""
    steps = paths.values.shape[1]
    truth = series.values[start:]
    naive = {rule: path[0] for rule, path in forecasting.naive_paths(series, np.array([start - 1]), steps).items()}
    rule = forecasting.strongest(naive, truth)
    own, best = forecasting.rmse(paths.values[0], truth), forecasting.rmse(naive[rule], truth)
    unit = step_word(series) + ("" if steps == 1 else "s")
    return (f"**Running free** from {when(series, start)}, {steps} {unit} to the end, its error is **{number(own)}**; "
            f"that of *{rule_words(rule, series)}*, from the same moment, **{number(best)}**. {verdict(own, best)}")


def verdict(own: float, best: float) -> str:
    """Who is closer, and by how much."""
    share = abs(own - best) / best if best else np.inf
    if share < 0.005:
        return "A draw."
    return f"The network errs {share:.0%} less." if own < best else f"The rule wins: the network errs {share:.0%} more."


def seeds_words(rows: list[Score], series: Series) -> str:
    """How many of the trained networks beat the rule, and by how much the default cell does."""
    won = sum(row.rmse < row.naive_rmse for row in rows)
    gru = [row for row in rows if row.cell == "gru"]
    mean, naive = float(np.mean([row.rmse for row in gru])), gru[0].naive_rmse
    worst = max(row.rmse for row in gru)
    told = f"**{won} of {len(rows)}** networks beat the best naive rule one step ahead. "
    if mean < naive:
        told += (f"The GRU errs {1 - mean / naive:.0%} less on average over {len(gru)} seeds, and "
                 f"{_or_more(1 - worst / naive)} with its worst seed.")
    else:
        told += f"The GRU errs {mean / naive - 1:.0%} more on average over {len(gru)} seeds."
        if gru[0].naive in ("season", "steps"):
            told += (f" The rule was told that things repeat after {series.period} {step_word(series)}s. The network "
                     f"has to find that out, from {series.train_end} values.")
    return told


def rival_words(rows: list[Score], order: int, error: float) -> str:
    """The GRU against a weighted sum of the last readings."""
    mean = float(np.mean([row.rmse for row in rows if row.cell == "gru"]))
    told = (f"The fair rival has no memory, only a window: **a weighted sum of the last {order} readings**, fitted to "
            f"the same values. It errs by {number(error)}, the GRU by {number(mean)}. ")
    if mean < error:
        return told + (f"The whole network errs {1 - mean / error:.0%} less. It has gates, bends and a memory for a "
                       "window, and this does not say which of them it is.")
    return told + "Here a straight line is enough, and a network is not needed."


def _or_more(share: float) -> str:
    return f"{share:.0%} less" if share > 0 else f"{-share:.0%} more"


def seeds_table(rows: list[Score], series: Series, order: int, error: float) -> str:
    """Every seed's error one step ahead on the held-out end, as an HTML table."""
    cells = {record.label: sorted((row for row in rows if row.cell == cell), key=lambda row: row.seed)
             for cell, record in shipped_cells().items()}
    seeds = [row.seed for row in next(iter(cells.values()))]
    head = "".join(f'<th scope="col">{seed}</th>' for seed in seeds)
    body = "".join(f'<tr><th scope="row">{escape(name)}</th>{_seeds_row(found)}</tr>' for name, found in cells.items())
    one = rows[0]
    foot = "".join(f'<tr class="fc-rule"><th scope="row">{escape(name)}</th><td><b>{number(x)}</b></td>'
                   f'<td colspan="{len(seeds)}"></td></tr>' for name, x in (
                       (f"weighted sum of {order} readings", error), (rule_words(one.naive, series), one.naive_rmse)))
    return (f'<div class="fc-scroll" tabindex="0" role="group" aria-label="Errors by seed"><table class="fc-seeds">'
            f"<caption>Error one step ahead on the held-out end ({escape(series.unit)}), by seed; {one.hidden} hidden "
            f'units, trained as here</caption><thead><tr><th scope="col">seed</th><th scope="col">mean</th>{head}</tr>'
            f"</thead><tbody>{body}{foot}</tbody></table></div>")


def _seeds_row(found: list[Score]) -> str:
    errors = [row.rmse for row in found]
    mean = number(float(np.mean(errors)))
    return f"<td><b>{mean}</b></td>" + "".join(f"<td>{number(error)}</td>" for error in errors)
