// The charts island: data from the page, colours from the tokens, a click leads to the list behind a point.
import { BarChart, FunnelChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { describe } from "./chart-options.js";

echarts.use([BarChart, FunnelChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const drawn = new Map();

function draw(box) {
  const facts = JSON.parse(box.dataset.facts);
  const chart = drawn.get(box) ?? echarts.init(box, null, { renderer: "svg" });
  if (!drawn.has(box)) {
    chart.on("click", ({ seriesIndex, dataIndex }) => {
      const url = facts.series[seriesIndex]?.urls?.[dataIndex];
      if (url) location.assign(url);
    });
    new ResizeObserver(() => chart.resize()).observe(box);
    drawn.set(box, chart);
  }
  chart.setOption({ ...describe(facts), animation: !calm }, true);
}

function picture(id) {
  const box = document.querySelector(`[data-chart="${id}"]`);
  const link = Object.assign(document.createElement("a"), { href: drawn.get(box).getDataURL({ type: "svg" }), download: `${id}.svg` });
  link.click();
}

const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
document.addEventListener("theme-changed", drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-picture]");
  if (button) picture(button.dataset.chartPicture);
});
drawAll();
