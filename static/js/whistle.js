/* Choosing another kind of whistle tells that kind's latest report-in time and proposes one, as long as nobody has
   set one. The times stand in the page: <p data-kind="emergency" data-time="2026-11-22T11:15">. */

const form = document.querySelector("form.call");
const time = form?.elements.report_in_at;
const latest = form?.querySelector("[data-latest]");
const lines = [...(latest?.querySelectorAll("[data-kind]") ?? [])];
const proposals = new Map(lines.map((line) => [line.dataset.kind, line.dataset.time]));

function tell(kind) {
  for (const line of lines) line.hidden = line.dataset.kind !== kind;
  latest.querySelector("details").hidden = proposals.has(kind);
}

if (latest) tell(form.elements.kind.value);

form?.addEventListener("change", (event) => {
  if (event.target.name !== "kind" || !proposals.has(event.target.value)) return;
  tell(event.target.value);
  if (!time.value || [...proposals.values()].includes(time.value)) time.value = proposals.get(event.target.value);
});
