import type { Part } from '../../../index.js'
import { FindingField, FindingText } from '../../native.js'
import type { ByteChunks } from '../../output/byte-chunks.js'
import { pythonString } from '../../python/json.js'
import type { Finding } from '../../report/finding.js'
import { numberOf, textBytes } from '../../report/finding-row.js'
import { CWE_PAGE } from '../../rules/cwe.js'

/** The indentation of the keys of a result. */
const INDENT = 6
/** The text before a result. The first one has no comma. */
export const BEFORE = ',\n    {\n'

interface Kind {
  /** The indentation of the keys. */
  indent: number
  /** Whether it has a link. Candidates have none. */
  linked: boolean
}

const KINDS = {
  result: { indent: INDENT, linked: true },
  candidate: { indent: INDENT + 4, linked: false },
} as const satisfies Record<string, Kind>

/** Returns a result in Bandit's JSON, from its first key to its closing brace. `weak` says whether it has a CWE. */
function partsOf({ indent, linked }: Kind, weak: boolean): (string | Part)[] {
  const margin = ' '.repeat(indent)
  const key = (name: string) => `,\n${margin}"${name}": `
  const [beforeCwe, afterCwe] = CWE_PAGE
  const weakness: (string | Part)[] = [
    `{\n${margin}  "id": `,
    { value: 'cwe' },
    `,\n${margin}  "link": "${beforeCwe}`,
    { value: 'cwe' },
    `${afterCwe}"\n${margin}}`,
  ]
  const link: (string | Part)[] = [`${key('more_info')}"`, { value: 'link' }, '"']
  return [
    `${margin}"code": "`,
    { value: 'code' },
    `"${key('col_offset')}`,
    { number: FindingField.Column },
    key('end_col_offset'),
    { number: FindingField.EndColumn },
    `${key('filename')}"`,
    { value: 'name' },
    `"${key('issue_confidence')}"`,
    { value: 'confidence' },
    `"${key('issue_cwe')}`,
    ...(weak ? weakness : ['{}']),
    `${key('issue_severity')}"`,
    { value: 'severity' },
    `"${key('issue_text')}"`,
    { string: FindingText.Message },
    `"${key('line_number')}`,
    { number: FindingField.Line },
    `${key('line_range')}[\n${margin}  `,
    { value: 'lines', text: `,\n${margin}  ` },
    `\n${margin}]`,
    ...(linked ? link : []),
    `${key('test_id')}"`,
    { value: 'id' },
    `"${key('test_name')}"`,
    { value: 'testName' },
    `"\n${' '.repeat(indent - 2)}}`,
  ]
}

/** Returns the parts of a result, with the text before it, for the native side, which writes results in the scan. */
export function resultParts(): Part[] {
  return [BEFORE, ...partsOf(KINDS.result, true)].map(part =>
    typeof part === 'string' ? { text: part } : part,
  )
}

/** Writes results or candidates that the scan did not write. */
export class ResultWriter {
  readonly #out: ByteChunks
  readonly #kind: 'result' | 'candidate'
  /** By whether there is a CWE. Built on first use, because there is usually nothing to write. */
  readonly #steps = new Map<boolean, Step[]>()

  constructor(out: ByteChunks, kind: 'result' | 'candidate') {
    this.#out = out
    this.#kind = kind
  }

  write(finding: Finding): void {
    if (finding.cell > 0) this.#writeCell(finding)
    // Rules from a profile's own tables may have no CWE.
    const weak = finding.cwe !== 0
    const steps = this.#steps.get(weak) ?? this.#stepsFor(weak)
    for (const step of steps) step(finding)
  }

  /** Bandit reads no notebooks, so its reports have no such keys. */
  #writeCell({ cell, cellId }: Finding): void {
    const margin = ' '.repeat(KINDS[this.#kind].indent)
    this.#out.ascii(`${margin}"cell": ${cell},\n${margin}"cell_id": ${pythonString(cellId)},\n`)
  }

  #stepsFor(weak: boolean): Step[] {
    const steps = partsOf(KINDS[this.#kind], weak).map(part => stepOf(this.#out, part))
    this.#steps.set(weak, steps)
    return steps
  }
}

type Step = (finding: Finding) => void

function stepOf(out: ByteChunks, part: string | Part): Step {
  if (typeof part === 'string') return () => out.ascii(part)
  const { text = '', number, string, value } = part
  if (number !== undefined) return finding => out.integer(numberOf(finding, number))
  if (string !== undefined) return finding => out.bytes(textBytes(finding, string))
  const write = WRITERS[value ?? 'name']
  return finding => write(out, finding, text)
}

/** How each value is written. */
const WRITERS: Record<
  NonNullable<Part['value']>,
  (out: ByteChunks, finding: Finding, text: string) => void
> = {
  name: (out, { file }) => out.ascii(escaped(file)),
  code: (out, { codeBytes }) => out.bytes(codeBytes),
  severity: (out, { severity }) => out.ascii(severity),
  confidence: (out, { confidence }) => out.ascii(confidence),
  id: (out, { id }) => out.ascii(escaped(id)),
  testName: (out, { testName }) => out.ascii(testName),
  link: (out, { rule }) => out.ascii(rule.link),
  cwe: (out, { cwe }) => out.integer(cwe),
  lines: (out, { lineRange: { first, last } }, between) => {
    out.integer(first)
    for (let line = first + 1; line <= last; line++) {
      out.ascii(between)
      out.integer(line)
    }
  },
}

const escaped = (text: string) => pythonString(text).slice(1, -1)
