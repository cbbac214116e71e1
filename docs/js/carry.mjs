// Takes the answer along: to the clipboard, into a file, onto paper.

// Copies a text, or what a promise of one will bring; refuses with that text where the browser does not allow it.
export async function copy(text) {
  try {
    const asBlob = async () => new Blob([await text], { type: "text/plain" });
    // Safari allows what is begun at once and finished later.
    if (globalThis.ClipboardItem) await navigator.clipboard.write([new ClipboardItem({ "text/plain": asBlob() })]);
    else await navigator.clipboard.writeText(await text);
  } catch {
    throw new Refused(await text);
  }
}

export class Refused extends Error {
  constructor(text) {
    super("clipboard");
    this.text = text;
  }
}

export function download(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000); // Firefox reads it after the click
}
