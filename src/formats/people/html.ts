import { createHash } from 'node:crypto'
import type { Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'
import { FACETS, facetLists, facetsOf } from './html/facets.js'
import { CHUNK_SIZE, groupedFindings } from './html/findings.js'
import { ruleHelp } from './html/rule-help.js'
import { tableOf } from './html/script/copy.js'
import { page } from './html/script/page.js'
import { paint } from './html/script/paint.js'
import { chosenTheme } from './html/script/theme.js'
import { STYLE } from './html/style.js'
import { header, metricsSection, STAR, skippedFiles } from './html/summary.js'
import { counted } from './html/text.js'
import { markdownCode } from './markdown-code.js'

/** Runs in the reader's browser before anything is shown. */
const THEME_SCRIPT = `(${chosenTheme})()`
/** Runs there at the end. The report is complete without it. */
const SCRIPT = `(${page})(${JSON.stringify(FACETS)},${CHUNK_SIZE},{paint:${paint},theme:${chosenTheme},\
tableOf:(findings,kind)=>(${tableOf})(findings,kind,${markdownCode})})`

/** Nothing may be loaded, and only the blocks with these hashes may apply or run. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(THEME_SCRIPT)}' '${hashOf(SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const ICON = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23b7791f' d='${STAR}'/%3E%3C/svg%3E`

/**
 * Our own report for people: one self-contained page. It has every finding as plain HTML, grouped by severity or, with
 * `-a vuln`, by rule. A script adds filters, sorting, search, keyboard shortcuts and the colours of code.
 */
export function* html(
  report: Report,
  { aggregate, verbose, time, source }: FormatOptions,
): Generator<string> {
  const { findings, candidates } = report
  const facets = facetsOf(findings)
  const grouping = aggregate === 'vuln' ? facets.rule : facets.severity
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="${ICON}">
<title>posse: ${counted(findings.length, 'finding')}</title>
<script>${THEME_SCRIPT}</script>
<style>${STYLE}</style>
</head>
<body>
`
  yield* header(report, time, facets.severity, facets.file.values.length)
  if (findings.length > 0) {
    yield `<div class="columns">\n<aside aria-label="Filters">\n`
    yield* facetLists(facets)
    yield `${KEYS}</aside>\n<main>\n${tools(grouping.name)}<div id="findings" class="by-${grouping.name}"><noscript>\n`
    yield* groupedFindings(findings, grouping, { facets, candidates, source })
    yield '</noscript></div>\n<p id="none" hidden>No finding matches.</p>\n'
    yield* ruleHelp(findings, facets.rule)
  } else yield '<main>\n'
  yield* skippedFiles(report)
  yield* metricsSection(report, verbose)
  yield `</main>\n${findings.length > 0 ? '</div>\n' : ''}<script>${SCRIPT}</script>\n</body>\n</html>\n`
}

const KEYS = `<p class="keys"><kbd>/</kbd> search<br><kbd>j</kbd> <kbd>k</kbd> or arrows: next, previous<br>
<kbd>?</kbd> what to do<br><kbd>Enter</kbd> hide or show code<br><kbd>Esc</kbd> clear filters</p>
`

function tools(grouping: string): string {
  const options = FACETS.map(name => `<option${name === grouping ? ' selected' : ''}>${name}</option>`)
  return `<div class="tools" role="search">
<input type="search" id="search" placeholder="Search findings" aria-label="Search findings" autocomplete="off">
<label>Sort by <select id="sort" autocomplete="off">${options.join('')}</select></label>
<button type="button" id="reverse" aria-pressed="false" title="Reverse the order">Reverse</button>
<button type="button" id="code" aria-pressed="true" title="Show or hide all code">Code</button>
<details id="copy"><summary title="Copy the findings that are shown">Copy</summary><div>
<button type="button" value="CSV">as CSV</button>
<button type="button" value="Markdown">as Markdown</button></div></details>
<button type="button" id="reset" hidden>Clear filters</button>
<output id="shown"></output><output id="copied"></output>
</div>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
