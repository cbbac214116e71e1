"""Macros on records: citations, figures, tables of everything known."""

from __future__ import annotations

from pathlib import Path

import calculator
from calculator.faces.docs.guide import Guide
from calculator.faces.web import known
from calculator.show import evidence, records, studies
from calculator.show.examples import examples_table
from calculator.show.figure import figure
from calculator.show.tree import Child, el, group, render
from calculator.show.values import figure_link

ADVICE = "advice_examples_"
STUDIES = "all-studies"
CHANGELOG = Path(calculator.__file__).parent.parent / "CHANGELOG.md"


class Reference:
    """What is known, with its sources."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._cited: dict[str, dict[str, None]] = {}

    def cite(self, *keys: str) -> str:
        """(Hu et al., 2021), linked to the bibliography; an unknown key fails the build."""
        links: list[Child] = []
        for key in keys:
            if key not in self._guide.site.catalog.sources:
                raise KeyError(f"cite: no source “{key}” in sources.toml")
            self._cited.setdefault(self._guide.page, {})[key] = None
            links += ["; " if links else None, self._guide.site.source(key)]
        return render(el("span", {"class": "citation"}, "(", links, ")"))

    def sources(self) -> str:
        """Every source cited above on this page, as the bibliography has it."""
        cited = self._cited.get(self._guide.page, {})
        return render(evidence.bibliography([known().catalog.sources[key] for key in cited], anchored=False))

    def fig(self, figure_id: str) -> str:
        """The value of a sourced figure with its unit; range and source on hover, and behind its link."""
        return render(figure_link(self._guide.site.catalog.figures[figure_id], self._guide.site))

    def fig_range(self, figure_id: str) -> str:
        """The range of a sourced figure with its unit, linked like its value."""
        return render(figure_link(self._guide.site.catalog.figures[figure_id], self._guide.site, ranged=True))

    def inputs_table(self, group: str = "") -> str:
        """Every input of the form, or those of one group."""
        return render(records.inputs(known(), self._guide.site, group))

    def models_table(self, *families: str) -> str:
        """Open models by their architecture, all or those of some families."""
        chosen = (model for model in known().catalog.models.values() if not families or model.family in families)
        return render(records.models(chosen, self._guide.site))

    def licences_table(self) -> str:
        """What the licences of the open models allow, and on which conditions."""
        return render(records.licences(self._guide.site))

    def gpus_table(self) -> str:
        """Graphics cards with what they hold, compute and cost."""
        return render(records.gpus(known().catalog.gpus.values(), self._guide.site))

    def prices_table(self, kind: str = "api", status: str = "current") -> str:
        """Dated prices: `api` (by status current, historical or closed), `training` or `gpu_hours`."""
        site = self._guide.site
        if kind == "training":
            return render(records.training_prices(site))
        if kind == "gpu_hours":
            return render(records.gpu_prices(site))
        chosen = (price for price in site.catalog.api.values() if price.status == status)
        caption = f"Hosted models, {status} prices, US dollars per million tokens"
        return render(records.api_prices(chosen, caption, site))

    def figures_table(self, prefix: str = "", kind: str = "", caption: str = "Sourced figures") -> str:
        """Sourced numbers, all or those whose id begins with the prefix or that are of a kind."""
        figures = known().catalog.figures.values()
        chosen = (each for each in figures if each.id.startswith(prefix) and kind in ("", each.kind))
        return render(records.figures(chosen, caption, self._guide.site))

    def studies_table(self, task_type: str = "") -> str:
        """Published comparisons, all or those of one kind of task."""
        chosen = (each for each in known().catalog.outcomes.values() if task_type in ("", each.task_type))
        kind = f": {task_type.replace('_', ' ')}" if task_type else ""
        return render(evidence.outcomes(chosen, f"Published comparisons{kind}", self._guide.site))

    def all_studies(self) -> str:
        """Every published comparison in one table, with a filter over it."""
        every = list(known().catalog.outcomes.values())
        kinds = sorted({each.task_type.replace("_", " ") for each in every})
        table = evidence.outcomes(every, "Published comparisons", self._guide.site)
        return render(group(studies.filter_form(kinds, STUDIES), el("div", {"id": STUDIES}, table)))

    def forest(self, *, same_model: bool = True) -> str:
        """By how much training leads prompting in each study, on one model or against another."""
        chart = studies.forest(known().catalog.outcomes.values(), self._guide.site, on_one_model=same_model)
        caption = (
            "Dot: mean over the study's comparisons, best trained entry less best prompted one. Line: their range."
        )
        return render(figure(chart, caption, "Shares of right answers only; every study's own scores."))

    def learning_curves(self, title: str, beginning: str, lines: dict[str, str]) -> str:
        """Scores against examples in the comparisons whose id begins so; `lines` names each line, `lora` or `lora@BERT`."""
        chosen = (each for each in known().catalog.outcomes.values() if each.id.startswith(beginning))
        return render(figure(studies.learning_curves(title, chosen, lines), title))

    def bibliography(self) -> str:
        """Every source, by author and year."""
        return render(evidence.bibliography(known().catalog.sources.values()))

    def examples_table(self) -> str:
        """Every example with the calculator's recommendation and a way into it."""
        replies = {each: self._guide.reply(each, {}) for each in known().catalog.examples}
        return render(examples_table(replies, self._guide.site))

    def how_many_examples(self) -> str:
        """How many labelled examples sources ask for, on one scale."""
        site = self._guide.site
        advice = [each for each in site.catalog.figures.values() if each.id.startswith(ADVICE)]
        chart = evidence.spread(advice, "Labelled examples that sources ask for before training", site)
        caption = "Labelled examples that sources ask for; the lines span what each calls enough."
        return render(group(figure(chart, caption), records.figures(advice, "What each source says", site)))

    def changelog(self) -> str:
        """The change log from its first release on, as Markdown."""
        text = CHANGELOG.read_text(encoding="utf-8")
        return text[text.index("\n## ") :]

    def version(self) -> str:
        """The version of the calculator that built this page, and the date of its prices."""
        return render(group(f"{calculator.__version__}, prices as of {known().catalog.as_of}"))
