// The scenario is what the form's controls hold that is not their default: a flat text map.
// Others may be pinned beside it. The page's address carries all of them; only Python judges what they say.

const VERSION = "v";
const PINNED = "compare";
const MOST_FIELDS = 300;

export class Scenario {
  pinned = []; // the other scenarios, each as the query of an address
  #form;
  #links; // the version of links that are written here
  #version; // that of the link that was followed
  #unshown = new Map(); // what came by address and no control can show, such as a word in a number's place

  constructor(form) {
    this.#form = form;
    this.#links = form.dataset.links;
    this.#version = this.#links;
    form.addEventListener("input", ({ target }) => {
      this.#unshown.delete(target.name);
      this.#version = this.#links;
    });
  }

  get fields() {
    const changed = this.#controls().filter((control) => isHeld(control) && !isDefault(control));
    const shown = changed.map((control) => [control.name, control.value]);
    return new Map([...shown, ...this.#unshown]);
  }

  // What Python is asked; a link of another version says so.
  get asked() {
    const other = this.#version === this.#links ? [] : [[VERSION, this.#version]];
    return { query: asJson([...this.fields, ...other]), pinned: `[${this.pinned.map((each) => asJson(new URLSearchParams(each)))}]` };
  }

  get isFull() {
    return this.pinned.length >= this.#room;
  }

  get query() {
    return asQuery(this.fields);
  }

  // Sets the form to what an address's query says, but for controls that the reader has typed into meanwhile,
  // and unfolds what would hide it.
  restore(search, typed = []) {
    const kept = typed.map((control) => ({ control, value: control.value, isChecked: control.checked }));
    this.#form.reset();
    this.#unshown.clear();
    const given = new URLSearchParams(search);
    this.#version = given.get(VERSION) ?? this.#links;
    this.pinned = given.getAll(PINNED).slice(0, this.#room);
    const fields = [...given].slice(0, MOST_FIELDS).filter(([name]) => name !== VERSION && name !== PINNED);
    for (const [name, value] of fields) {
      const controls = this.#controls().filter((control) => control.name === name);
      if (!controls.some((control) => shows(control, value))) this.#unshown.set(name, value);
      controls.forEach(unfold);
    }
    for (const { control, value, isChecked } of kept) Object.assign(control, { value, checked: isChecked });
  }

  // Forgets what no control shows; gives back what stays pinned.
  drop() {
    this.#unshown.clear();
    return this.pinned;
  }

  // The address's query with everything; empty where all is default, and in one order whoever writes it.
  search(fields = this.fields) {
    const pinned = this.pinned.map((each) => [PINNED, each]);
    const pairs = [...[...fields].sort(), ...pinned];
    return pairs.length ? `?${new URLSearchParams([[VERSION, this.#version], ...pairs])}` : "";
  }

  get #room() {
    return Number(this.#form.dataset.room);
  }

  #controls() {
    return [...this.#form.elements].filter(({ name }) => name);
  }
}

export const isWithPinned = (search) => new URLSearchParams(search).has(PINNED);

// `fromEntries` makes own keys of all names, `__proto__` too.
const asJson = (fields) => JSON.stringify(Object.fromEntries(fields));
const asQuery = (fields) => new URLSearchParams([...fields].sort()).toString();

const isChoice = ({ type }) => type === "radio" || type === "checkbox";
const isHeld = (control) => !isChoice(control) || control.checked;

function isDefault(control) {
  if (isChoice(control)) return control.defaultChecked;
  if (control.options) return (defaultOption(control) ?? control.options[0])?.value === control.value;
  return control.value === control.defaultValue;
}

const defaultOption = ({ options }) => [...options].find((option) => option.defaultSelected);

function shows(control, value) {
  if (isChoice(control)) {
    control.checked = control.value === value;
    return control.checked;
  }
  control.value = value;
  return control.value === value;
}

export function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
