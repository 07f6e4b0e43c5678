import { ContentError } from '../../errors.js'
import { strip, stripEnd } from '../../python/space.js'

/*
 * INI as Python's ConfigParser reads it with its defaults (CPython 3.13, Lib/configparser.py): `=` and `:`,
 * lines that begin with `#` or `;` as comments and none behind a value, deeper lines as continuations,
 * a section DEFAULT, `%(name)s`, and no section or option twice.
 */

type Section = Map<string, string>
/** An option's name and where its value is kept; values are lists of lines while they are read. */
type Lines = Map<string, string[]>

const DEFAULT = 'DEFAULT'
/** How deep references may nest. */
const MAX_DEPTH = 10
/** How much text references may make of one section: they multiply at each depth. */
const MAX_TEXT = 1 << 24

/** One section with its references resolved, the options of DEFAULT among its own. Throws a ContentError. */
export function parseIni(text: string, name: string): Section {
  const sections = readSections(text)
  const own = sections.get(name)
  if (!own) throw new ContentError(`no section [${name}]`)
  const raw = new Map([...(sections.get(DEFAULT) ?? []), ...own].map(([key, lines]) => [key, joined(lines)]))
  const resolver = new Resolver(raw)
  return new Map([...raw].map(([key, value]) => [key, resolver.resolve(value, 1)]))
}

const joined = (lines: readonly string[]): string => stripEnd(lines.join('\n'))

function readSections(text: string): Map<string, Lines> {
  const sections = new Map<string, Lines>()
  let section: Lines | undefined
  /** The value that a deeper line continues. */
  let value: string[] | undefined
  let depth = 0
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = strip(line)
    if (content === '') {
      value?.push('')
      continue
    }
    if (content.startsWith('#') || content.startsWith(';')) continue
    const indent = line.indexOf(content)
    if (value && indent > depth) {
      value.push(content)
      continue
    }
    depth = indent
    const place = `line ${index + 1}`
    const [, header] = /^\[(.+)\]/s.exec(content) ?? []
    if (header !== undefined) {
      if (header !== DEFAULT && sections.has(header))
        throw new ContentError(`${place}: section [${header}] twice`)
      section = sections.get(header) ?? new Map()
      sections.set(header, section)
      value = undefined
      continue
    }
    if (!section) throw new ContentError(`${place}: no section before it`)
    const delimiter = content.search(/[=:]/)
    if (delimiter < 1) throw new ContentError(`${place}: no option with a value`)
    const option = stripEnd(content.slice(0, delimiter)).toLowerCase()
    if (section.has(option)) throw new ContentError(`${place}: option ${option} twice`)
    value = [strip(content.slice(delimiter + 1))]
    section.set(option, value)
  }
  return sections
}

/** Puts values in place of references (BasicInterpolation). */
class Resolver {
  private length = 0

  constructor(private readonly values: ReadonlyMap<string, string>) {}

  resolve(value: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new ContentError(`references nest deeper than ${MAX_DEPTH}`)
    return value.replace(/%(?:(%)|\(([^)]+)\)s)?/g, (reference, percent?: string, name?: string) => {
      if (percent) return percent
      if (name === undefined) throw new ContentError(`${reference} is no reference`)
      const other = this.values.get(name.toLowerCase())
      if (other === undefined) throw new ContentError(`${reference} refers to nothing`)
      this.length += other.length + 1
      if (this.length > MAX_TEXT) throw new ContentError('references make too much text')
      return this.resolve(other, depth + 1)
    })
  }
}
