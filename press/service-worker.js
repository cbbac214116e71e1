// Keeps one whole version of the site in the browser and answers from it, with or without a network.
// press/offline.py writes the line above: `version`, `files` {address: digest}, `books` {address: digest}.

const ROOT = self.registration.scope;
const HERE = `${ROOT} ${SITE.version}`;
const NOTES = `${ROOT} notes`; // which version is in use, and which windows still show an older one
const AT_ONCE = 8;
const LIST = ".files"; // where each version keeps its list
const OFFLINE_PAGE = "offline.html";

const sound = new Set(); // entries of this version that were read whole and found right since a page was last opened
let isDoubted = false; // a page has failed: nothing is handed out unread
let notes;

self.addEventListener("install", (event) => event.waitUntil(gather()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data === "arrived") event.waitUntil(forget()); // a window has left what it showed before
  if (event.data === "failed") isDoubted = true;
});
self.addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== undefined) event.respondWith(answer(event, name));
});

// A version is used only once it is here from end to end: one file that fails, and the older one stays.
async function gather() {
  if (isThrifty() && self.registration.active) throw new Error("no update over a metered connection");
  const cache = await caches.open(HERE);
  await cache.put(ROOT + LIST, Response.json(SITE.files));
  const older = await inventory();
  const names = Object.keys(SITE.files);
  const next = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) await bring(cache, name, older);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  } catch (fault) {
    const isFull = fault.name === "QuotaExceededError";
    if (isFull) await caches.delete(HERE);
    if (!self.registration.active) await tell(isFull ? "no-room" : "not-kept");
    throw fault;
  }
}

// Where older versions keep what, by digest.
async function inventory() {
  const found = new Map();
  for (const key of await olderVersions()) {
    const list = await (await caches.open(key)).match(ROOT + LIST);
    const files = Object.entries((await list?.json()) ?? {});
    for (const [name, digest] of files) if (digest) found.set(digest, { key, name });
  }
  return found;
}

// What an interrupted attempt or an older version has already is not loaded again.
async function bring(cache, name, older) {
  const digest = SITE.files[name];
  const here = digest && (await cache.match(ROOT + name));
  if (here && (await isRight(here, digest))) return;
  const there = older.get(digest);
  const held = there && (await (await caches.open(there.key)).match(ROOT + there.name));
  const isUsable = held && (await isRight(held.clone(), digest));
  await cache.put(ROOT + name, isUsable ? unnamed(held) : await load(name, digest));
}

// A response that has forgotten where it came from: a module would look for its neighbours there.
const unnamed = (response) => new Response(response.body, { headers: response.headers });

// The browser itself holds what comes against the digest; a stale copy from its cache gives way to a fresh one.
async function load(name, integrity) {
  const options = { integrity, credentials: "same-origin", priority: "low" };
  const response = await fetch(ROOT + name, options).catch(() => fetch(ROOT + name, { ...options, cache: "reload" }));
  if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
  return response.redirected ? unnamed(response) : response; // a page that came by a detour would be refused
}

// Windows opened under an older version keep it until they are loaded anew.
async function takeOver() {
  const { current, windows } = await recall();
  const open = await self.clients.matchAll({ type: "window" });
  const older = current && current !== HERE ? open.map(({ id }) => [id, windows[id] ?? current]) : Object.entries(windows);
  await note({ current: HERE, windows: Object.fromEntries(older) });
  await forget();
  await self.clients.claim();
  await tell("kept");
}

async function answer(event, name) {
  const { request } = event;
  const isPage = request.mode === "navigate";
  if (isPage || isDoubted) sound.clear(); // so that opening a page anew, or trying again, mends what went bad meanwhile
  if (isPage && !Object.hasOwn(SITE.files, name) && Object.hasOwn(SITE.files, `${name}/`)) {
    return Response.redirect(`${ROOT}${name}/${new URL(request.url).search}`);
  }
  const held =
    (await compiled(request, name).catch(() => undefined)) ??
    (await kept(isPage ? "" : event.clientId, name).catch(() => undefined)); // a store that fails is no store
  if (held) return held;
  const fetched = fetch(request);
  return isPage ? fetched.catch(() => Response.redirect(ROOT + OFFLINE_PAGE)) : fetched;
}

// With a program from the browser's own cache comes what the browser made of it the last time, from ours never.
// It may be from there, because it is named after its content.
async function compiled({ url }, name) {
  if (isDoubted || !name.startsWith("runtime/")) return undefined;
  const cached = await fetch(url, { cache: "only-if-cached", mode: "same-origin" });
  return cached.ok ? cached : undefined;
}

// A page comes from the version in use, everything else from that of the window that asks.
async function kept(window, name) {
  const { windows } = await recall();
  return fromVersion(windows[window] ?? HERE, name);
}

async function fromVersion(version, name) {
  if (Object.hasOwn(SITE.books, name)) return book(name);
  const held = await (await caches.open(version)).match(ROOT + name);
  if (version === HERE && Object.hasOwn(SITE.files, name)) return held && (await isSound(name)) ? held : mended(name);
  // What lies under runtime/ is named after its content: whoever still asks for it gets it from whatever version has it.
  return held ?? (name.startsWith("runtime/") ? caches.match(ROOT + name) : undefined);
}

// A damaged or lost entry is replaced; when that fails, the network answers as if nothing were kept.
async function mended(name) {
  try {
    const cache = await caches.open(HERE);
    const response = await load(name, SITE.files[name]);
    await cache.put(ROOT + name, response.clone());
    return response;
  } catch {
    return undefined;
  }
}

async function isSound(name) {
  if (sound.has(name) || !SITE.files[name]) return true;
  const copy = await (await caches.open(HERE)).match(ROOT + name);
  const isIt = await isRight(copy, SITE.files[name]);
  if (isIt) sound.add(name);
  return isIt;
}

async function isRight(response, digest) {
  try {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
    return digest === `sha256-${btoa(String.fromCharCode(...hash))}`;
  } catch {
    return false; // it cannot be read
  }
}

// The book is large and has its own readers: it is kept once somebody has opened it.
async function book(name) {
  const cache = await caches.open(HERE);
  const held = await cache.match(ROOT + name);
  if (held) return held;
  const response = await load(name, SITE.books[name]);
  await cache.put(ROOT + name, response.clone()).catch(() => {}); // no room: it is read all the same
  return response;
}

// Clears away the versions that no window shows any more, unless a newer one is being brought.
async function forget() {
  if (self.registration.installing || self.registration.waiting) return;
  const { windows } = await recall();
  const open = new Set((await self.clients.matchAll({ type: "window" })).map(({ id }) => id));
  const shown = Object.fromEntries(Object.entries(windows).filter(([id]) => open.has(id)));
  if (Object.keys(shown).length < Object.keys(windows).length) await note({ current: HERE, windows: shown });
  const needed = new Set(Object.values(shown));
  for (const key of await olderVersions()) if (!needed.has(key)) await caches.delete(key);
}

async function olderVersions() {
  return (await caches.keys()).filter((key) => key.startsWith(`${ROOT} `) && key !== HERE && key !== NOTES);
}

async function recall() {
  notes ??= await (await (await caches.open(NOTES)).match(ROOT))?.json();
  return notes ?? { windows: {} };
}

async function note(news) {
  notes = news;
  await (await caches.open(NOTES)).put(ROOT, Response.json(news));
}

async function tell(state) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const window of windows) window.postMessage({ state, version: SITE.version });
}

// The address below the site's root without query, or nothing where the worker has no part.
function nameOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  const path = origin + pathname;
  if (method !== "GET" || !path.startsWith(ROOT)) return undefined;
  return path.slice(ROOT.length).replace(/(^|\/)index\.html$/, "$1");
}

function isThrifty() {
  const { saveData = false, effectiveType = "4g" } = self.navigator.connection ?? {};
  return saveData || effectiveType !== "4g";
}
