import { CHUNK_SIZE } from './findings.js'

const rowCounts = Array.from({ length: CHUNK_SIZE }, (_, index) => `.n${index + 1} { --rows: ${index + 1} }`)

export const STYLE = `
:root {
  --ground: #f6f6f3; --card: #fff; --ink: #22262b; --soft: #646b73; --line: #e3e3de; --code: #fafaf8;
  --high: #bd2f47; --medium: #96620a; --low: #2f66a8; --undefined: #646b73; --amber: #d99e2b; --link: #2b5fa3; --tint: 11%;
  color-scheme: light dark;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --card: #1c1f23; --ink: #dfe3e8; --soft: #949da8; --line: #2c3036; --code: #181b1f;
    --high: #f08093; --medium: #deaa52; --low: #82b3ec; --undefined: #949da8; --amber: #deaa52; --link: #8ab8ee; --tint: 13%;
  }
}
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
header .brand { display: flex; align-items: center; gap: .4rem; font-weight: 600; letter-spacing: .02em }
.brand svg { width: 1.1rem; fill: var(--amber) }
h1 { margin: .5rem 0 0; font-size: 2.25rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.25 }
.bar { display: block; width: 100%; height: .5rem; margin: 1.5rem 0 .75rem; border-radius: .25rem }
.bar rect { fill: var(--fill, var(--level)) }
.totals { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0; padding: 0; list-style: none; color: var(--soft) }
.totals b { color: var(--level); font-size: 1.25rem; font-weight: 650 }
header .notice { margin-top: .75rem; overflow-wrap: anywhere }

.columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 2.25rem; align-items: start }
aside { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1rem .5rem 1rem 0; scrollbar-width: thin; font-size: .875rem }
.facet { margin-bottom: 1.25rem }
.facet > summary { padding: .15rem 0; color: var(--soft); font-weight: 600; cursor: pointer }
.facet > div { max-height: 22rem; overflow-y: auto; scrollbar-width: thin }
.facet label { display: flex; align-items: baseline; gap: .5rem; padding: .15rem .4rem .15rem 0; border-radius: .25rem }
.facet label:hover { background: var(--line) }
.facet input { flex: none; margin: 0; transform: translateY(.1em); accent-color: var(--link) }
.facet span { flex: 1; min-width: 0; overflow-wrap: anywhere }
[data-facet=rule] span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.facet b { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums }
.facet .empty { opacity: .45 }

.tools { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center;
  margin-bottom: 1rem; padding: 1rem 0 .75rem; background: var(--ground); font-size: .875rem }
.tools input, .tools select, .tools button { height: 2.25rem; padding: 0 .7rem; border: 1px solid var(--line); border-radius: .45rem;
  background: var(--card); color: inherit; font: inherit }
.tools input { flex: 1 1 14rem; min-width: 0 }
.tools label { color: var(--soft) }
.tools select { color: var(--ink) }
.tools button { cursor: pointer }
.tools button:hover, .tools select:hover { border-color: var(--soft) }
.tools [aria-pressed=true] { border-color: var(--link); color: var(--link) }
.tools output { color: var(--soft); font-variant-numeric: tabular-nums }
.tools output:empty { display: none }

section { margin-bottom: 2rem }
h2 { display: flex; gap: .6rem; align-items: baseline; margin: 0 0 .6rem; font-size: 1rem; font-weight: 600; line-height: 1.4 }
h2 span { overflow-wrap: anywhere }
h2 b, #metrics summary b { color: var(--soft); font-weight: 400; font-variant-numeric: tabular-nums }
/* What is not laid out yet is taken to be as high as most findings with three lines of code. */
.chunk { --row: 9.6rem; content-visibility: auto; contain-intrinsic-height: auto calc(var(--rows) * var(--row)) }
.chunk:empty { min-height: calc(var(--rows) * var(--row)) }
.brief .chunk { --row: 4.7rem }
${rowCounts.join('\n')}
.finding { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); align-items: baseline; margin-bottom: .6rem; padding-top: .6rem;
  border: 1px solid var(--line); border-left: 3px solid var(--fill, var(--level)); border-radius: .45rem; background: var(--card);
  overflow: hidden; scroll-margin: 5rem 0 1rem }
.finding:target, .finding:focus { border-color: var(--fill, var(--level)) }
.finding:focus-visible { outline-offset: -2px }
.finding > b { padding-left: .9rem; color: var(--level); font-size: .875rem; font-weight: 600 }
h3 { margin: 0; padding-right: .9rem; font-size: 1rem; font-weight: 450; overflow-wrap: anywhere; cursor: pointer }
.finding p { grid-column: 2; display: flex; flex-wrap: wrap; gap: 0 1.1rem; margin: .1rem 0 .6rem; padding-right: .9rem; color: var(--soft);
  font-size: .8125rem; overflow-wrap: anywhere }
.place { color: inherit }
.place i { font-style: normal }
.by-file .place i { display: none }
.by-file .place::before { content: "line " }
body:not(.brief) .turned ol, .brief :not(.turned) > ol { display: none }

@counter-style line { system: extends decimal; suffix: "   " }
ol { grid-column: 1 / -1; margin: 0; padding: .5rem 0 .5rem 5.5rem; border-top: 1px solid var(--line); background: var(--code); list-style: line;
  font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; tab-size: 4 }
ol li { padding-right: .9rem; white-space: pre-wrap; overflow-wrap: anywhere }
ol li::marker { color: var(--soft); font-variant-numeric: tabular-nums }
.own { background: color-mix(in srgb, var(--fill, var(--level)) var(--tint), transparent);
  box-shadow: -5.5rem 0 color-mix(in srgb, var(--fill, var(--level)) var(--tint), transparent) }
.own::marker { color: var(--level) }

.keys { color: var(--soft); font-size: .8125rem; line-height: 1.9 }
kbd { padding: .05rem .35rem; border: 1px solid var(--line); border-radius: .25rem; background: var(--card); font: inherit }

#none { padding: 3rem 0; color: var(--soft); text-align: center }
#skipped, #metrics { margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }
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
  .tools, .keys, .facet input { display: none }
  noscript { display: block }
  aside { padding-top: 0 }
}
@media (max-width: 60rem) {
  body { padding: 1.5rem 1rem 3rem }
  .columns { grid-template-columns: minmax(0, 1fr); gap: 0 }
  aside { position: static; max-height: none; padding: 0 }
  .facet { margin-bottom: .4rem }
  .tools { padding-top: .75rem }
  .facet > div { max-height: 16rem }
  .keys { display: none }
}
@page { margin: 1.5cm }
@media print {
  :root { --ground: #fff; --card: #fff; --code: #fff; --ink: #000; --soft: #555; --line: #ccc;
    --high: #bd2f47; --medium: #96620a; --low: #2f66a8; --link: #000; --amber: #d99e2b; color-scheme: light; font-size: 11px }
  body { max-width: none; padding: 0 }
  .columns { display: block }
  .tools, aside { display: none }
  .chunk { content-visibility: visible }
  .finding { break-inside: avoid }
  h2 { break-after: avoid }
  .own, .bar { print-color-adjust: exact }
}
`
