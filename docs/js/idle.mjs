// When the browser has nothing better to do, and whether its reader pays for every byte.

export function whenIdle(act) {
  const soon = () => (globalThis.requestIdleCallback ?? setTimeout)(act);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}

// The head of the page needs it first, and defines it.
export const { isThrifty = () => false } = globalThis;
