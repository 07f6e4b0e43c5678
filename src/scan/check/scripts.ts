import type { PlacedIssue, PlacedIssues } from '../../../index.js'
import type { OwnRule } from '../../configuration/own-rules.js'
import { RecordQueue, type Selection } from '../../native.js'
import type { RunPlan } from '../../plan/run-plan.js'
import type { RuleError } from '../../report/report.js'
import { textsOf } from '../../report/texts.js'
import { type Level, RANKING } from '../../rules/levels.js'
import { lineIn } from '../../scripts/error-text.js'
import type { ScriptPool } from '../../scripts/pool.js'
import type { ScriptFault, ScriptIssue } from '../../scripts/run-checks.js'

/** A rule in JavaScript, and the number that findings refer to it by. */
export interface RunningScript {
  readonly rule: OwnRule
  readonly number: number
}

/** What rules in JavaScript found in a scan. */
export interface ScriptResults {
  /** Their issues, by file, in the order of the selection. */
  readonly placed: PlacedIssues[]
  readonly errors: RuleError[]
}

/** After this many errors of a rule, the others are only counted. */
const MOST_ERRORS = 20

/** The rules in JavaScript of a scan. They run while it goes on, in threads of their own. */
export class ScriptRun {
  /** Takes what the core finds for them. */
  readonly queue = new RecordQueue(() => this.take(false))
  private pool: ScriptPool | undefined
  /** Ends when all batches so far are handed on, each after the one before. */
  private starting: Promise<void> = Promise.resolve()
  private readonly hashes = new Map<number, number[]>()
  private readonly byNumber: ReadonlyMap<number, OwnRule>
  private names: readonly string[] | undefined

  constructor(
    private readonly rules: readonly RunningScript[],
    private readonly selection: Selection,
    private readonly plan: Pick<RunPlan, 'threads'>,
    /** How messages name a path. */
    private readonly pathOf: (path: string) => string,
  ) {
    this.byNumber = new Map(rules.map(({ rule, number }) => [number, rule]))
  }

  /** Waits for the answers of all rules. Call it after the scan. */
  async finish(): Promise<ScriptResults> {
    this.take(true)
    await this.starting
    if (!this.pool) return { placed: [], errors: [] }
    const { issues, faults } = await this.pool.finish()
    return { placed: this.placed(issues), errors: this.errors(faults) }
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.starting.catch(() => undefined)
    await this.pool?.close()
  }

  /** Hands the batches on that the core has filled; with `isDone`, the last one, too. */
  private take(isDone: boolean): void {
    this.starting = this.starting.then(async () => {
      for (let batch = this.queue.take(isDone); batch; batch = this.queue.take(isDone)) {
        const { ScriptPool } = await import('../../scripts/pool.js')
        this.pool ??= new ScriptPool(
          this.rules.flatMap(({ rule: { script }, number }) => (script ? [{ ...script, number }] : [])),
          file => this.nameOf(file),
          this.plan.threads,
        )
        for (const { place, hash } of this.pool.add(batch)) this.hashes.set(place, [...hash])
        await this.pool.room()
      }
    })
    // It is awaited at the end, and must not end the program before.
    this.starting.catch(() => undefined)
  }

  private nameOf(file: number): string {
    this.names ??= textsOf(this.selection.names())
    return this.names[file] ?? ''
  }

  private placed(issues: readonly ScriptIssue[]): PlacedIssues[] {
    const byFile = new Map<number, Map<string, PlacedIssue>>()
    for (const issue of issues) {
      const rule = this.byNumber.get(issue.rule)
      if (!rule) continue
      const { severity, confidence, message = '' } = rule.info
      const rank = (level: string) => RANKING.indexOf(level.toUpperCase() as Level)
      const placed: PlacedIssue = {
        rule: issue.rule,
        severity: rank(issue.severity ?? severity),
        confidence: rank(issue.confidence ?? confidence),
        message: (issue.message ?? message).replaceAll('{name}', () => issue.name),
        start: issue.start,
        end: issue.end,
      }
      const ofFile = byFile.get(issue.file) ?? new Map<string, PlacedIssue>()
      byFile.set(issue.file, ofFile)
      // The same thing said twice is one finding.
      ofFile.set(JSON.stringify(Object.values(placed)), placed)
    }
    return [...byFile]
      .sort(([a], [b]) => a - b)
      .map(([file, found]) => ({
        file,
        hash: this.hashes.get(file) ?? [],
        issues: [...found.values()].sort(byPlace),
      }))
  }

  private errors(faults: readonly ScriptFault[]): RuleError[] {
    const sorted = faults.toSorted((a, b) => a.rule - b.rule || a.file - b.file || a.line - b.line)
    const counts = new Map<number, number>()
    const errors: RuleError[] = []
    for (const fault of sorted) {
      const rule = this.byNumber.get(fault.rule)
      const count = (counts.get(fault.rule) ?? 0) + 1
      counts.set(fault.rule, count)
      if (!rule?.script || count > MOST_ERRORS) continue
      const { module } = rule.script
      const line = lineIn(fault.stack, module)
      const named = this.pathOf(module)
      const at = line === undefined ? named : `${named}:${line}`
      errors.push({
        file: this.nameOf(fault.file),
        line: fault.line,
        id: rule.info.id,
        reason: `${fault.reason} (${at})`,
      })
    }
    for (const [number, count] of counts) {
      const last = errors.findLast(({ id }) => id === this.byNumber.get(number)?.info.id)
      if (last && count > MOST_ERRORS) last.more = count - MOST_ERRORS
    }
    return errors
  }
}

function byPlace(a: PlacedIssue, b: PlacedIssue): number {
  return a.start - b.start || a.end - b.end || a.rule - b.rule || (a.message < b.message ? -1 : 1)
}
