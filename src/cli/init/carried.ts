import { isAbsolute, join } from 'node:path'
import { KEYS } from '../../configuration/keys.js'
import { HEAD } from '../../configuration/starter.js'
import { type Plain, pairOf, quoted } from '../../configuration/write.js'

/** A glob of another program in our words, or why there is none. */
export type Converted = { readonly globs: readonly string[] } | { readonly why: string }

/** Something in other settings that has no equal in a configuration. */
export interface Left {
  /** Where it stands, such as `pyproject.toml: tool.bandit.targets`. */
  readonly what: string
  readonly why: string
}

/** A text that begins with the name of a file in a folder, as it is read outside of the folder. */
export function inFolder(folder: string, text: string): string {
  const [, name = '', rest = ''] = /^(.*?)(: .*)?$/s.exec(text) ?? []
  return folder === '' || isAbsolute(name) ? text : `${join(folder, name)}${rest}`
}

/** What was carried over from the settings of another program. */
export class Carried {
  readonly left: Left[] = []
  /** The files that were read. */
  readonly sources: string[] = []
  private readonly values = new Map<string, Plain>()

  get isEmpty(): boolean {
    return this.values.size === 0
  }

  leave(what: string, why: string): void {
    this.left.push({ what, why })
  }

  /** The globs, after taking note of why there are none. */
  globsOf(converted: Converted, what: string): readonly string[] {
    if ('globs' in converted) return converted.globs
    this.leave(what, converted.why)
    return []
  }

  set(key: string, value: Plain): void {
    this.values.set(key, value)
  }

  /** Adds to a list, without what it has already. */
  add(key: string, items: readonly string[]): void {
    const before = (this.values.get(key) ?? []) as readonly string[]
    if (before.length + items.length > 0) this.values.set(key, [...new Set([...before, ...items])])
  }

  /** Adds to a list in a table. */
  addTo(table: string, key: string, items: readonly string[]): void {
    const own = this.tableOf(table)
    const before = (own[key] ?? []) as readonly string[]
    this.values.set(table, { ...own, [key]: [...new Set([...before, ...items])] })
  }

  /** Sets an option of a rule. */
  setOption(table: string, key: string, value: Plain): void {
    const options = this.tableOf('options')
    this.values.set('options', { ...options, [table]: { ...(options[table] as object), [key]: value } })
  }

  /** A configuration that says all of it. */
  text(): string {
    const set = KEYS.flatMap(({ name }) => {
      const value = this.values.get(name)
      return value === undefined ? [] : [{ name, value }]
    })
    const plain = set
      .filter(({ value }) => !isTable(value))
      .map(({ name, value }) => `${pairOf(name, value)}\n`)
    const tables = set.flatMap(({ name, value }) => (isTable(value) ? [tableText(name, value)] : []))
    return [`${HEAD}# Carried over from ${this.sources.join(' and ')}.\n`, plain.join(''), ...tables]
      .filter(part => part !== '')
      .join('\n')
  }

  private tableOf(name: string): Readonly<Record<string, Plain>> {
    return (this.values.get(name) ?? {}) as Readonly<Record<string, Plain>>
  }
}

function isTable(value: Plain): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && !Array.isArray(value)
}

function tableText(path: string, table: Readonly<Record<string, Plain>>): string {
  const entries = Object.entries(table)
  const pairs = entries.flatMap(([key, value]) => (isTable(value) ? [] : [`${pairOf(key, value)}\n`]))
  const inner = entries.flatMap(([key, value]) =>
    isTable(value) ? [tableText(`${path}.${quoted(key)}`, value)] : [],
  )
  return [...(pairs.length > 0 ? [`[${path}]\n${pairs.join('')}`] : []), ...inner].join('\n')
}
