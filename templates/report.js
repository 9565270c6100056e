// The HTML report: theme, search, filters, copying. Without it everything is on the page all the same.
(() => {
  "use strict";

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const remembered = () => {
    try {
      return localStorage.getItem("issuercheck-theme");
    } catch {
      return null;
    }
  };
  // Before the first paint, so that the page does not flash.
  if (["light", "dark"].includes(remembered())) root.dataset.theme = remembered();

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  function startTheme() {
    const button = document.querySelector(".theme");
    const show = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `Show in ${isDark() ? "light" : "dark"} colors`);
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("issuercheck-theme", root.dataset.theme);
      } catch {
        // The choice lasts as long as the page.
      }
      show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    button.hidden = false;
    show();
  }

  // Opens what a link leads to, wherever it is folded away or filtered out.
  function reveal(reset) {
    let target = null;
    try {
      target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    } catch {
      // Not an address of ours.
    }
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  }

  function startCopying() {
    if (!navigator.clipboard) return;
    for (const line of all(".command")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy the command");
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(line.querySelector("code").textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not copied";
        }
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      line.append(button);
    }
  }

  const texts = new WeakMap();
  const text = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };

  function startFilters() {
    const form = document.querySelector(".filters");
    const fields = ["q", "severity", "spec", "scenario", "outcome"].map(byId);
    const [q, severity, spec, scenario, outcome] = fields;
    const findings = all("[data-v]").map((element) => {
      const rule = element.closest("[data-p]");
      const [specs, scenarios] = [rule.dataset.p, element.dataset.s].map((numbers) => numbers.split(" "));
      return { element, rule, group: element.closest("[data-o]"), specs, scenarios };
    });
    const total = findings.reduce((sum, finding) => sum + finding.scenarios.length, 0);
    const rules = [...new Set(findings.map((finding) => finding.rule))];
    const folded = all("details.outcome");
    const scenarios = all("details.scenario").map((element) => ({
      element,
      open: element.open,
      head: element.querySelector("summary"),
      blocks: all(".exchange, .block", element),
    }));

    function apply() {
      const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const has = (...elements) => words.every((word) => elements.some((element) => text(element).includes(word)));
      const faceted = severity.value || spec.value || outcome.value;
      const filtered = Boolean(faceted || scenario.value || words.length > 0);
      const withFinding = new Set();
      let shownFindings = 0;

      const visible = new Set();
      for (const { element, rule, group, specs, scenarios } of findings) {
        const { v } = element.dataset;
        const fits =
          (!severity.value || severity.value === v) &&
          (!spec.value || specs.includes(spec.value)) &&
          (!scenario.value || scenarios.includes(scenario.value)) &&
          (!outcome.value || outcome.value === group.dataset.o);
        // A word may stand in the rule or in one of its findings; the rule's own text has both.
        const shown = fits && (words.length === 0 || (has(rule) && (rule.classList.contains("card") || has(rule, element))));
        element.hidden = !shown;
        if (fits) for (const number of scenarios) withFinding.add(number);
        if (shown) {
          shownFindings += scenario.value ? 1 : scenarios.length;
          visible.add(rule).add(group);
        }
      }
      for (const rule of rules) rule.hidden = !visible.has(rule);
      for (const more of all("details.folded")) {
        const items = all(".entry", more);
        more.hidden = items.every((item) => item.hidden);
        more.open = filtered && !more.hidden && items.length < 200;
      }
      for (const group of folded) {
        group.hidden = !visible.has(group);
        group.open = visible.has(group) && (outcome.value !== "" || words.length > 0);
      }

      let shownScenarios = 0;
      for (const { element, open, head, blocks } of scenarios) {
        const number = element.dataset.s;
        const fits = (!scenario.value || scenario.value === number) && (!faceted || withFinding.has(number));
        const named = words.length === 0 || has(head);
        let found = false;
        for (const block of blocks) {
          const shown = named || has(block);
          block.hidden = !shown;
          found ||= shown;
        }
        element.hidden = !(fits && (named || found || has(element)));
        element.open = filtered && !element.hidden && !named ? true : open;
        if (!element.hidden) shownScenarios += 1;
      }

      for (const section of all("main > section:not(#summary)")) {
        const items = all(":scope > .card, :scope > .outcome, :scope > .scenario", section);
        section.hidden = items.length > 0 && items.every((item) => item.hidden);
      }
      byId("shown").textContent =
        `${shownFindings} of ${total} findings, ${shownScenarios} of ${scenarios.length} scenarios shown`;
    }

    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    };
    const reset = () => {
      for (const field of fields) field.value = "";
      apply();
    };
    const openAll = (open) => {
      for (const details of all("details.exchange")) details.open = open && !details.hidden;
      if (open) for (const { element } of scenarios) element.open = true;
    };
    q.addEventListener("input", soon);
    for (const field of [severity, spec, scenario, outcome]) field.addEventListener("change", apply);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
    byId("reset").addEventListener("click", reset);
    byId("open").addEventListener("click", () => openAll(true));
    byId("close").addEventListener("click", () => openAll(false));
    form.hidden = false;
    // A browser may have kept the values of the fields from the last visit.
    reset();
    return reset;
  }

  // On paper everything is open; afterwards it is as it was.
  function startPrinting() {
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = all("details:not([open])");
      for (const details of closed) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of closed) details.open = false;
      closed = [];
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    startTheme();
    startCopying();
    startPrinting();
    const reset = startFilters();
    addEventListener("hashchange", () => reveal(reset));
    reveal(reset);
  });
})();
