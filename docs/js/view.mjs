// The answer on the page: the sentence, what stands below it, and the scenarios side by side.
import { put } from "./morph.mjs";

export class View {
  #answer = document.querySelector("#answer");
  #sentence = document.querySelector("#sentence");
  #comparison = document.querySelector("#comparison");

  // Shows an answer; to a faulty question only what must be mended: the last sound answer stays, marked as stale.
  show({ answer, sentence, comparison }, depth, isSound) {
    put(this.#comparison, comparison);
    this.#comparison.hidden = !comparison;
    put(this.#sentence, sentence);
    this.#sentence.removeAttribute("data-stale");
    if (!isSound) return;
    put(this.#answer, answer);
    this.#answer.dataset.depth = depth;
    this.#answer.removeAttribute("data-stale");
  }

  // Shows whether the answer on the page is to another question than the form's.
  mark(isStale) {
    for (const place of [this.#answer, this.#sentence]) place.toggleAttribute("data-stale", isStale);
  }
}
