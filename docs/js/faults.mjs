// Shows each fault of the question beside its field, and above the form what an address says of fields that it lacks.
import { put } from "./morph.mjs";
import { unfold } from "./scenario.mjs";

export class Faults {
  #form;
  #elsewhere;

  constructor(form) {
    this.#form = form;
    this.#elsewhere = form.querySelector("#link-faults");
  }

  show(problems, note) {
    for (const control of this.#form.elements) {
      if (control.name) control.setAttribute("aria-invalid", String(Object.hasOwn(problems, control.name)));
    }
    const elsewhere = new Map(Object.entries(problems));
    for (const place of this.#form.querySelectorAll("[data-problem-for]")) {
      const field = place.dataset.problemFor;
      put(place, elsewhere.get(field) ?? "");
      if (elsewhere.delete(field)) unfold(place);
    }
    put(this.#elsewhere.querySelector("[data-faults]"), [note, ...elsewhere.values()].join(""));
    this.#elsewhere.hidden = !note && !elsewhere.size;
    this.#elsewhere.querySelector("[data-do=drop]").hidden = !elsewhere.size;
  }

  // Until the next answer nothing is known of another address.
  hide() {
    this.#elsewhere.hidden = true;
  }
}
