import { FindingField, FindingText } from '../native.js'
import { cweLink } from '../rules/cwe.js'
import { type Level, RANKING } from '../rules/levels.js'
import { NODE_KINDS, type NodeKind, type RuleInfo } from '../rules/rule-info.js'
import { FindingRow, type FindingRows, hasText, numberOf, textBytes } from './finding-row.js'
import { FIX_CLASSES, type Fix, type FixClass, fixOf } from './fix.js'
import { type Step, stepsOf } from './step.js'
import { decode } from './texts.js'

/** The name of the method that `util.inspect` calls: its `custom`, without loading `node:util`. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** One finding. The fields are Bandit's; `start` and `end` are the finding's own span. */
export class Finding extends FindingRow {
  readonly #source: { readonly name: string }
  #steps: readonly Step[] | undefined
  #fix: Fix | undefined

  /**
   * @param hiddenInRecommended why the profile `recommended` would hide it, if another profile shows it; or else empty
   */
  constructor(
    source: { readonly name: string },
    readonly rule: RuleInfo,
    rows: FindingRows,
    at: number,
    readonly hiddenInRecommended = '',
  ) {
    super(rows, at)
    this.#source = source
  }

  /** The file's name as reported. */
  get file(): string {
    return this.#source.name
  }

  get id(): string {
    return this.rule.id
  }

  get testName(): string {
    return this.rule.testName
  }

  /** The CWE number, or 0 if unknown. */
  get cwe(): number {
    return this.rule.cwe
  }

  /** The page about the CWE. */
  get cweLink(): string {
    return cweLink(this.cwe)
  }

  /** The CWE as Bandit prints it. */
  get cweText(): string {
    return this.cwe === 0 ? '' : `CWE-${this.cwe} (${this.cweLink})`
  }

  get severity(): Level {
    return RANKING[numberOf(this, FindingField.Severity)] ?? 'UNDEFINED'
  }

  get confidence(): Level {
    return RANKING[numberOf(this, FindingField.Confidence)] ?? 'UNDEFINED'
  }

  /** The message. */
  get text(): string {
    return this.message
  }

  /** The kind of node that the finding is about. */
  get kind(): NodeKind {
    return NODE_KINDS[numberOf(this, FindingField.Kind)] ?? 'Call'
  }

  /** First and last line of Bandit's line range. */
  get lineRange(): { first: number; last: number } {
    return { first: this.firstLine, last: this.lastLine }
  }

  /** Every line of Bandit's line range. */
  get lines(): number[] {
    const { first, last } = this.lineRange
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  }

  /** Start of the finding's own span: line from 1, column from 1 in UTF-16 units. */
  get start(): { line: number; column: number } {
    return { line: this.spanLine, column: this.spanColumn }
  }

  /** End of the finding's own span. The column is the first one after it. */
  get end(): { line: number; column: number } {
    return { line: this.spanEndLine, column: this.spanEndColumn }
  }

  /** Where that is in the file. Of a notebook, these are lines of its JSON, and columns have no meaning there. */
  get inFile(): { start: { line: number; column: number }; end: { line: number; column: number } } {
    if (this.cell === 0) return { start: this.start, end: this.end }
    return { start: { line: this.fileLine, column: 1 }, end: { line: this.fileEndLine, column: 1 } }
  }

  /** Whether a value comes to it from somewhere else. */
  get hasSteps(): boolean {
    return hasText(this, FindingText.Steps)
  }

  /** The steps of a value from its source to this finding, in the order of the flow; none if it is not about that. */
  get steps(): readonly Step[] {
    this.#steps ??= stepsOf(decode(textBytes(this, FindingText.Steps)))
    return this.#steps
  }

  /** The class of the fix that mends it; undefined if nothing does, or if nobody asked. */
  get fixClass(): FixClass | undefined {
    const fixClass = FIX_CLASSES[numberOf(this, FindingField.FixRank)] ?? 'none'
    return fixClass === 'none' ? undefined : fixClass
  }

  /** What mends it; undefined if nothing does, or if nobody asked. */
  get fix(): Fix | undefined {
    const { fixClass } = this
    if (!fixClass) return undefined
    this.#fix ??= fixOf(fixClass, decode(textBytes(this, FindingText.FixText)))
    return this.#fix
  }

  /** Returns the fields as a plain object, which `JSON.stringify` and `console.log` show. */
  toJSON() {
    return {
      file: this.file,
      line: this.line,
      column: this.column,
      endColumn: this.endColumn,
      id: this.id,
      testName: this.testName,
      cwe: this.cwe,
      severity: this.severity,
      confidence: this.confidence,
      text: this.text,
      kind: this.kind,
      lineRange: this.lineRange,
      start: this.start,
      end: this.end,
      code: this.code,
      ...(this.hasSteps && { steps: this.steps }),
      ...(this.fixClass && { fix: this.fix }),
    }
  }

  [INSPECT](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    return `Finding ${inspect(this.toJSON(), options)}`
  }
}
