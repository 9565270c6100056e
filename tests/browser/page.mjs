// Opens HTML reports in headless Chromium and fails on what a reader would stumble over. It speaks the Chrome DevTools
// Protocol over a pipe, so that it needs nothing but node and the browser.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, ...files] = process.argv.slice(2);
const shots = process.env.SHOTS;
const problems = [];
const problem = (where, what) => problems.push(`${where}: ${what}`);

/** A browser, and what it tells. */
class Browser {
  constructor() {
    this.profile = mkdtempSync(join(tmpdir(), "issuercheck-browser-"));
    const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--mute-audio",
      "--remote-debugging-pipe", `--user-data-dir=${this.profile}`];
    this.process = spawn(chromium, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.ended = new Promise((done) => this.process.on("exit", done));
    this.waiting = new Map();
    this.listeners = new Set();
    this.last = 0;
    let unread = Buffer.alloc(0);
    this.process.stdio[4].on("data", (data) => {
      unread = Buffer.concat([unread, data]);
      for (let end = unread.indexOf(0); end >= 0; end = unread.indexOf(0)) {
        this.receive(JSON.parse(unread.subarray(0, end).toString()));
        unread = unread.subarray(end + 1);
      }
    });
    this.ended.then(() => this.waiting.forEach(({ reject }) => reject(new Error("the browser ended"))));
  }

  receive(message) {
    if (!message.id) return this.listeners.forEach((listener) => listener(message));
    const { accept, reject } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) reject(new Error(message.error.message));
    else accept(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    this.last += 1;
    const id = this.last;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((accept, reject) => this.waiting.set(id, { accept, reject }));
  }

  async close() {
    await this.send("Browser.close").catch(() => {});
    await this.ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One view of one file. */
class Page {
  static async open(browser, file, { width, dark, script }) {
    const page = new Page();
    page.where = `${basename(file)} at ${width} px, ${dark ? "dark" : "light"}, ${script ? "with" : "without"} script`;
    page.browser = browser;
    const { browserContextId } = await browser.send("Target.createBrowserContext");
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    Object.assign(page, { browserContextId, sessionId, url: pathToFileURL(resolve(file)).href });
    page.listen();
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await page.media("screen", dark);
    await page.send("Emulation.setScriptExecutionDisabled", { value: !script });
    await page.load();
    return page;
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  media(media, dark) {
    const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
    return this.send("Emulation.setEmulatedMedia", { media, features });
  }

  listen() {
    this.listener = ({ method, params, sessionId }) => {
      if (sessionId !== this.sessionId) return;
      if (method === "Page.loadEventFired") this.loaded?.();
      if (method === "Page.javascriptDialogOpening") problem(this.where, "a dialog opened");
      if (method === "Runtime.exceptionThrown") problem(this.where, `exception: ${params.exceptionDetails.exception?.description}`);
      if (method === "Runtime.consoleAPICalled") problem(this.where, `console.${params.type}`);
      if (method === "Log.entryAdded") problem(this.where, `log: ${params.entry.text}`);
      if (method === "Network.requestWillBeSent") {
        const { url } = params.request;
        if (url.split("#")[0] !== this.url && !url.startsWith("data:")) problem(this.where, `request of ${url}`);
      }
    };
    this.browser.listeners.add(this.listener);
  }

  async load() {
    const loaded = new Promise((done, fail) => {
      this.loaded = done;
      setTimeout(() => fail(new Error(`${this.where}: it does not load`)), 30_000).unref();
    });
    const { errorText } = await this.send("Page.navigate", { url: this.url });
    if (errorText) throw new Error(`${this.where}: ${errorText}`);
    await loaded;
  }

  /** What a function gives in the page. */
  async run(code, ...values) {
    const expression = `(${code})(${values.map((value) => JSON.stringify(value)).join(", ")})`;
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(`${this.where}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  expect(holds, what) {
    if (!holds) problem(this.where, what);
  }

  async shot(name) {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(join(shots, `${name}.png`), Buffer.from(data, "base64"));
  }

  async close() {
    await this.send("Page.bringToFront");
    this.browser.listeners.delete(this.listener);
    await this.browser.send("Target.disposeBrowserContext", { browserContextId: this.browserContextId });
  }
}

// ---- What is looked at; these functions run in the page.

const overflow = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return null;
  const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 3).map((element) => `${element.tagName}.${element.className}`).join(", ") || "something";
};

const openAll = () => document.querySelectorAll("details").forEach((details) => (details.open = true));

/** What keeps the document from being what our templates write. */
const shape = () => {
  const wrong = [];
  const known = new Set(("HTML HEAD META TITLE LINK STYLE SCRIPT BODY A HEADER P SPAN NAV BUTTON MAIN SECTION H1 H2 H3 H4 H5 H6 STRONG EM " +
    "UL OL LI DL DT DD DIV TABLE CAPTION THEAD TBODY TR TH TD FORM LABEL INPUT SELECT OPTION ARTICLE CODE PRE BDI BR HR DETAILS SUMMARY " +
    "TIME FOOTER BLOCKQUOTE").split(" "));
  for (const element of document.querySelectorAll("*")) {
    if (!known.has(element.tagName)) wrong.push(`element ${element.tagName}`);
    for (const { name } of element.attributes) if (name.startsWith("on") || name === "style") wrong.push(`attribute ${name}`);
  }
  if (document.scripts.length !== 1) wrong.push(`${document.scripts.length} scripts`);
  if (window.hacked) wrong.push("a script of the target ran");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id is there twice");
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (href.startsWith("#") ? !document.getElementById(href.slice(1)) : !/^https:\/\/(www\.rfc-editor\.org|openid\.net|openactive\.io|datatracker\.ietf\.org)\//.test(href)) {
      wrong.push(`link to ${href.slice(0, 80)}`);
    }
  }
  return wrong;
};

/** Texts whose contrast is below 4.5 (WCAG 2.2 §1.4.3). */
const contrasts = () => {
  const parse = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const back = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [one, two] = [parse(getComputedStyle(element).color), back(element)].map(luminance);
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) low.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...low].slice(0, 5);
};

const visible = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).length;
const set = (id, value) => {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  return new Promise((done) => setTimeout(done, 300));
};

async function looks(page, name, script) {
  page.expect((await page.run(shape)).length === 0, `shape: ${(await page.run(shape)).slice(0, 5).join("; ")}`);
  await page.shot(`${name}-top`);
  page.expect((await page.run(overflow)) === null, `wider than the window: ${await page.run(overflow)}`);
  page.expect((await page.run(visible, ".filters, .theme")) === (script ? 2 : 0), "controls");
  page.expect((await page.run(visible, "h1, h2")) >= 3, "headings are missing");
  await page.run(openAll);
  page.expect((await page.run(overflow)) === null, `wider than the window, opened: ${await page.run(overflow)}`);
  const exchanges = await page.run(() => document.querySelectorAll(".exchange").length);
  page.expect(exchanges > 0 && (await page.run(visible, ".exchange .sides")) === exchanges, "an exchange is not shown");
  const low = await page.run(contrasts);
  page.expect(low.length === 0, `contrast: ${low.join("; ")}`);
  await page.run(() => (document.querySelector(".card") ?? document.querySelector("#others")).scrollIntoView({ behavior: "instant" }));
  await page.shot(`${name}-findings`);
  await page.run(() => document.querySelectorAll(".exchange")[2].scrollIntoView({ behavior: "instant" }));
  await page.shot(`${name}-exchange`);
}

/** A conformance certificate: our words, the holder's name, and the evidence as a download. */
async function certifies(page, name) {
  await page.shot(name);
  page.expect((await page.run(overflow)) === null, `wider than the window: ${await page.run(overflow)}`);
  page.expect((await page.run(visible, "h1, h2, table, .seal, a[download]")) >= 6, "something is missing");
  page.expect((await page.run(() => document.querySelector("h1").textContent)) === "Acme <b>Ltd</b>", "the holder's name is no text");
  page.expect(!(await page.run(() => document.querySelector("h1 *"))), "the holder's name is markup");
  const [data, ...more] = await page.run(() => [...document.scripts].map((script) => [script.type, script.textContent]));
  page.expect(more.length === 0 && data[0] === "application/ld+json" && JSON.parse(data[1])["@context"], "the JSON-LD description");
  const low = await page.run(contrasts);
  page.expect(low.length === 0, `contrast: ${low.join("; ")}`);
}

/** Search and filters. */
async function finds(page) {
  const cards = await page.run(visible, ".card");
  const said = () => page.run(() => document.getElementById("shown").textContent);
  page.expect(/^\d+ of \d+ findings, \d+ of \d+ scenarios shown$/.test(await said()), `the count says ${await said()}`);
  await page.run(set, "q", await page.run(() => document.querySelectorAll(".card .id")[1].textContent.toUpperCase()));
  const found = await page.run(visible, ".card");
  page.expect(found > 0 && found < cards, `a search shows ${found} of ${cards} cards`);
  await page.run(set, "q", "nothing has this word");
  page.expect((await page.run(visible, ".card, .scenario, .rule")) === 0, "a search for nothing shows something");
  page.expect((await said()).startsWith("0 of "), "the count does not follow");
  await page.run(() => document.getElementById("reset").click());
  page.expect((await page.run(visible, ".card")) === cards, "the reset does not bring everything back");
  await page.run(set, "severity", "failure");
  const failures = await page.run(visible, ".card.failure");
  page.expect(failures > 0 && failures === (await page.run(visible, ".card")), "the filter by severity");
  await page.run(set, "severity", "");
  const all = await page.run(visible, ".entry");
  const first = await page.run(() => document.querySelector(".card").dataset.p.split(" ")[0]);
  for (const [id, value] of [["spec", first], ["scenario", "1"]]) {
    await page.run(set, id, value);
    const some = await page.run(visible, ".entry");
    page.expect(some > 0 && some < all, `the filter ${id} shows ${some} of ${all}`);
    await page.run(set, id, "");
  }
  await page.run(set, "outcome", "pass");
  page.expect((await page.run(visible, ".rule")) > 0 && (await page.run(visible, ".card")) === 0, "the filter by outcome");
  await page.run(set, "outcome", "");
}

/** Links, keys, theme and paper. */
async function works(page) {
  const id = await page.run(() => document.querySelector(".exchange").id);
  await page.run((id) => (location.hash = id), id);
  await page.run(() => new Promise((done) => setTimeout(done, 100)));
  page.expect(await page.run((id) => document.getElementById(id).open, id), "a link to an exchange does not open it");
  const rule = await page.run(() => document.querySelector(".rule li [id]").id);
  await page.run((rule) => (location.hash = rule), rule);
  await page.run(() => new Promise((done) => setTimeout(done, 100)));
  page.expect(await page.run((rule) => document.getElementById(rule).checkVisibility(), rule), "a link into a fold does not open it");
  await page.load();
  for (const type of ["rawKeyDown", "keyUp"]) await page.send("Input.dispatchKeyEvent", { type, key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 });
  page.expect(await page.run(() => document.activeElement.className === "skip" && document.activeElement.getBoundingClientRect().top >= 0), "Tab does not show the skip link");
  const { nodes } = await page.send("Accessibility.getFullAXTree");
  const controls = new Set(["button", "link", "textbox", "searchbox", "combobox"]);
  const nameless = nodes.filter((node) => !node.ignored && controls.has(node.role?.value) && !node.name?.value);
  page.expect(nameless.length === 0, `${nameless.length} controls have no name`);
  for (const landmark of ["main", "banner", "navigation", "search", "contentinfo"]) {
    page.expect(nodes.some((node) => node.role?.value === landmark), `there is no ${landmark}`);
  }
  const color = () => page.run(() => getComputedStyle(document.body).backgroundColor);
  const before = await color();
  await page.run(() => document.querySelector(".theme").click());
  page.expect((await color()) !== before, "the theme does not change");
  await page.media("print", false);
  page.expect((await page.run(visible, ".filters, .bar")) === 0, "controls are printed");
  const shown = await page.run(() => [...document.querySelectorAll(".exchange pre")].every((pre) => pre.getBoundingClientRect().height > 0));
  page.expect(shown, "what is folded is not printed");
  await page.media("screen", false);
  await page.run(() => localStorage.clear());
}

const browser = new Browser();
try {
  for (const file of files) {
    for (const width of [400, 1400]) {
      for (const dark of [false, true]) {
        for (const script of [true, false]) {
          const name = `${basename(file, ".html")}-${width}-${dark ? "dark" : "light"}${script ? "" : "-noscript"}`;
          const page = await Page.open(browser, file, { width, dark, script });
          if (script && !dark && basename(file) === "bad.html") {
            await finds(page);
            await works(page);
            await page.load();
          }
          if (basename(file) === "certificate.html") await certifies(page, name);
          else await looks(page, name, script);
          await page.close();
        }
      }
    }
  }
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(`FAILED:\n${[...new Set(problems)].join("\n")}`);
  process.exit(1);
}
console.log(`passed: ${files.length} HTML pages in Chromium, at 400 and 1400 px, light and dark, with and without script`);
