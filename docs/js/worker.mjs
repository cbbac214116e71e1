// Brings Python and the calculator into the browser, then passes text in and text out.
import { lock, sizes } from "./manifest.mjs";

const address = (name) => new URL(name, import.meta.url).href;
const fail = (state, fault) => self.postMessage({ state, reason: fault.message.trim().split("\n").at(-1) });

const WARMING_MS = 50;
const plainFetch = self.fetch;
const crossed = new Map(); // by file: bytes that have crossed the wire, and bytes that will
const downloads = new Map(Object.keys(sizes).map((name) => [address(name), download(name)]));

// Pyodide fetches for itself: it is handed what is already on its way, since it neither counts nor reports a failure.
self.fetch = (resource, options) => downloads.get(String(resource)) ?? plainFetch(resource, options);
const compile = WebAssembly.instantiateStreaming;
WebAssembly.instantiateStreaming = (...given) => {
  const compiled = compile(...given);
  compiled.catch((fault) => fail("failed-python", fault));
  return compiled;
};

load().catch((fault) => fail("failed-python", fault));

async function load() {
  const { loadPyodide } = await import("./pyodide.mjs");
  const python = await loadPyodide({
    indexURL: address("./"),
    stdLibURL: address("standard-library.zip"),
    lockFileContents: lock,
  });
  const archive = await fetch(address("calculator.zip"));
  python.FS.writeFile("/calculator.zip", new Uint8Array(await archive.arrayBuffer()));
  python.runPython("import sys; sys.path.insert(0, '/calculator.zip'); import quick");
  const { page } = python.pyimport("calculator.faces.web");
  let isAsked = false;
  self.onmessage = ({ data: { query, depth } }) => {
    isAsked = true;
    try {
      self.postMessage({ state: "answer", depth, answer: JSON.parse(page(query, depth)) });
    } catch (fault) {
      console.error(fault);
      fail("failed-answer", fault);
    }
  };
  self.postMessage({ state: "ready" });
  // The first answer takes several times as long as those that follow: give it while nobody waits.
  setTimeout(() => isAsked || page("{}", "point"), WARMING_MS);
}

async function download(name) {
  try {
    const response = await plainFetch(address(name));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    count(name, response.clone());
    const isWasm = name.endsWith(".wasm");
    if (!isWasm || response.headers.get("content-type") === "application/wasm") return response;
    // A server that does not know the type: the browser would refuse to compile what is served as another.
    return new Response(response.body, { headers: { "content-type": "application/wasm" } });
  } catch (fault) {
    fail("failed-download", new Error(`${name}: ${fault.message}`));
    return new Promise(() => {}); // nothing follows: the page ends this worker
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
      if (done) return;
      unpacked += value.length;
    }
  } catch (fault) {
    fail("failed-download", new Error(`${name}: ${fault.message}`));
  }
}

function report() {
  if (crossed.size < downloads.size) return; // the whole is known once every file has begun
  const sum = (part) => [...crossed.values()].reduce((sofar, file) => sofar + file[part], 0);
  self.postMessage({ state: "loading", loaded: sum("loaded"), total: sum("total") });
}
