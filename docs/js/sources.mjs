// Where a finger cannot hover, a tap on a number shows where it is from; a tap on that goes there.

const note = document.createElement("a");
note.className = "source-note";
note.popover = "auto";

document.addEventListener("click", (event) => {
  const number = event.target.closest?.("a.sourced");
  if (!number || event.pointerType !== "touch" || !note.showPopover) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.body.append(note); // the theme may have changed the page in place
  note.href = number.href;
  note.textContent = number.title || number.dataset.source || number.getAttribute("aria-label") || number.textContent;
  note.showPopover();
}, { capture: true });
