import type { Part, TextColumn } from '../../index.js'
import { Templates } from '../native.js'
import type { ByteChunks } from '../output/byte-chunks.js'
import type { Chunk } from '../output/chunk.js'
import { HIDDEN } from '../output/visible.js'
import type { Finding } from '../report/finding.js'
import { runsOf } from '../report/finding-row.js'
import { FIX_CLASSES, type FixClass } from '../report/fix.js'
import { columnOf, partOf } from '../report/texts.js'
import type { RuleInfo } from '../rules/rule-info.js'

/** What decides which template a finding is written from. */
export interface Variant {
  rule: RuleInfo
  /** Whether the finding is in a cell of a notebook. */
  inCell: boolean
  /** Whether it has the steps of a flow. */
  hasSteps: boolean
  /** The class of its fix; undefined if there is none. */
  fixClass: FixClass | undefined
  /** Whether the profile `recommended` would hide it. */
  isNoted: boolean
  isFirst: boolean
}

/** The hidden characters, as the core takes them. */
export const hiddenRanges = (): Uint32Array => Uint32Array.from(HIDDEN.flat())

/**
 * Writes findings in the core, each from the template of its variant. What is the same for all findings of a rule is fixed
 * text there. Texts of findings are JSON in UTF-8, in which hidden characters and the marks of commands are escaped.
 * `given` are the texts that the templates refer to by `given`.
 */
export function* writeFindings(
  out: ByteChunks,
  findings: readonly Finding[],
  given: readonly TextColumn[],
  partsOf: (variant: Variant) => readonly (string | Part)[],
): Generator<Chunk> {
  const { templates, places: chosen } = templatesFor(findings, partsOf)
  const names = columnOf(findings, ({ file }) => file)
  for (const { rows, places, from, to } of runsOf(findings)) {
    const template = chosen.subarray(from, to)
    const ownNames = partOf(names, from, to)
    const ownTexts = given.map(column => partOf(column, from, to))
    for (let next = 0; next < places.length; ) {
      out.fill(room => {
        const filled = templates.fill(room, rows, places, template, ownNames, ownTexts, next)
        next += filled.rows
        return filled.length
      })
      if (out.ready) yield* out.take()
    }
  }
}

/** Makes the templates that some findings need, and says which one each of them needs. */
function templatesFor(
  findings: readonly Finding[],
  partsOf: (variant: Variant) => readonly (string | Part)[],
): { templates: Templates; places: Uint32Array } {
  const all: Part[][] = []
  const known = new Map<RuleInfo, number[]>()
  const places = new Uint32Array(findings.length)
  for (let at = 0; at < findings.length; at++) {
    const { rule, cell, hasSteps, fixClass, hiddenInRecommended } = findings[at] as Finding
    const inCell = cell > 0
    const isNoted = hiddenInRecommended !== ''
    const isFirst = at === 0
    const flags = (inCell ? 1 : 0) + (isFirst ? 2 : 0) + (hasSteps ? 4 : 0) + (isNoted ? 8 : 0)
    const key = flags + 16 * (fixClass ? FIX_CLASSES.indexOf(fixClass) : 0)
    const ofRule = known.get(rule) ?? []
    known.set(rule, ofRule)
    ofRule[key] ??= all.push(joined(partsOf({ rule, inCell, hasSteps, fixClass, isNoted, isFirst }))) - 1
    places[at] = ofRule[key]
  }
  return { templates: new Templates(all, hiddenRanges()), places }
}

/** Joins adjacent texts. */
function joined(parts: readonly (string | Part)[]): Part[] {
  const all: Part[] = []
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    all.push({ text }, part)
    text = ''
  }
  return [...all, { text }]
}
