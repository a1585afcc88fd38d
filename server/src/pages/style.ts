/** The style of all pages: light and dark, on paper, on a phone and on the wall. */
export const STYLE = `
:root {
  --ground: #ffffff; --raised: #f5f6f8; --line: #d9dde3; --ink: #16191d; --soft: #57606c; --link: #0b57c2;
  --bad: #a3140c; --bad-ground: #fdecea; --warn: #7a4a00; --warn-ground: #fff4dc; --good: #1a6b34;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1d2127; --line: #353b44; --ink: #eceff3; --soft: #a3adb9; --link: #8ab8ff;
    --bad: #ff9c94; --bad-ground: #3d1a18; --warn: #ffd28a; --warn-ground: #3a2c12; --good: #7fd99a;
  }
}
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 3rem) 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
code { font: .95em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1.25rem; margin-bottom: 1rem; }
.top p { margin: 0; color: var(--soft); }
.sum { font-size: 1.25rem; font-weight: 600; color: var(--good) !important; }
.sum.bad { color: var(--bad) !important; }
.sum.none { color: var(--soft) !important; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th.host { width: 17%; } th.category, th.type { width: 12%; } th.timestamp { width: 12.5rem; } th.delta { width: 9.5rem; } th.settings { width: 6rem; }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { position: sticky; top: 0; background: var(--raised); font-weight: 600; white-space: nowrap; }
th a { color: inherit; text-decoration: none; }
th a:hover { text-decoration: underline; }
th .way { color: var(--soft); }
td { overflow-wrap: anywhere; }
td small { display: block; color: var(--soft); font-size: .875em; }
th.delta, td.delta { text-align: right; }
td.delta { font-variant-numeric: tabular-nums; }
.word { display: block; font-size: .875em; color: var(--soft); }
tr.overdue, tr.failed { background: var(--bad-ground); }
tr.overdue td:first-child, tr.failed td:first-child { box-shadow: inset 5px 0 0 var(--bad); }
tr.overdue .word, tr.failed .word, tr.overdue .hours { color: var(--bad); font-weight: 700; }
tr.late { background: var(--warn-ground); }
tr.late .word { color: var(--warn); font-weight: 700; }
tr.overdue small, tr.failed small, tr.late small { color: var(--ink); }
.empty, .card { max-width: 40rem; padding: 1.25rem 1.5rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; }
.empty p:first-child, .card p:first-child { margin-top: 0; }
.empty p:last-child { margin-bottom: 0; }
.card { margin-top: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 0 1.25rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
label.tick { display: flex; gap: .5rem; align-items: center; font-weight: 400; }
input[type=text], input[type=password], select { width: 100%; max-width: 24rem; padding: .5rem .6rem; font: inherit; color: var(--ink);
  background: var(--ground); border: 1px solid var(--soft); border-radius: 4px; }
.hint { margin: .25rem 0 0; color: var(--soft); font-size: .9rem; }
.fault { padding: .6rem .8rem; color: var(--bad); background: var(--bad-ground); border-left: 5px solid var(--bad); font-weight: 600; overflow-wrap: anywhere; }
.do { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin-top: 1.25rem; }
button { padding: .55rem 1.1rem; font: inherit; font-weight: 600; color: var(--ground); background: var(--link); border: 0; border-radius: 4px; cursor: pointer; }
@media (min-width: 1700px) { html { font-size: 125%; } }
@media (min-width: 2500px) { html { font-size: 160%; } }
@media screen and (max-width: 1000px) {
  thead { position: static; }
  thead tr { display: flex; flex-wrap: wrap; gap: .25rem .9rem; padding: 0 0 .75rem; }
  thead tr::before { content: "Sort by"; color: var(--soft); font-size: .9rem; }
  thead th, thead th.host, thead th.category, thead th.type, thead th.timestamp, thead th.delta { position: static; width: auto; padding: 0; border: 0; background: none; font-size: .9rem; }
  thead th a { text-decoration: underline; }
  thead th.settings { display: none; }
  table, thead, tbody { display: block; }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .4rem 1rem; padding: .75rem .9rem; margin-bottom: .6rem;
    border: 1px solid var(--line); border-radius: 6px; }
  tbody td { padding: 0; border: 0; min-width: 0; }
  tbody td::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8rem; }
  tr.overdue td::before, tr.failed td::before, tr.late td::before { color: var(--ink); }
  tbody tr.overdue, tbody tr.failed { border-color: var(--bad); box-shadow: inset 5px 0 0 var(--bad); }
  tr.overdue td:first-child, tr.failed td:first-child { box-shadow: none; }
  td.delta { text-align: left; }
  td.name { order: -1; grid-column: 1 / -1; font-weight: 600; }
  td.name::before { font-weight: 400; }
  td.when { order: 1; }
  td.settings { order: 2; }
  td.settings:empty { display: none; }
  td.settings::before { content: none; }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --line: #999; --ink: #000; --soft: #333; --link: #000; --bad: #000; --bad-ground: #fff; --warn: #000; --warn-ground: #fff; --good: #000; }
  body { padding: 0; font-size: 9pt; }
  th { position: static; }
  th.host, th.category, th.type { width: 16%; } th.timestamp { width: 20%; } th.delta { width: 13%; }
  th.settings, td.settings { display: none; }
  th, td { padding: 2pt 4pt; }
  a { text-decoration: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
