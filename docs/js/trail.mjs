// The way back: every scenario that the reader has settled on, as the query of an address.

export class Trail {
  #past = [];
  #future = [];
  #now;

  constructor(now) {
    this.#now = now;
  }

  get isAtStart() {
    return !this.#past.length;
  }

  get isAtEnd() {
    return !this.#future.length;
  }

  record(state) {
    if (state === this.#now) return;
    this.#past.push(this.#now);
    this.#now = state;
    this.#future = [];
  }

  back() {
    return this.#move(this.#past, this.#future);
  }

  forth() {
    return this.#move(this.#future, this.#past);
  }

  // The state at that side, or nothing where there is none.
  #move(from, to) {
    if (!from.length) return undefined;
    to.push(this.#now);
    this.#now = from.pop();
    return this.#now;
  }
}

// What the keys mean outside of texts, which have a way back of their own.
export function stepOf(event) {
  const isText = event.target.closest?.("input:not([type=radio], [type=range], [type=checkbox]), textarea, [contenteditable]");
  if (isText || event.altKey || !(event.ctrlKey || event.metaKey)) return undefined;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" && event.ctrlKey ? "redo" : undefined;
}
