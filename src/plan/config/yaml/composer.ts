import type { ContentError } from '../../../errors.js'
import { checkDepth, errorAt, type Place } from './reader.js'
import { tagOfPlain, YAML_TAG } from './scalar-kinds.js'
import { type Mark, scanTokens, type Token } from './scanner.js'

/** A node of a document, with its resolved tag. An alias is the same object as what it refers to. */
export type Node = Scalar | Sequence | Mapping

type Scalar = Place & { kind: 'scalar'; tag: string; text: string }
type Sequence = Place & { kind: 'sequence'; tag: string; items: Node[] }
export type Mapping = Place & { kind: 'mapping'; tag: string; pairs: Pair[] }

export type Pair = [key: Node, value: Node]

const HANDLES: readonly [string, string][] = [
  ['!', '!'],
  ['!!', YAML_TAG],
]

/**
 * Composes the nodes of a text with at most one document (PyYAML 6, lib/yaml/parser.py and composer.py). Returns
 * undefined for an empty text. Throws a ContentError for invalid YAML.
 */
export function compose(text: string): Node | undefined {
  return new Composer(scanTokens(text)).document()
}

/** Properties of a node: what comes before its content. */
interface Properties {
  anchor?: string
  tag?: string
  place: Place
}

class Composer {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0
  #handles = new Map(HANDLES)
  readonly #anchors = new Map<string, Node>()

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** The next token. There always is one: the last is never taken. */
  get #token(): Token {
    return this.#tokens[this.#next] as Token
  }

  #at(...types: readonly Token['type'][]): boolean {
    return types.includes(this.#token.type)
  }

  /** Takes the next token if it has this type. */
  #take(type: Mark): boolean {
    if (!this.#at(type)) return false
    this.#next++
    return true
  }

  #expect(type: Mark): void {
    if (!this.#take(type)) throw this.#error(`expected ${quoted(type)}, found ${quoted(this.#token.type)}`)
  }

  #error(message: string, place: Place = this.#token): ContentError {
    return errorAt(place, message)
  }

  document(): Node | undefined {
    if (this.#at('end')) return undefined
    const isExplicit = this.#at('directive', 'document start')
    if (isExplicit) this.#documentStart()
    const isEmpty = isExplicit && this.#at('directive', 'document start', 'document end', 'end')
    const root = isEmpty ? this.#empty() : this.#node(true)
    // Only after an end mark may directives follow, and only they and a start mark begin another document.
    while (this.#take('document end')) {}
    if (!this.#at('end')) throw this.#error('expected a single document')
    return root
  }

  #documentStart(): void {
    let hasVersion = false
    const handles = new Map<string, string>()
    for (let token = this.#token; token.type === 'directive'; token = this.#token) {
      const [first = '', second = ''] = token.words
      if (token.name === 'YAML') {
        if (hasVersion) throw this.#error('found a second YAML directive')
        if (Number(first) !== 1) throw this.#error(`cannot read YAML version ${first}.${second}`)
        hasVersion = true
      } else if (token.name === 'TAG') {
        if (handles.has(first)) throw this.#error(`found a second directive for the tag ${first}`)
        handles.set(first, second)
      }
      this.#next++
    }
    this.#handles = new Map([...HANDLES, ...handles])
    this.#expect('document start')
  }

  /** An empty scalar, which is null. */
  #empty(): Node {
    return scalar(tagOfPlain(''), '', this.#token)
  }

  /** A node. `isBlock` allows collections without brackets; `isIndentless`, a sequence at the column of its key. */
  #node(isBlock: boolean, isIndentless = false): Node {
    const token = this.#token
    if (token.type === 'alias') {
      this.#next++
      const node = this.#anchors.get(token.name)
      if (!node) throw this.#error(`found the alias *${token.name} without an anchor`, token)
      return node
    }
    checkDepth(++this.#depth)
    const properties = this.#properties()
    const { anchor } = properties
    if (anchor !== undefined && this.#anchors.has(anchor))
      throw this.#error(`found a second anchor &${anchor}`, token)
    const [node, takeContent] = this.#begin(properties, isBlock, isIndentless)
    if (anchor !== undefined) this.#anchors.set(anchor, node)
    takeContent()
    this.#depth--
    return node
  }

  /** An anchor and a tag, in any order. */
  #properties(): Properties {
    const properties: Properties = { place: this.#token }
    for (let token = this.#token; ; token = this.#token) {
      if (token.type === 'anchor' && properties.anchor === undefined) properties.anchor = token.name
      else if (token.type === 'tag' && properties.tag === undefined) {
        const { handle, suffix } = token.tag
        const prefix = handle === undefined ? '' : this.#handles.get(handle)
        if (prefix === undefined) throw this.#error(`found the unknown tag ${handle}`)
        properties.tag = prefix + suffix
      } else return properties
      this.#next++
    }
  }

  /** A node without its content, and what takes the content. That may refer to the node by its anchor. */
  #begin({ anchor, tag, place }: Properties, isBlock: boolean, isIndentless: boolean): [Node, () => void] {
    const token = this.#token
    // Without a tag, or with the tag `!`, the content decides.
    const given = tag === '!' ? undefined : tag
    if (token.type === 'scalar') {
      const isPlain = tag === '!' || token.isPlain
      const ownTag = given ?? (isPlain ? tagOfPlain(token.text) : `${YAML_TAG}str`)
      return [scalar(ownTag, token.text, place), () => this.#next++]
    }
    const isIndentlessSequence = isIndentless && token.type === 'entry'
    if (isIndentlessSequence || token.type === '[' || (isBlock && token.type === 'block sequence')) {
      const node = sequence(given, place)
      return [node, () => this.#items(node.items)]
    }
    if (token.type === '{' || (isBlock && token.type === 'block mapping')) {
      const node = mapping(given, place)
      return [node, () => this.#pairs(node.pairs)]
    }
    if (anchor === undefined && tag === undefined)
      throw this.#error(`expected a value, found ${quoted(token.type)}`)
    return [scalar(given ?? tagOfPlain(''), '', place), () => {}]
  }

  #items(items: Node[]): void {
    if (this.#take('[')) this.#flowItems(items)
    else if (this.#take('block sequence')) this.#blockItems(items)
    else this.#indentlessItems(items)
  }

  #pairs(pairs: Pair[]): void {
    if (this.#take('{')) this.#flowPairs(pairs)
    else {
      this.#expect('block mapping')
      this.#blockPairs(pairs)
    }
  }

  /** A node, or an empty scalar before one of these tokens. */
  #nodeBefore(ends: readonly Mark[], isBlock: boolean, isIndentless = false): Node {
    return this.#at(...ends) ? this.#empty() : this.#node(isBlock, isIndentless)
  }

  #blockItems(items: Node[]): void {
    while (this.#take('entry')) items.push(this.#nodeBefore(['entry', 'block end'], true))
    this.#expect('block end')
  }

  #indentlessItems(items: Node[]): void {
    while (this.#take('entry')) items.push(this.#nodeBefore(['entry', 'key', 'value', 'block end'], true))
  }

  #blockPairs(pairs: Pair[]): void {
    const ends = ['key', 'value', 'block end'] as const
    while (this.#take('key')) {
      const key = this.#nodeBefore(ends, true, true)
      pairs.push([key, this.#take('value') ? this.#nodeBefore(ends, true, true) : this.#empty()])
    }
    this.#expect('block end')
  }

  #flowItems(items: Node[]): void {
    for (let isFirst = true; !this.#take(']'); isFirst = false) {
      if (!isFirst) this.#expect(',')
      if (this.#at('key')) items.push(this.#flowPair())
      else if (!this.#at(']')) items.push(this.#node(false))
    }
  }

  /** A mapping of one pair without braces, in a list. */
  #flowPair(): Node {
    const node = mapping(undefined, this.#token)
    checkDepth(++this.#depth)
    this.#next++
    const key = this.#nodeBefore(['value', ',', ']'], false)
    node.pairs.push([key, this.#take('value') ? this.#nodeBefore([',', ']'], false) : this.#empty()])
    this.#depth--
    return node
  }

  #flowPairs(pairs: Pair[]): void {
    for (let isFirst = true; !this.#take('}'); isFirst = false) {
      if (!isFirst) this.#expect(',')
      if (this.#take('key')) {
        const key = this.#nodeBefore(['value', ',', '}'], false)
        pairs.push([key, this.#take('value') ? this.#nodeBefore([',', '}'], false) : this.#empty()])
      } else if (!this.#at('}')) pairs.push([this.#node(false), this.#empty()])
    }
  }
}

function scalar(tag: string, text: string, { index, line, column }: Place): Scalar {
  return { kind: 'scalar', tag, text, index, line, column }
}

function sequence(tag = `${YAML_TAG}seq`, { index, line, column }: Place): Sequence {
  return { kind: 'sequence', tag, items: [], index, line, column }
}

function mapping(tag = `${YAML_TAG}map`, { index, line, column }: Place): Mapping {
  return { kind: 'mapping', tag, pairs: [], index, line, column }
}

/** Names a type of token in a message. */
function quoted(type: Token['type']): string {
  if (type === 'end') return 'the end'
  return /^\W$/.test(type) ? `'${type}'` : `${/^[ae]/.test(type) ? 'an' : 'a'} ${type}`
}
