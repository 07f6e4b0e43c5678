import { familiesOfFinding } from './families.js'
import { grouped } from './grouped.js'
import type { Item, SetName } from './item.js'
import type { Finding } from './tools.js'

/** The items, and by tool what it found at each: the ids of its rules, without repeats. */
export interface Judged {
  items: readonly Item[]
  found: ReadonlyMap<string, readonly (readonly string[])[]>
}

/** How a tool did on a set. */
export interface Score {
  /** Of the items with a flaw, how many were found. */
  found: number
  flawed: number
  /** Of the items without, how many were flagged. */
  flagged: number
  sound: number
  /** Of the pairs, in how many the flaw was found and its fixed twin left alone. */
  apart: number
  pairs: number
}

/** Judges what tools found. A finding counts for an item if it is in its lines, and its weakness of the same family. */
export function judge(items: readonly Item[], findings: ReadonlyMap<string, readonly Finding[]>): Judged {
  const found = new Map<string, string[][]>()
  for (const [tool, list] of findings) {
    const byFile = grouped(list.filter(isAtFlaw), ({ file }) => file)
    found.set(
      tool,
      items.map(item => {
        const hits = (byFile.get(`${item.set}/${item.file}`) ?? []).filter(finding => counts(item, finding))
        return [...new Set(hits.map(({ rule }) => rule))].sort()
      }),
    )
  }
  return { items, found }
}

/** Bandit's B4xx say that a module is imported, not where it is used wrongly. */
function isAtFlaw({ rule }: Finding): boolean {
  return !/^B4\d\d$/.test(rule)
}

function counts({ lines, families }: Item, finding: Finding): boolean {
  const places = [finding.line, ...(finding.steps ?? [])]
  const isThere = !lines || places.some(line => lines[0] <= line && line <= lines[1])
  return isThere && familiesOfFinding(finding).some(family => families.includes(family))
}

/** The score of a tool on a set. */
export function scoreOf({ items, found }: Judged, set: SetName, tool: string): Score {
  const score = { found: 0, flawed: 0, flagged: 0, sound: 0, apart: 0, pairs: 0 }
  const hits = found.get(tool) ?? []
  const pairs = new Map<string, { found?: boolean; flagged?: boolean }>()
  for (const [index, { set: its, flawed, pair }] of items.entries()) {
    if (its !== set) continue
    const hit = (hits[index]?.length ?? 0) > 0
    score[flawed ? 'flawed' : 'sound']++
    if (hit) score[flawed ? 'found' : 'flagged']++
    if (pair) pairs.set(pair, { ...pairs.get(pair), [flawed ? 'found' : 'flagged']: hit })
  }
  for (const { found, flagged } of pairs.values()) if (found && flagged === false) score.apart++
  return { ...score, pairs: pairs.size }
}

/** How often each rule of a tool was right and wrong in a set, by rule. */
export function ruleScores(
  { items, found }: Judged,
  tool: string,
): Map<string, Record<SetName, { right: number; wrong: number }>> {
  const none = () => ({ right: 0, wrong: 0 })
  const scores = new Map<string, Record<SetName, { right: number; wrong: number }>>()
  for (const [index, rules] of (found.get(tool) ?? []).entries()) {
    const item = items[index]
    for (const rule of item ? rules : []) {
      const score = scores.get(rule) ?? {
        'security-eval': none(),
        seccodeplt: none(),
        'semgrep-rules': none(),
        owasp: none(),
      }
      if (item) score[item.set][item.flawed ? 'right' : 'wrong']++
      scores.set(rule, score)
    }
  }
  return new Map([...scores].sort(([one], [other]) => (one < other ? -1 : 1)))
}
