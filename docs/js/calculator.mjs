// The calculator page: what the form says goes to Python, what Python says goes into the page.
import { addressOf, destination, rewrite, scenario } from "./address.mjs";
import { Engine } from "./engine.mjs";
import { Faults } from "./faults.mjs";
import { isThrifty, whenIdle } from "./idle.mjs";
import { Notice } from "./notice.mjs";
import { Scales } from "./scales.mjs";
import { isWithPinned, Scenario, unfold } from "./scenario.mjs";
import { Tools } from "./tools.mjs";
import { View } from "./view.mjs";

const TYPING_MS = 150;
const READING_MS = 2000; // on another page reading begins undisturbed; then Python comes, to be there when it is wanted
const VERSION = new URL(".", import.meta.url).pathname.split("/").at(-2);

const engine = new Engine();
let calculator;
engine.tell = (state, details) => calculator?.hear(state, details);

class Calculator {
  #form;
  #view = new View();
  #notice = new Notice(document.querySelector("#loading"), () => engine.retry());
  #faults;
  #scenario;
  #scales;
  #tools;
  #asked = "{}[]"; // the page comes with the answer to the default question
  #newest = {}; // the answer to what was asked last, and its depth
  #awaiting = [];
  #typing;
  #left = new AbortController();

  constructor(form) {
    this.#form = form;
    this.#faults = new Faults(form);
    this.#scenario = new Scenario(form);
    this.hear(engine.state, engine.details);
    const typed = [...(globalThis.typed ?? [])].filter((control) => control.form === form);
    this.#scenario.restore(scenario(), typed);
    this.#scales = new Scales(form, this.#listen);
    this.#tools = new Tools(this, this.#scenario, this.#listen);
    this.#listenToReader();
    this.#view.mark(this.#isNew);
    this.#remember(); // an earlier link's query gives way to a fragment
    if (isThrifty()) return;
    if (this.#isNew) this.ask();
    else whenIdle(() => engine.start());
  }

  leave() {
    clearTimeout(this.#typing);
    this.#newest = {};
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

  // What the scenario in the form is called.
  async title() {
    const { answer } = this.#newest;
    return (answer && !this.#isNew ? answer : await this.answered()).title;
  }

  // The full answer to what the form says.
  answered() {
    const { answer, depth } = this.#newest;
    if (depth === "full" && !this.#isNew) return Promise.resolve(answer);
    this.#send();
    return new Promise((resolve) => this.#awaiting.push(resolve));
  }

  // Shows another scenario; what is pinned is what its address says, unless told.
  open(search, pinned) {
    this.#scenario.restore(search);
    if (pinned) this.#scenario.pinned = pinned;
    this.#faults.hide();
    this.ask();
  }

  #listen = (target, types, act, options = {}) => {
    for (const type of types) target.addEventListener(type, act, { signal: this.#left.signal, ...options });
  };

  #listenToReader() {
    this.#listen(this.#form, ["focusin", "pointerdown"], () => this.#begin(), { once: true });
    this.#listen(this.#form, ["input"], () => this.#askSoon());
    this.#listen(this.#form, ["change"], () => this.ask());
    this.#listen(this.#form, ["submit"], (event) => event.preventDefault());
    this.#listen(window, ["popstate"], () => this.open(scenario()));
    this.#listen(window, ["pagehide"], () => this.#remember());
    // Before the theme's own handler, which knows no queries.
    this.#listen(document, ["click"], (event) => this.#follow(event), { capture: true });
  }

  // The first touch: a reader who saves data has asked nothing yet.
  #begin() {
    engine.start();
    this.ask();
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
    this.#newest = {};
    engine.ask(query, pinned);
    this.#view.mark(true);
    this.#remember();
  }

  // A link from this page to another scenario of it; what is pinned stays, unless the link says otherwise.
  // A link to a part of it shows that part, and leaves the scenario in the address.
  #follow(event) {
    const { search, part } = destination(event);
    if (!search && !(part && scenario())) return;
    event.preventDefault();
    event.stopPropagation();
    if (!search) return visit(part);
    history.pushState(null, "", addressOf(search));
    this.open(search, isWithPinned(search) ? undefined : this.#scenario.pinned);
    this.#tools.record();
  }

  #show(answer, depth) {
    const { html, query, places } = answer;
    this.#newest = { answer, depth };
    const isSound = !Object.keys(html.problems).length;
    this.#view.show(html, depth, isSound);
    this.#faults.show(html.problems, html.note);
    if (depth === "full") {
      for (const resolve of this.#awaiting.splice(0)) resolve(answer);
      this.#tools.announce(answer);
    }
    if (!isSound) return;
    this.#scales.show(places);
    // The answer is shown first.
    setTimeout(() => this.#newest.answer === answer && this.#remember(new Map(Object.entries(query))));
  }

  #remember(fields) {
    rewrite(this.#scenario.search(fields));
  }
}

function visit(part) {
  unfold(part);
  part.scrollIntoView();
  if (part.tabIndex < 0) part.setAttribute("tabindex", "-1"); // what the Tab key reaches stays in its order
  part.focus({ preventScroll: true });
}

function mount() {
  calculator?.leave();
  calculator = undefined;
  const form = document.querySelector("form#question");
  if (!form) return isThrifty() || whenIdle(() => setTimeout(() => engine.start(), READING_MS));
  // The page came later than these scripts, from a newer version of the site: start over with its own.
  if (form.dataset.runtime && form.dataset.runtime !== VERSION) location.reload();
  else calculator = new Calculator(form);
}

// The theme changes pages without loading a new document, and tells so.
if (globalThis.document$) globalThis.document$.subscribe(mount);
else mount();
