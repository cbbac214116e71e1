// Starts the calculator's worker from what the page hands it, since a worker from a folder may load nothing.

self.importScripts = () => {
  throw new Error("no classic worker"); // Pyodide asks by trying, and would refuse
};

self.onmessage = async ({ data: files }) => {
  self.onmessage = null;
  const unpacked = async (name) => {
    const packed = Uint8Array.from(atob(files[name]), (letter) => letter.charCodeAt(0));
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(packed);
        controller.close();
      },
    });
    return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  self.fetch = async (address) => {
    const name = String(address).split("/").at(-1);
    const content = await unpacked(name);
    const type = name.endsWith(".wasm") ? "application/wasm" : "text/plain";
    return new Response(content, { headers: { "content-type": type, "content-length": content.byteLength } });
  };
  self.carriedModule = async () => ({
    loadPyodide: (options) => self.loadPyodide({ ...options, createPyodideModule: self.createPyodideModule }),
  });
  // Firefox lets a worker from a folder load no script, not even one that it made itself.
  (0, eval)(new TextDecoder().decode(await unpacked("worker.js")));
};
