/* Choosing another kind of whistle proposes that kind's report-in time, as long as nobody has set one.
   The times stand in the page: <span data-kind="emergency" data-time="2026-11-22T11:15">. */

const form = document.querySelector("form.call");
const time = form?.elements.report_in_at;
const proposals = new Map([...(form?.querySelectorAll("[data-kind]") ?? [])].map((each) => [each.dataset.kind, each.dataset.time]));

form?.addEventListener("change", (event) => {
  if (event.target.name !== "kind" || !proposals.has(event.target.value)) return;
  if (!time.value || [...proposals.values()].includes(time.value)) time.value = proposals.get(event.target.value);
});
