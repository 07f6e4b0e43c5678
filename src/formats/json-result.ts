import type { RowPart } from '../../index.cjs'
import { cweLink, type Finding } from '../finding.js'
import { pythonString } from '../python/json.js'
import type { RuleInfo } from '../types.js'
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
  // There are many rules: what their texts have in common is put together once.
  const [afterConfidence, beforeSeverity] = [`"${key('issue_cwe')}`, `${key('issue_severity')}"`]
  const weakness = [`{\n${margin}  "id": `, `,\n${margin}  "link": "`, `"\n${margin}}`] as const
  const [afterLines, info] = [`\n${margin}]`, `${key('more_info')}"`]
  const [id, testName] = [key('test_id'), `${key('test_name')}"`]
  const end = `"\n${' '.repeat(indent - 2)}}`
  const ofWeakness = (rule: RuleInfo) =>
    rule.cwe === 0 ? '{}' : weakness[0] + rule.cwe + weakness[1] + cweLink(rule) + weakness[2]
  const ofLink = ({ link }: RuleInfo) => (linked ? `${info}${link}"` : '')
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
    rule => afterConfidence + ofWeakness(rule) + beforeSeverity,
    { value: 'severity' },
    `"${key('issue_text')}"`,
    { value: 'message' },
    `"${key('line_number')}`,
    { value: 'line' },
    `${key('line_range')}[\n${margin}  `,
    { value: 'lines', text: `,\n${margin}  ` },
    rule => afterLines + ofLink(rule) + id + pythonString(rule.id) + testName + rule.testName + end,
  ]
}

/** The same for the native side, which makes the results where they are found, with what comes before them. */
export function resultParts(rules: readonly RuleInfo[]): RowPart[] {
  return [BEFORE, ...partsOf(INDENT, true)].map(part => {
    if (typeof part === 'string') return { text: part }
    return typeof part === 'function' ? { ofRule: rules.map(rule => `${part(rule)}\0`).join('') } : part
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
