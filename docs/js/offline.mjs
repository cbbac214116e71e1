// Has the whole site kept for offline reading, and says so at the foot of the page in the words it brings along.
// Browsers that keep nothing (private windows, old ones, plain http) are told nothing: the site works the same online.
import { isThrifty, whenIdle } from "./idle.mjs";

const SCRIPT = new URL("../../service-worker.js", import.meta.url);
const workers = navigator.serviceWorker;

let state = "";
let isReloading = false;

async function begin() {
  const known = await workers.getRegistration(SCRIPT);
  if (known) follow(known);
  known?.active?.postMessage("arrived");
  if (known || !isThrifty()) await keep();
  else say("offer");
}

async function keep() {
  follow(await workers.register(SCRIPT));
}

function follow(registration) {
  if (registration.waiting && registration.active) say("update");
  else if (registration.active) say("kept");
  registration.onupdatefound = () => {
    const { installing, active } = registration;
    if (active) installing.onstatechange = () => installing.state === "installed" && say("update");
    else if (state === "offer") say("keeping");
  };
}

function say(news) {
  state = news;
  const place = document.querySelector("[data-offline]");
  const template = [...(place?.querySelectorAll("template") ?? [])].find(({ dataset }) => dataset.say === state);
  if (!template) return;
  place.querySelector("[data-said]").replaceChildren(template.content.cloneNode(true));
  place.querySelector("[data-keep]")?.addEventListener("click", () => keep().catch(() => say("not-kept")));
  place.querySelector("[data-reload]")?.addEventListener("click", reload);
}

async function reload() {
  isReloading = true;
  const { waiting } = await workers.getRegistration(SCRIPT);
  if (waiting) waiting.postMessage("take-over");
  else location.reload();
}

// The calculator goes first: what it loads and this would share the line.
function afterCalculator(act) {
  const notice = document.querySelector("#loading");
  const isOver = () => !notice || notice.dataset.state === "ready" || notice.dataset.state.startsWith("failed");
  if (isOver() || isThrifty()) return act();
  const watch = new MutationObserver(() => {
    if (!isOver()) return;
    watch.disconnect();
    act();
  });
  watch.observe(notice, { attributeFilter: ["data-state"] });
}

if (workers) {
  workers.addEventListener("message", ({ data }) => (state === "update" ? undefined : say(data.state)));
  workers.addEventListener("controllerchange", () => isReloading && location.reload());
  globalThis.document$?.subscribe(() => say(state)); // the theme brings a new foot with each page
  whenIdle(() => afterCalculator(() => whenIdle(() => begin().catch(() => {}))));
}
