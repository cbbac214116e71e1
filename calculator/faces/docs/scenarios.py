"""Macros that ask the calculator: a preset is an id of examples.toml, "" is the default question, changes are its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from calculator.door import Reply
from calculator.faces.docs.guide import Change, Guide
from calculator.show import explain, findings, ranking, sweeps
from calculator.show.figure import figure
from calculator.show.flips import flips_list
from calculator.show.records import day
from calculator.show.site import Site
from calculator.show.tree import Node, el, group, render
from calculator.show.values import input_value, sourced
from calculator.show.verdict import months, sentence_pieces
from calculator.task import FIELDS
from calculator.terms import Option
from calculator.units import usd


class Scenarios:
    """What the calculator says of a situation."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def sentence(self, preset: str = "", **changes: Change) -> str:
        """The recommendation in one sentence, within a paragraph or as one."""
        reply = self._guide.reply(preset, changes, "chances")
        return render(el("span", {"class": "verdict-inline"}, sentence_pieces(reply, self._guide.site)))

    def winner(self, preset: str = "", **changes: Change) -> str:
        """The name of the best option within a sentence, or "nothing"."""
        reply = self._guide.reply(preset, changes)
        named = self._guide.site.option_name(reply.best) if reply.best else "nothing"
        return self._computed(named, f"least expected cost of ownership over {months(reply)}", preset, changes)

    def usd_of(self, preset: str = "", method: str = "", **changes: Change) -> str:
        """Cost of ownership of a method's cheapest option, or of the best one, in US dollars for people."""
        option = self._option(preset, method, changes)
        over = months(self._guide.reply(preset, changes))
        what = f"expected cost of ownership of {self._guide.site.option_name(option)} over {over}"
        return self._computed(usd(option.cost.total), what, preset, changes)

    def given(self, preset: str, field: str) -> str:
        """The value that an example gives to an input, with its unit."""
        value = getattr(self._guide.reply(preset, {}).task, field)
        return self._computed(input_value(FIELDS[field], value, self._guide.site), FIELDS[field].label, preset, {})

    def worth_of_a_point(self, preset: str, **changes: Change) -> str:
        """US dollars that one percentage point of accepted outputs is worth: requests × months × cost of an error / 100."""
        task = self._guide.reply(preset, changes).task
        if task.error_cost_usd is None:
            raise ValueError(f"{preset}: what a wrong answer costs is unknown")
        worth = task.requests_per_month * task.horizon_months * task.error_cost_usd / 100
        return self._computed(usd(worth), "requests × months × cost of a wrong answer ÷ 100", preset, changes)

    def try_it(self, preset: str = "", text: str = "Try it in the calculator", **changes: Change) -> str:
        """A link that opens the calculator with the situation in it."""
        address = self._guide.site.calculator(self._guide.query(preset, changes))
        return render(el("a", {"class": "try-it", "href": address}, text))

    def answer_table(self, preset: str = "", limit: int = 6, **changes: Change) -> str:
        """The cheapest options with every number that ranks them."""
        reply = self._guide.reply(preset, changes, "chances")
        return self._figure(ranking.options_table(reply, self._guide.site, reply.options[:limit]), preset, changes)

    def cost_bars(self, preset: str = "", limit: int = 6, **changes: Change) -> str:
        """The cheapest options by part of their cost."""
        reply = self._guide.reply(preset, changes)
        caption = f"Cost of ownership over {months(reply)} by part; pale: the cost of wrong answers; line: 90% range."
        return self._figure(ranking.cost_bars(reply, self._guide.site, limit), preset, changes, caption)

    def quality_bars(self, preset: str = "", limit: int = 6, **changes: Change) -> str:
        """Expected share of accepted outputs of the cheapest options."""
        reply = self._guide.reply(preset, changes)
        caption = "Outputs accepted without rework, with 90% ranges; hollow: no study covers it."
        return self._figure(ranking.quality_bars(reply, self._guide.site, limit), preset, changes, caption)

    def parts_table(self, preset: str = "", method: str = "", **changes: Change) -> str:
        """Every part of the cost of a method's cheapest option, or of the best one, with its formula in numbers."""
        option = self._option(preset, method, changes)
        return self._figure(explain.parts(option, self._guide.site), preset, changes)

    def flips_list(self, preset: str = "", **changes: Change) -> str:
        """What would change the answer, in words."""
        return render(flips_list(self._guide.reply(preset, changes, "full"), self._guide.site))

    def what_matters(self, preset: str = "", **changes: Change) -> str:
        """What moves the lead of the best option most: the inputs halved and doubled, and what nobody knows exactly."""
        return self._found(findings.what_matters, preset, changes)

    def break_even(self, preset: str = "", **changes: Change) -> str:
        """Where training and prompting cost the same, in words and as curves."""
        return self._found(findings.break_even, preset, changes)

    def finding_out(self, preset: str = "", **changes: Change) -> str:
        """What could be measured before choosing, what that is worth and what it costs."""
        return self._found(findings.finding_out, preset, changes)

    def value_chart(self, preset: str = "", **changes: Change) -> str:
        """Quality against dollars without errors, with the options of best value named."""
        chart = ranking.value_chart(self._guide.reply(preset, changes), self._guide.site)
        if chart is None:
            raise ValueError(f"{preset}: one option is no chart")
        return self._figure(chart, preset, changes)

    def points_panel(self, preset: str = "", **changes: Change) -> str:
        """The article's eight points, held against the situation."""
        return self._figure(explain.points(self._guide.reply(preset, changes), self._guide.site), preset, changes)

    def sweep(
        self,
        preset: str = "",
        field: str = "labelled_examples",
        values: Sequence[float] = sweeps.EXAMPLE_COUNTS,
        show: str = "cost_usd",
        methods: Sequence[str] = ("zero_shot", "few_shot", "lora", "full"),
        caption: str = "",
        **changes: Change,
    ) -> str:
        """One input moved: lines of `cost_usd`, `without_errors_usd` or `quality`; a method may be `method@model`."""

        def ask(moved: Mapping[str, str]) -> Reply:
            return self._guide.reply(preset, {**changes, **moved})

        chart = sweeps.sweep_chart(ask, FIELDS[field], values, methods, show, self._guide.site)
        said = (
            caption
            or f"{sweeps.SHOWS[show][0].capitalize()} by {sweeps.moved(FIELDS[field])}; where a line is missing, the method is not feasible."
        )
        return self._figure(chart, preset, changes, said)

    def _found(self, show: Callable[[Reply, Site], Node | None], preset: str, changes: dict[str, Change]) -> str:
        """What the full reply shows, with a way to ask the same in the calculator; ValueError where there is nothing."""
        content = show(self._guide.reply(preset, changes, "full"), self._guide.site)
        if content is None:
            raise ValueError(f"{preset}: nothing to show")
        return render(group(content, el("p", {"class": "computed"}, self._asked(preset, changes))))

    def _option(self, preset: str, method: str, changes: dict[str, Change]) -> Option:
        options = self._guide.reply(preset, changes).options
        return next(each for each in options if method in ("", each.method, each.id))

    def _computed(self, value: str, what: str, preset: str, changes: Mapping[str, Change]) -> str:
        """A value within a sentence, with what it is, and the way to compute it again."""
        site = self._guide.site
        asked = f"“{site.catalog.examples[preset].title}”" if preset else "the default question"
        said = f"Computed for {asked}{', changed' if changes else ''}: {what}; prices as of {site.catalog.as_of}"
        return render(sourced(value, site.calculator(self._guide.query(preset, changes)), said))

    def _figure(self, content: Node, preset: str, changes: dict[str, Change], caption: str | None = None) -> str:
        """The content with its caption and a way to ask the same in the calculator."""
        return render(figure(content, caption, self._asked(preset, changes)))

    def _asked(self, preset: str, changes: Mapping[str, Change]) -> Node:
        """What was asked, with a link that asks it in the calculator, and the date of the prices."""
        site = self._guide.site
        address = site.calculator(self._guide.query(preset, changes))
        example = site.catalog.examples[preset].title if preset else "the default question"
        return group(
            "Computed for ", el("a", {"href": address}, example), "; prices as of ", day(site.catalog.as_of), "."
        )
