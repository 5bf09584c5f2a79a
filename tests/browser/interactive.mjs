// Uses an interactive page by keyboard and looks whether it does what it says.
//
//   node interactive.mjs PAGE.html

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file] = process.argv.slice(2);
const address = pathToFileURL(resolve(file)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const open = async (javaScriptEnabled) => {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => assert.fail(error.message));
  await page.goto(address);
  return page;
};
const rows = (page) => page.locator("table.figures tbody tr[id]:visible").count();

const plain = await open(false);
const whole = await rows(plain);
assert.ok(whole > 20);
assert.equal(await plain.locator(".tools").count(), 0);

const page = await open(true);
const status = page.locator(".tools-status");
assert.equal(await status.textContent(), `${whole} of ${whole} promises are shown.`);
// Search, by the keyboard alone.
await page.locator("#tool-search").focus();
await page.keyboard.type("care leavers");
const found = await rows(page);
assert.ok(found > 0 && found < whole);
assert.equal(await status.textContent(), `${found} of ${whole} promises are shown.`);
await page.getByRole("button", { name: "Show all" }).press("Enter");
assert.equal(await rows(page), whole);
// One rating: the last box left; what is counted above a table is what is shown in it.
const tally = page.locator("table.figures caption").first();
const told = await tally.textContent();
assert.match(told, /[0-9]+ green/);
await page.getByLabel("Green", { exact: true }).press("Space");
assert.equal(await page.locator("table.figures tbody tr[id]:visible .tag.green").count(), 0);
assert.doesNotMatch(await tally.textContent(), /green/);
await page.getByRole("button", { name: "Show all" }).press("Enter");
assert.equal(await tally.textContent(), told);
// A lead and a group.
await page.locator("#tool-lead").selectOption({ index: 1 });
const led = await rows(page);
assert.ok(led > 0 && led < whole);
await page.getByRole("button", { name: "Show all" }).press("Enter");
// A team: promises that are told for it, and its column alone.
const part = page.locator("#tool-part");
if ((await part.count()) > 0) {
  const head = await page.locator("table.matrix thead th.number").first().textContent();
  await part.selectOption({ label: head });
  const told = await rows(page);
  assert.ok(told > 0 && told < whole);
  assert.ok((await status.textContent()).includes(`figures of ${head} alone`));
  const heads = await page.locator("table.matrix thead th.number:visible").allTextContents();
  assert.ok(heads.length > 0 && heads.every((text) => text === head), heads.join());
  await page.getByRole("button", { name: "Show all" }).press("Enter");
  assert.equal(await rows(page), whole);
  assert.ok((await page.locator("table.matrix thead th.number:visible").count()) > heads.length);
}
// Sorting: the figures of the first table rise.
const table = page.locator("table.figures").first();
await table.getByRole("button", { name: "Promise" }).press("Enter");
const names = await table.locator("tbody tr[id] .name").allTextContents();
assert.deepEqual(names, [...names].sort((a, b) => (a === b ? 0 : a > b ? 1 : -1)));
assert.equal(await table.locator("th.title").first().getAttribute("aria-sort"), "ascending");
// A chart opens below its row, and closes.
const button = page.locator("button.open").first();
await button.press("Enter");
assert.equal(await button.getAttribute("aria-expanded"), "true");
assert.equal(await page.locator("td.opened svg").count(), 1);
const ids = await page.evaluate(() => Array.from(document.querySelectorAll("[id]"), (element) => element.id));
assert.equal(new Set(ids).size, ids.length, "an id stands twice");
await button.press("Enter");
assert.equal(await page.locator("td.opened svg").count(), 0);
await browser.close();
console.log("the interactive page does what it says");
