// Bundles the assets of the shell into its static folder. Names in = names out.
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const shell = fileURLToPath(new URL("../src/plexus/shell/", import.meta.url));
const outdir = `${shell}static/plexus/dist`;
const entries = ["js/app.js", "js/charts.js", "js/docs.js", "css/app.css"].map((name) => `${shell}assets/${name}`);
const settings = {
  entryPoints: entries.filter((entry) => existsSync(entry)),
  outdir,
  entryNames: "[name]",
  assetNames: "[name]-[hash]",
  loader: { ".svg": "dataurl", ".png": "dataurl", ".woff2": "file" },
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox125", "safari17.5"],
  minify: true,
  sourcemap: process.argv.includes("--watch"),
  nodePaths: [fileURLToPath(new URL("./node_modules", import.meta.url))],
  legalComments: "linked",
  logLevel: "warning",
};

rmSync(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  await (await esbuild.context(settings)).watch();
} else {
  await esbuild.build(settings);
}
