// Shows one of the messages that the page brings along as templates, with the names in its braces filled in.

export function tell(place, name, values = {}) {
  const template = [...place.querySelectorAll("template")].find(({ dataset }) => dataset.say === name);
  const words = template.content.cloneNode(true);
  for (const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const text = walker.currentNode;
    text.data = text.data.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }
  for (const room of words.querySelectorAll("[data-text]")) room.value = values.text;
  place.querySelector(".told > [role=status]").replaceChildren(words);
}
