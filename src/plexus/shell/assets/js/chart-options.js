// From the product's own description of a chart to the drawing library's options.
import { colour } from "./colours.js";

const language = document.documentElement.lang;
const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const full = new Intl.NumberFormat(language);

function look() {
  const names = { ink: "--ink", quiet: "--ink-3", line: "--line", surface: "--raised", warn: "--warn", soft: "--accent-soft" };
  const tokens = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, colour(name)]));
  return { ...tokens, palette: [1, 2, 3, 4, 5, 6].map((n) => colour(`--c${n}`)), font: getComputedStyle(document.body).fontFamily };
}

// A sign of money stands before its figure, a per cent sign behind it.
const said = (facts, n, how) => (facts.unit === "%" ? `${how.format(n)}%` : facts.unit + how.format(n));

function axes(facts, tokens) {
  const words = { color: tokens.quiet, fontFamily: tokens.font, fontSize: 11.5 };
  const category = { type: "category", data: facts.categories, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...words, hideOverlap: true }, boundaryGap: facts.kind !== "line", inverse: facts.kind === "row" };
  const value = { type: "value", axisLabel: { ...words, formatter: (n) => said(facts, n, short) }, splitLine: { lineStyle: { color: tokens.line } }, splitNumber: 4, ...(facts.unit === "%" ? { min: 0, max: 100, interval: 25 } : {}) };
  return facts.kind === "row" ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

function target(facts, tokens) {
  if (facts.target === null || facts.target === undefined) return undefined;
  return { silent: true, symbol: "none", data: [{ yAxis: facts.target }], lineStyle: { color: tokens.warn, type: "dotted", width: 1.5 }, label: { formatter: facts.targetLabel, position: "insideEndTop", color: tokens.warn, fontFamily: tokens.font } };
}

function band(series, tokens) {
  if (!series.band?.length) return [];
  const shared = { type: "line", stack: `band ${series.name}`, symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false }, data: [] };
  return [
    { ...shared, data: series.band.map((pair) => pair?.[0] ?? null) },
    { ...shared, data: series.band.map((pair) => (pair ? pair[1] - pair[0] : null)), areaStyle: { color: tokens.soft, opacity: 1 } },
  ];
}

function lines(facts, tokens) {
  const main = facts.series.map((series, n) => ({
    name: series.name, type: "line", data: series.values, symbolSize: 6, showSymbol: false, smooth: 0.15, cursor: series.urls?.length ? "pointer" : "default",
    lineStyle: { width: 2.2, type: series.dashed ? "dashed" : "solid", color: series.dashed && n ? tokens.palette[0] : tokens.palette[n] },
    itemStyle: { color: series.dashed && n ? tokens.palette[0] : tokens.palette[n] }, markLine: n ? undefined : target(facts, tokens), z: 3,
  }));
  return [...main, ...facts.series.flatMap((series) => band(series, tokens))];
}

function bars(facts, tokens) {
  const round = facts.kind === "row" ? [0, 3, 3, 0] : [3, 3, 0, 0];
  return facts.series.map((series, n) => ({
    name: series.name, type: "bar", data: series.values, stack: facts.kind === "stack" ? "all" : undefined, barMaxWidth: 28, cursor: series.urls?.length ? "pointer" : "default",
    itemStyle: { color: tokens.palette[n % 6], borderRadius: facts.kind === "stack" ? 0 : round }, markLine: n ? undefined : target(facts, tokens),
  }));
}

function parts(facts, tokens) {
  const [series] = facts.series;
  const data = facts.categories.map((name, n) => ({ name, value: series.values[n], itemStyle: { color: tokens.palette[n % 6] } }));
  const label = { color: tokens.ink, fontFamily: tokens.font };
  if (facts.kind === "share") return [{ type: "pie", radius: ["52%", "78%"], data, label, itemStyle: { borderColor: tokens.surface, borderWidth: 2 } }];
  return [{ type: "funnel", data, label: { ...label, position: "inside" }, gap: 3, sort: "none", left: 0, right: 0, top: 4, bottom: 4 }];
}

export function describe(facts) {
  const tokens = look();
  const shared = {
    color: tokens.palette, textStyle: { fontFamily: tokens.font },
    tooltip: { trigger: ["share", "funnel"].includes(facts.kind) ? "item" : "axis", renderMode: "richText", backgroundColor: tokens.surface, borderColor: tokens.line, textStyle: { color: tokens.ink, fontFamily: tokens.font, fontSize: 12.5 }, valueFormatter: (n) => (n === null || n === undefined ? "—" : said(facts, n, full)) },
    legend: facts.series.length > 1 ? { bottom: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: tokens.quiet, fontFamily: tokens.font }, data: facts.series.map(({ name }) => name) } : undefined,
    grid: { left: 4, right: 12, top: 16, bottom: facts.series.length > 1 ? 28 : 4, containLabel: true },
  };
  if (["share", "funnel"].includes(facts.kind)) return { ...shared, series: parts(facts, tokens) };
  return { ...shared, ...axes(facts, tokens), series: facts.kind === "line" ? lines(facts, tokens) : bars(facts, tokens) };
}
