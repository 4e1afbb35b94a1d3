/* Charts by ECharts, drawn on canvas with text tooltips; each reads its numbers from a json_script.

   <div class="plot" data-chart="trend" data-source="id" role="img" aria-label="…"></div>
     {labels: […], lines: [{name, values: […], colour: "primary" | "success" | "warn" | "danger"}], unit}
   <div class="plot plot-rank" data-chart="ranking" …>
     {rows: [{name, value, step}], from: 85, target: 95, unit: "%"}: a lollipop, since its axis need not start at 0
   <div class="plot" data-chart="columns" …> like trend, as columns from 0 (data-stack joins them). */

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const line = css("--line-2");
const axis = {
  axisLine: { lineStyle: { color: css("--line") } },
  axisTick: { show: false },
  axisLabel: { color: css("--muted"), fontSize: 12 },
  splitLine: { lineStyle: { color: line } },
};
const tooltip = { renderMode: "richText", confine: true, trigger: "axis", borderColor: css("--line"), textStyle: { color: css("--ink"), fontSize: 12 } };
const legend = { right: 0, top: 0, icon: "roundRect", itemWidth: 12, itemHeight: 4, textStyle: { color: css("--text"), fontSize: 12 } };
const shade = (colour) => ({
  color: { type: "linear", x: 0, y: 0, x2: 0, y2: 1, colorStops: [{ offset: 0, color: `${colour}33` }, { offset: 1, color: `${colour}00` }] },
});
const colour = (set, n) => css(`--${set.colour ?? ["primary", "success", "warn", "danger"][n % 4]}`);

function frame(data, gap) {
  return {
    tooltip,
    legend,
    grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: "category", boundaryGap: gap, data: data.labels, ...axis, splitLine: { show: false } },
    yAxis: { type: "value", minInterval: 1, splitNumber: 4, ...axis, axisLine: { show: false } },
  };
}

function trend(data) {
  const series = data.lines.map((set, n) => ({
    name: set.name, type: "line", smooth: 0.25, symbol: "none", data: set.values,
    lineStyle: { width: 2.25, color: colour(set, n) }, itemStyle: { color: colour(set, n) },
    areaStyle: n ? undefined : shade(colour(set, n)),
  }));
  return { ...frame(data, false), series };
}

function columns(data, box) {
  const series = data.lines.map((set, n) => ({
    name: set.name, type: "bar", barMaxWidth: 22, stack: box.dataset.stack === undefined ? undefined : "all",
    data: set.values, itemStyle: { color: colour(set, n), borderRadius: [2, 2, 0, 0] },
  }));
  return { ...frame(data, true), series };
}

function ranking(data) {
  const rows = [...data.rows].reverse();
  const tone = (row) => css(row.step ? `--rate-${row.step}` : "--primary");
  const names = { type: "category", ...axis, axisLine: { show: false }, splitLine: { show: false } };
  const percent = (row) => (row.value === null ? "—" : `${row.value}${data.unit ?? ""}`);
  return {
    tooltip: { show: false },
    grid: { left: 4, right: 8, top: 6, bottom: 4, containLabel: true },
    xAxis: { type: "value", min: data.from ?? 0, max: data.to, splitNumber: 3, ...axis, axisLabel: { ...axis.axisLabel, hideOverlap: true, formatter: `{value}${data.unit ?? ""}` } },
    yAxis: [
      { ...names, data: rows.map((row) => row.name), axisLabel: { color: css("--text"), fontSize: 13 } },
      { ...names, position: "right", data: rows.map(percent), axisLabel: { color: css("--ink"), fontSize: 13, fontWeight: 600, margin: 12 } },
    ],
    series: [
      { type: "bar", barWidth: 3, silent: true, data: rows.map((row) => ({ value: row.value, itemStyle: { color: tone(row), opacity: 0.45, borderRadius: 2 } })) },
      {
        type: "line", lineStyle: { width: 0 }, symbol: "circle", symbolSize: 13, silent: true,
        data: rows.map((row) => ({ value: row.value, itemStyle: { color: tone(row), borderColor: "#fff", borderWidth: 2 } })),
        markLine: data.target && {
          symbol: "none", silent: true, label: { show: false },
          lineStyle: { color: css("--danger"), type: "dashed", width: 1 }, data: [{ xAxis: data.target }],
        },
      },
      { type: "bar", yAxisIndex: 1, data: [] },
    ],
  };
}

const KINDS = { trend, columns, ranking };
const still = { animation: false, textStyle: { fontFamily: css("--font") }, aria: { enabled: true } };

function draw(box) {
  const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
  const chart = echarts.init(box, null, { renderer: "canvas", devicePixelRatio: Math.max(devicePixelRatio, 2) });
  chart.setOption({ ...still, ...KINDS[box.dataset.chart](data, box) });
  new ResizeObserver(() => chart.resize()).observe(box);
}

for (const box of document.querySelectorAll("[data-chart]")) draw(box);
