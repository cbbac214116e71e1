from __future__ import annotations

from xml.etree.ElementTree import fromstring

from press.form import table

FORM = """<form aria-label="Your situation">
<div><label for="kind">What should it do?</label><select id="kind">
  <option value="a">Sort</option><option value="b" selected="">Write</option></select></div>
<fieldset><legend>How far?</legend><label><input type="radio" name="gap" checked=""/><span>Near</span></label>
  <label><input type="radio" name="gap"/><span>Far</span></label></fieldset>
<div><label for="n">Requests</label><input id="n" type="text" value="20000"/><span class="unit">a month</span>
  <input type="range" value="20000"/></div>
<div><label for="share">Share</label><input id="share" type="text" value="0.05"/><span class="unit">0-1 or %</span></div>
<div><label for="budget">Budget</label><input id="budget" type="text" value=""/></div>
<button>Reset</button></form>"""


def test_paper_shows_what_was_asked_and_what_was_answered() -> None:
    printed = table(fromstring(FORM))

    rows = [tuple("".join(cell.itertext()) for cell in row) for row in printed.iter("tr")][1:]
    assert rows == [
        ("What should it do?", "Write"),
        ("How far?", "Near"),
        ("Requests", "20,000 a month"),
        ("Share", "0.05"),
    ]
    assert "".join(next(printed.iter("caption")).itertext()) == "Your situation"
