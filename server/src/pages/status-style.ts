import { dressOf } from "./page.ts";

/** The style of the status page: calm, light and dark, on a phone and on paper. Icons are masks, so that they take the colour of their text. */
const STYLE = `
:root {
  --ground: #f6f7f9; --card: #ffffff; --line: #e3e6eb; --ink: #1a1e24; --soft: #5a6472; --link: #0b57c2;
  --good: #1f7a3d; --good-bar: #35a35c; --good-ground: #e8f5ec; --bad: #b3261e; --bad-bar: #d8382e; --bad-ground: #fdecea;
  --warn: #8a5200; --warn-bar: #e8a33d; --none: #5a6472; --none-bar: #d5dae1; --none-ground: #eef0f3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --card: #181c22; --line: #2a3038; --ink: #e9edf2; --soft: #a2adba; --link: #8ab8ff;
    --good: #6fd393; --good-bar: #35a05b; --good-ground: #12281b; --bad: #ff9a91; --bad-bar: #e5564b; --bad-ground: #351715;
    --warn: #ffcb7a; --warn-bar: #d69536; --none: #a2adba; --none-bar: #39414b; --none-ground: #1f242b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { max-width: 58rem; margin: 0 auto; padding: clamp(1.5rem, 5vw, 3.5rem) clamp(1rem, 4vw, 2rem) 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 4px; }
h1 { margin: 0; font-size: clamp(1.5rem, 4vw, 2rem); line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 0 0 .75rem; font-size: 1.125rem; line-height: 1.3; }
h3 { margin: 0; font-size: 1rem; line-height: 1.4; }
p, ul { margin: 0; }
ul { padding: 0; list-style: none; }
main > section { margin-top: 2.25rem; }
main > .sum { margin-top: 1.5rem; }
main > .note { margin-top: 1rem; }
.about { margin-top: .5rem; color: var(--soft); white-space: pre-line; max-width: 44rem; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sum { --tone: var(--none); display: flex; gap: 1rem; align-items: center; padding: 1.25rem 1.5rem; border-radius: 12px; background: var(--none-ground); }
.sum.good { --tone: var(--good); background: var(--good-ground); }
.sum.bad { --tone: var(--bad); background: var(--bad-ground); }
.sum h2 { margin: 0; font-size: 1.375rem; color: var(--tone); }
.sum p { color: var(--soft); font-size: .9375rem; }
.sum .ic { width: 2.25rem; height: 2.25rem; flex: none; background: var(--tone); }
.note { padding: 1rem 1.5rem; border: 1px solid var(--line); border-left: 5px solid var(--link); border-radius: 12px; background: var(--card); }
.note h2 { margin-bottom: .25rem; font-size: 1rem; }
.note p { white-space: pre-line; }
.card { border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.m { padding: 1rem 1.5rem 1.125rem; border-top: 1px solid var(--line); }
.m:first-child { border-top: 0; }
.mh { display: flex; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between; margin-bottom: .5rem; }
.mh h3 { min-width: 0; font-weight: 600; }
.mh p { display: flex; flex: none; gap: 1rem; align-items: baseline; white-space: nowrap; }
.pc { color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }
.st { display: inline-flex; gap: .375rem; align-items: baseline; justify-content: flex-end; min-width: 7.25rem; font-weight: 600; color: var(--none); }
.st .ic { align-self: center; width: 1rem; height: 1rem; background: currentColor; }
.st.up { color: var(--good); } .st.late { color: var(--warn); } .st.down { color: var(--bad); }
.ic { display: inline-block; mask: var(--icon) center / contain no-repeat; --icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill-rule='evenodd' d='M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0M4 7v2h8V7z'/%3E%3C/svg%3E"); }
.good .ic, .up .ic { --icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill-rule='evenodd' d='M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0M6.9 11.9l5.6-5.6-1.4-1.4-4.2 4.2-2-2-1.4 1.4z'/%3E%3C/svg%3E"); }
.bad .ic, .down .ic { --icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill-rule='evenodd' d='M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0M6.6 8l-2 2L6 11.4l2-2 2 2 1.4-1.4-2-2 2-2L10 4.6l-2 2-2-2L4.6 6z'/%3E%3C/svg%3E"); }
.paused .ic { --icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill-rule='evenodd' d='M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0M5 4.5v7h2v-7zm4 0v7h2v-7z'/%3E%3C/svg%3E"); }
.late .ic { --icon: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill-rule='evenodd' d='M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0M7 3.5v5l3.5 2.6 1.1-1.5L9 7.6V3.5z'/%3E%3C/svg%3E"); }
.bars { position: relative; display: flex; gap: clamp(1px, .3vw, 3px); height: 2.25rem; align-items: flex-end; }
.bars i { flex: 1 1 0; min-width: 0; height: 100%; border-radius: 2px; background: var(--good-bar); }
.bars .n { height: 30%; background: var(--none-bar); }
.bars .a { background: linear-gradient(var(--good-bar) 65%, var(--ground) 65% 70%, var(--warn-bar) 70%); }
.bars .b { background: linear-gradient(var(--good-bar) 45%, var(--ground) 45% 50%, var(--bad-bar) 50%); }
.bars .c { background: linear-gradient(var(--good-bar) 20%, var(--ground) 20% 25%, var(--bad-bar) 25%); }
.bars .d { background: var(--bad-bar); }
.bars i:hover { outline: 2px solid var(--ink); outline-offset: 1px; }
.bars i:hover::after { content: attr(data-t); position: absolute; z-index: 1; right: 0; bottom: calc(100% + .25rem); left: 0; width: max-content; max-width: 100%; margin: 0 auto;
  padding: .25rem .75rem; border-radius: 6px; background: var(--ink); color: var(--card); font-size: .875rem; font-style: normal; line-height: 1.4; text-align: center; pointer-events: none; }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
.more { display: inline-block; margin-top: .375rem; color: var(--soft); font-size: .875rem; }
.more::before { content: ""; display: inline-block; width: .4em; height: .4em; margin-right: .5em; border: solid currentColor; border-width: 0 2px 2px 0; rotate: -45deg; translate: 0 -.1em; }
details[open] .more::before { rotate: 45deg; translate: 0 -.2em; }
summary:hover .more { color: var(--ink); text-decoration: underline; }
.hurt { columns: 22rem; margin-top: .25rem; padding-left: 1.2rem; font-size: .875rem; }
.hurt li { padding: .125rem 0; break-inside: avoid; }
.axis { display: flex; justify-content: space-between; padding: .375rem 1.5rem 0; color: var(--soft); font-size: .8125rem; }
.axis .few { display: none; }
.day { margin-top: .75rem; padding: 1rem 1.5rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.day h3 { margin-bottom: .25rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
.day li { padding: .25rem 0; }
.day .open { color: var(--bad); }
.quiet { color: var(--soft); }
footer { display: flex; flex-wrap: wrap; gap: .25rem 2rem; justify-content: space-between; margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
.notice { padding-top: 10vh; }
.notice p { margin-top: .75rem; color: var(--soft); }
@media (max-width: 640px) {
  .m, .day, .note { padding-right: 1rem; padding-left: 1rem; }
  .axis { padding-right: 1rem; padding-left: 1rem; }
  .sum { padding: 1rem 1.125rem; }
  .mh { flex-wrap: wrap; }
  .mh p { flex: 1 1 auto; justify-content: space-between; flex-direction: row-reverse; }
  .mh h3 { flex: 1 1 100%; }
  .st { min-width: 0; }
  .bars { gap: 2px; height: 2rem; }
  .bars i:nth-child(-n+45), .axis .all { display: none; }
  .axis .few { display: inline; }
}
@media print {
  :root { --ground: #fff; --card: #fff; --line: #bbb; --ink: #000; --soft: #333; --link: #000; --good: #000; --bad: #000; --warn: #000; --none: #000; --good-ground: #fff; --bad-ground: #fff; --none-ground: #fff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .bars, .ic { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .bars { height: 14pt; }
  .sum { padding: 8pt 0; }
  .m, .day { break-inside: avoid; }
  .m { padding: 5pt 8pt; }
  h2 { break-after: avoid; }
  .more::before, footer { display: none; }
}
@media (forced-colors: active) { .bars, .ic { forced-color-adjust: none; } }
`;

/** The dress of the status page; its pictures stand in the style itself. */
export const STATUS_DRESS = dressOf(STYLE, "img-src data:; ");
