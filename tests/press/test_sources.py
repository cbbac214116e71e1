from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from press.sources import gather, note_addresses

BIBLIOGRAPHY = (
    '<article><h2>Bibliography</h2><ul class="bibliography">'
    '<li id="b--lora">Hu et al. (2021). <cite><a href="https://arxiv.org/abs/1">LoRA</a></cite>. arXiv:1.</li>'
    '<li id="b--docs">vLLM project (2025). <cite><a href="https://docs.example/lora/">Docs</a></cite>.</li>'
    '<li id="b--more">vLLM project (2025). <cite><a href="https://docs.example/more">More</a></cite>.</li>'
    "</ul></article>"
)
CHAPTER = (
    '<article><h4>Sources</h4><ul class="bibliography">'
    '<li>Hu et al. (2021). <cite><a href="https://arxiv.org/abs/1">LoRA</a></cite>. arXiv:1.</li>'
    '<li>vLLM project (2025). <cite><a href="https://docs.example/lora/">Docs</a></cite>.</li>'
    '<li>vLLM project (2025). <cite><a href="https://docs.example/more">More</a></cite>.</li>'
    "</ul></article>"
)


def text(element: Element) -> str:
    return "".join(element.itertext())


def test_a_chapter_names_its_sources_and_leads_to_the_bibliography() -> None:
    chapter, bibliography = fromstring(CHAPTER), fromstring(BIBLIOGRAPHY)

    gather([chapter, bibliography])

    assert text(chapter) == "SourcesHu et al. (2021); vLLM project (2025), Docs; vLLM project (2025), More."
    assert [link.get("href") for link in chapter.iter("a")] == ["#b--lora", "#b--docs", "#b--more"]


def test_a_source_without_a_number_gets_its_address_printed() -> None:
    bibliography = fromstring(BIBLIOGRAPHY)

    gather([bibliography])

    entries = [text(entry) for entry in bibliography.iter("li")]
    assert entries[0].endswith("arXiv:1.")
    assert entries[1].endswith(" docs.example/lora")


def test_a_list_of_sources_stays_whole_where_the_bibliography_is_not_bound_in() -> None:
    chapter = fromstring(CHAPTER)

    gather([chapter])

    assert len(list(chapter.iter("li"))) == 3


def test_an_outside_link_of_the_text_is_spelled_out_at_the_foot() -> None:
    article = fromstring('<article><p>See <a href="https://other.example/page/">this</a>.</p></article>')

    note_addresses(article, "https://ours.example/")

    assert text(article) == "See thisother.example/page."
    assert next(article.iter("span")).get("class") == "address-note"


def test_links_home_links_in_tables_and_addresses_that_are_said_get_no_note() -> None:
    article = fromstring(
        '<article><p><a href="https://ours.example/a">ours</a> <a href="https://other.example">other.example</a></p>'
        '<table><tr><td><a href="https://other.example/b">there</a></td></tr></table></article>'
    )

    note_addresses(article, "https://ours.example/")

    assert not list(article.iter("span"))


def test_a_list_of_no_sources_goes_with_its_heading() -> None:
    chapter = fromstring('<article><p>Text</p><h4>Sources</h4><ul class="bibliography"/></article>')

    gather([chapter])

    assert text(chapter) == "Text"
