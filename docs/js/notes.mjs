// Shows what a title says, in our own look and at once: beside what is under the mouse or has the focus, and for a tap
// on a number, where nothing hovers, at the foot of the screen; a tap on that goes where the number is from.
// One note serves the whole page. The theme's own would watch each of some hundred titles by itself, at every start.

const TITLED = ".md-content [title]:not(.headerlink)";
const NUMBER = "a.sourced";
const GAP = 6; // pixels
const LEAVING_MS = 150; // time to move onto the note

const note = document.createElement("a");
note.className = "source-note";
note.popover = "auto";
let told; // what the note tells about
let leaving;

function show(element, isTap) {
  hide();
  told = element;
  note.textContent = element.title;
  if (isTap) note.href = element.href;
  else note.removeAttribute("href");
  note.classList.toggle("beside", !isTap);
  element.dataset.told = element.title;
  element.removeAttribute("title"); // the browser would show it again, later
  document.body.append(note); // the theme may have changed the page in place
  note.showPopover();
  Object.assign(note.style, isTap ? { left: "", top: "" } : placeBeside(element));
}

function placeBeside(element) {
  const [first] = element.getClientRects();
  const { width, height } = note.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(first.left, document.documentElement.clientWidth - width - GAP));
  const below = first.bottom + GAP;
  const top = below + height < innerHeight ? below : first.top - GAP - height;
  return { left: `${left}px`, top: `${top}px` };
}

const isBeside = () => note.classList.contains("beside");

function hide() {
  clearTimeout(leaving);
  if (!told) return;
  if (!told.title) told.title = told.dataset.told ?? ""; // a new answer may have written another
  delete told.dataset.told;
  told = undefined;
  if (note.matches(":popover-open")) note.hidePopover();
}

if (note.showPopover) {
  note.addEventListener("toggle", ({ newState }) => newState === "closed" && hide());
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const titled = target.closest?.(TITLED);
    if (titled) return show(titled);
    clearTimeout(leaving);
    if (!told || told.contains(target) || note.contains(target)) return;
    leaving = setTimeout(hide, LEAVING_MS);
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(TITLED) && target.matches(":focus-visible")) show(target);
  });
  document.addEventListener("focusout", ({ target }) => target === told && isBeside() && hide());
  document.addEventListener("scroll", () => told && isBeside() && Object.assign(note.style, placeBeside(told)), {
    capture: true,
    passive: true,
  });
  document.addEventListener("click", (event) => {
    const number = event.target.closest?.(NUMBER);
    if (event.pointerType !== "touch" || !number?.title) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(number, true);
  }, { capture: true });
}
