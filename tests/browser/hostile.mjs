// Makes of a record that of a target which writes what it can into every field that it controls.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const record = JSON.parse(readFileSync(from, "utf8"));

const MARKUP = [
  "</script></style><script>window.hacked = 1; alert(1)</script>",
  "<img src=x onerror=window.hacked=1>",
  "\"'><svg/onload=window.hacked=1>",
  "</td></title><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
  "]]>--><base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
  "[a](javascript:window.hacked=1) ![b](https://evil.example/x.png) `{{constructor}}` ```",
  "\u0000\u0007\u001b[31mred\u001b[0m\r\n\u202egnp.exe\u2066\u200b\u2028\ufeff",
].join(" ");
const LINE = "x".repeat(1 << 20);
const keep = new Set(["format", "version", "time", "origin", "outcome", "severity", "kind", "action", "step", "check", "content", "headers", "bytes"]);

// Every text of the record gets the markup; what names a choice stays, so that the record is still one.
function spoil(value, key) {
  if (typeof value === "string") return keep.has(key) ? value : value + MARKUP;
  if (Array.isArray(value)) return value.map((item) => spoil(item, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, keep.has(name) && typeof inner !== "object" ? inner : spoil(inner, name)]));
}

const hostile = spoil(record, "");
const exchanges = hostile.scenarios.flatMap((scenario) =>
  scenario.groups.flatMap((group) => group.blocks.flatMap((block) => (block.exchange ? [block.exchange.exchange] : []))),
);
exchanges[0].outcome.response.body.content = { text: LINE };
exchanges[1].outcome.response.body.content = { text: JSON.stringify({ line: LINE, [MARKUP]: MARKUP }) };
exchanges[1].outcome.response.headers = { recorded: [{ name: MARKUP, value: LINE }] };
exchanges[2].request.url = LINE;
exchanges[2].title = LINE;
hostile.scenarios[0].title = LINE;
hostile.scenarios[0].findings.find((finding) => finding.problems).problems[0].observed = LINE;
writeFileSync(to, JSON.stringify(hostile));
