// Where a finger cannot hover, a tap on a number shows where it is from; a tap on that goes there.

const NUMBER = "a.sourced";
const note = document.createElement("a");
note.className = "source-note";
note.popover = "auto";

// The theme takes the title away to show it in its own way, so it is kept at the first touch.
document.addEventListener("pointerover", ({ target }) => {
  const number = target.closest?.(NUMBER);
  if (number?.title) number.dataset.source = number.title;
}, { capture: true });

document.addEventListener("click", (event) => {
  const number = event.target.closest?.(NUMBER);
  if (event.pointerType !== "touch" || !number?.dataset.source || !note.showPopover) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  note.href = number.href;
  note.textContent = number.dataset.source;
  document.body.append(note); // the theme may have changed the page in place
  note.showPopover();
}, { capture: true });
