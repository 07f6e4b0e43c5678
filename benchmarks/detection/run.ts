import { writeFileSync } from 'node:fs'
import { BANDIT } from '../../conformance/projects.js'
import { prepareBandit } from '../../conformance/python.js'
import { version } from '../../src/version.js'
import { EXTRAS } from '../extras.js'
import { prepareRuff, RUFF } from '../tools.js'
import { type DetectionArguments, readDetection, USAGE } from './arguments.js'
import type { LabelledSet } from './item.js'
import { familyTable, missesText, ruleTable, scoreTable } from './report.js'
import { type Judged, judge } from './score.js'
import { owasp } from './sets/owasp.js'
import { secCodePlt } from './sets/seccodeplt.js'
import { securityEval } from './sets/security-eval.js'
import { semgrepRules } from './sets/semgrep-rules.js'
import { SOURCES } from './sources.js'
import { type Finding, PROFILES, TOOLS, type ToolName, writeCode } from './tools.js'

/** Measures what the tools find: `npm run bench -- --detection`. */
export function detection(argv: readonly string[]): void {
  const asked = readDetection(argv)
  if (asked.help) process.stdout.write(USAGE)
  else process.stdout.write(`${answer(asked)}\n`)
}

function answer({ semgrep, families, rules, json, misses }: DetectionArguments): string {
  prepareBandit()
  prepareRuff()
  const sets = [securityEval(), secCodePlt(), semgrepRules(), owasp()]
  const others: ToolName[] = ['Bandit', 'Ruff', ...(semgrep ? (['Semgrep'] as const) : [])]
  const judged = judgeAll(sets, misses ? [misses.profile] : [...others, ...PROFILES])
  if (json !== undefined) writeFileSync(json, jsonOf(judged))
  if (misses) {
    const set = sets.find(({ name }) => name === misses.set)
    return set ? missesText(judged, set, misses.profile, misses.family) : ''
  }
  const names = sets.map(({ name }) => name)
  // Semgrep's tests are made for its rules.
  const isUntried = (tool: string, set: string) => tool === 'Semgrep' && set === 'semgrep-rules'
  return [
    scoreTable(judged, isUntried),
    ...(families ? [familyTable(judged)] : []),
    ...(rules ? PROFILES.map(profile => ruleTable(judged, profile, names)) : []),
    circumstances(semgrep),
  ].join('\n\n')
}

/** What was compared, on what code. */
function circumstances(semgrep: boolean): string {
  const tools = [`posse ${version()}`, `Bandit ${BANDIT}`, `Ruff ${RUFF}`]
  if (semgrep) tools.push(`Semgrep ${EXTRAS.semgrep.version}`)
  const sources = Object.values(SOURCES).map(
    ({ repository, commit }) => `${repository} at ${commit.slice(0, 8)}`,
  )
  return `${tools.join(', ')}; ${sources.join(', ')}`
}

function judgeAll(sets: readonly LabelledSet[], tools: readonly ToolName[]): Judged {
  const code = writeCode(sets)
  const findings = new Map<string, readonly Finding[]>(tools.map(tool => [tool, TOOLS[tool](code)]))
  return judge(
    sets.flatMap(({ items }) => items),
    findings,
  )
}

/** What each tool found at each item. */
function jsonOf({ items, found }: Judged): string {
  const rows = items.map((item, index) => ({
    ...item,
    found: Object.fromEntries([...found].map(([tool, hits]) => [tool, hits[index] ?? []])),
  }))
  return `[\n${rows.map(row => JSON.stringify(row)).join(',\n')}\n]\n`
}
