import { RecordQueue, Selection, scan, scriptSubjects } from '../native.js'
import { markedLines } from '../rules/marked-lines.js'
import { Records } from './records.js'
import type { Position, Range, Rule, RuleLevel, Subject } from './rules.js'
import { Checks } from './run-checks.js'
import { ALL_NAMES, soughtOf } from './sought.js'

/*
 * Tests of rules in JavaScript, exported as `posse/rules/test`.
 */

/** What a rule reports. */
export interface RuleFinding extends Range {
  readonly message: string
  readonly severity: RuleLevel
  readonly confidence: RuleLevel
  /** The code that is reported. */
  readonly text: string
}

/** How a rule is tested. */
export interface TestOptions {
  /** The name of the file, for rules that ask for it. */
  readonly name?: string
}

/**
 * What a rule reports in a piece of code, by the core that scans. Rejects with an Error if the code is not valid Python, or
 * if the check fails. What it prints is printed.
 */
export async function findingsOf<S extends Subject>(
  rule: Rule<S>,
  code: string,
  { name = 'test.py' }: TestOptions = {},
): Promise<RuleFinding[]> {
  const batches: Records[] = []
  const queue = new RecordQueue(() => undefined)
  const selection = Selection.of([{ name, content: Buffer.from(code) }])
  const scripts = scriptSubjects().flatMap(subject => {
    const names = (rule.on as Partial<Record<string, true | string | readonly string[]>>)[subject]
    if (names === undefined) return []
    const list = names === true ? [ALL_NAMES] : typeof names === 'string' ? [names] : [...names]
    return [soughtOf(0, subject, list)]
  })
  const [batch] = await scan(
    selection,
    {
      rules: [],
      severity: 0,
      confidence: 0,
      contextLines: 1,
      ignoreNosec: true,
      settings: [],
      notebooks: true,
      ownRules: { flows: [], scripts },
    },
    null,
    null,
    null,
    queue,
  )
  for (const { reason } of batch?.reasons ?? []) throw new Error(`${name}: ${reason}`)
  for (let records = queue.take(true); records; records = queue.take(true)) batches.push(new Records(records))
  const outcomes = batches.map(records => {
    const checks = new Checks([{ number: 0, rule: rule as unknown as Rule }])
    return { records, ...checks.run(records, [name]) }
  })
  // A check may leave something for later that it must not do.
  await new Promise(setImmediate)
  return outcomes.flatMap(({ records, issues, faults }) => {
    for (const { line, reason } of faults) throw new Error(`${rule.id} failed on line ${line}: ${reason}`)
    const [file] = records.files
    return issues.map(({ start, end, message = rule.message, severity, confidence, ...issue }) => ({
      message: message.replaceAll('{name}', () => issue.name),
      severity: (severity ?? rule.severity ?? 'medium') as RuleLevel,
      confidence: (confidence ?? rule.confidence ?? 'high') as RuleLevel,
      start: file?.position(start) as Position,
      end: file?.position(end) as Position,
      text: file?.codeAt(start, end) ?? '',
    }))
  })
}

/**
 * Runs a rule on its examples, and rejects with an Error that lists the lines that are marked and not found, and those that
 * are found and not marked.
 */
export async function testExamples<S extends Subject>(rule: Rule<S>): Promise<void> {
  const { examples = [] } = rule
  const all = typeof examples === 'string' ? [examples] : examples
  if (all.length === 0) throw new Error(`${rule.id} has no examples`)
  const wrong: string[] = []
  for (const [at, code] of all.entries()) {
    const found = new Set((await findingsOf(rule, code)).map(({ start }) => start.line))
    const marked = new Set(markedLines(code, rule.id))
    for (const [index, text] of code.split(/\r?\n/).entries()) {
      const line = index + 1
      if (marked.has(line) === found.has(line)) continue
      const what = found.has(line) ? 'is found, but not marked' : 'is marked, but not found'
      wrong.push(`example ${at + 1}, line ${line} ${what}: ${text.trim()}`)
    }
  }
  if (wrong.length > 0) throw new Error(`${rule.id}: ${wrong.join('\n')}`)
}
