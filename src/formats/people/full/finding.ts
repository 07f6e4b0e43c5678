import type { Terminal } from '../../../output/screen.js'
import { visibleInLine } from '../../../output/visible.js'
import type { Finding } from '../../../report/finding.js'
import { advices } from '../advice.js'
import type { Entry } from '../entries.js'
import { messageOf, placeOf } from '../place.js'
import { fixLines } from './fix-lines.js'
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
  /** The notes that findings of one rule have in common. */
  readonly #notes = new Map<string, string>()

  constructor(terminal: Terminal | undefined) {
    this.paint = new Paint(terminal)
    this.#width = terminal?.width ?? DEFAULT_WIDTH
    // A file or a log has no width. Whatever shows it wraps its lines.
    this.#proseWidth = terminal
      ? Math.max(Math.min(terminal.width, MAX_PROSE), MIN_PROSE)
      : Number.POSITIVE_INFINITY
  }

  /** Writes a finding, in lines that end with a newline. */
  text({ finding, note }: Entry): string {
    const { digits, text } = frameOf(finding, this.#width, this.paint)
    const arrow = this.paint.as('frame', `${' '.repeat(digits)}-->`)
    const notes = [
      this.#notesOf(finding, digits),
      this.#fixOf(finding, digits),
      note ? this.#note(digits, note.name, visibleInLine(note.text)) : '',
      finding.hiddenInRecommended === ''
        ? ''
        : this.#note(digits, 'note', `recommended hides it: ${visibleInLine(finding.hiddenInRecommended)}`),
    ]
    return `${this.#title(finding)}\n${arrow} ${placeOf(finding)}\n${text}${notes.join('')}`
  }

  /** Wraps a text. All lines but the first are indented. */
  prose(text: string, indent = ''): string {
    return wrap(text, this.#proseWidth - indent.length).join(`\n${indent}`)
  }

  #title(finding: Finding): string {
    const { paint } = this
    const { rule, severity } = finding
    const id = `${severity} ${rule.id}`
    const [first = '', ...rest] = this.prose(`${id} ${messageOf(finding)}`, '  ').split('\n')
    const linked = paint.as(severity, `${severity} ${paint.link(rule.link, rule.id)}`)
    return [
      linked + paint.as('bold', first.slice(id.length)),
      ...rest.map(line => paint.as('bold', line)),
    ].join('\n')
  }

  #notesOf({ rule, confidence }: Finding, digits: number): string {
    // Rules of a profile's own tables may share an id.
    const key = [digits, confidence, rule.id, rule.name].join(' ')
    const known = this.#notes.get(key)
    if (known !== undefined) return known
    const { why, fix } = this.#adviceOf(rule) ?? {}
    const name = visibleInLine(rule.name)
    const text = [
      // A name that is cut into several lines is no link.
      this.#note(digits, 'rule', `${name}, ${confidence.toLowerCase()} confidence`).replace(name, shown =>
        this.paint.link(rule.link, shown),
      ),
      why === undefined ? '' : this.#note(digits, 'why', why),
      fix === undefined ? '' : this.#note(digits, 'fix', fix),
    ].join('')
    this.#notes.set(key, text)
    return text
  }

  /** What mends the finding, as a small diff. */
  #fixOf(finding: Finding, digits: number): string {
    const { fix } = finding
    if (!fix) return ''
    const lines = fixLines(finding, digits, this.#width, this.paint)
    return this.#note(digits, `${fix.class} fix`, visibleInLine(fix.title)) + lines
  }

  /** A note below the code. Its lines are aligned. */
  #note(digits: number, name: string, text: string): string {
    const { paint } = this
    const indent = ' '.repeat(digits + name.length + 5)
    const lines = wrap(text, this.#proseWidth - indent.length).map(line => paint.code(line))
    return `${paint.as('frame', `${' '.repeat(digits)} =`)} ${paint.as('bold', `${name}:`)} ${lines.join(`\n${indent}`)}\n`
  }
}
