"""Macros print what the calculator knows, with links that lead there from any page, and refuse what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from calculator.door import answer
from calculator.faces.docs import define_env
from calculator.faces.web import known
from calculator.units import usd
from tests.show.markup import read

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = (
    "cost_bars",
    "quality_bars",
    "answer_table",
    "memory_bars",
    "sweep",
    "methods_matrix",
    "examples_table",
    "how_many_examples",
)


@dataclass
class Page:
    """A page of a site that is being built."""

    url: str


@dataclass
class Environment:
    """What mkdocs-macros hands over, as far as our macros read it."""

    page: Page
    macros: dict[str, Callable[..., str]] = field(default_factory=dict)
    conf: dict[str, dict[str, object]] = field(default_factory=lambda: {"extra": {}})

    def macro(self, v: Callable[..., str], name: str = "") -> None:
        self.macros[name] = v


@pytest.fixture
def env() -> Environment:
    found = Environment(Page("approaches/lora/"))
    define_env(found)
    return found


def test_the_foot_of_a_page_can_say_all_there_is_to_say_about_reading_offline(env: Environment) -> None:
    foot = read(str(env.conf["extra"]["offline"]))
    said = {each.attributes["data-say"] for each in foot.all("template")}
    script = (DOCS / "js" / "offline.mjs").read_text()
    worker = (DOCS.parent / "press" / "service-worker.js").read_text()

    assert said == set(re.findall(r'\bsay\("([\w-]+)"\)', script)) | {"no-room"}
    assert {"kept", "no-room", "not-kept"} <= set(re.findall(r'"([\w-]+)"', worker))


def test_a_citation_leads_to_its_entry_of_the_bibliography(env: Environment) -> None:
    (link,) = read(env.macros["cite"]("lora2021")).all("a")

    assert link.attributes["href"] == "../../reference/bibliography/#lora2021"
    assert link.text == "Hu et al., 2021"
    assert 'id="lora2021"' in env.macros["bibliography"]()


def test_links_follow_the_depth_of_the_page(env: Environment) -> None:
    hrefs = []
    for url in ("", "calculator/", "contributing/decisions/one/"):
        env.page.url = url
        hrefs.append(read(env.macros["fig"]("shots")).all("a")[0].attributes["href"])

    assert hrefs == ["./reference/figures/#shots", "../reference/figures/#shots", "../../../reference/figures/#shots"]


@pytest.mark.parametrize(
    ("macro", "arguments"),
    [
        ("cite", ("nobody1999",)),
        ("fig", ("no-such-figure",)),
        ("sentence", ("no-such-case",)),
        ("method_card", ("magic",)),
        ("studies_of", ("magic",)),
    ],
)
def test_what_is_not_known_fails_the_build(env: Environment, macro: str, arguments: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        env.macros[macro](*arguments)


def test_a_faulty_scenario_fails_the_build_with_all_its_faults(env: Environment) -> None:
    with pytest.raises(ValueError, match=r"budget_usd: .*gpu: "):
        env.macros["winner"]("support-tickets", gpu="abacus", budget_usd="much")


def test_a_figure_shows_its_range_and_source_on_hover(env: Environment) -> None:
    (link,) = read(env.macros["fig"]("soft_prompt_tokens")).all("a")

    assert link.text == "100 tokens"
    assert "range 20 – 150 tokens" in link.attributes["title"]
    assert ": Lester et al., 2021; checked " in link.attributes["title"]


def test_the_sources_of_a_page_are_those_it_cites(env: Environment) -> None:
    env.macros["cite"]("lora2021", "qlora2023")
    env.page.url = "another/"
    env.macros["cite"]("lester2021")
    env.page.url = "approaches/lora/"
    listed = env.macros["sources"]()

    assert "LoRA: Low-Rank Adaptation" in listed
    assert "The Power of Scale" not in listed


@pytest.mark.parametrize("macro", BLOCKS)
def test_a_block_is_one_line_of_sound_markup_with_a_caption(env: Environment, macro: str) -> None:
    block = env.macros[macro]()

    assert "\n" not in block
    assert read(block).all("figcaption") or read(block).all("caption")


def test_a_picture_says_which_question_it_answers_and_leads_to_it(env: Environment) -> None:
    links = read(env.macros["cost_bars"]("legal-drafting")).all("figcaption")[0].all("a")

    assert [each.text for each in links] == ["Legal drafting"]
    assert links[0].attributes["href"].startswith("../../calculator/#v=1&task_kind=generation")


def test_changes_are_part_of_the_link(env: Environment) -> None:
    assert "labelled_examples=50" in env.macros["try_it"]("support-tickets", labelled_examples=50, data_may_leave=False)
    assert "data_may_leave=no" in env.macros["try_it"]("support-tickets", data_may_leave=False)


def test_the_cost_of_a_method_is_that_of_its_cheapest_option(env: Environment) -> None:
    reply = answer({}, known(), "point")
    cheapest = min(option.cost.total for option in reply.options if option.method == "few_shot")

    assert read(env.macros["usd_of"]("", "few_shot")).words.strip() == usd(cheapest)


@pytest.mark.parametrize(
    ("macro", "arguments", "said"),
    [
        ("usd_of", ("support-tickets", "lora"), "expected cost of ownership of LoRA on "),
        ("winner", ("support-tickets",), "least expected cost of ownership over 12 months"),
        ("given", ("support-tickets", "labelled_examples"), "Labelled examples"),
        ("worth_of_a_point", ("support-tickets",), "requests × months × cost of a wrong answer ÷ 100"),
    ],
)
def test_a_computed_value_says_what_it_is_and_leads_to_its_computation(
    env: Environment, macro: str, arguments: tuple[str, ...], said: str
) -> None:
    (link,) = read(env.macros[macro](*arguments)).all("a")

    assert link.attributes["title"].startswith("Computed for “Support-ticket routing”: ")
    assert said in link.attributes["title"]
    assert link.attributes["title"].endswith(f"prices as of {known().catalog.as_of}")
    assert link.attributes["href"].startswith("../../calculator/#v=1&")


def test_a_sweep_names_where_the_cheapest_changes(env: Environment) -> None:
    chart = read(
        env.macros["sweep"]("", "error_cost_usd", [0.001, 0.01, 0.1, 1, 10], methods=["zero_shot", "few_shot", "lora"])
    )
    crossings = {each.text for each in chart.all("text") if each.text.startswith("from about")}

    assert crossings


def test_a_method_that_trains_nothing_has_no_run_to_size(env: Environment) -> None:
    with pytest.raises(ValueError, match="trains nothing"):
        env.macros["on_models"]("few_shot")


def test_the_adapter_of_lora_is_a_small_share_of_the_model(env: Environment) -> None:
    rows = [
        [cell.words.strip() for cell in row.children] for row in read(env.macros["on_models"]("lora")).all("tr")[1:]
    ]

    assert len(rows) == 3
    assert all(float(share.rstrip("%")) < 1 for _, _, share, *_ in rows)


def test_the_writing_guide_lists_every_macro(env: Environment) -> None:
    guide = (DOCS / "contributing" / "writing.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(\w+)\(", guide))

    assert set(env.macros) - listed == set()
    assert listed - set(env.macros) == set()


def test_the_calculator_page_holds_what_the_scripts_look_for(env: Environment) -> None:
    env.page.url = "calculator/"
    loading = read(env.macros["calculator_loading"]())

    assert {each.attributes["data-say"] for each in loading.all("template")} == {
        "idle",
        "loading",
        "ready",
        "failed-wasm",
        "failed-download",
        "failed-memory",
        "failed-silence",
        "failed-python",
    }
    assert [each.attributes["form"] for each in loading.all("button") if "data-retry" not in each.attributes] == [
        "question"
    ]
    assert [each.tag for each in loading.walk() if "data-retry" in each.attributes] == ["button"]
    assert read(env.macros["calculator_form"]()).children[0].attributes["id"] == "question"
    assert "over 12 months" in read(env.macros["calculator_sentence"]()).words
    assert read(env.macros["calculator_answer"]()).all("svg")


def test_a_models_licence_leads_to_what_it_asks_for(env: Environment) -> None:
    table = read(env.macros["models_table"]("opt"))
    anchors = {each.attributes.get("id") for each in read(env.macros["licences_table"]()).all("span")}
    (link,) = {(each.attributes["href"], each.text) for each in table.all("a")}

    assert link == ("../../reference/models/#licence-opt", "OPT-175B")
    assert "licence-opt" in anchors
    assert "Non-commercial research only" in str(table.all("a")[0].attributes["title"])


def test_no_input_may_be_from_nothing_to_nothing(env: Environment) -> None:
    words = read(env.macros["inputs_table"]()).words

    assert "text, unknown" in words
    assert not re.search(r"\b0 – 0(?![.\d])", words)
