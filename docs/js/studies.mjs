// Narrows the table of studies by words and by kind of task; without it the table is whole.

function mount() {
  for (const form of document.querySelectorAll("form[data-filters]")) {
    const rows = [...document.getElementById(form.dataset.filters).querySelectorAll("tbody tr")];
    const said = form.querySelector("output");
    const narrow = () => {
      const { words, kind } = Object.fromEntries(new FormData(form));
      const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !matches(row, wanted, kind);
      const counts = { shown: rows.filter((row) => !row.hidden).length, all: rows.length };
      said.value = said.dataset.says.replace(/\{(\w+)\}/g, (whole, name) => counts[name] ?? whole);
    };
    form.addEventListener("input", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    narrow();
  }
}

function matches(row, wanted, kind) {
  const text = row.textContent.toLowerCase();
  return wanted.every((word) => text.includes(word)) && (!kind || row.querySelector(".of")?.textContent === kind);
}

// The theme changes pages without loading a new document, and tells so.
if (globalThis.document$) globalThis.document$.subscribe(mount);
else mount();
