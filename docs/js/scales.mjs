// Sliders and words that fill in a typed field. Python gives their values; a slider's position is an index into them.

export class Scales {
  #form;

  constructor(form, listen) {
    this.#form = form;
    listen(form, ["input"], ({ target }) => {
      if (target.dataset.scale) this.#slide(target);
      else this.#press(target.name);
    });
    listen(form, ["click"], ({ target }) => {
      const word = target.closest("[data-sets]");
      if (word) this.#fill(word.dataset.sets, word.value, ["input", "change"]);
    });
  }

  // Stands where Python says that each typed value lies.
  show(places) {
    for (const [field, [index, says]] of Object.entries(places)) {
      const slider = this.#form.querySelector(`[data-scale="${field}"]`);
      const isAhead = this.#options(slider)[slider.value].value === this.#form.elements[field].value;
      if (!isAhead) slider.value = index; // the reader may have moved it on meanwhile
      slider.setAttribute("aria-valuetext", says);
    }
    for (const { dataset } of this.#form.querySelectorAll("[data-sets]")) this.#press(dataset.sets);
  }

  #slide(slider) {
    const option = this.#options(slider)[slider.value];
    slider.setAttribute("aria-valuetext", option.label);
    this.#fill(slider.dataset.scale, option.value, ["input"]);
  }

  #fill(name, value, types) {
    const control = this.#form.elements[name];
    control.value = value;
    for (const type of types) control.dispatchEvent(new Event(type, { bubbles: true }));
  }

  // The word whose value stands in the field is shown as chosen.
  #press(name) {
    for (const word of this.#form.querySelectorAll("[data-sets]")) {
      if (word.dataset.sets === name) word.setAttribute("aria-pressed", String(word.value === this.#form.elements[name].value));
    }
  }

  #options({ dataset }) {
    return this.#form.querySelector(`#scale-${dataset.scale}`).options;
  }
}
