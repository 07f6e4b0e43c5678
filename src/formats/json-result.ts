import type { RuleInfo } from '../../index.js'
import type { Finding } from '../finding.js'
import { pythonString } from '../python/json.js'
import type { ByteChunks } from './byte-chunks.js'

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/**
 * Writes results of a JSON report, without their opening brace, from parts that are made once for each
 * indent, each file and each check: there can be very many.
 */
export class ResultWriter {
  private readonly margin: string
  private readonly code: Uint8Array
  private readonly column: Uint8Array
  private readonly endColumn: Uint8Array
  private readonly line: Uint8Array
  private readonly range: Uint8Array
  private readonly nextLine: Uint8Array
  private readonly rules = new Map<RuleInfo, { heads: Map<string, Uint8Array>; tail: Uint8Array }>()
  /** The last finding with all that stands between its columns and its line: the next one often has the same. */
  private last: Finding | undefined
  private middle: Uint8Array = new Uint8Array()

  /** Keys stand at the indent; a result has a link, and a candidate has none. */
  constructor(
    private readonly out: ByteChunks,
    private readonly indent: number,
    private readonly linked: boolean,
  ) {
    const margin = ' '.repeat(indent)
    this.margin = margin
    this.code = ascii(`${margin}"code": "`)
    this.column = ascii(`",\n${margin}"col_offset": `)
    this.endColumn = ascii(`,\n${margin}"end_col_offset": `)
    this.line = ascii(`",\n${margin}"line_number": `)
    this.range = ascii(`,\n${margin}"line_range": [\n${margin}  `)
    this.nextLine = ascii(`,\n${margin}  `)
  }

  write(finding: Finding): void {
    const { out } = this
    const { heads, tail } = this.partsOf(finding.rule)
    out.bytes(this.code)
    out.bytes(finding.codeBytes)
    out.bytes(this.column)
    out.integer(finding.column)
    out.bytes(this.endColumn)
    out.integer(finding.endColumn)
    out.bytes(this.middleOf(finding, heads))
    out.integer(finding.line)
    out.bytes(this.range)
    const { first, last } = finding.lineRange
    out.integer(first)
    for (let line = first + 1; line <= last; line++) {
      out.bytes(this.nextLine)
      out.integer(line)
    }
    out.bytes(tail)
  }

  private partsOf(rule: RuleInfo) {
    let parts = this.rules.get(rule)
    if (!parts) {
      const { margin } = this
      const link = this.linked ? `\n${margin}"more_info": "${rule.link}",` : ''
      const tail = `
${margin}],${link}
${margin}"test_id": ${pythonString(rule.id)},
${margin}"test_name": "${rule.testName}"
${' '.repeat(this.indent - 2)}}`
      parts = { heads: new Map(), tail: ascii(tail) }
      this.rules.set(rule, parts)
    }
    return parts
  }

  /** From the name of the file to where the line begins. */
  private middleOf(finding: Finding, heads: Map<string, Uint8Array>): Uint8Array {
    const { last } = this
    if (!last || last.file !== finding.file || !last.saysTheSame(finding)) {
      const file = ascii(`,\n${this.margin}"filename": ${pythonString(finding.file)}`)
      this.middle = Buffer.concat([file, this.head(heads, finding), finding.textBytes, this.line])
      this.last = finding
    }
    return this.middle
  }

  /** From the confidence to where the message begins. */
  private head(heads: Map<string, Uint8Array>, finding: Finding): Uint8Array {
    const { confidence, severity, cwe, cweLink } = finding
    const key = severity + confidence
    let part = heads.get(key)
    if (!part) {
      const { margin } = this
      const weakness = `{\n${margin}  "id": ${cwe},\n${margin}  "link": "${cweLink}"\n${margin}}`
      part = ascii(`,
${margin}"issue_confidence": "${confidence}",
${margin}"issue_cwe": ${cwe === 0 ? '{}' : weakness},
${margin}"issue_severity": "${severity}",
${margin}"issue_text": "`)
      heads.set(key, part)
    }
    return part
  }
}
