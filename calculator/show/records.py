"""What the house knows, as tables: inputs, models, cards, prices, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from calculator.catalog.prices import ApiPrice
from calculator.catalog.records import Catalog, Gpu, Licence, Model
from calculator.door import Knowledge
from calculator.show.site import Site, capital
from calculator.show.table import table
from calculator.show.tree import Child, Node, el, group
from calculator.show.values import figure_span, figure_value
from calculator.task import DECLARED, GROUPS, Field, as_text, choices
from calculator.terms import Figure
from calculator.units import gib_text, number, usd

BYTES_IN_16_BITS = 2.0
MANY_CHOICES = 12
SHARE_ALIKE = "trained weights that you share go under the same licence"
ALLOWED = {"yes": "yes", "conditions": "on conditions", "no": "no", "unknown": "not known"}
REPOSITORY = re.compile(r"([\w.-]+/[\w.-]+):([^@ ]+)(?:@([0-9a-f]{7,40}))?(.*)")  # owner/name:path@commit, remarks


def anchored(name: str, shown: Child) -> Node:
    """A first cell that can be linked to."""
    return el("span", {"id": name}, shown)


def inputs(known: Knowledge, site: Site, group_id: str = "") -> Node:
    """Every input of the form, or those of one group."""
    wanted = [field for field in DECLARED if group_id in ("", field.group)]
    rows = (
        (
            anchored(field.name, el("code", None, field.name)),
            group(site.link(field.page, field.label), el("span", {"class": "of"}, field.help)),
            _allowed(field, known),
            as_text(field.default),
        )
        for field in wanted
    )
    caption = GROUPS[wanted[0].group] if group_id else "Every input of the calculator"
    return table(("Name", "Question", "May be", "Default"), rows, caption, "inputs")


def _allowed(field: Field, known: Knowledge) -> str:
    unknown = ", unknown" if field.may_be_unknown else ""
    allowed = choices(field, known.offered)
    if allowed and len(allowed) <= MANY_CHOICES:
        return ", ".join(value for value, _ in allowed) + unknown
    if allowed:
        return f"one of {len(allowed)}{unknown}"
    if field.kind == "text":
        return f"text{unknown}"
    unit = "" if field.unit == "share" else f" {field.unit}".rstrip()
    return f"{number(field.low or 0, 6)} – {number(field.high or 0, 6)}{unit}{unknown}"


def models(chosen: Iterable[Model], site: Site) -> Node:
    """Open models by their architecture."""
    rows = (
        (
            anchored(model.id, model.name),
            f"{number(model.params / 1e9)}",
            gib_text(BYTES_IN_16_BITS * model.params),
            f"{number(model.layers)} × {number(model.hidden_size, 6)}",
            f"{number(model.attention_heads)} / {number(model.kv_heads)}",
            number(model.vocab_size, 6),
            "" if model.context_length is None else number(model.context_length, 7),
            day(model.released or ""),
            _licence(site.catalog.licences[model.licence], site),
        )
        for model in chosen
    )
    columns = (
        "Model",
        "#Billion parameters",
        "#In 16 bits",
        "#Layers × width",
        "#Heads / KV heads",
        "#Vocabulary",
        "#Context, tokens",
        "Released",
        "Licence",
    )
    return table(columns, rows, "Open models", "records")


def _licence(licence: Licence, site: Site) -> Node:
    """The licence's name, which leads to what it asks for; its condition on hover."""
    address = site.address("reference/models", f"licence-{licence.id}")
    return el("a", {"href": address, "title": capital(licence.condition) or None}, licence.name)


def licences(site: Site) -> Node:
    """What the licences of open models allow, and on which conditions."""
    unread = {True: "", False: ", not read in full"}
    rows = (
        (
            anchored(f"licence-{licence.id}", el("a", {"href": licence.url}, licence.name)),
            _term(licence.commercial_use, licence.condition or (SHARE_ALIKE if licence.share_alike else "")),
            _term(licence.outputs_may_train, licence.outputs_condition),
            group(origin(licence.source, site), ", ", day(licence.checked), unread[licence.verified]),
        )
        for licence in site.catalog.licences.values()
    )
    columns = ("Licence", "Commercial use", "Outputs may train others", "Source")
    return table(columns, rows, "Licences of the open models, as we read them", "records")


def _term(allowed: str, condition: str) -> Node:
    said = f"{ALLOWED[allowed]}: {condition.removesuffix('.')}" if condition else ALLOWED[allowed]
    return el("span", {"class": "terms"}, said)


def gpus(chosen: Iterable[Gpu], site: Site) -> Node:
    """Graphics cards with what they hold, compute and cost."""
    rows = (
        (
            anchored(gpu.id, gpu.name),
            number(gpu.memory_gib),
            number(gpu.bf16_dense_tflops, 4),
            number(gpu.memory_bandwidth_gb_s, 5),
            number(gpu.link_gb_s, 3),
            "" if gpu.board_watts is None else number(gpu.board_watts, 4),
            _rent(gpu, site.catalog),
            origin(gpu.source, site),
        )
        for gpu in chosen
    )
    columns = ("Card", "#GiB", "#Dense 16-bit TFLOP/s", "#GB/s", "#Link GB/s", "#Watts", "#Rent per hour", "Source")
    return table(columns, rows, "Graphics cards", "records")


def _rent(gpu: Gpu, known: Catalog) -> str:
    offers = [
        price.usd_per_hour for price in known.gpu_hours.values() if price.gpu == gpu.id and price.status == "current"
    ]
    if not offers:
        return ""
    return usd(min(offers)) if len(offers) == 1 else f"{usd(min(offers))} – {usd(max(offers))}"


def api_prices(chosen: Iterable[ApiPrice], caption: str, site: Site) -> Node:
    """Prices of hosted models per million tokens."""
    rows = (
        (
            anchored(price.id, price.name or price.model),
            price.provider,
            _usd(price.input),
            _usd(price.cached_input),
            _usd(price.output),
            _usd(price.training_per_1m_tokens),
            day(price.date),
            origin(price.source, site),
        )
        for price in chosen
    )
    columns = ("Model", "Provider", "#Input", "#Cached input", "#Output", "#Training", "Date", "Source")
    return table(columns, rows, caption, "records")


def training_prices(site: Site) -> Node:
    """What managed services ask for training open models, per million tokens."""
    rows = (
        (
            anchored(price.id, price.provider),
            f"{number(price.low_params / 1e9)} – {number(price.high_params / 1e9)}",
            usd(price.lora_usd),
            _usd(price.full_usd),
            usd(price.minimum_usd),
            price.status,
            day(price.date),
            origin(price.source, site),
        )
        for price in site.catalog.training.values()
    )
    columns = ("Service", "#Billion parameters", "#LoRA", "#Full", "#Smallest bill", "Status", "Date", "Source")
    return table(columns, rows, "Managed training, US dollars per million tokens", "records")


def gpu_prices(site: Site) -> Node:
    """Offers of rented cards, US dollars per card and hour."""
    rows = (
        (
            anchored(price.id, site.catalog.gpus[price.gpu].name),
            price.provider,
            usd(price.usd_per_hour),
            number(price.gpus_in_offer),
            price.offer.replace("_", " "),
            price.status,
            day(price.date),
            origin(price.source, site),
        )
        for price in sorted(site.catalog.gpu_hours.values(), key=lambda each: (each.gpu, each.usd_per_hour, each.id))
    )
    columns = ("Card", "Provider", "#Per card-hour", "#Cards in the offer", "Offer", "Status", "Date", "Source")
    return table(columns, rows, "Rented cards, US dollars per card and hour", "records")


def figures(chosen: Iterable[Figure], caption: str, site: Site) -> Node:
    """Sourced numbers with their plausible range."""
    rows = (
        (
            anchored(each.id, group(each.says, " ", el("code", None, each.id))),
            figure_value(each),
            figure_span(each),
            each.kind,
            origin(each.source, site),
            day(each.checked),
        )
        for each in chosen
    )
    return table(("Figure", "#Value", "#Range", "Kind", "Source", "Checked"), rows, caption, "records prose")


def origin(source: str, site: Site) -> Child:
    """Where a record comes from: an entry of the bibliography, an address, or a file of a repository."""
    if source in site.catalog.sources or source == "convention":
        return site.source(source)
    if source.startswith("https://"):
        return el("a", {"href": source}, source.removeprefix("https://").partition("/")[0].removeprefix("www."))
    if source.startswith("arXiv:"):
        return el("a", {"href": f"https://arxiv.org/abs/{source.removeprefix('arXiv:').split(maxsplit=1)[0]}"}, source)
    found = REPOSITORY.match(source)
    if found is None:
        return source
    repository, path, commit, rest = found.groups()
    address = f"https://github.com/{repository}/blob/{commit or 'HEAD'}/{path}"
    return group(el("a", {"href": address, "title": path}, repository), rest)


def day(date: str) -> Node:
    """A date that is not broken over two lines."""
    return el("time", None, date)


def _usd(value: float | None) -> str:
    """A price as a price list has it: no fraction of a cent is lost."""
    if value is None:
        return ""
    return f"${number(value)}" if round(value, 2) != value else usd(value)
