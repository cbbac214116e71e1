// The worker as Pyodide's manual would have it: its whole standard library, our package as sources.
const { loadPyodide } = await import("./pyodide.mjs");
const python = await loadPyodide();
const sources = await fetch(new URL("sources.zip", import.meta.url));
python.unpackArchive(await sources.arrayBuffer(), "zip");
const { page } = python.pyimport("calculator.faces.web");
self.onmessage = ({ data: { query, depth } }) =>
  self.postMessage({ state: "answer", depth, answer: JSON.parse(page(query, depth)) });
self.postMessage({ state: "ready" });
