import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { cweNumber, familiesOfCwe } from '../families.js'
import type { Item, LabelledSet } from '../item.js'
import { askPython, type SemgrepRule } from '../python.js'
import { prepareSource, SOURCES } from '../sources.js'

/** A security rule of Semgrep, with the path of its file below `python/`. */
export interface PlacedRule {
  path: string
  rule: SemgrepRule
}

/** A line of code that comments above it are about. */
export interface LabelledLine {
  line: number
  /** The ids of rules that must find something there, and of those that must not. */
  found: string[]
  left: string[]
}

/** semgrep-rules' own tests of its Python rules about security. */
export function semgrepRules(): LabelledSet {
  const folder = join(prepareSource('semgrep-rules'), 'python')
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  // A `.fixed.py` is what a rule's own fix makes of the test: its comments are those of the code before.
  const tests = paths.filter(path => path.endsWith('.py') && !path.endsWith('.fixed.py'))
  const files = Object.fromEntries(
    tests.map(path => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')]),
  )
  return semgrepRulesOf(files, askPython('statements', files), securityRules())
}

/** The rules that are about security. */
export function securityRules(): PlacedRule[] {
  const path = join(prepareSource('semgrep-rules'), 'python')
  return askPython('rules', { path, commit: SOURCES['semgrep-rules'].commit })
}

/** `statements` holds the lines of each file's statements, or null for a file that is no Python of today. */
export function semgrepRulesOf(
  texts: Readonly<Record<string, string>>,
  statements: Readonly<Record<string, readonly (readonly [number, number])[] | null>>,
  rules: readonly PlacedRule[],
): LabelledSet {
  const files = new Map<string, string>()
  const items: Item[] = []
  for (const [path, text] of Object.entries(texts)) {
    const extents = statements[path]
    if (!extents) continue
    const file = path.replaceAll('/', '__')
    const labels = labelledLines(text)
    const lines = new Set(labels.map(({ line }) => line))
    const labelled = labels.flatMap(({ line, found, left }) => {
      const at = { file, lines: extentOf(line, extents, lines) }
      const flaws = familiesOf(found, path, rules)
      // A line that one rule leaves may have the same kind of flaw by another rule.
      const others = familiesOf(left, path, rules).filter(family => !flaws.includes(family))
      return [
        { ...at, id: `${path}:${line}`, families: flaws, flawed: true },
        { ...at, id: `${path}:${line}:ok`, families: others, flawed: false },
      ].filter(({ families }) => families.length > 0)
    })
    if (labelled.length > 0) files.set(file, text)
    items.push(...labelled.map(item => ({ set: 'semgrep-rules' as const, ...item })))
  }
  return { name: 'semgrep-rules', files, items }
}

/** The lines of code below `# ruleid: ID` and `# ok: ID`. Other comments and blank lines may be between them. */
export function labelledLines(text: string): LabelledLine[] {
  const labelled: LabelledLine[] = []
  let next: LabelledLine = { line: 0, found: [], left: [] }
  for (const [index, line] of text.split('\n').entries()) {
    const [, kind, ids = ''] = /^\s*#\s*(ruleid|ok)\s*:\s*(.*)$/.exec(line) ?? []
    if (kind) {
      next[kind === 'ruleid' ? 'found' : 'left'].push(...ids.split(/[\s,]+/).filter(Boolean))
    } else if (!/^\s*(#|$)/.test(line)) {
      if (next.found.length + next.left.length > 0) labelled.push({ ...next, line: index + 1 })
      next = { line: 0, found: [], left: [] }
    }
  }
  return labelled
}

/** The lines where a tool may report what is at a line: those of its innermost statement. */
function extentOf(
  line: number,
  extents: readonly (readonly [number, number])[],
  labelled: ReadonlySet<number>,
): readonly [number, number] {
  const around = extents.filter(([first, last]) => first <= line && line <= last)
  const [first, last] = around.reduce(
    (inner, one) => (one[1] - one[0] < inner[1] - inner[0] ? one : inner),
    around[0] ?? [line, line],
  )
  // Several lines of one statement have labels of their own.
  for (const other of labelled) if (other !== line && first <= other && other <= last) return [line, line]
  return [first, last]
}

/** The families of rules with these ids: those beside the test, since ids repeat, or else those of that id anywhere. */
function familiesOf(ids: readonly string[], path: string, rules: readonly PlacedRule[]): string[] {
  const families = ids.flatMap(id => {
    const named = rules.filter(({ rule }) => rule.id === id)
    const beside = named.filter(one => dirname(one.path) === dirname(path))
    return (beside.length > 0 ? beside : named).flatMap(({ rule }) => cwesOf(rule).flatMap(familiesOfCwe))
  })
  return [...new Set(families)]
}

/** The weaknesses in a rule's metadata, which has one or several. */
export function cwesOf({ metadata }: SemgrepRule): number[] {
  return [metadata.cwe ?? []].flat().flatMap(text => cweNumber(text) ?? [])
}
