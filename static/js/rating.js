// The sum of each department's marks while they are typed, under its cap; the server counts again.
for (const output of document.querySelectorAll("output[data-sum]")) {
  const marks = [...document.querySelectorAll(`[data-mark="${output.dataset.sum}"]`)];
  const [base, cap] = [Number(output.dataset.base), Number(output.dataset.cap)];
  const count = () => {
    const given = marks.reduce((sum, mark) => sum + (Number(mark.value) || 0), 0);
    output.querySelector("b").textContent = String(Math.min(base + given, cap));
  };
  for (const mark of marks) mark.addEventListener("input", count);
  count();
}
