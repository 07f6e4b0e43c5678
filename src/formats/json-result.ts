import type { RowPart, RuleInfo } from '../../index.cjs'
import { cweLink, type Finding } from '../finding.js'
import { pythonString } from '../python/json.js'
import type { ByteChunks } from './byte-chunks.js'

/** Where the keys of a result stand. */
const INDENT = 6
/** What comes before a result; before the first there is no comma. */
export const BEFORE = ',\n    {\n'

type Value = NonNullable<RowPart['value']>
/** A text, a text that depends on the rule, or a value with what stands between its members. */
type Part = string | ((rule: RuleInfo) => string) | { value: Value; text?: string }

/** A result in Bandit's JSON, from its first key to its closing brace; a candidate is one without a link. */
function partsOf(indent: number, linked: boolean): Part[] {
  const margin = ' '.repeat(indent)
  const key = (name: string) => `,\n${margin}"${name}": `
  const weakness = (rule: RuleInfo) =>
    rule.cwe === 0
      ? '{}'
      : `{\n${margin}  "id": ${rule.cwe},\n${margin}  "link": "${cweLink(rule)}"\n${margin}}`
  const link = (rule: RuleInfo) => (linked ? `${key('more_info')}"${rule.link}"` : '')
  const test = ({ id, testName }: RuleInfo) =>
    `${key('test_id')}${pythonString(id)}${key('test_name')}"${testName}"`
  return [
    `${margin}"code": "`,
    { value: 'code' },
    `"${key('col_offset')}`,
    { value: 'column' },
    key('end_col_offset'),
    { value: 'endColumn' },
    `${key('filename')}"`,
    { value: 'file' },
    `"${key('issue_confidence')}"`,
    { value: 'confidence' },
    rule => `"${key('issue_cwe')}${weakness(rule)}${key('issue_severity')}"`,
    { value: 'severity' },
    `"${key('issue_text')}"`,
    { value: 'message' },
    `"${key('line_number')}`,
    { value: 'line' },
    `${key('line_range')}[\n${margin}  `,
    { value: 'lines', text: `,\n${margin}  ` },
    rule => `\n${margin}]${link(rule)}${test(rule)}\n${' '.repeat(indent - 2)}}`,
  ]
}

/** The same for the native side, which makes the results where they are found, with what comes before them. */
export function resultParts(rules: readonly RuleInfo[]): RowPart[] {
  return [BEFORE, ...partsOf(INDENT, true)].map(part => {
    if (typeof part === 'string') return { text: part }
    return typeof part === 'function' ? { ofRule: rules.map(part) } : part
  })
}

/** Writes results, or candidates, which the scan has not made. */
export class ResultWriter {
  private readonly steps: ((finding: Finding) => void)[]

  constructor(out: ByteChunks, kind: 'result' | 'candidate') {
    const parts = kind === 'result' ? partsOf(INDENT, true) : partsOf(INDENT + 4, false)
    this.steps = parts.map(part => {
      if (typeof part === 'object') return finding => WRITERS[part.value](out, finding, part.text ?? '')
      if (typeof part === 'string') return () => out.ascii(part)
      const known = new Map<RuleInfo, string>()
      return ({ rule }) => out.ascii(known.get(rule) ?? kept(known, rule, part(rule)))
    })
  }

  write(finding: Finding): void {
    for (const step of this.steps) step(finding)
  }
}

/** How each value is written. */
const WRITERS: Record<Value, (out: ByteChunks, finding: Finding, text: string) => void> = {
  code: (out, { codeBytes }) => out.bytes(codeBytes),
  column: (out, { column }) => out.integer(column),
  endColumn: (out, { endColumn }) => out.integer(endColumn),
  file: (out, { file }) => out.ascii(pythonString(file).slice(1, -1)),
  severity: (out, { severity }) => out.ascii(severity),
  confidence: (out, { confidence }) => out.ascii(confidence),
  message: (out, { textBytes }) => out.bytes(textBytes),
  line: (out, { line }) => out.integer(line),
  lines: (out, { lineRange: { first, last } }, between) => {
    out.integer(first)
    for (let line = first + 1; line <= last; line++) {
      out.ascii(between)
      out.integer(line)
    }
  },
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value)
  return value
}
