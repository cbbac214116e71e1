// Starts the worker, asks it one question at a time and tells what became of it.
// The newest question wins: an answer to an older one is dropped.

const SILENCE_MS = 60_000;
const PAUSE_MS = 200; // the full answer is begun when no newer question follows at once

// The worker that the head of the page has started, and what it has said so far; only the first start finds one.
function early() {
  const { worker, heard = [] } = globalThis.early ?? {};
  globalThis.early = undefined;
  return { worker, heard };
}

export class Engine {
  state = "idle";
  details = {}; // what was told with the state
  // `tell(state, details)`: loading {loaded, total} · ready · answer {answer, depth} · failed-… {reason}
  tell = () => {};
  #worker;
  #isBusy = false;
  #wanted; // the question that waits for the worker
  #last; // the newest question of all
  #pause;
  #watchdog;

  start() {
    if (this.#worker) return;
    const { worker, heard } = early();
    this.#enter("loading", {});
    try {
      if (typeof WebAssembly !== "object") throw new Error("WebAssembly");
      this.#worker = worker ?? new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
    } catch (fault) {
      this.#enter("failed-wasm", { reason: fault.message });
      return;
    }
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.onerror = ({ message }) => this.#fail("failed-download", message ?? "worker.mjs");
    this.#watch();
    for (const data of heard) this.#hear(data);
  }

  ask(query, pinned) {
    clearTimeout(this.#pause);
    this.#last = { query, pinned, depth: "point" };
    this.#wanted = this.#last;
    this.start();
    this.#next();
  }

  retry() {
    this.#stop();
    this.#wanted = this.#last;
    this.start();
  }

  #hear({ state, ...details }) {
    if (state === "loading") this.#enter(state, details);
    else if (state === "ready") this.#enter(state, details);
    else if (state === "answer" || state === "failed-answer") this.#receive(state, details);
    else return this.#fail(state, details.reason);
    this.#next();
    this.#watch();
  }

  #receive(state, details) {
    this.#isBusy = false;
    if (this.#wanted) return; // a newer question waits
    this.#enter(state === "answer" ? "ready" : "failed-python", details);
    if (state !== "answer") return;
    this.tell(state, details);
    if (details.depth === "point") this.#pause = setTimeout(() => this.#deepen(), PAUSE_MS);
  }

  #deepen() {
    this.#wanted = { ...this.#last, depth: "full" };
    this.#next();
    this.#watch();
  }

  #next() {
    if (this.state === "loading" || !this.#worker || this.#isBusy || !this.#wanted) return;
    this.#isBusy = true;
    this.#worker.postMessage(this.#wanted);
    this.#wanted = undefined;
  }

  #watch() {
    clearTimeout(this.#watchdog);
    if (this.state !== "loading" && !this.#isBusy) return;
    this.#watchdog = setTimeout(() => this.#fail("failed-silence", String(SILENCE_MS / 1000)), SILENCE_MS);
  }

  #fail(state, reason) {
    this.#stop();
    navigator.serviceWorker?.controller?.postMessage("failed");
    this.#enter(state, { reason });
  }

  #stop() {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#pause);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isBusy = false;
  }

  #enter(state, details) {
    this.state = state;
    this.details = details;
    this.tell(state, details);
  }
}
