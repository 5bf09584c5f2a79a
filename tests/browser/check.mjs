// Opens HTML pages in a headless browser and looks for what no reader should meet.
//
//   node check.mjs FOLDER PAGE.html...
//
// Each page in four widths from a phone of 320 pixels up, in the light and in the dark, closed and with everything opened: any
// message on the console, any request to elsewhere, any violation that axe-core finds, anything wider than the screen, any
// stop of the tab key at something that does nothing is a fault. So is a promise with less room than 12 of its letters are
// wide, in any width from 320 to 1600 pixels, and on paper a first page that is more than one or more pages than a board takes.
// Pictures and a printed PDF of each page are left in FOLDER. Exit status 1 when there was a fault.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [folder, ...pages] = process.argv.slice(2);
const widths = [320, 768, 1280, 1600];
const wide = { name: "wide", width: 1280, height: 900, colorScheme: "light" };
/** Pictures that are kept; the others would be alike. */
const pictured = { "320 light": "phone", "1280 light": "wide", "1280 dark": "dark" };
/** The most pages that a printed scorecard has, with its annexes. */
const most = { knowsley: 8, rutland: 12 };
/** A4 landscape less its margins, in pixels of a sheet. */
const sheet = { width: Math.floor((275 / 25.4) * 96), height: Math.ceil((186 / 25.4) * 96) };
const faults = [];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
for (const file of pages) {
  for (const colorScheme of ["light", "dark"]) await look(file, colorScheme);
  await room(file);
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

/** Everything that axe-core finds, and what is too wide, in all widths, closed and opened. */
async function look(file, colorScheme) {
  const { page, context, fault } = await open(file, { ...wide, name: colorScheme, colorScheme });
  await page.evaluate(axe);
  for (const opened of [false, true]) {
    if (opened) await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    for (const width of widths) {
      const place = `${width}${opened ? ", opened" : ""}`;
      await page.setViewportSize({ width, height: width < 600 ? 640 : 900 });
      const name = pictured[`${width} ${colorScheme}`];
      const path = join(folder, `${basename(file, ".html")}-${name}${opened ? "-opened" : ""}.png`);
      if (name) await page.screenshot({ path, fullPage: true });
      const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"], elementRef: false }));
      for (const { id, help, nodes } of violations) {
        fault(`${place}: ${id}: ${help}: ${nodes.length} times, first ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
      }
      const over = await page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        const cells = [...document.querySelectorAll("tbody td, tbody th")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1);
        return { page: document.documentElement.scrollWidth - room, cells: cells.map((cell) => cell.textContent) };
      });
      if (over.page > 0) fault(`${place}: ${over.page} pixels wider than the screen`);
      if (over.cells.length > 0) fault(`${place}: ${over.cells.length} cells overflow, such as '${over.cells[0]}'`);
    }
  }
  await context.close();
}

/** How much room promises have in any width, and where the tab key stops. */
async function room(file) {
  const { page, context, fault } = await open(file, { ...wide, name: "room" });
  const narrow = {};
  for (let width = 320; width <= 1600; width += 16) {
    await page.setViewportSize({ width, height: 800 });
    const found = await page.evaluate(() => {
      const of = (cell) => cell.getBoundingClientRect().width / parseFloat(getComputedStyle(cell).fontSize);
      const cells = [...document.querySelectorAll("tbody th.title")].filter((cell) => cell.getClientRects().length > 0);
      return cells.map((cell) => [cell.closest("table").className, of(cell)]).filter(([, room]) => room < 12);
    });
    for (const [table, em] of found) (narrow[table] ??= []).push(`${width} (${em.toFixed(1)} em)`);
  }
  for (const [table, where] of Object.entries(narrow)) fault(`promises of '${table}' are narrower than 12 em at ${[...new Set(where)].slice(0, 4)}`);
  const idle = await page.evaluate(() => {
    const acts = "a[href], button, input, select, textarea, summary";
    // What is moved sideways is reached by the keyboard.
    const moves = (element) => element.scrollWidth > element.clientWidth || element.getAttribute("role") === "region";
    return [...document.querySelectorAll("[tabindex]")].filter((one) => one.tabIndex >= 0 && !one.matches(acts) && !moves(one)).map((one) => one.outerHTML.slice(0, 120));
  });
  if (idle.length > 0) fault(`${idle.length} idle stops of the tab key, such as ${idle[0]}`);
  await context.close();
}

/** Prints a page; on paper everything is open, and each first page is one side. */
async function print(file) {
  const { page, context, fault } = await open(file, { ...wide, name: "print" });
  await page.emulateMedia({ media: "print" });
  // What is left closed has no height, whatever its own style says.
  const closed = await page.evaluate(() => {
    const entries = [...document.querySelectorAll("details .entry")];
    return entries.filter((entry) => entry.getBoundingClientRect().height === 0).length;
  });
  if (closed > 0) fault(`${closed} entries are closed on paper`);
  const path = join(folder, `${basename(file, ".html")}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true });
  const pages = readFileSync(path, "latin1").match(/\/Type \/Page\b/g).length;
  const limit = most[basename(file, ".html")];
  if (limit && pages > limit) fault(`${pages} pages, and at most ${limit} are wanted`);
  await page.setViewportSize(sheet);
  const high = await page.evaluate(() => [...document.querySelectorAll(".front")].map((front) => front.getBoundingClientRect().height));
  if (high.some((height) => height > sheet.height)) fault(`a first page is ${Math.max(...high)} pixels high, and a sheet ${sheet.height}`);
  await context.close();
}
