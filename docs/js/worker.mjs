// Brings Python and the calculator into the browser, then passes text in and text out.
const { lock, sizes } = MANIFEST; // what press/bundle.py built, put in this name's place

const address = (name) => new URL(name, import.meta.url).href;
const say = (state, reason) => self.postMessage({ state, reason });
const lastLine = ({ message }) => message.trim().split("\n").at(-1);

const WARMING_MS = 50;
const TELLING_MS = 100;
const plainFetch = self.fetch;
const crossed = new Map(); // by file: bytes that have crossed the wire, and bytes that will
const arrived = new Map(); // by file: resolved once it is here to its end
let told = 0;
const downloads = new Map(Object.keys(sizes).map((name) => [address(name), download(name)]));
const modules = ["pyodide.mjs", "pyodide.asm.mjs"].map((name) =>
  import(address(name)).catch((fault) => lost(name, fault)),
);

// Pyodide fetches for itself, late, and neither counts nor reports a failure: it is handed what is already on its way.
self.fetch = (resource, options) => downloads.get(String(resource)) ?? plainFetch(resource, options);
const compiled = orGiveUp(WebAssembly.compileStreaming(downloads.get(address("pyodide.asm.wasm"))));
WebAssembly.instantiateStreaming = (_, imports) => orGiveUp(compiled.then((module) => instance(module, imports)));

orGiveUp(load());

async function load() {
  const [{ loadPyodide }] = await Promise.all(modules);
  const python = await loadPyodide({
    indexURL: address("./"),
    stdLibURL: address("standard-library.zip.txt"),
    lockFileContents: lock,
  });
  const archive = await fetch(address("calculator.zip.txt"));
  python.FS.writeFile("/calculator.zip", new Uint8Array(await archive.arrayBuffer()));
  python.runPython("import sys; sys.path.insert(0, '/calculator.zip'); import quick");
  const { page } = python.pyimport("calculator.faces.web");
  let isAsked = false;
  self.onmessage = ({ data: { query, depth, pinned = "[]" } }) => {
    isAsked = true;
    try {
      self.postMessage({ state: "answer", depth, answer: JSON.parse(page(query, depth, pinned)) });
    } catch (fault) {
      console.error(fault);
      say(stateAfter(fault, "failed-answer"), lastLine(fault));
    }
  };
  self.postMessage({ state: "ready" });
  // The first answer takes several times as long as those that follow: give it while nobody waits.
  setTimeout(() => {
    try {
      if (!isAsked) page("{}", "point");
    } catch {} // whoever asks is told
  }, WARMING_MS);
}

const instance = async (module, imports) => ({ module, instance: await WebAssembly.instantiate(module, imports) });

function orGiveUp(promise) {
  promise.catch(giveUp);
  return promise;
}

// A start that failed because of a file that was cut off is told as that, by the file's own download.
async function giveUp(fault) {
  await Promise.all(arrived.values());
  say(stateAfter(fault, "failed-python"), lastLine(fault));
}

// Python's own errors leave Python alive; out of memory, or with the interpreter itself broken, only a new start helps.
function stateAfter(fault, otherwise) {
  if (/memory|allocation/i.test(lastLine(fault))) return "failed-memory";
  return fault.name === "PythonError" ? otherwise : "failed-python";
}

function lost(name, fault) {
  say("failed-download", `${name}: ${fault.message}`);
  return new Promise(() => {}); // nothing follows: the page ends this worker
}

async function download(name) {
  try {
    const response = await plainFetch(address(name));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    arrived.set(name, count(name, response.clone()));
    const isWasm = name.endsWith(".wasm");
    if (!isWasm || response.headers.get("content-type") === "application/wasm") return response;
    // A server that does not know the type: the browser would refuse to compile what is served as another.
    return new Response(response.body, { headers: { "content-type": "application/wasm" } });
  } catch (fault) {
    return lost(name, fault);
  }
}

async function count(name, response) {
  try {
    const wire = Number(response.headers.get("content-length")) || sizes[name];
    let unpacked = 0;
    for (const reader = response.body.getReader(); ; ) {
      crossed.set(name, { loaded: (wire * unpacked) / sizes[name], total: wire });
      report();
      const { done, value } = await reader.read();
      if (done) return report(0);
      unpacked += value.length;
    }
  } catch (fault) {
    return lost(name, fault);
  }
}

function report(pause = TELLING_MS) {
  if (crossed.size < downloads.size || performance.now() < told + pause) return; // the whole is known once all have begun
  told = performance.now();
  const sum = (part) => [...crossed.values()].reduce((sofar, file) => sofar + file[part], 0);
  self.postMessage({ state: "loading", loaded: sum("loaded"), total: sum("total") });
}
