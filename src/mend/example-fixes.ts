import type { WantedFix } from '../../index.js'
import type { OwnRule } from '../configuration/own-rules.js'
import { mend, Selection } from '../native.js'
import type { RunPlan } from '../plan/run-plan.js'
import { FIX_CLASSES } from '../report/fix.js'
import { type ExampleResult, exampleOptions } from '../scan/check/rule-examples.js'
import { REFUSALS } from './refusals.js'

/** A mistake in the fix of a rule. */
export interface WrongFix {
  readonly rule: OwnRule
  /** What is wrong. */
  readonly what: string
}

/**
 * Mends the examples of rules that have a fix, in memory. It must mend an example, and wherever it changes code, the
 * finding must be gone. `first` is the number of the first rule.
 */
export async function testFixes(
  results: readonly ExampleResult[],
  rules: readonly OwnRule[],
  first: number,
  { contextLines, threads }: RunPlan,
): Promise<WrongFix[]> {
  const examples = results.filter(({ rule, found }) => rule.info.fix.class && found.length > 0)
  if (examples.length === 0) return []
  const wanted: WantedFix[] = examples.flatMap(({ rule, found }, file) =>
    found.map(({ start, end }) => ({
      file,
      rule: first + rules.indexOf(rule),
      start,
      end,
      class: FIX_CLASSES.indexOf('suggested'),
    })),
  )
  const sources = examples.map(({ code }, at) => ({ name: `example${at}.py`, content: Buffer.from(code) }))
  const mended = await mend(
    Selection.of(sources),
    { ...exampleOptions(rules, first), contextLines, threads, fixes: { written: true } },
    wanted,
  )
  const wrong: WrongFix[] = []
  const isMended = new Map<OwnRule, boolean>()
  for (const [at, { rule, number, found }] of examples.entries()) {
    const outcomes = mended[at]?.outcomes ?? []
    isMended.set(rule, (isMended.get(rule) ?? false) || outcomes.includes('fixed'))
    for (const [place, outcome] of outcomes.entries()) {
      const reason = REFUSALS[outcome]
      if (reason === undefined) continue
      // Whatever is wrong, it is no use to say that nothing is mended.
      isMended.set(rule, true)
      wrong.push({ rule, what: `example ${number}: line ${found[place]?.line} is not mended: ${reason}` })
    }
  }
  const idle = [...isMended].filter(([, mends]) => !mends)
  return [...wrong, ...idle.map(([rule]) => ({ rule, what: 'its fix mends no example' }))]
}
