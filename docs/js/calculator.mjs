// The calculator page: what the form says goes to Python, what Python says goes into the page.
import { Engine } from "./engine.mjs";
import { isThrifty, whenIdle } from "./idle.mjs";
import { put } from "./morph.mjs";
import { Notice } from "./notice.mjs";
import { Scales } from "./scales.mjs";
import { isWithPinned, Scenario, unfold } from "./scenario.mjs";
import { Tools } from "./tools.mjs";

const TYPING_MS = 150;
const VERSION = new URL(".", import.meta.url).pathname.split("/").at(-2);

let calculator;
const engine = new Engine((state, details) => calculator?.hear(state, details));

class Calculator {
  #form;
  #answer = document.querySelector("#answer");
  #sentence = document.querySelector("#sentence");
  #comparison = document.querySelector("#comparison");
  #faults = document.querySelector("#link-faults");
  #notice = new Notice(document.querySelector("#loading"), () => engine.retry());
  #scenario;
  #scales;
  #tools;
  #asked = '{}[]'; // the page comes with the answer to the default question
  #full; // the full answer to what was asked last, once it is there
  #awaiting = [];
  #typing;
  #left = new AbortController();

  constructor(form) {
    this.#form = form;
    this.#scenario = new Scenario(form);
    this.hear(engine.state, engine.details);
    this.#scenario.restore(location.search);
    this.#scales = new Scales(form, this.#listen);
    this.#tools = new Tools(this, this.#scenario, this.#listen);
    this.#listenToReader();
    this.#mark(this.#isNew);
    if (isThrifty()) return;
    if (this.#isNew) this.ask();
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

  // Asks what the form says, unless it was asked already.
  ask() {
    clearTimeout(this.#typing);
    if (this.#isNew) this.#send();
  }

  // The full answer to what the form says.
  answered() {
    if (this.#full && !this.#isNew) return Promise.resolve(this.#full);
    this.#send();
    return new Promise((resolve) => this.#awaiting.push(resolve));
  }

  // Shows another scenario; what is pinned is what its address says, unless told.
  open(search, pinned) {
    this.#scenario.restore(search);
    if (pinned) this.#scenario.pinned = pinned;
    this.#faults.hidden = true;
    this.ask();
  }

  #listen = (target, types, act, options = {}) => {
    for (const type of types) target.addEventListener(type, act, { signal: this.#left.signal, ...options });
  };

  #listenToReader() {
    this.#listen(this.#form, ["focusin", "pointerdown"], () => engine.start(), { once: true });
    this.#listen(this.#form, ["input"], () => this.#askSoon());
    this.#listen(this.#form, ["change"], () => this.ask());
    this.#listen(this.#form, ["submit"], (event) => event.preventDefault());
    this.#listen(window, ["popstate"], () => this.open(location.search));
    this.#listen(window, ["pagehide"], () => this.#remember());
    // Before the theme's own handler, which knows no queries.
    this.#listen(document, ["click"], (event) => this.#follow(event), { capture: true });
  }

  get #isNew() {
    const { query, pinned } = this.#scenario.asked;
    return `${query}${pinned}` !== this.#asked;
  }

  #askSoon() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.ask(), TYPING_MS);
  }

  #send() {
    const { query, pinned } = this.#scenario.asked;
    this.#asked = `${query}${pinned}`;
    this.#full = undefined;
    this.#remember();
    this.#mark(true);
    engine.ask(query, pinned);
  }

  // A link from this page to another scenario of it; what is pinned stays, unless the link says otherwise.
  #follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const { origin, pathname, search, hash } = new URL(link.href);
    if (origin !== location.origin || pathname !== location.pathname || !search) return;
    event.preventDefault();
    event.stopPropagation();
    history.pushState(null, "", `${search}${hash}`);
    this.open(search, isWithPinned(search) ? undefined : this.#scenario.pinned);
    this.#tools.record();
  }

  #show(answer, depth) {
    const { html, query, places } = answer;
    const isFull = depth === "full";
    if (isFull) this.#full = answer;
    put(this.#comparison, html.comparison);
    this.#comparison.hidden = !html.comparison;
    this.#point(html.problems, html.note);
    if (isFull) for (const resolve of this.#awaiting.splice(0)) resolve(answer);
    if (Object.keys(html.problems).length) return; // the last sound answer stays, marked as stale
    put(this.#answer, html.answer);
    put(this.#sentence, html.sentence);
    this.#scales.show(places);
    this.#answer.dataset.depth = depth;
    this.#mark(false);
    if (isFull) this.#tools.announce(answer);
    this.#remember(new Map(Object.entries(query)));
  }

  #point(problems, note) {
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
    put(this.#faults.querySelector("[data-faults]"), [note, ...elsewhere.values()].join(""));
    this.#faults.hidden = !note && !elsewhere.size;
    this.#faults.querySelector("[data-do=drop]").hidden = !elsewhere.size;
  }

  // Shows that the answer on the page is to another question than the form's.
  #mark(isStale) {
    for (const place of [this.#answer, this.#sentence]) place.toggleAttribute("data-stale", isStale);
  }

  #remember(fields) {
    const address = `${location.pathname}${this.#scenario.search(fields)}${location.hash}`;
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
  if (!form) return;
  // The page came later than these scripts, from a newer version of the site: start over with its own.
  if (form.dataset.runtime && form.dataset.runtime !== VERSION) location.reload();
  else calculator = new Calculator(form);
}

// The theme changes pages without loading a new document, and tells so.
if (globalThis.document$) globalThis.document$.subscribe(mount);
else mount();
