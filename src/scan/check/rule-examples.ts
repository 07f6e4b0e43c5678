import type { ScanOptions } from '../../../index.js'
import { coreRules, type OwnRule } from '../../configuration/own-rules.js'
import { FindingField, Selection } from '../../native.js'
import type { RunPlan } from '../../plan/run-plan.js'
import { WIDTH } from '../../report/finding-row.js'
import { ruleErrorText } from '../../report/report.js'
import { markedLines } from '../../rules/marked-lines.js'
import { startOf } from '../assemble.js'
import { runningScripts, scanWithScripts } from './scan-with-scripts.js'

/** What a rule finds in one of its examples. */
export interface ExampleResult {
  readonly rule: OwnRule
  /** The number of the example, from 1. */
  readonly number: number
  readonly code: string
  /** Lines that are marked, but not found. */
  readonly missed: readonly number[]
  /** Lines that are found, but not marked. */
  readonly extra: readonly number[]
  /** What is found: the line, and the bytes. */
  readonly found: readonly { readonly line: number; readonly start: number; readonly end: number }[]
  /** Why the example could not be read. */
  readonly skipped?: string
}

/**
 * Runs rules on their examples. Each example is scanned by itself. `first` is the number that the first rule has, after the
 * built-in ones.
 */
export async function testExamples(
  rules: readonly OwnRule[],
  first: number,
  plan: RunPlan,
  pathOf: (path: string) => string,
): Promise<ExampleResult[]> {
  const examples = rules.flatMap((rule, at) =>
    rule.examples.map((code, index) => ({ rule, number: index + 1, code, at: first + at })),
  )
  if (examples.length === 0) return []
  const sources = examples.map(({ code }, at) => ({ name: `example${at}.py`, content: Buffer.from(code) }))
  const scripts = runningScripts(rules, first, () => true)
  const options = exampleOptions(rules, first)
  const { batches, again, errors } = await scanWithScripts(
    plan,
    Selection.of(sources),
    null,
    options,
    scripts,
    pathOf,
  )
  const found: { line: number; start: number; end: number }[][] = examples.map(() => [])
  const skipped = new Map<number, string>()
  const places = new Map(sources.map(({ name }, at) => [name, at]))
  for (const { file, ...error } of errors) {
    const at = places.get(file) ?? -1
    // The others of its file may have examples of their own that are right.
    if (examples[at]?.rule.info.id === error.id) skipped.set(at, ruleErrorText({ file, ...error }))
  }
  for (const batch of [...batches, ...again]) {
    for (const { file, reason } of batch.reasons) skipped.set(batch.firstFile + file, reason)
    for (const [at, file] of batch.found.entries()) {
      const place = batch.firstFile + file
      for (let row = startOf(batch.findingEnd, at); row < (batch.findingEnd[at] ?? 0); row++) {
        const field = (name: FindingField) => batch.rows[row * WIDTH + name] ?? 0
        if (field(FindingField.Rule) !== examples[place]?.at) continue
        const [start, end] = [field(FindingField.StartByte), field(FindingField.EndByte)]
        found[place]?.push({ line: field(FindingField.SpanLine), start, end })
      }
    }
  }
  return examples.map(({ rule, number, code }, at) => {
    const marked = markedLines(code, rule.info.id)
    const own = found[at] ?? []
    const lines = [...new Set(own.map(({ line }) => line))].sort((a, b) => a - b)
    const reason = skipped.get(at)
    return {
      rule,
      number,
      code,
      missed: marked.filter(line => !lines.includes(line)),
      extra: lines.filter(line => !marked.includes(line)),
      found: own,
      ...(reason !== undefined && { skipped: reason }),
    }
  })
}

/** What the core is to do with examples: run these rules, and no others. */
export function exampleOptions(
  rules: readonly OwnRule[],
  first: number,
): Omit<ScanOptions, 'contextLines' | 'threads'> {
  return {
    severity: 0,
    confidence: 0,
    rules: [],
    ignoreNosec: true,
    errorLines: true,
    settings: [],
    ...coreRules(rules, first, () => true, undefined),
  }
}
