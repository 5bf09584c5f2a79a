// Opens HTML pages in a headless browser and looks for what no reader should meet.
//
//   node check.mjs FOLDER PAGE.html...
//
// Each page on a wide screen, a phone of 320 pixels and in the dark, closed and with everything opened: any message on
// the console, any request to elsewhere, any violation that axe-core finds, anything wider than the screen is a fault.
// Pictures and a printed PDF of each page are left in FOLDER. Exit status 1 when there was a fault.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [folder, ...pages] = process.argv.slice(2);
const screens = [
  { name: "wide", width: 1280, height: 900, colorScheme: "light" },
  { name: "phone", width: 320, height: 640, colorScheme: "light" },
  { name: "dark", width: 1280, height: 900, colorScheme: "dark" },
];
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
for (const file of pages) {
  for (const screen of screens) await look(file, screen);
  await print(file);
}
await browser.close();
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `${pages.length} pages, no fault` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Opens a page; what it says or asks for is a fault. */
async function open(file, { name, width, height, colorScheme }) {
  const place = `${basename(file)} (${name})`;
  const fault = (text) => faults.push(`${place}: ${text}`);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: "en-GB" });
  const page = await context.newPage();
  const address = pathToFileURL(resolve(file)).href;
  page.on("console", (message) => fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => fault(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (url.split("#")[0] !== address && !url.startsWith("data:")) fault(`asks for ${url}`);
  });
  await page.goto(address);
  return { page, context, fault };
}

async function look(file, screen) {
  const { page, context, fault } = await open(file, screen);
  const picture = (what) => join(folder, `${basename(file, ".html")}-${screen.name}${what}.png`);
  await page.screenshot({ path: picture(""), fullPage: true });
  await page.evaluate(axe);
  for (const opened of [false, true]) {
    if (opened) {
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await page.screenshot({ path: picture("-opened"), fullPage: true });
    }
    const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) {
      fault(`${id}: ${help}: ${nodes.length} times, first ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
    }
    const over = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const cells = [...document.querySelectorAll("tbody td, tbody th")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
      return { page: document.documentElement.scrollWidth - room, cells: cells.map((cell) => cell.textContent) };
    });
    if (over.page > 0) fault(`${over.page} pixels wider than the screen`);
    if (over.cells.length > 0) fault(`${over.cells.length} cells overflow, such as '${over.cells[0]}'`);
  }
  await context.close();
}

/** Prints a page; on paper everything is open. */
async function print(file) {
  const { page, context, fault } = await open(file, { ...screens[0], name: "print" });
  await page.emulateMedia({ media: "print" });
  // What is left closed has no height, whatever its own style says.
  const closed = await page.evaluate(() => {
    const entries = [...document.querySelectorAll("details .entry")];
    return entries.filter((entry) => entry.getBoundingClientRect().height === 0).length;
  });
  if (closed > 0) fault(`${closed} entries are closed on paper`);
  await page.pdf({ path: join(folder, `${basename(file, ".html")}.pdf`), preferCSSPageSize: true });
  await context.close();
}
