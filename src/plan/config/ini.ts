import { ContentError } from '../../errors.js'
import { strip, stripEnd } from '../../python/space.js'

/*
 * INI files as Python's ConfigParser reads them with its default settings (CPython 3.13, Lib/configparser.py): `=`
 * or `:` as delimiters, comment lines that start with `#` or `;` but no comments after a value, indented lines as
 * continuations, a section DEFAULT, references like `%(name)s`, and no duplicate sections or options.
 */

type Section = Map<string, string>
/** The options of a section. Values are lists of lines while the file is read. */
type Lines = Map<string, string[]>

const DEFAULT = 'DEFAULT'
/** How deep references may nest. */
const MAX_DEPTH = 10
/** How much text the references of a section may expand to. It can grow exponentially with the depth. */
const MAX_TEXT = 1 << 24

/** Parses one section, including the options of DEFAULT, and resolves its references. Throws a ContentError. */
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
  /** The value that an indented line continues. */
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
        throw new ContentError(`${place}: duplicate section [${header}]`)
      section = sections.get(header) ?? new Map()
      sections.set(header, section)
      value = undefined
      continue
    }
    if (!section) throw new ContentError(`${place}: expected a section header, such as [bandit]`)
    const delimiter = content.search(/[=:]/)
    if (delimiter < 1) throw new ContentError(`${place}: expected an option with a value`)
    const option = stripEnd(content.slice(0, delimiter)).toLowerCase()
    if (section.has(option)) throw new ContentError(`${place}: duplicate option ${option}`)
    value = [strip(content.slice(delimiter + 1))]
    section.set(option, value)
  }
  return sections
}

/** Replaces references with the values of their options (BasicInterpolation). */
class Resolver {
  private length = 0

  constructor(private readonly values: ReadonlyMap<string, string>) {}

  resolve(value: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new ContentError(`references are nested more than ${MAX_DEPTH} deep`)
    return value.replace(/%(?:(%)|\(([^)]+)\)s)?/g, (reference, percent?: string, name?: string) => {
      if (percent) return percent
      if (name === undefined)
        throw new ContentError(`${reference} is not a valid reference (write %% for a percent sign)`)
      const other = this.values.get(name.toLowerCase())
      if (other === undefined) throw new ContentError(`${reference} refers to an unknown option`)
      this.length += other.length + 1
      if (this.length > MAX_TEXT) throw new ContentError('references expand to too much text')
      return this.resolve(other, depth + 1)
    })
  }
}
