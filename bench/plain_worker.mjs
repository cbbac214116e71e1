// The worker of a page that computes nothing: two answers, made beforehand, in turn.
import { replies } from "./replies.mjs";

let asked = 0;
self.onmessage = ({ data: { query, depth } }) => {
  const answer = { ...replies[asked++ % replies.length], query: JSON.parse(query) };
  self.postMessage({ state: "answer", depth, answer });
};
self.postMessage({ state: "ready" });
