// Says what is being loaded and what went wrong, in the words that the page brings along as templates.

export class Notice {
  #place;
  #words;
  #retry;

  constructor(place, onRetry) {
    this.#place = place;
    this.#retry = place.querySelector("[data-retry]");
    this.#retry.addEventListener("click", onRetry);
    this.#words = place.querySelector("[role=status]");
    place.querySelector("[data-before-script]")?.remove();
  }

  say(state, { reason = "", loaded, total }) {
    if (state === "ready" && this.#place.dataset.state === state) return;
    const template = [...this.#place.querySelectorAll("template")].find(({ dataset }) => dataset.say === state);
    const values = { reason, loaded: megabytes(loaded), total: megabytes(total) };
    const words = template.content.cloneNode(true);
    for (const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
      const text = walker.currentNode;
      text.data = text.data.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    }
    for (const bar of words.querySelectorAll("progress")) {
      if (total) Object.assign(bar, { max: total, value: loaded });
    }
    this.#words.replaceChildren(words);
    // A screen reader hears the end of the loading, not every megabyte.
    this.#words.setAttribute("aria-busy", String(state === "loading"));
    this.#place.dataset.state = state;
    this.#retry.hidden = !state.startsWith("failed");
  }
}

const megabytes = (bytes) => (bytes === undefined ? "…" : (bytes / 1e6).toFixed(1));
