import { normalize, resolve } from 'node:path'
import { systemMessage, UserError } from '../../errors.js'
import { Unreadable } from '../../inputs.js'
import type { Finding } from '../finding.js'
import type { Report } from '../report.js'
import { type Entry, readEntries } from './entries.js'
import type { BaselineMatch } from './match.js'

/** Removes known findings from a report. */
export type Baseline = (report: Report) => void

/**
 * Reads a JSON report whose findings are known. Resolves with undefined for a report without findings, and for one that is
 * invalid, unless `refuse` throws what is wrong. Rejects with a UserError for a file that cannot be read.
 */
export async function loadBaseline(
  file: string,
  cwd: string,
  match: BaselineMatch,
  refuse: (why: string) => void,
): Promise<Baseline | undefined> {
  const known = new Known(match)
  try {
    // `resolve` would turn an empty name into the folder.
    await readEntries(file && resolve(cwd, file), entry => known.add(entry))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('errno' in error || error instanceof Unreadable)
      throw new UserError(`Could not open baseline report: ${file}: ${systemMessage(error)}`)
    refuse(error.message)
    return undefined
  }
  return known.baseline()
}

/** Makes a baseline from these findings. */
export function baselineOf(findings: Iterable<Entry>, match: BaselineMatch): Baseline | undefined {
  const known = new Known(match)
  for (const finding of findings) known.add(finding)
  return known.baseline()
}

/**
 * Returns the findings that are not among these known ones, matched one for one. Of several that are alike, those that
 * `isChanged` are new.
 */
export function newAmong(
  findings: readonly Finding[],
  known: Iterable<Entry>,
  isChanged: (finding: Finding) => boolean = () => false,
): Finding[] {
  const counts = new Known('exact')
  for (const finding of known) counts.add(finding)
  const changed = new Set(findings.filter(isChanged))
  if (changed.size === 0) return counts.newAmong(findings)
  const fresh = new Set(counts.newAmong([...findings.filter(each => !changed.has(each)), ...changed]))
  return findings.filter(each => fresh.has(each))
}

/** Counts how often each finding is known. */
class Known {
  private readonly counts = new Map<string, number>()

  constructor(private readonly match: BaselineMatch) {}

  add(entry: Entry): void {
    const key = this.match === 'exact' ? placeOf(entry) : identityOf(entry)
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  /** Returns undefined if nothing is known. */
  baseline(): Baseline | undefined {
    if (this.counts.size === 0) return undefined
    if (this.match === 'bandit') return report => subtractEquals(report, this.counts)
    return report => {
      report.findings = this.newAmong(report.findings)
    }
  }

  /** The exact way: for each rule and source line of a file, as many findings are known as were added. */
  newAmong(findings: readonly Finding[]): Finding[] {
    const left = new Map(this.counts)
    const masked = [...left.keys()].filter(key => key.includes(MARK))
    /** The known place that is this one, unless all of its findings were found. */
    const sameAs = (key: string) => {
      if (left.has(key)) return key
      const others = key.includes(MARK) ? [...left.keys()] : masked
      return others.find(other => left.has(other) && isEqualButForSecrets(key, other))
    }
    return findings.filter(finding => {
      const key = sameAs(placeOf(finding))
      if (key === undefined) return true
      const count = left.get(key) ?? 0
      if (count > 1) left.set(key, count - 1)
      else left.delete(key)
      return false
    })
  }
}

/**
 * Bandit's way: equal findings are all known or all new, and each new one has its equals as candidates.
 */
function subtractEquals(report: Report, known: ReadonlyMap<string, number>): void {
  report.findings = report.findings.filter(finding => !known.has(identityOf(finding)))
  report.candidates = equalsOf(report.findings)
}

/** Maps each finding that has equals to all of them. Equals are in one file, and a file's findings are adjacent. */
function equalsOf(findings: readonly Finding[]): Map<Finding, Finding[]> {
  const candidates = new Map<Finding, Finding[]>()
  let file: string | undefined
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.file !== file) groups.clear()
    file = finding.file
    const key = identityOf(finding)
    const group = groups.get(key)
    if (!group) {
      groups.set(key, [finding])
      continue
    }
    group.push(finding)
    for (const each of group.length === 2 ? group : [finding]) candidates.set(each, group)
  }
  return candidates
}

/** What the core writes for each character of a secret that a report does not show. */
const MARK = '•'

/** Whether two texts are the same, but for secrets that one of them does not show. */
function isEqualButForSecrets(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) {
    const [left, right] = [one[at], other[at]]
    if (left !== right && left !== MARK && right !== MARK) return false
  }
  return true
}

/** Returns a key that is the same for findings that Bandit considers equal (core/issue.py, Issue.__eq__). */
function identityOf({ id, testName, severity, confidence, cwe, file, text }: Entry): string {
  return [id, testName, severity, confidence, cwe, file, text].join('\0')
}

/** Returns a key made of file, rule and source line, regardless of white space. */
function placeOf({ id, file, line, code }: Entry): string {
  return [id, normalize(file), sourceLine(code, line).trim().replace(/\s+/g, ' ')].join('\0')
}

/** Returns one line of an excerpt, or an empty string if the excerpt does not include it. */
function sourceLine(code: string, line: number): string {
  const first = Number.parseInt(code, 10)
  let start = 0
  for (let number = first; number < line && start >= 0; number++) start = code.indexOf('\n', start) + 1 || -1
  const prefix = `${line} `
  if (start < 0 || !code.startsWith(prefix, start)) return ''
  const end = code.indexOf('\n', start)
  return code.slice(start + prefix.length, end < 0 ? undefined : end)
}
