// The buttons around the answer: step back, compare, keep, take along. Each says what it did.
import { copy, download, Refused } from "./carry.mjs";
import { Shelf } from "./shelf.mjs";
import { tell } from "./tell.mjs";
import { stepOf, Trail } from "./trail.mjs";

const TYPES = { csv: "text/csv", json: "application/json" };

export class Tools {
  #page;
  #scenario;
  #shelf;
  #trail;
  #place = document.querySelector("#tools");
  #spoken = this.#place.dataset.spoken;

  constructor(page, scenario, listen) {
    this.#page = page;
    this.#scenario = scenario;
    this.#shelf = new Shelf(listen);
    this.#trail = new Trail(scenario.search());
    listen(document.querySelector("form#question"), ["change"], () => this.record());
    listen(document.querySelector(".calculator"), ["click"], (event) => this.#click(event));
    listen(document, ["keydown"], (event) => this.#press(event));
    this.#light();
  }

  // The reader has settled on what the form now says.
  record() {
    this.#trail.record(this.#scenario.search());
    this.#light();
  }

  // Says a new recommendation once, to those who do not see it change.
  announce({ spoken }) {
    if (this.#spoken !== spoken) this.#place.querySelector("#announcement").textContent = spoken;
    this.#spoken = spoken;
  }

  #acts = {
    undo: () => this.#step(this.#trail.back(), "undone"),
    redo: () => this.#step(this.#trail.forth(), "redone"),
    "start-over": () => this.#startOver(),
    drop: () => this.#change(this.#scenario.drop()),
    pin: () => this.#pin(),
    unpin: ({ value }) => this.#unpin(value),
    save: () => this.#save(),
    rename: () => this.#shelf.rename(),
    delete: (button) => this.#shelf.delete(button),
    "put-back": () => this.#shelf.putBack(),
    link: () => this.#copy("link", location.href),
    markdown: () => this.#copy("markdown", this.#report("markdown")),
    csv: (button) => this.#download(button, "csv"),
    json: (button) => this.#download(button, "json"),
    print: () => this.#print(),
  };

  #click(event) {
    const button = event.target.closest("[data-do]");
    if (button?.getAttribute("aria-disabled") !== "true") this.#acts[button?.dataset.do]?.(button);
  }

  #press(event) {
    const step = stepOf(event);
    if (!step) return;
    event.preventDefault();
    this.#acts[step]();
  }

  #step(search, said) {
    if (search === undefined) return;
    this.#page.open(search);
    this.#light();
    this.#tell(said);
  }

  #startOver() {
    this.#page.open("", this.#scenario.pinned);
    this.record();
    this.#tell("started-over");
  }

  #pin() {
    const { pinned, query } = this.#scenario;
    if (pinned.includes(query)) return this.#tell("pinned-already");
    if (this.#scenario.isFull) return this.#tell("pins-full");
    this.#change([...pinned, query]);
    this.#tell("pinned");
  }

  #unpin(index) {
    this.#change(this.#scenario.pinned.toSpliced(index, 1));
    this.#place.querySelector("[data-do=pin]").focus({ preventScroll: true });
  }

  #change(pinned) {
    this.#scenario.pinned = pinned;
    this.record();
    this.#page.ask();
  }

  async #save() {
    const search = this.#scenario.search();
    const { said, name } = this.#shelf.save(search ? await this.#page.title() : this.#place.dataset.title, search);
    this.#tell(said, { name });
  }

  async #report(kind) {
    return (await this.#page.answered()).reports[kind];
  }

  async #copy(kind, text) {
    this.#tell("working");
    try {
      await copy(text);
      this.#tell(`copied-${kind}`);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.#tell("copy-refused", { text: fault.text });
    }
  }

  async #download({ dataset: { file } }, kind) {
    this.#tell("working");
    download(await this.#report(kind), file, TYPES[kind]);
    this.#tell("downloaded", { name: file });
  }

  async #print() {
    if (document.querySelector("#answer[data-stale]")) await this.#page.answered();
    print();
  }

  #light() {
    const states = { undo: this.#trail.isAtStart, redo: this.#trail.isAtEnd };
    for (const [name, isIdle] of Object.entries(states)) {
      document.querySelector(`#steps [data-do=${name}]`).setAttribute("aria-disabled", String(isIdle));
    }
  }

  #tell(name, values) {
    tell(this.#place, name, values);
  }
}
