/* What waits on this phone, above the form of a report: on its way, refused, begun and laid aside, sent. */

const { outbox } = window;
const panel = document.getElementById("waiting");
const list = panel.querySelector("ul");
const row = panel.querySelector("template");
const words = panel.dataset;

function state(draft, held) {
  if (draft.state === "waiting") {
    const arrived = draft.photos.filter((photo) => photo.arrived).length;
    const sentence = held ? words.held : words.open;
    return draft.photos.length ? `${sentence} · ${words.arrived.replace("{n}", arrived).replace("{all}", draft.photos.length)}` : sentence;
  }
  return { draft: words.draft, refused: words.refused, sent: words.sent }[draft.state];
}

function line(draft, held) {
  const item = row.content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(`[data-part="${name}"]`);
  item.dataset.state = draft.state;
  part("title").textContent = draft.title || words.untitled;
  part("state").textContent = state(draft, held);
  part("errors").textContent = draft.state === "refused" ? Object.values(draft.errors).flat().join(" ") : "";
  part("see").hidden = !draft.url;
  if (draft.url) part("see").href = draft.url;
  part("open").hidden = part("drop").hidden = !["draft", "refused"].includes(draft.state);
  part("open").addEventListener("click", () => document.dispatchEvent(new CustomEvent("draft:open", { detail: draft })));
  part("drop").addEventListener("click", async () => {
    if (!confirm(words.sure)) return;
    await outbox.drop(draft.id);
    document.dispatchEvent(new CustomEvent("draft:dropped", { detail: draft.id }));
  });
  return item;
}

addEventListener("outbox:changed", ({ detail }) => {
  const inTheForm = document.querySelector("form.report").dataset.draft;
  const drafts = detail.drafts.filter((draft) => draft.id !== inTheForm || draft.state === "waiting");
  panel.hidden = !drafts.length;
  list.replaceChildren(...drafts.map((draft) => line(draft, detail.held)));
});

if (outbox?.ready) outbox.show(true);
