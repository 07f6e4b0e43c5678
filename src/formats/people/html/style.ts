import { CHUNK_SIZE } from './findings.js'

const rowCounts = Array.from({ length: CHUNK_SIZE }, (_, index) => `.n${index + 1} { --rows: ${index + 1} }`)

const LIGHT = `--ground: #f6f6f3; --card: #fff; --ink: #22262b; --soft: #5f666e; --line: #e3e3de; --edge: #8b9097; --code: #fafaf8;
    --high: #bd2f47; --medium: #8d5b06; --low: #2f66a8; --undefined: #5f666e; --amber: #d99e2b; --link: #2b5fa3; --tint: 9%; --marked: 10%;
    --keyword: #6f3590; --string: #1f5f40; --constant: #8a3f0c; --comment: #5f666e; color-scheme: light;`
const DARK = `--ground: #15171a; --card: #1c1f23; --ink: #dfe3e8; --soft: #9aa3ad; --line: #2c3036; --edge: #6f7882; --code: #181b1f;
    --high: #f08093; --medium: #deaa52; --low: #82b3ec; --undefined: #9aa3ad; --amber: #deaa52; --link: #8ab8ee; --tint: 11%; --marked: 14%;
    --keyword: #d3b1ec; --string: #9dd3b0; --constant: #ebb891; --comment: #a3acb6; color-scheme: dark;`

export const STYLE = `
:root {
  ${LIGHT}
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme=light]) { ${DARK} }
}
:root[data-theme=dark] { ${DARK} }
* { box-sizing: border-box }
[hidden] { display: none !important }
body { margin: 0 auto; max-width: 86rem; padding: 2.5rem 2rem 4rem; background: var(--ground); color: var(--ink) }
a { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.high { --level: var(--high) }
.medium { --level: var(--medium); --fill: var(--amber) }
.low { --level: var(--low) }
.undefined { --level: var(--undefined) }

header { margin-bottom: 2.25rem }
header p { margin: 0; color: var(--soft) }
.top { display: flex; align-items: center; justify-content: space-between; gap: 1rem }
header .brand { display: flex; align-items: center; gap: .4rem; font-weight: 600; letter-spacing: .02em }
.brand svg { width: 1.1rem; fill: var(--amber) }
#theme { display: flex; margin: 0; padding: .15rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); font-size: .8125rem }
#theme legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
#theme label { position: relative; cursor: pointer }
#theme input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
#theme span { display: block; min-height: 1.5rem; padding: .1rem .6rem; border-radius: .35rem; color: var(--soft) }
#theme :checked + span { background: var(--line); color: var(--ink) }
#theme :focus-visible + span { outline: 2px solid var(--link) }
h1 { margin: .5rem 0 0; font-size: 2.25rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.25 }
.bar { display: block; width: 100%; height: .5rem; margin: 1.5rem 0 .75rem; border-radius: .25rem }
.bar rect { fill: var(--fill, var(--level)) }
.totals { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; padding: 0; list-style: none; color: var(--soft) }
.totals a { color: inherit }
.totals b { color: var(--level); font-size: 1.25rem; font-weight: 650 }
header .notice { margin-top: .75rem; overflow-wrap: anywhere }

.columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 2.25rem; align-items: start }
aside { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1rem .5rem 1rem 0; scrollbar-width: thin; font-size: .875rem }
.facet { margin-bottom: 1.25rem }
.facet > summary { padding: .2rem 0; color: var(--soft); font-weight: 600; cursor: pointer }
.facet > div { max-height: 22rem; overflow-y: auto; scrollbar-width: thin }
.facet label { display: flex; align-items: baseline; gap: .5rem; padding: .15rem .4rem .15rem 0; border-radius: .25rem }
.facet label:hover { background: var(--line) }
.facet input { flex: none; margin: 0; transform: translateY(.1em); accent-color: var(--link) }
.facet span { flex: 1; min-width: 0; overflow-wrap: anywhere }
[data-facet=rule] span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.facet b { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums }
.facet .empty { color: var(--soft) }

.tools { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  margin-bottom: 1rem; padding: 1rem 0 .75rem; background: var(--ground); font-size: .875rem }
.tools input, .tools select, .tools button, .tools summary { height: 2.25rem; padding: 0 .7rem; border: 1px solid var(--line); border-radius: .45rem;
  background: var(--card); color: inherit; font: inherit }
.tools input { flex: 1 1 14rem; min-width: 0 }
.tools label { color: var(--soft) }
.tools select { color: var(--ink) }
.tools button, .tools summary { cursor: pointer }
.tools button:hover, .tools select:hover, .tools summary:hover { border-color: var(--soft) }
.tools [aria-pressed=true] { border-color: var(--link); color: var(--link) }
.tools output { color: var(--soft); font-variant-numeric: tabular-nums }
.tools output:empty { display: none }
#copy { position: relative }
#copy summary { line-height: 2.1rem; list-style: none }
#copy summary::-webkit-details-marker { display: none }
#copy summary::after { content: " \\25be"; content: " \\25be" / ""; color: var(--soft) }
#copy div { position: absolute; top: 2.5rem; right: 0; display: grid; gap: .25rem; padding: .3rem; border: 1px solid var(--line); border-radius: .55rem;
  background: var(--card); box-shadow: 0 .3rem 1rem rgb(0 0 0 / .15) }
#copy div button { border-color: transparent; text-align: left; white-space: nowrap }

section { margin-bottom: 2rem; scroll-margin-top: 5rem }
h2 { display: flex; gap: .6rem; align-items: baseline; margin: 0 0 .6rem; font-size: 1rem; font-weight: 600; line-height: 1.4 }
h2 span { overflow-wrap: anywhere }
h2 b, #metrics summary b { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums }
/* What is not laid out yet is taken to be as high as most findings with three lines of code. */
.chunk { --row: 9.6rem; content-visibility: auto; contain-intrinsic-height: auto calc(var(--rows) * var(--row)) }
.chunk:empty { min-height: calc(var(--rows) * var(--row)) }
.brief .chunk { --row: 4.7rem }
${rowCounts.join('\n')}
.finding { display: grid; grid-template-columns: 6rem minmax(0, 1fr); align-items: baseline; margin-bottom: .6rem; padding-top: .6rem;
  border: 1px solid var(--line); border-left: 3px solid var(--fill, var(--level)); border-radius: .45rem; background: var(--card);
  overflow: hidden; scroll-margin: 5rem 0 1rem }
.finding:target, .finding:focus { border-color: var(--fill, var(--level)) }
.finding:focus-visible { outline-offset: -2px }
.finding > b { padding-left: .9rem; color: var(--level); font-size: .875rem; font-weight: 600 }
h3 { margin: 0; padding-right: .9rem; font-size: 1rem; font-weight: 450; overflow-wrap: anywhere; cursor: pointer }
.finding p { grid-column: 2; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.1rem; margin: .1rem 0 .6rem; padding-right: .9rem; color: var(--soft);
  font-size: .8125rem; overflow-wrap: anywhere }
.finding p a { margin: -.1rem 0; padding: .1rem 0 }
.place { color: inherit }
.place i { font-style: normal }
.by-file .place i { display: none }
.by-file .place::before { content: "line " }
body:not(.brief) .turned > :is(ol, .way), .brief :not(.turned) > :is(ol, .way) { display: none }

@counter-style line { system: extends decimal; suffix: "   " }
ol { grid-column: 1 / -1; margin: 0; padding: .5rem 0 .5rem 6rem; border-top: 1px solid var(--line); background: var(--code); list-style: line;
  font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; tab-size: 4 }
ol li { padding-right: .9rem; white-space: pre-wrap; overflow-wrap: anywhere }
ol li::marker { color: var(--soft); font-variant-numeric: tabular-nums }
/* How a value gets to a finding. */
.fix { grid-column: 1 / -1; padding: .5rem .9rem; border-top: 1px solid var(--line); font-size: .8125rem }
.fix i { color: var(--soft); font-style: normal }
.fix pre { margin: .4rem 0 0; overflow-x: auto; font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
.fix :is(del, ins) { display: block; text-decoration: none }
.fix del::before { content: "- " }
.fix ins::before { content: "+ " }
.way { grid-column: 1 / -1; margin: 0; padding: .5rem .9rem; border-top: 1px solid var(--line); list-style: none; font-size: .8125rem; line-height: 1.6 }
.way li { display: flex; gap: .6rem; align-items: baseline }
.way b { flex: none; width: 4.5rem; color: var(--soft); font-weight: 400 }
.way li:last-child b { color: var(--level); font-weight: 600 }
.way i { flex: none; color: var(--soft); font-style: normal; font-variant-numeric: tabular-nums }
.way code { min-width: 0; font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.own { background: color-mix(in srgb, var(--fill, var(--level)) var(--tint), transparent);
  box-shadow: -6rem 0 color-mix(in srgb, var(--fill, var(--level)) var(--tint), transparent) }
.own::marker { color: var(--level) }
mark { border-bottom: 2px solid var(--fill, var(--level)); background: color-mix(in srgb, var(--fill, var(--level)) var(--marked), transparent); color: inherit }
.k { color: var(--keyword) }
.s { color: var(--string) }
.n { color: var(--constant) }
.c { color: var(--comment) }

/* What a rule says: at the end of the page, and in the findings and groups that ask for it. */
.help { --level: var(--medium); --fill: var(--amber) }
.help p, .help ul, .help pre { margin: 0 0 .75rem; max-width: 46rem }
.help ul { padding-left: 1.1rem }
.help b { font-weight: 600 }
.help p:has(b) { margin-bottom: .25rem }
.help code, pre { font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; tab-size: 4 }
.help p code, .help li code { padding: .05rem .25rem; border-radius: .2rem; background: var(--line) }
pre { padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .45rem; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere }
pre .own { display: inline-block; min-width: 100%; box-shadow: none }
.finding .help { grid-column: 1 / -1; padding: .9rem .9rem .1rem 6rem; border-top: 1px solid var(--line); font-size: .875rem }
.finding .help p { display: block; color: inherit; font-size: inherit }
section > .help:not([id]) { padding-bottom: .5rem; font-size: .875rem }
section > .rule { font-size: .875rem }
.by-rule h2 { display: inline-flex; margin-right: .4rem }
.rule small { margin-left: .2rem; font-size: 1em; white-space: nowrap }
.rule[aria-expanded]::after { content: " \\25be"; content: " \\25be" / ""; color: var(--soft) }
.rule[aria-expanded=true]::after { content: " \\25b4"; content: " \\25b4" / "" }
#rules .help { padding: .5rem 0 .25rem; font-size: .875rem; scroll-margin-top: 5rem }
#rules h3 { margin-bottom: .4rem; font-weight: 600; cursor: auto }

.keys { color: var(--soft); font-size: .8125rem; line-height: 1.9 }
kbd { padding: .05rem .35rem; border: 1px solid var(--line); border-radius: .25rem; background: var(--card); font: inherit }

#none { padding: 3rem 0; color: var(--soft); text-align: center }
#rules, #skipped, #metrics { margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }
.files { margin: 0; padding: 0; list-style: none; font-size: .875rem }
.files li { padding: .2rem 0; overflow-wrap: anywhere }
.files small { color: var(--soft); margin-left: .5rem }
.metrics { display: flex; flex-wrap: wrap; gap: 1rem 4rem; align-items: start; margin-bottom: 1rem }
table { border-collapse: collapse; font-size: .875rem }
th { padding: .2rem 1.5rem .2rem 0; font-weight: 400; text-align: left; overflow-wrap: anywhere }
thead th { color: var(--soft) }
td, thead th + th { padding: .2rem 0 .2rem 1rem; text-align: right; font-variant-numeric: tabular-nums }
.wide { width: 100%; margin: .5rem 0 1rem }
#metrics summary { padding: .2rem 0; font-size: .875rem; cursor: pointer }

@media (scripting: none) {
  .tools, .keys, .facet input, #theme { display: none }
  noscript { display: block }
  aside { padding-top: 0 }
}
@media (max-width: 60rem) {
  body { padding: 1.5rem 1rem 3rem }
  .columns { grid-template-columns: minmax(0, 1fr); gap: 0 }
  aside { position: static; max-height: none; padding: 0 }
  .facet { margin-bottom: .4rem }
  .tools { padding-top: .75rem }
  aside { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem }
  .facet[open] { grid-column: 1 / -1 }
  #copy div { right: auto; left: 0 }
  .facet > summary, .facet label, #metrics summary { min-height: 1.75rem }
  .finding { grid-template-columns: minmax(0, 1fr) }
  .finding > b, .finding > h3, .finding > p { padding-left: .9rem }
  .finding > p { grid-column: 1; gap: .15rem 1.1rem }
  a { display: inline-block; min-height: 1.5rem }
  .finding p a { margin: 0 }
  ol { padding-left: 3.5rem }
  .own { box-shadow: -3.5rem 0 color-mix(in srgb, var(--fill, var(--level)) var(--tint), transparent) }
  .finding .help { padding-left: .9rem }
  .facet > div { max-height: 16rem }
  .keys { display: none }
}
@media (max-width: 40rem) {
  .tools { position: relative; gap: .4rem }
  .tools select, .tools button, .tools summary { padding: 0 .5rem }
  .tools input { flex-basis: 100% }
}
@page { margin: 1.5cm }
@media print {
  :root:root { ${LIGHT} --ground: #fff; --card: #fff; --code: #fff; --ink: #000; --soft: #555; --line: #ccc; --link: #000; font-size: 11px }
  body { max-width: none; padding: 0 }
  .columns { display: block }
  .tools, aside, #theme, .rule small, .rule::after { display: none }
  .chunk { content-visibility: visible }
  .finding { break-inside: avoid }
  h2 { break-after: avoid }
  .own, .bar, mark { print-color-adjust: exact }
}
/* Such as the high contrast of Windows, which leaves out all backgrounds. */
@media (forced-colors: active) {
  .own { margin-left: -.6rem; border-left: 4px solid Highlight; padding-left: calc(.6rem - 4px) }
  mark { forced-color-adjust: none; background: Highlight; color: HighlightText }
  mark [class] { color: inherit }
  .tools [aria-pressed=true], #theme :checked + span { forced-color-adjust: none; border-color: Highlight; background: Highlight; color: HighlightText }
  .finding:focus { outline: 3px solid Highlight; outline-offset: -3px }
  .bar { forced-color-adjust: none }
}
`
