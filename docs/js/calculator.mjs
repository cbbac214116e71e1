// The calculator page: what the form says goes to Python, what Python says goes into the page.
import { engine } from "./early.mjs";
import { isThrifty, whenIdle } from "./idle.mjs";
import { put } from "./morph.mjs";
import { Notice } from "./notice.mjs";
import { Scenario, unfold } from "./scenario.mjs";

const TYPING_MS = 150;
const VERSION = new URL(".", import.meta.url).pathname.split("/").at(-2);

let calculator;
engine.tell = (state, details) => calculator?.hear(state, details);

class Calculator {
  #form;
  #answer = document.querySelector("#answer");
  #sentence = document.querySelector("#sentence");
  #notice = new Notice(document.querySelector("#loading"), () => engine.retry());
  #remainder = document.createElement("div");
  #scenario;
  #asked = "{}"; // the page comes with the answer to the default question
  #typing;
  #left = new AbortController();

  constructor(form) {
    this.#form = form;
    form.prepend(this.#remainder);
    this.#scenario = new Scenario(form);
    this.hear(engine.state, engine.details);
    this.#scenario.restore(location.search);
    this.#listen();
    this.#mark(this.#scenario.asJson !== this.#asked);
    if (isThrifty()) return;
    if (this.#scenario.asJson !== this.#asked) this.#ask();
    else whenIdle(() => engine.start());
  }

  leave() {
    clearTimeout(this.#typing);
    this.#left.abort();
  }

  hear(state, { answer, ...details }) {
    if (state === "answer") this.#show(answer, details.depth);
    else this.#notice.say(state, details);
  }

  #listen() {
    const listen = (target, types, act, options = {}) => {
      for (const type of types) target.addEventListener(type, act, { signal: this.#left.signal, ...options });
    };
    listen(this.#form, ["focusin", "pointerdown"], () => this.#begin(), { once: true });
    listen(this.#form, ["input"], () => this.#askSoon());
    listen(this.#form, ["change"], () => this.#ask());
    listen(this.#form, ["submit"], (event) => this.#submit(event));
    listen(window, ["popstate"], () => this.#open(location.search));
    listen(window, ["pagehide"], () => this.#remember(this.#scenario.address()));
    // Before the theme's own handler, which knows no queries.
    listen(document, ["click"], (event) => this.#follow(event), { capture: true });
  }

  #begin() {
    engine.start();
    this.#ask();
  }

  #submit(event) {
    event.preventDefault();
    this.#ask();
  }

  #askSoon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#ask(), TYPING_MS);
  }

  #ask() {
    clearTimeout(this.#typing);
    const query = this.#scenario.asJson;
    if (query === this.#asked) return;
    this.#asked = query;
    this.#remember(this.#scenario.address());
    this.#mark(true);
    engine.ask(query);
  }

  // A link from this page to another scenario of it.
  #follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (origin !== location.origin || pathname !== location.pathname || !search) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", `${search}${hash}`);
    this.#open(search);
  }

  #open(query) {
    this.#scenario.restore(query);
    this.#ask();
  }

  #show({ query, html }, depth) {
    this.#point(html.problems);
    if (Object.keys(html.problems).length) return; // the last sound answer stays, marked as stale
    put(this.#answer, html.answer);
    put(this.#sentence, html.sentence);
    this.#answer.dataset.depth = depth;
    this.#mark(false);
    this.#remember(this.#scenario.address(new Map(Object.entries(query))));
  }

  #point(problems) {
    for (const control of this.#form.elements) {
      if (control.name) control.setAttribute("aria-invalid", String(Object.hasOwn(problems, control.name)));
    }
    const elsewhere = new Map(Object.entries(problems));
    for (const place of this.#form.querySelectorAll("[data-problem-for]")) {
      const field = place.dataset.problemFor;
      put(place, elsewhere.get(field) ?? "");
      if (elsewhere.delete(field)) unfold(place);
    }
    // What an address says of fields that the form does not have.
    put(this.#remainder, [...elsewhere.values()].join(""));
  }

  // Shows that the answer on the page is to another question than the form's.
  #mark(isStale) {
    for (const place of [this.#answer, this.#sentence]) place.toggleAttribute("data-stale", isStale);
  }

  #remember(address) {
    if (address === location.pathname + location.search + location.hash) return;
    try {
      history.replaceState(history.state, "", address); // the theme keeps the scroll position in the state
    } catch {
      // Safari allows a hundred changes in half a minute; the next answer writes the address again.
    }
  }
}

function mount() {
  calculator?.leave();
  calculator = undefined;
  const form = document.querySelector("form#question");
  if (!form) return isThrifty() || whenIdle(() => engine.start()); // so that it is ready when a reader opens the calculator
  // The page came later than these scripts, from a newer version of the site: start over with its own.
  if (form.dataset.runtime && form.dataset.runtime !== VERSION) location.reload();
  else calculator = new Calculator(form);
}

// The theme changes pages without loading a new document, and tells so.
if (globalThis.document$) globalThis.document$.subscribe(mount);
else mount();
