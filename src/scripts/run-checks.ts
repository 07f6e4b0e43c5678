import { AsyncLocalStorage } from 'node:async_hooks'
import { didYouMean } from '../nearest.js'
import { reasonOf, stackOf } from './error-text.js'
import type { RecordNode } from './nodes.js'
import type { FileRecords, Records } from './records.js'
import type { Context, Range, ReportOptions, Rule } from './rules.js'
import { replaces } from './shared-code.js'

/*
 * Calls the checks of rules with what the core found for them.
 */

/** A rule, by the number that findings refer to it by. */
export interface NumberedRule {
  readonly number: number
  readonly rule: Rule
}

/** What a check reported. */
export interface ScriptIssue {
  readonly file: number
  readonly rule: number
  /** In bytes of UTF-8. */
  readonly start: number
  readonly end: number
  readonly message?: string
  readonly severity?: string
  readonly confidence?: string
  /** What `{name}` stands for in the message. */
  readonly name: string
}

/** Why a check gave no answer for a node. */
export interface ScriptFault {
  readonly file: number
  readonly rule: number
  /** The line of the node. */
  readonly line: number
  readonly reason: string
  /** The stack, from which the line of the rule can be told. */
  readonly stack?: string
}

/** What the checks of a batch said. */
export interface Outcome {
  readonly issues: ScriptIssue[]
  readonly faults: ScriptFault[]
  /** How many files were checked. */
  readonly files: number
}

/** Which rules are not called for a file: by the place of the file in the batch. */
export type Excluded = readonly (readonly [file: number, rule: number])[]

/** Where checks are, for a thread that watches: the file in the batch, the rule, and the offset of the node. */
export type Progress = (file: number, rule: number, offset: number) => void

const LEVELS: readonly unknown[] = ['low', 'medium', 'high']
/** What a report can say in place of what the rule says. */
const OPTIONS = ['message', 'severity', 'confidence']

/** A node, and the rule that was called with it. */
export interface Checked {
  readonly file: FileRecords
  readonly match: number
  readonly number: number
}

/** Nobody waits for what a check does after it has returned, so it could be lost. */
const LATE = 'the check reports after it has returned; checks cannot be asynchronous'

/** Which check has begun what runs now, be it a timer or the rest of an asynchronous function. */
const begunBy = new AsyncLocalStorage<Checked | undefined>()

/** The call of a check that has begun what runs now; undefined if none has, or if that is not known. */
export function runningCheck(): Checked | undefined {
  return begunBy.getStore()
}

/** Calls the checks of rules for one file after the other, or only for those at some places in the batch. */
export class Checks {
  private readonly byNumber: ReadonlyMap<number, Rule>
  private readonly issues: ScriptIssue[] = []
  private readonly faults: ScriptFault[] = []
  private readonly failed = new Set<string>()
  private current: Checked | undefined
  /** The first node that each rule was called with. */
  private readonly called = new Map<number, Checked>()

  constructor(
    rules: readonly NumberedRule[],
    private readonly progress?: Progress,
    /** Puts back what a check has replaced of what all code shares, and returns its name. */
    private readonly restore?: () => string | undefined,
  ) {
    this.byNumber = new Map(rules.map(({ number, rule }) => [number, rule]))
  }

  /** Runs the checks of a batch. `names` are the names of its files. */
  run(
    records: Records,
    names: readonly string[],
    excluded: Excluded = [],
    only?: readonly number[],
  ): Outcome {
    const files = only ?? [...records.files.keys()]
    for (const at of files) {
      const file = records.files[at]
      if (!file) continue
      const off = new Set(excluded.filter(([place]) => place === at).map(([, rule]) => rule))
      for (let match = file.firstMatch; match < file.matchEnd; match++) {
        const number = records.matches.rule[match] ?? 0
        if (!off.has(number)) this.check(file, at, match, number, names[at] ?? '')
      }
    }
    return { issues: this.issues, faults: this.faults, files: files.length }
  }

  /**
   * Says that a check did something that it must not do: the one that is running, or that has begun what runs now. If that is
   * not known, the first call is named of a rule that may be it.
   */
  complain(
    reason: string,
    {
      stack,
      mayBe,
      by,
    }: { stack?: string | undefined; mayBe?: (rule: number) => boolean; by?: Checked } = {},
  ): void {
    const all = [...this.called.values()]
    const checked =
      by ?? this.current ?? runningCheck() ?? all.find(({ number }) => mayBe?.(number) ?? true) ?? all[0]
    if (checked) this.complainOf(checked, reason, stack)
  }

  /** Takes what the check of a node reports, while it runs. */
  add(checked: Checked, issue: ScriptIssue): void {
    if (this.current === checked) this.issues.push(issue)
    else this.complainOf(checked, LATE, new Error(LATE).stack)
  }

  private complainOf({ file, match, number }: Checked, reason: string, stack?: string): void {
    const key = `${file.place}:${number}`
    // One word about a rule in a file is enough.
    if (this.failed.has(key)) return
    this.failed.add(key)
    const { line } = file.position(file.all.matches.start[match] ?? 0)
    this.faults.push({ file: file.place, rule: number, line, reason, ...(stack !== undefined && { stack }) })
  }

  private check(file: FileRecords, at: number, match: number, number: number, path: string): void {
    const rule = this.byNumber.get(number)
    if (!rule) return
    this.progress?.(at, number, file.all.matches.start[match] ?? 0)
    const current = { file, match, number }
    this.current = current
    begunBy.enterWith(current)
    if (!this.called.has(number)) this.called.set(number, current)
    const node = file.nodeOf(match)
    try {
      const context = new CheckContext(this, current, node, path)
      const answer: unknown = rule.check(node as never, context)
      if (typeof (answer as PromiseLike<unknown> | undefined)?.then === 'function') {
        // Nobody waits for it, and nobody may hear of its failure.
        Promise.resolve(answer).catch(() => undefined)
        this.complain('the check returned a promise; checks cannot be asynchronous')
      }
    } catch (error) {
      this.complain(reasonOf(error), { stack: stackOf(error) })
    } finally {
      const replaced = this.restore?.()
      if (replaced !== undefined) this.complain(replaces(replaced))
      this.current = undefined
      begunBy.enterWith(undefined)
    }
  }
}

/** What a check can ask and do, for one node. */
class CheckContext implements Context {
  constructor(
    private readonly checks: Checks,
    private readonly checked: Checked,
    private readonly node: RecordNode,
    readonly path: string,
  ) {}

  get text(): string {
    return this.checked.file.text
  }

  /** Works without its context, too: a check may take it out. */
  readonly report = (place: Range, options: ReportOptions = {}): void => {
    const { checked, node } = this
    const { file, match, number } = checked
    const [start, end] = offsetsOf(place, file, match, node)
    if (typeof options !== 'object' || options === null || Array.isArray(options))
      throw new TypeError("what a report says must be an object, such as { message: 'text' }")
    const unknown = Object.keys(options).find(key => !OPTIONS.includes(key))
    if (unknown !== undefined)
      throw new TypeError(`a report has no '${unknown}'${didYouMean(unknown, OPTIONS)}`)
    const { message, severity, confidence } = options
    if (message !== undefined && typeof message !== 'string')
      throw new TypeError('the message of a report must be a string')
    if (message === '') throw new TypeError('the message of a report must not be empty')
    for (const level of [severity, confidence])
      if (level !== undefined && !LEVELS.includes(level))
        throw new TypeError(`a level must be 'low', 'medium' or 'high', not '${String(level)}'`)
    this.checks.add(checked, {
      file: file.place,
      rule: number,
      start,
      end,
      name: node.kind === 'string' ? '' : (node.name ?? ''),
      ...(message !== undefined && { message }),
      ...(severity && { severity }),
      ...(confidence && { confidence }),
    })
  }
}

/** The offsets of what is reported. A node that was found is reported where the core says, such as at its name. */
function offsetsOf(
  place: Range,
  file: FileRecords,
  match: number,
  node: RecordNode,
): [start: number, end: number] {
  const { start, end } = file.all.matches
  if (place === (node as unknown)) return [start[match] ?? 0, end[match] ?? 0]
  const other = place as Partial<RecordNode>
  if (other?.file !== undefined && other.offsets) {
    if (other.file !== file) throw new RangeError('the node that is reported is in another file')
    return other.offsets
  }
  if (typeof place?.start !== 'object' || typeof place.end !== 'object')
    throw new TypeError('a report needs a node, or a range with start and end')
  return file.offsets(place)
}
