import { byCodePoint } from '../python/order.js'
import type { Configuration } from './configuration.js'
import { KEYS, type Key } from './keys.js'
import type { Place } from './mistakes.js'
import { type Located, plainOf, type Table } from './toml.js'
import { quoted, tomlOf } from './write.js'

/** What a configuration is shown for. */
export interface Shown {
  readonly configuration: Configuration
  /** The ids of all rules. */
  readonly ids: readonly string[]
  /** An absolute path of a file; without it, only what holds for all files is shown. */
  readonly file?: string
  /** How the text names a path. */
  readonly nameOf: (path: string) => string
}

/**
 * What holds for a file or a folder, as TOML with comments: the value of each key and where it is written, then the
 * rules that run, and those that are left out.
 */
export function showConfiguration(shown: Shown): string {
  const { configuration, nameOf } = shown
  const names = configuration.files.map(nameOf)
  const [own, ...extended] = names
  const head =
    own === undefined
      ? '# no configuration file: these are the defaults\n'
      : `# from ${own}${extended.length > 0 ? `, which extends ${extended.join(', ')}` : ''}\n`
  const scalars = KEYS.map(key => lineOf(key, shown)).join('')
  const tables = KEYS.map(key => tableOf(key.name, configuration.table.get(key.name)?.node, nameOf)).join('')
  return `${head}${scalars}${tables}\n${rulesOf(shown)}`
}

function lineOf({ name, kind, default: standard }: Key, { configuration, nameOf }: Shown): string {
  const entry = configuration.table.get(name)
  if (kind === 'options' || standard?.constructor === Object) return ''
  if (entry)
    return `${name} = ${tomlOf(plainOf(entry.node))}  # ${written(entry.place, entry.node, nameOf)}\n`
  if (standard !== undefined) return `${name} = ${tomlOf(standard)}  # default\n`
  const required = name === 'target-version' ? configuration.targetVersion : undefined
  return required === undefined ? '' : `${name} = ${tomlOf(required)}  # requires-python in pyproject.toml\n`
}

/** A table, and the tables in it. */
function tableOf(path: string, node: Located | undefined, nameOf: Shown['nameOf']): string {
  if (!(node?.value instanceof Map)) return ''
  const entries = [...(node.value as Table)]
  const pairs = entries
    .filter(([, { node: value }]) => !(value.value instanceof Map || isListOfTables(value)))
    .map(
      ([key, { place, node: value }]) =>
        `${quoted(key)} = ${tomlOf(plainOf(value))}  # ${written(place, value, nameOf)}\n`,
    )
  const lists = entries.map(([key, { node: value }]) => listOf(`${path}.${quoted(key)}`, value, nameOf))
  const inner = entries.map(([key, { node: value }]) => tableOf(`${path}.${quoted(key)}`, value, nameOf))
  return (pairs.length > 0 ? `\n[${path}]\n${pairs.join('')}` : '') + [...lists, ...inner].join('')
}

/** A list of tables: each with the place where it is written. */
function listOf(path: string, node: Located, nameOf: Shown['nameOf']): string {
  if (!isListOfTables(node)) return ''
  return (node.value as readonly Located[])
    .map(item => {
      const pairs = [...(item.value as Table)].map(
        ([key, { node: value }]) => `${quoted(key)} = ${tomlOf(plainOf(value))}\n`,
      )
      return `\n[[${path}]]  # ${placeOf(item.place, nameOf)}\n${pairs.join('')}`
    })
    .join('')
}

function isListOfTables({ value }: Located): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item: Located) => item.value instanceof Map)
}

function rulesOf({ configuration, ids, file, nameOf }: Shown): string {
  const [on, off] = [true, false].map(runs =>
    ids.filter(id => configuration.rules.has(id) === runs).sort(byCodePoint),
  ) as [string[], string[]]
  // The shorter list is the one to read.
  const list =
    off.length === 0 || on.length === 0
      ? ''
      : off.length <= on.length
        ? `; not ${off.join(', ')}`
        : `: ${on.join(', ')}`
  const lines = [`${on.length} of ${ids.length} rules run${list}`]
  if (file !== undefined) {
    const name = nameOf(file)
    const left = configuration.excludedBy(file)
    if (left) {
      const where = left.place ? placeOf(left.place, nameOf) : 'default'
      lines.push(`${name} is left out: exclude has ${JSON.stringify(left.glob)} (${where})`)
    }
    for (const { glob, place, ids: ignored } of configuration.ignoresFor(file)) {
      const rules = [...ignored].filter(id => configuration.rules.has(id)).sort(byCodePoint)
      if (rules.length === 0) continue
      lines.push(
        `not in ${name}: ${rules.join(', ')}, because of ${JSON.stringify(glob)} (${placeOf(place, nameOf)})`,
      )
    }
  }
  return lines.map(line => `# ${line}\n`).join('')
}

/** Where a value is written; of a list that was added together, all places. */
function written(place: Place, { value }: Located, nameOf: Shown['nameOf']): string {
  const items = Array.isArray(value) ? (value as readonly Located[]).map(item => item.place) : []
  const others = items.filter(item => item.file !== place.file)
  const places = [...others, place].map(each => placeOf(each, nameOf))
  return [...new Set(places)].join(', ')
}

function placeOf({ file, line }: Place, nameOf: Shown['nameOf']): string {
  return line > 0 ? `${nameOf(file)}:${line}` : nameOf(file)
}
