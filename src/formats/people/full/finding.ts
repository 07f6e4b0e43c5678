import type { Terminal } from '../../../output/terminal.js'
import { visibleInLine } from '../../../output/visible.js'
import type { RuleInfo } from '../../../rules/rule-info.js'
import { advices } from '../advice.js'
import type { Entry } from '../entries.js'
import { messageOf, placeOf } from '../place.js'
import { frameOf } from './frame.js'
import { Paint } from './paint.js'
import { wrap } from './wrap.js'

/** Longer lines of prose are hard to read. */
const MAX_PROSE = 100
/** The width for code where no terminal says how wide it is. */
const DEFAULT_WIDTH = 120
/** The least width for prose, however narrow the terminal is. */
const MIN_PROSE = 20

/** Writes findings, each with its place, its code and the advice of its rule. */
export class FindingWriter {
  readonly paint: Paint
  readonly #width: number
  readonly #proseWidth: number
  readonly #adviceOf = advices()
  /** The advice of each rule, wrapped, by the digits of the line numbers that it is aligned with. */
  readonly #advice = new Map<RuleInfo, string[]>()

  constructor(terminal: Terminal | undefined) {
    this.paint = new Paint(terminal)
    this.#width = terminal?.width ?? DEFAULT_WIDTH
    // A file or a log has no width. Whoever shows it wraps its lines.
    this.#proseWidth = terminal
      ? Math.max(Math.min(terminal.width, MAX_PROSE), MIN_PROSE)
      : Number.POSITIVE_INFINITY
  }

  /** Writes a finding. */
  text({ finding, note }: Entry): string {
    const { paint } = this
    const { rule, severity, confidence } = finding
    const { digits, text } = frameOf(finding, this.#width, paint)
    const id = `${severity} ${rule.id}`
    const [first = '', ...rest] = this.prose(`${id} ${messageOf(finding)}`, '  ').split('\n')
    const linked = `${severity} ${paint.link(rule.link, rule.id)}`
    const head = [`${paint.as(severity, linked)}${paint.as('bold', first.slice(id.length))}`]
    for (const line of rest) head.push(paint.as('bold', line))
    const arrow = paint.as('frame', `${' '.repeat(digits)}-->`)
    const name = paint.link(rule.link, rule.name)
    return `${head.join('\n')}
${arrow} ${placeOf(finding)}
${text}${this.#note(digits, 'rule', `${name}, ${confidence.toLowerCase()} confidence`)}${this.#adviceFor(rule, digits)}${
  note ? this.#note(digits, note.name, visibleInLine(note.text)) : ''
}`
  }

  /** Wraps a text; all lines but the first are indented. */
  prose(text: string, indent = ''): string {
    const [first = '', ...rest] = wrap(text, this.#proseWidth - indent.length)
    return [first, ...rest.map(line => indent + line)].join('\n')
  }

  #adviceFor(rule: RuleInfo, digits: number): string {
    const texts = this.#advice.get(rule) ?? []
    this.#advice.set(rule, texts)
    texts[digits] ??= this.#adviceText(rule, digits)
    return texts[digits]
  }

  #adviceText(rule: RuleInfo, digits: number): string {
    const advice = this.#adviceOf(rule)
    if (!advice) return ''
    return `${this.#note(digits, 'why', advice.why)}${advice.fix === undefined ? '' : this.#note(digits, 'fix', advice.fix)}`
  }

  /** A line below the code. Its text is aligned in all its lines. */
  #note(digits: number, name: string, text: string): string {
    const { paint } = this
    const start = `${' '.repeat(digits)} = ${name}: `
    const lines = wrap(text, this.#proseWidth - start.length).map(line => paint.code(line))
    const shown = `${paint.as('frame', `${' '.repeat(digits)} =`)} ${paint.as('bold', `${name}:`)}`
    return `${shown} ${lines.join(`\n${' '.repeat(start.length)}`)}\n`
  }
}
