// The scenario is what the form's controls hold that is not their default: a flat text map.
// It is carried by the form, by the page's address, and to Python; only Python judges what it says.

const VERSION = ["v", "1"];
const MOST_FIELDS = 300;

export class Scenario {
  #form;
  #unshown = new Map(); // what came by address and no control can show, such as a word in a number's place

  constructor(form) {
    this.#form = form;
    form.addEventListener("input", ({ target }) => this.#unshown.delete(target.name));
  }

  get fields() {
    const changed = this.#controls().filter((control) => isHeld(control) && !isDefault(control));
    const shown = changed.map((control) => [control.name, control.value]);
    return new Map([...shown, ...this.#unshown]);
  }

  get asJson() {
    // `fromEntries` makes own keys of all names, `__proto__` too.
    return JSON.stringify(Object.fromEntries(this.fields));
  }

  // Sets the form to what an address's query says, and unfolds what would hide it.
  restore(query) {
    this.#form.reset();
    this.#unshown.clear();
    const fields = [...new URLSearchParams(query)].slice(0, MOST_FIELDS).filter(([name]) => name !== VERSION[0]);
    for (const [name, value] of fields) {
      const controls = this.#controls().filter((control) => control.name === name);
      if (!controls.some((control) => shows(control, value))) this.#unshown.set(name, value);
      controls.forEach(unfold);
    }
  }

  // The page's address with a scenario; without query where all is default, and in one order whoever writes it.
  address(fields = this.fields) {
    const query = fields.size ? `?${new URLSearchParams([VERSION, ...[...fields].sort()])}` : "";
    return `${location.pathname}${query}${location.hash}`;
  }

  #controls() {
    return [...this.#form.elements].filter(({ name }) => name);
  }
}

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
