import { type Misspelling, UsageError } from '../errors.js'
import { parseWholeNumber } from '../python/whole-number.js'
import { FLAGS, type Flag } from './flags.js'

/*
 * The parts of Python's argparse that Bandit uses (CPython 3.13, Lib/argparse.py). yargs-parser does not
 * support them all: unique prefixes of long names, clusters that end in a value (-rn5), mutually exclusive
 * flags, and positionals that must be contiguous.
 */

type ValueOf<F extends Flag> = F['kind'] extends 'switch' | 'exit'
  ? boolean
  : F['kind'] extends 'count' | 'integer'
    ? number
    : F['kind'] extends 'list'
      ? string[]
      : F extends { choices: readonly (infer Choice)[] }
        ? Choice
        : string

/** The last value given for each flag of a table. */
export type ValuesOf<F extends Flag> = { [Each in F as Each['key']]?: ValueOf<Each> }
export type Values = ValuesOf<(typeof FLAGS)[number]>

export interface CommandLine {
  values: Values
  targets: string[]
}

type Given = Record<string, string | number | boolean | string[]>

/** A word that looks like a flag, before the words around it are considered. */
interface Option {
  /** Absent for an unknown flag. */
  flag?: Flag | undefined
  name: string
  /** What separates the name from a value in the same word: `=`, or nothing after a short name. */
  separator?: string | undefined
  value?: string | undefined
}

type Word = { option: Option } | 'positional' | 'dashes'

const quote = (text: string) => `'${text}'`

function argumentError(
  { names }: Pick<Flag, 'names'>,
  message: string,
  misspelling?: Misspelling,
): UsageError {
  return new UsageError(`argument ${names.join('/')}: ${message}`, misspelling)
}

/** The error for a value that is not among the choices of a flag. */
export function invalidChoice(
  flag: Pick<Flag, 'names'>,
  word: string,
  choices: readonly string[],
): UsageError {
  const quoted = choices.map(quote).join(', ')
  return argumentError(flag, `invalid choice: ${quote(word)} (choose from ${quoted})`, {
    word,
    words: choices,
  })
}

/** Parses the words after the program's name, up to the first -h or --version. Throws a UsageError. */
export function parseArguments(argv: readonly string[]): CommandLine {
  const { values, targets } = new Parser(FLAGS, argv, 'argparse').parse()
  return { values: values as Values, targets }
}

/** Like `parseArguments`, for a program with its own flags. Throws a UsageError. */
export function parseWords<F extends Flag>(
  flags: readonly F[],
  argv: readonly string[],
  style: Style = 'argparse',
): { values: ValuesOf<F>; targets: string[] } {
  const { values, targets } = new Parser(flags, argv, style).parse()
  return { values: values as ValuesOf<F>, targets }
}

/**
 * Like `parseArguments`, for a program with its own flags and no targets. Throws a UsageError; `refuse` words the one
 * for targets.
 */
export function parseFlags<F extends Flag>(
  flags: readonly F[],
  argv: readonly string[],
  refuse = (targets: readonly string[]) => `unrecognized arguments: ${targets.join(' ')}`,
): ValuesOf<F> {
  const { values, targets } = parseWords(flags, argv)
  if (targets.length > 0) throw new UsageError(refuse(targets))
  return values
}

/**
 * Whose rules hold for a command line: argparse's, or ours. In ours, flags may stand before, between and after the
 * targets, and are not abbreviated, so that a new flag never changes what a command line means.
 */
type Style = 'argparse' | 'ours'

class Parser {
  private readonly words: Word[]
  private readonly values: Given = {}
  private readonly seen = new Set<Flag>()
  private targets: string[] | undefined
  private readonly extras: string[] = []
  private ended = false

  private readonly byName: ReadonlyMap<string, Flag>

  constructor(
    flags: readonly Flag[],
    private readonly argv: readonly string[],
    private readonly style: Style,
  ) {
    this.byName = new Map(flags.flatMap(flag => flag.names.map(name => [name, flag] as const)))
    const dashes = argv.indexOf('--')
    this.words = argv.map((word, at) => {
      if (dashes >= 0 && at >= dashes) return at === dashes ? 'dashes' : 'positional'
      const option = interpret(word, this.byName, style)
      return option ? { option } : 'positional'
    })
  }

  parse(): { values: Given; targets: string[] } {
    for (let at = 0; at < this.argv.length && !this.ended; ) {
      const word = this.words[at]
      at = typeof word === 'object' ? this.takeOption(word.option, at) : this.takePositionals(at)
    }
    if (!this.ended && this.extras.length > 0) {
      const flag = this.extras.find(word => word.startsWith('-'))?.replace(/=.*/s, '')
      throw new UsageError(
        `unrecognized arguments: ${this.extras.join(' ')}`,
        flag === undefined ? undefined : { word: flag, words: [...this.byName.keys()] },
      )
    }
    return { values: this.values, targets: this.targets ?? [] }
  }

  /** Takes a run of positionals. The first run is the targets; a later one is an error. Returns where the run ends. */
  private takePositionals(start: number): number {
    let end = start
    while (end < this.argv.length && typeof this.words[end] === 'string') end++
    const run = this.argv.slice(start, end)
    if (this.targets === undefined || this.style === 'ours') {
      const dashes = run.indexOf('--')
      this.targets = [...(this.targets ?? []), ...(dashes < 0 ? run : run.toSpliced(dashes, 1))]
    } else {
      this.extras.push(...run)
    }
    return end
  }

  /** Takes a flag, or a cluster of short flags, with its value. Returns the index of the next word. */
  private takeOption(option: Option, at: number): number {
    let { flag, name, separator, value } = option
    if (!flag) {
      this.extras.push(this.argv[at] ?? '')
      return at + 1
    }
    const taken: [Flag, string | undefined][] = []
    let next = at + 1
    while (flag) {
      if (value === undefined) {
        const follows = this.words[at + 1] === 'positional'
        if (takesValue(flag) && !follows && flag.kind !== 'optional')
          throw argumentError(flag, 'expected one argument')
        const word: string | undefined = takesValue(flag) && follows ? this.argv[next++] : undefined
        taken.push([flag, word])
        break
      }
      if (takesValue(flag)) {
        taken.push([flag, value])
        break
      }
      if (name.startsWith('--') || value === '' || separator || value.startsWith('-')) {
        throw argumentError(flag, `ignored explicit argument ${quote(value)}`)
      }
      taken.push([flag, undefined])
      name = `-${value.charAt(0)}`
      flag = this.byName.get(name)
      if (!flag) this.extras.push(`-${value}`)
      value = value.slice(1)
      separator = value.startsWith('=') ? '=' : ''
      value = value.slice(separator.length) || (separator ? '' : undefined)
    }
    for (const [each, word] of taken) {
      if (!this.ended) this.apply(each, word)
    }
    return next
  }

  private apply(flag: Flag, word: string | undefined): void {
    const value = convert(flag, word)
    this.seen.add(flag)
    for (const other of this.seen) {
      if (other !== flag && flag.group !== undefined && other.group === flag.group) {
        throw argumentError(flag, `not allowed with argument ${other.names.join('/')}`)
      }
    }
    this.ended = flag.kind === 'exit'
    const before = this.values[flag.key]
    if (flag.kind === 'count') this.values[flag.key] = Number(before ?? 0) + 1
    else if (flag.kind === 'list') this.values[flag.key] = [...((before as string[]) ?? []), String(value)]
    else this.values[flag.key] = value
  }
}

function takesValue(flag: Flag): boolean {
  return ['text', 'integer', 'optional', 'list'].includes(flag.kind)
}

/** Interprets a word as a flag. Returns undefined for a positional. */
function interpret(word: string, byName: ReadonlyMap<string, Flag>, style: Style): Option | undefined {
  if (!word.startsWith('-') || word === '-') return undefined
  const exact = byName.get(word)
  if (exact) return { flag: exact, name: word }

  const equals = word.indexOf('=')
  const head = equals < 0 ? word : word.slice(0, equals)
  const tail = equals < 0 ? {} : { separator: '=', value: word.slice(equals + 1) }
  const named = byName.get(head)
  if (named) return { flag: named, name: head, ...tail }

  if (word.startsWith('--') && style === 'argparse') {
    const candidates = [...byName].filter(([name]) => name.startsWith(head))
    const fromBandit = candidates.filter(([, flag]) => !flag.ours)
    const matches = fromBandit.length > 0 ? fromBandit : candidates
    if (matches.length > 1) {
      const names = matches.map(([name]) => name).join(', ')
      throw new UsageError(`ambiguous option: ${word} could match ${names}`)
    }
    for (const [name, flag] of matches) return { flag, name, ...tail }
  } else if (!word.startsWith('--')) {
    const name = word.slice(0, 2)
    const flag = byName.get(name)
    if (flag) return { flag, name, separator: '', value: word.slice(2) }
  }
  const looksLikeNumber = /^-\d+$|^-\d*\.\d+$/.test(word)
  return looksLikeNumber || word.includes(' ') ? undefined : { name: word }
}

function convert(flag: Flag, word: string | undefined): string | number | boolean {
  if (!takesValue(flag)) return true
  if (word === undefined) return ''
  if (flag.kind === 'integer') return integer(flag, word)
  if (flag.choices && !flag.choices.includes(word)) throw invalidChoice(flag, word, flag.choices)
  return word
}

function integer(flag: Flag, word: string): number {
  const value = parseWholeNumber(word)
  if (value === undefined) throw argumentError(flag, `invalid int value: ${quote(word)}`)
  return value
}
