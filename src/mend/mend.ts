import { dirname, resolve } from 'node:path'
import type { MendedFile, WantedFix } from '../../index.js'
import type { Configuration } from '../configuration/configuration.js'
import { FindingField, mend, Selection } from '../native.js'
import type { CheckPlan } from '../plan/check/plan.js'
import { cellPart } from '../report/cell.js'
import type { Finding } from '../report/finding.js'
import { numberOf } from '../report/finding-row.js'
import { FIX_CLASSES } from '../report/fix.js'
import { coreOptions, fixOptions, groupKeys } from '../scan/check/core-options.js'
import { REFUSALS } from './refusals.js'

/** A file after its fixes. Nothing is written yet. */
export interface Mended {
  /** The name in the report. */
  file: string
  before: Uint8Array
  after: Uint8Array
  /** How many findings are mended. */
  fixed: number
}

/** What fixes make of files. */
export interface Mending {
  files: Mended[]
  /** Why fixes were not applied, each in one line. */
  refusals: string[]
}

/** How many files are in memory at a time. */
const BATCH = 256

/**
 * Applies the fixes of findings, by file, in memory: in rounds, until nothing is left to do. Yields what becomes of the
 * files, in parts.
 */
export async function* mendFiles(
  plan: CheckPlan,
  byFile: ReadonlyMap<string, readonly Finding[]>,
): AsyncGenerator<Mending> {
  const configurationOf = (name: string) => plan.configurations.at(dirname(resolve(plan.host.cwd, name)))
  const { input } = plan
  const given = new Map(input.kind === 'given' ? input.sources.map(source => [source.name, source]) : [])
  const keyOf = groupKeys(true)
  const groups = new Map<string, [Configuration, [string, readonly Finding[]][]]>()
  for (const entry of byFile) {
    const configuration = configurationOf(entry[0])
    const key = keyOf(configuration)
    const group = groups.get(key) ?? [configuration, []]
    group[1].push(entry)
    groups.set(key, group)
  }
  const all = [...new Set([...byFile.keys()].map(configurationOf))]
  for (const [configuration, entries] of groups.values()) {
    const options = {
      ...coreOptions(plan, configuration, all),
      contextLines: 1,
      threads: plan.threads,
      fixes: { ...fixOptions(configuration), written: true },
    }
    for (let from = 0; from < entries.length; from += BATCH) {
      const batch = entries.slice(from, from + BATCH)
      const selection = Selection.of(
        batch.map(([name]) => given.get(name) ?? { name, path: resolve(plan.host.cwd, name) }),
      )
      const wanted = batch.map(([, findings], file) => wantedOf(findings, file, configuration))
      const mended = await mend(
        selection,
        options,
        wanted.flat().map(({ fix }) => fix),
        plan.signal,
      )
      yield mendingOf(batch, wanted, mended)
    }
  }
}

/** A fix to apply, and the findings that it mends: one or more about the same comment. */
interface Wish {
  fix: WantedFix
  findings: Finding[]
}

function wantedOf(findings: readonly Finding[], file: number, configuration: Configuration): Wish[] {
  const wishes: Wish[] = []
  const comments = new Map<number, Wish>()
  for (const finding of findings) {
    const { id, startByte: start, endByte: end, fix } = finding
    const known = finding.kind === 'Comment' ? comments.get(start) : undefined
    if (known) {
      known.findings.push(finding)
      continue
    }
    // What the configuration takes for safe may be unsafe for the core.
    const isRaised = fix?.class === 'safe' && configuration.fixClass(id, 'unsafe') === 'safe'
    const [edit] = fix?.edits ?? []
    const isPart = finding.kind === 'Comment' && edit !== undefined && edit.text !== ''
    const wish = {
      fix: {
        file,
        rule: numberOf(finding, FindingField.Rule),
        start,
        end,
        class: FIX_CLASSES.indexOf(fix?.class === 'unsafe' || isRaised ? 'unsafe' : 'safe'),
        ...(isPart && { text: edit.text }),
      },
      findings: [finding],
    }
    if (finding.kind === 'Comment') comments.set(start, wish)
    wishes.push(wish)
  }
  return wishes
}

function mendingOf(
  batch: readonly [string, readonly Finding[]][],
  wanted: readonly Wish[][],
  mended: readonly MendedFile[],
): Mending {
  const mending: Mending = { files: [], refusals: [] }
  for (const [at, { before, after, outcomes }] of mended.entries()) {
    const file = batch[at]?.[0] ?? ''
    let fixed = 0
    for (const [place, outcome] of outcomes.entries()) {
      const findings = wanted[at]?.[place]?.findings ?? []
      if (outcome === 'fixed') fixed += findings.length
      const reason = REFUSALS[outcome]
      if (reason === undefined) continue
      for (const { id, cell, start } of findings)
        mending.refusals.push(`${file}:${cellPart(cell)}${start.line}: ${id} is not mended: ${reason}`)
    }
    if (outcomes.length > 0 && outcomes.every(outcome => outcome === 'changed'))
      mending.refusals.push(`${file}: not mended: the file has changed since it was scanned`)
    if (before && after) mending.files.push({ file, before, after, fixed })
  }
  return mending
}
