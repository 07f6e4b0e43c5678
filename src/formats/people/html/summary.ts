import { errorsOf, type Report } from '../../../report/report.js'
import { RANKING } from '../../../rules/levels.js'
import { isoSeconds } from '../../time.js'
import { capitalize, type Facet } from './facets.js'
import { count, counted, escaped } from './text.js'

/** The header, with what a reader wants to know first. */
export function* header(report: Report, time: Date, severity: Facet, files: number): Generator<string> {
  const { findings, metrics, totals, skipped } = report
  const iso = isoSeconds(time)
  const where = `${files > 0 ? `in ${count(files)} of ` : 'in '}${counted(metrics.length, 'file')}`
  yield `<header>
<div class="top"><p class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${STAR}"/></svg>posse</p>
<fieldset id="theme"><legend>Theme</legend>${THEMES}</fieldset></div>
<h1>${findings.length > 0 ? counted(findings.length, 'finding') : 'No issues identified'}</h1>
<p>${where}, ${counted(totals.loc, 'line')} of code, scanned <time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time></p>
`
  if (findings.length > 0) yield bar(severity)
  if (skipped.length > 0) {
    yield `<p class="notice"><a href="#skipped">${counted(skipped.length, 'file')} could not be scanned</a></p>\n`
  }
  if (report.ruleErrors?.length) {
    yield `<p class="notice"><a href="#skipped">${counted(report.ruleErrors.length, 'error')} of rules</a></p>\n`
  }
  if (report.limited.length > 0) {
    const names = report.limited.map(escaped).join(', ')
    yield `<p class="notice">Too much code to show, some excerpts are cut: ${names}</p>\n`
  }
  yield '</header>\n'
}

const THEMES = ['auto', 'light', 'dark']
  .map(
    name =>
      `<label><input type="radio" name="theme" value="${name}"><span>${capitalize(name)}</span></label>`,
  )
  .join('')

/** SVG path of a five-pointed star in a 24 by 24 box. */
export const STAR = 'M12 1l3.1 7.3 7.9.7-6 5.2 1.8 7.8-6.8-4.1L5.2 22 7 14.2 1 9l7.9-.7z'

/** A bar with the share of each severity, and the counts. */
function bar({ values }: Facet): string {
  const total = values.reduce((sum, value) => sum + value.count, 0)
  let parts = ''
  let items = ''
  let x = 0
  for (const { label, count: findings } of values) {
    const width = (findings / total) * 1000
    const level = label.toLowerCase()
    parts += `<rect class="${level}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`
    items += `<li class="${level}"><a href="#severity=${level}"><b>${count(findings)}</b> ${level}</a></li>`
    x += width
  }
  return `<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul class="totals" aria-label="Findings by severity">${items}</ul>
`
}

/** The files that could not be scanned, and why. */
export function* skippedFiles(report: Report): Generator<string> {
  const skipped = errorsOf(report)
  if (skipped.length === 0) return
  yield `<section id="skipped" aria-labelledby="skipped-title"><h2 id="skipped-title"><span>${report.ruleErrors?.length ? 'Errors' : 'Files skipped'}</span> <b>${count(skipped.length)}</b></h2><ul class="files">\n`
  for (const { name, reason } of skipped) {
    yield `<li><span>${escaped(name)}</span> <small>${escaped(reason)}</small></li>\n`
  }
  yield '</ul></section>\n'
}

/** The metrics, which include findings below the thresholds. */
export function* metricsSection(report: Report, verbose: boolean): Generator<string> {
  const { totals, metrics, excluded } = report
  const { severity, confidence } = totals.issues
  yield `<section id="metrics" aria-labelledby="metrics-title"><h2 id="metrics-title">Metrics</h2><div class="metrics"><table>
<tr><th scope="row">Files</th><td>${count(metrics.length)}</td></tr>
<tr><th scope="row">Lines of code</th><td>${count(totals.loc)}</td></tr>
<tr><th scope="row">Findings silenced by # nosec</th><td>${count(totals.nosec)}</td></tr>
<tr><th scope="row">Findings silenced by # nosec BXXX</th><td>${count(totals.skippedTests)}</td></tr>
</table>
<table>
<thead><tr><th scope="col">All findings</th><th scope="col">by severity</th><th scope="col">by confidence</th></tr></thead>
`
  for (const [level, name] of [...RANKING.entries()].reverse()) {
    yield `<tr><th scope="row">${capitalize(name)}</th><td>${count(severity[level] ?? 0)}</td>\
<td>${count(confidence[level] ?? 0)}</td></tr>\n`
  }
  yield '</table></div>\n'
  if (verbose) {
    yield* perFile(report)
    yield `<details><summary>Files excluded <b>${count(excluded.length)}</b></summary><ul class="files">\n`
    for (const name of excluded) yield `<li><span>${escaped(name)}</span></li>\n`
    yield '</ul></details>\n'
  }
  yield '</section>\n'
}

function* perFile({ metrics }: Report): Generator<string> {
  yield `<details><summary>Files in scope <b>${count(metrics.length)}</b></summary><table class="wide">
<thead><tr><th scope="col">File</th><th scope="col">Lines</th><th scope="col">High</th><th scope="col">Medium</th>\
<th scope="col">Low</th><th scope="col">nosec</th><th scope="col">nosec BXXX</th></tr></thead>
`
  for (const { name, loc, issues, nosec, skippedTests } of metrics) {
    const [, low, medium, high] = issues?.severity ?? [0, 0, 0, 0]
    const cells = [loc, high, medium, low, nosec, skippedTests].map(value => `<td>${count(value)}</td>`)
    yield `<tr><th scope="row">${escaped(name)}</th>${cells.join('')}</tr>\n`
  }
  yield '</table></details>\n'
}
