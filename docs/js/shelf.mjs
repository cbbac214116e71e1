// The reader's own scenarios, kept in this browser: a list of names and links in its local storage.
import { addressOf } from "./address.mjs";
import { tell } from "./tell.mjs";

const KEY = "tune-or-prompt.scenarios";

export class Shelf {
  #place = document.querySelector("#shelf");
  #list = this.#place.querySelector("[data-saved]");
  #kept = [];
  #gone; // what was deleted last, and where it stood

  constructor(listen) {
    listen(this.#list, ["change"], ({ target }) => this.#rename(target));
    listen(window, ["storage"], ({ key }) => key === KEY && this.#load());
    this.#load();
  }

  // Keeps a scenario. Gives back what became of it: saved, saved-already, save-refused or save-full, and its name.
  save(name, search) {
    const known = this.#kept.find((each) => each.search === search);
    if (known) return { said: "saved-already", name: known.name };
    const said = this.#keep([{ name, search }, ...this.#kept]) ?? "saved";
    return { said, name };
  }

  // Leads to the name that came last.
  rename() {
    this.#place.open = true;
    this.#list.querySelector("input")?.select();
  }

  delete(button) {
    const index = [...this.#list.children].indexOf(button.closest("li"));
    this.#gone = this.#kept;
    if (this.#keep(this.#kept.toSpliced(index, 1))) return;
    tell(this.#place, "deleted", { name: this.#gone[index].name });
    this.#place.querySelector("[data-do=put-back]").focus();
  }

  putBack() {
    this.#keep(this.#gone);
    this.#place.querySelector("summary").focus();
    this.#place.querySelector(".told > [role=status]").replaceChildren();
  }

  #rename(input) {
    const index = [...this.#list.children].indexOf(input.closest("li"));
    const { name, search } = this.#kept[index];
    this.#keep(this.#kept.with(index, { name: input.value.trim() || name, search }));
  }

  // Writes the list and shows it; gives back why it could not be written.
  #keep(entries) {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries));
    } catch (fault) {
      return fault.name === "QuotaExceededError" ? "save-full" : "save-refused";
    }
    this.#kept = entries;
    this.#show();
    return undefined;
  }

  #load() {
    let found = [];
    try {
      found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    } catch (fault) {
      if (fault instanceof SyntaxError) found = [undefined]; // storage that is denied holds nothing
    }
    const entries = Array.isArray(found) ? found : [found];
    this.#kept = entries.filter(isSound).map(({ name, search }) => ({ name, search }));
    this.#show();
    if (this.#kept.length < entries.length) tell(this.#place, "unreadable");
  }

  #show() {
    const { content } = this.#place.querySelector("[data-entry]");
    this.#list.replaceChildren(
      ...this.#kept.map(({ name, search }) => {
        const entry = content.cloneNode(true);
        entry.querySelector("input").value = name;
        entry.querySelector("a").href = addressOf(search || "?v=1");
        return entry;
      }),
    );
    this.#place.querySelector("[data-empty]").hidden = Boolean(this.#kept.length);
    this.#place.querySelector("[data-count]").textContent = this.#kept.length || "";
  }
}

const isSound = (entry) =>
  typeof entry?.name === "string" && typeof entry.search === "string" && /^(\?|$)/.test(entry.search);
