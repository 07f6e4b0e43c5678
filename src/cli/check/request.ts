import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../../errors.js'
import type { CheckOptions } from '../../plan/check/options.js'
import type { Host } from '../../plan/host.js'
import type { ValuesOf } from '../argparse.js'
import { cacheOptions, changeOptions, limitOptions, threadOptions } from '../request.js'
import type { FLAGS } from './flags.js'

export type CheckValues = ValuesOf<(typeof FLAGS)[number]>

/** The check that the flags ask for. Throws a UsageError for flags that conflict. */
export async function checkRequest(
  values: CheckValues,
  targets: readonly string[],
  host: Host,
  readStdin: () => Promise<Uint8Array>,
): Promise<CheckOptions> {
  const { select, ignore, extendSelect, extendIgnore, exclude, extendExclude } = values
  const changed = changeOptions(values)
  if (changed.changes && targets.includes('-'))
    throw new UsageError(
      'argument -: standard input has no changes: not allowed with --since, --new-since or --staged',
    )
  const lists = overrides({ select, ignore, extendSelect, extendIgnore, exclude, extendExclude })
  // An empty variable of a shell must not make a check that finds nothing.
  if (lists.select?.length === 0) throw new UsageError('argument --select: expected at least one rule')
  return {
    ...lists,
    ...configOptions(values, host),
    ...(await sourceOptions(values, targets, readStdin)),
    ...(values.profile !== undefined && { profile: values.profile }),
    ...(values.severity && { severity: values.severity }),
    ...(values.showSecrets && { showSecrets: true }),
    ...(values.failOn !== undefined && { failOn: values.failOn }),
    ...(values.forceExclude && { forceExclude: true }),
    ...(values.noForceExclude && { forceExclude: false }),
    ...(values.noDefaultExcludes && { defaultExcludes: false }),
    ...(values.noJsRules && { jsRules: false }),
    ...(values.noRespectGitignore && { respectGitignore: false }),
    ...(values.baseline !== undefined && { baseline: values.baseline, baselineMatch: 'exact' }),
    ...threadOptions(values),
    ...limitOptions(values),
    ...cacheOptions(values, host.env),
    ...changed,
  }
}

/** Lists that may be given with commas, several times, or both. */
function overrides<K extends string>(
  lists: Readonly<Record<K, readonly string[] | undefined>>,
): { [Key in K]?: string[] } {
  const given = Object.entries<readonly string[] | undefined>(lists).flatMap(([key, words]) =>
    words
      ? [
          [
            key,
            words
              .flatMap(word => word.split(','))
              .map(word => word.trim())
              .filter(Boolean),
          ],
        ]
      : [],
  )
  return Object.fromEntries(given)
}

/** A word with an equals sign is a setting, unless there is such a file. */
function configOptions(
  { config = [], isolated }: CheckValues,
  { cwd }: Host,
): Pick<CheckOptions, 'configFile' | 'isolated' | 'settings'> {
  const isSetting = (word: string) => word.includes('=') && !existsSync(resolve(cwd, word))
  const settings = config.filter(isSetting)
  const [file, ...others] = config.filter(word => !isSetting(word))
  if (others.length > 0) throw new UsageError('argument --config: only one configuration file can be named')
  if (file !== undefined && isolated)
    throw new UsageError('argument --isolated: not allowed with a file of --config')
  return {
    settings,
    ...(isolated && { isolated }),
    ...(file !== undefined && { configFile: file }),
  }
}

/** The source on standard input is checked under its own name. */
async function sourceOptions(
  { stdinFilename }: CheckValues,
  targets: readonly string[],
  readStdin: () => Promise<Uint8Array>,
): Promise<Pick<CheckOptions, 'sources' | 'targets'>> {
  if (stdinFilename === undefined) return { targets }
  if (targets.length !== 1 || targets[0] !== '-')
    throw new UsageError('argument --stdin-filename: requires - as the only target')
  return { sources: [{ name: stdinFilename, content: await readStdin() }] }
}
