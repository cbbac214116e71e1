// Stands before the page's own program when the site was opened from a folder; press/archive.py writes the
// constants above: SEARCH and STARTER, programs of workers; CARRIED, what the calculator's worker needs; RUNTIME.

const root = new URL("..", document.currentScript.src);
const files = {};
const blob = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));

globalThis.carry = (name, packed) => {
  files[name] = packed;
};

function load(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.onload = resolve;
    script.onerror = () => reject(new Error(name));
    script.src = new URL(`archive/${name}.js`, root);
    document.head.append(script);
  });
}

const PlainWorker = globalThis.Worker;
globalThis.Worker = class extends PlainWorker {
  constructor(address) {
    const isSearch = String(address).includes("/workers/search.");
    super(blob(isSearch ? SEARCH : `const RUNTIME = ${JSON.stringify(RUNTIME)};\n${STARTER}`));
    if (isSearch) return;
    Promise.all(CARRIED.map((name) => files[name] ?? load(name))).then(
      () => this.postMessage(files),
      (fault) => this.onmessage({ data: { state: "failed-download", reason: fault.message } }),
    );
  }
};

// What is written later, by search and calculator, still leads to folders.
function nameFile({ target }) {
  const link = target.closest?.("a[href]");
  if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
}
for (const type of ["pointerdown", "focusin", "click"]) document.addEventListener(type, nameFile, { capture: true });

