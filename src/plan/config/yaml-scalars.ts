import type { ScalarTag, Tags } from 'yaml'

/*
 * How PyYAML's safe loader reads plain scalars and scalars with a tag (PyYAML 6, lib/yaml/resolver.py and
 * constructor.py). It differs from YAML 1.1, which the parser implements: there, `y` is a boolean, and `1e3` and `._1`
 * are numbers.
 */

type OnError = Parameters<ScalarTag['resolve']>[1]

interface Kind {
  name: string
  /** Matches plain scalars of this kind. */
  test: RegExp
  /** Returns the value, or undefined for invalid text, which a scalar with a tag may have. */
  read: (text: string) => unknown
}

const SEXAGESIMAL = /^[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?$/

const KINDS: readonly Kind[] = [
  { name: 'null', test: /^(~|null|Null|NULL|)$/, read: () => null },
  {
    name: 'bool',
    test: /^(yes|no|true|false|on|off|Yes|No|True|False|On|Off|YES|NO|TRUE|FALSE|ON|OFF)$/,
    read: text => (/^(yes|true|on)$/i.test(text) ? true : /^(no|false|off)$/i.test(text) ? false : undefined),
  },
  {
    name: 'int',
    test: /^[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
    read: readInteger,
  },
  {
    name: 'float',
    test: /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
    read: readFloat,
  },
  // PyYAML does not construct a value for these. Merge keys are handled before.
  { name: 'merge', test: /^<<$/, read: () => undefined },
  { name: 'value', test: /^=$/, read: () => undefined },
]

/** Replaces tags of YAML 1.1 with those of PyYAML. */
export function pyyamlTags(tags: Tags): Tags {
  const pairs = tags.find(tag => nameOf(tag) === 'pairs')
  const replaced = new Set(['omap', ...KINDS.map(({ name }) => name)])
  const others = tags.filter(tag => !replaced.has(nameOf(tag)) || nameOf(tag) === 'merge')
  const omap = typeof pairs === 'object' ? [{ ...pairs, tag: tagOf('omap') }] : []
  return [...others, ...omap, ...KINDS.flatMap(tagsOf)]
}

const tagOf = (name: string) => `tag:yaml.org,2002:${name}`

function nameOf(tag: Tags[number]): string {
  return typeof tag === 'string' ? tag : tag.tag.replace(/^.*:/, '')
}

/** Two tags: one for plain scalars that match, and one for explicit tags. */
function tagsOf({ name, test, read }: Kind): ScalarTag[] {
  const resolve = (text: string, onError: OnError) => {
    const value = read(text)
    if (value === undefined) onError(`${JSON.stringify(text)} is not a valid ${name}`)
    return value
  }
  return [
    { tag: tagOf(name), default: true, test, resolve },
    { tag: tagOf(name), resolve },
  ]
}

function readInteger(text: string): number | undefined {
  const digits = text.replaceAll('_', '')
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(digits) ?? []
  if (SEXAGESIMAL.test(rest) && !rest.includes('.')) return signed(sign, sexagesimal(rest))
  const value = /^0[0-7]+$/.test(rest) ? Number(`0o${rest}`) : Number(rest || Number.NaN)
  return /^(0b[01]+|0x[0-9a-f]+|[0-9]+)$/i.test(rest) && !Number.isNaN(value)
    ? signed(sign, value)
    : undefined
}

function readFloat(text: string): number | undefined {
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '').toLowerCase()) ?? []
  if (rest === '.inf') return signed(sign, Number.POSITIVE_INFINITY)
  if (rest === '.nan') return Number.NaN
  if (SEXAGESIMAL.test(rest)) return signed(sign, sexagesimal(rest))
  return /^([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?$/.test(rest) ? signed(sign, Number(rest)) : undefined
}

const signed = (sign: string, value: number): number => (sign === '-' ? -value : value)

const sexagesimal = (text: string): number =>
  text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
