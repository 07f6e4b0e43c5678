import { createHash } from 'node:crypto'
import type { Report } from '../../report/report.js'
import type { FormatOptions } from '../format.js'
import { FACETS, facetLists, facetsOf } from './html/facets.js'
import { CHUNK_SIZE, groupedFindings } from './html/findings.js'
import { page } from './html/page.js'
import { STYLE } from './html/style.js'
import { header, metricsSection, STAR, skippedFiles } from './html/summary.js'
import { counted } from './html/text.js'

/** Runs in the reader's browser. The report is complete without it. */
const SCRIPT = `(${page})(${JSON.stringify(FACETS)},${CHUNK_SIZE})`

/** Nothing may be loaded, and only the two blocks with these hashes may apply or run. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const ICON = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23b7791f' d='${STAR}'/%3E%3C/svg%3E`

/**
 * Our own report for people: one self-contained page. It has every finding as plain HTML, grouped by file or, with
 * `-a vuln`, by rule. A script adds filters, sorting, search and keyboard shortcuts.
 */
export function* html(report: Report, { aggregate, verbose, time }: FormatOptions): Generator<string> {
  const { findings } = report
  const facets = facetsOf(findings)
  const grouping = aggregate === 'vuln' ? facets.rule : facets.file
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
<style>${STYLE}</style>
</head>
<body>
`
  yield* header(report, time, facets.severity, facets.file.values.length)
  if (findings.length > 0) {
    yield `<div class="columns">\n<aside aria-label="Filters">\n`
    yield* facetLists(facets)
    yield `${KEYS}</aside>\n<main>\n${tools(grouping.name)}<div id="findings" class="by-${grouping.name}"><noscript>\n`
    yield* groupedFindings(findings, facets, grouping, report.candidates)
    yield '</noscript></div>\n<p id="none" hidden>No finding matches.</p>\n</main>\n</div>\n'
  }
  yield* skippedFiles(report)
  yield* metricsSection(report, verbose)
  yield `<script>${SCRIPT}</script>\n</body>\n</html>\n`
}

const KEYS = `<p class="keys"><kbd>/</kbd> search<br><kbd>j</kbd> <kbd>k</kbd> or arrows: next, previous<br>
<kbd>Enter</kbd> hide or show code<br><kbd>Esc</kbd> clear filters</p>
`

function tools(grouping: string): string {
  const options = FACETS.map(name => `<option${name === grouping ? ' selected' : ''}>${name}</option>`)
  return `<div class="tools" role="search">
<input type="search" id="search" placeholder="Search findings" aria-label="Search findings" autocomplete="off">
<label>Sort by <select id="sort">${options.join('')}</select></label>
<button type="button" id="reverse" aria-pressed="false" title="Reverse the order">Reverse</button>
<button type="button" id="code" aria-pressed="true" title="Show or hide all code">Code</button>
<button type="button" id="reset" hidden>Clear filters</button>
<output id="shown"></output>
</div>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
