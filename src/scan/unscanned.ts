import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import type { Plan } from '../plan/plan.js'
import type { Report } from '../report/report.js'
import type { Selected } from './select-sources.js'

/**
 * Lists the targets on disk of which nothing was scanned. Of changed files, these are targets that exist nowhere. In a
 * part of a scan, only that part's missing targets are known. If excludes apply to targets, as in a hook, all of them may
 * be excluded.
 */
export function unscannedTargets(
  { input, host }: Plan,
  { total, skippedFolders, changed }: Selected,
  { skipped }: Report,
): string[] {
  const names = new Set(skipped.map(({ name }) => name))
  const isSkipped = (target: string) => names.has(target) || names.has(`.${sep}${target}`)
  if (changed) return changed.missing.filter(isSkipped)
  if (input.kind !== 'disk') return []
  const { targets, select } = input
  if (total === 0 && !select.forceExclude) return [...targets]
  if (skipped.length === 0) return [...skippedFolders]
  const isMissing = (target: string) => isSkipped(target) && !existsSync(resolve(host.cwd, target))
  return [...skippedFolders, ...targets.filter(isMissing)]
}
