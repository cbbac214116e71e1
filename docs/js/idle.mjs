// When the browser has nothing better to do, and whether its reader pays for every byte.

export function whenIdle(act) {
  const soon = () => (globalThis.requestIdleCallback ?? setTimeout)(act);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon, { once: true });
}

export function isThrifty() {
  const { saveData = false, effectiveType = "4g" } = navigator.connection ?? {};
  return saveData || effectiveType !== "4g"; // slow-2g, 2g, 3g
}
