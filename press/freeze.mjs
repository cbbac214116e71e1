// node freeze.mjs PYODIDE_FOLDER PACKAGE_ZIP LIBRARY_ZIP OUT_FOLDER
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, packageZip, libraryZip, out] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));

try {
  await freeze();
} catch (fault) {
  // Only the message: Node would print the minified line it came from.
  console.error(fault.message);
  process.exit(1);
}

async function freeze() {
  const [first, second] = [await start("loaded.py"), await start("freeze.py")];
  const loaded = first.globals.get("loaded")();
  const library = second.runPython("next(path for path in __import__('sys').path if path.endswith('.zip'))");
  second.globals.get("freeze")("/package.zip", library, loaded, "/calculator.zip", "/standard-library.zip");
  // Named as text, because hosts pack text on its way and take an archive for packed already.
  for (const name of ["calculator.zip", "standard-library.zip"]) {
    await writeFile(join(out, `${name}.txt`), second.FS.readFile(`/${name}`));
  }
}

// A Python of its own for each script: what the second loads for itself is none of the calculator's business.
async function start(script) {
  // A fixed hash seed: the same sources must give the same bytes.
  // No columns beside the line numbers: they would only underline what went wrong, and weigh a quarter of the whole.
  const env = { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" };
  const python = await loadPyodide({ indexURL: pyodideFolder, stdLibURL: libraryZip, env });
  python.FS.writeFile("/package.zip", await readFile(packageZip));
  python.runPython(await readFile(new URL(script, import.meta.url), "utf8"));
  return python;
}
