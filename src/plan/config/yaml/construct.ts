import { kindOf } from '../../../python/value.js'
import type { Mapping, Node, Pair } from './composer.js'
import { errorAt } from './reader.js'
import { readScalar, YAML_TAG } from './scalar-kinds.js'

type Members = Record<string | symbol, unknown>

/**
 * Converts nodes to values (PyYAML 6, SafeConstructor in lib/yaml/constructor.py). An alias is the same value as what
 * it refers to, and may contain itself. Keys that are not strings become symbols, so they cannot be looked up by name.
 * Throws a ContentError.
 */
export function construct(root: Node): unknown {
  return new Constructor().run(root)
}

class Constructor {
  readonly #values = new Map<Node, unknown>()
  /** Collections are filled after they exist, because they may contain themselves. */
  readonly #unfilled: (() => void)[] = []
  /** The symbols of keys that are not strings, by their value. */
  readonly #symbols = new Map<unknown, symbol>()

  run(root: Node): unknown {
    const value = this.#value(root)
    // In the order of the document, so that what a mapping merges has been merged itself. The list grows meanwhile.
    for (const fill of this.#unfilled) fill()
    return value
  }

  #value(node: Node): unknown {
    if (this.#values.has(node)) return this.#values.get(node)
    const value = this.#create(node)
    this.#values.set(node, value)
    return value
  }

  #create(node: Node): unknown {
    switch (node.tag) {
      case `${YAML_TAG}seq`:
        return this.#later<unknown[]>([], list => {
          for (const item of itemsOf(node)) list.push(this.#value(item))
        })
      case `${YAML_TAG}map`:
        return this.#later<Members>({}, mapping => {
          for (const [key, value] of this.#pairsOf(node)) define(mapping, this.#nameOf(key), value)
        })
      case `${YAML_TAG}set`:
        return this.#later(new Set<unknown>(), set => {
          for (const [key] of this.#pairsOf(node)) set.add(key)
        })
      case `${YAML_TAG}omap`:
      case `${YAML_TAG}pairs`:
        return this.#later<unknown[]>([], list => {
          for (const item of itemsOf(node)) list.push(this.#onlyPair(item))
        })
      default:
        return readScalar(node.tag, textOf(node), message => errorAt(node, message))
    }
  }

  #later<T>(value: T, fill: (value: T) => void): T {
    this.#unfilled.push(() => fill(value))
    return value
  }

  #onlyPair(node: Node): [unknown, unknown] {
    const [pair, second] = node.kind === 'mapping' ? node.pairs : []
    if (!pair || second) throw errorAt(node, 'expected a mapping with one key')
    return [this.#value(pair[0]), this.#value(pair[1])]
  }

  *#pairsOf(node: Node): Generator<[key: unknown, value: unknown]> {
    if (node.kind !== 'mapping') throw errorAt(node, `expected a mapping, found a ${node.kind}`)
    merge(node)
    for (const [key, value] of node.pairs) {
      const constructed = this.#value(key)
      if (isUnhashable(constructed)) throw errorAt(key, `${kindOf(constructed)} cannot be a key`)
      yield [constructed, this.#value(value)]
    }
  }

  /** The name of a member. Equal keys have the same one. */
  #nameOf(key: unknown): string | symbol {
    if (typeof key === 'string') return key
    const value = key instanceof Date || key instanceof Uint8Array ? String(key) : Number(key)
    const identity = key === null ? null : value
    const symbol = this.#symbols.get(identity) ?? Symbol(String(key))
    this.#symbols.set(identity, symbol)
    return symbol
  }
}

const MERGE = `${YAML_TAG}merge`
const VALUE = `${YAML_TAG}value`

/** Replaces `<<` by the pairs that it merges, which come first. A key `=` is a string. */
function merge(node: Mapping): void {
  const merged: Pair[] = []
  const known = new Set<unknown>()
  const own = node.pairs.splice(0)
  for (const pair of own) {
    const [key, value] = pair
    if (key.tag === VALUE) key.tag = `${YAML_TAG}str`
    if (key.tag !== MERGE) {
      node.pairs.push(pair)
      continue
    }
    for (const source of value.kind === 'sequence' ? value.items : [value]) {
      if (source.kind !== 'mapping') throw errorAt(source, `cannot merge a ${source.kind}`)
      merge(source)
      for (const each of source.pairs) {
        const identity = identityOf(each[0])
        if (!known.has(identity)) merged.push(each)
        known.add(identity)
      }
    }
  }
  node.pairs.unshift(...merged)
}

/** PyYAML compares merged keys by the identity of their Python values: CPython has one object for each short text. */
function identityOf(key: Node): unknown {
  return key.kind === 'scalar' && (key.text === '' || /^[\0-\xff]$/.test(key.text)) ? key.text : key
}

function itemsOf(node: Node): Node[] {
  if (node.kind === 'sequence') return node.items
  throw errorAt(node, `expected a list, found a ${node.kind}`)
}

/** The text of a scalar. Of a mapping, it is the text of the key `=`. */
function textOf(node: Node): string {
  if (node.kind === 'scalar') return node.text
  const value = node.kind === 'mapping' ? node.pairs.find(([key]) => key.tag === VALUE) : undefined
  if (value) return textOf(value[1])
  throw errorAt(node, `expected a scalar, found a ${node.kind}`)
}

/** Whether Python has no hash for a value. */
const isUnhashable = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array)

/** Sets a member, which may be called `__proto__`. */
function define(mapping: Members, key: string | symbol, value: unknown): void {
  Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true })
}
