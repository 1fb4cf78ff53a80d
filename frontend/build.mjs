// Bundles the assets of the shell into its static folder. Names in = names out.
import * as esbuild from "esbuild";

const here = new URL("../src/plexus/shell/", import.meta.url).pathname;
const settings = {
  entryPoints: ["js/app.js", "js/charts.js", "js/docs.js", "css/app.css"].map((name) => `${here}assets/${name}`),
  outdir: `${here}static/plexus/dist`,
  entryNames: "[name]",
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox125", "safari17.5"],
  minify: true,
  sourcemap: true,
  nodePaths: [new URL("./node_modules", import.meta.url).pathname],
  legalComments: "none",
  logLevel: "info",
};

if (process.argv.includes("--watch")) {
  await (await esbuild.context(settings)).watch();
} else {
  await esbuild.build(settings);
}
