// Stands in the head of each page: where the address asks something, Python is on its way before the page is whole.
import { Engine } from "./engine.mjs";
import { isThrifty } from "./idle.mjs";

export const engine = new Engine();
if (new URLSearchParams(location.search).has("v") && !isThrifty()) engine.start();
