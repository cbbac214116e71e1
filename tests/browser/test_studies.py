"""The table of studies can be narrowed by words and by kind of task, and is whole where no script runs."""

from __future__ import annotations

from tests.browser.conftest import Open

SHOWN = "#all-studies tbody tr:not([hidden])"


def test_words_and_kind_narrow_the_table_together(new_visit: Open, address: str) -> None:
    visit = new_visit()
    visit.page.goto(f"{address}reference/studies/")
    every = visit.page.locator(SHOWN).count()

    visit.page.get_by_label("Words").fill("gpt-4 lora")
    some = visit.page.locator(SHOWN).count()
    visit.page.get_by_label("Kind of task").select_option("code")
    few = visit.page.locator(SHOWN).count()

    assert every > some > few > 0
    assert visit.page.locator("form.filter output").inner_text() == f"{few} of {every} comparisons"
    visit.page.get_by_label("Words").fill("nothing is called so")
    assert visit.page.locator(SHOWN).count() == 0


def test_without_scripts_the_table_is_whole_and_the_filter_away(new_visit: Open, address: str) -> None:
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(f"{address}reference/studies/")

    assert visit.page.locator("#all-studies tbody tr").count() > 200
    assert not visit.page.locator("form.filter").is_visible()
