import type { RowPart } from '../../../index.js'
import type { ByteChunks } from '../../output/byte-chunks.js'
import { pythonString } from '../../python/json.js'
import { CWE_PAGE, type Finding } from '../../report/finding.js'

/** Where the keys of a result stand. */
const INDENT = 6
/** What comes before a result; before the first there is no comma. */
export const BEFORE = ',\n    {\n'

type Value = NonNullable<RowPart['value']>
/** A text, or a value with what stands between its members. */
type Part = string | { value: Value; text?: string }

interface Kind {
  /** How far the keys are indented. */
  indent: number
  /** A candidate has no link. */
  linked: boolean
}

const RESULT: Kind = { indent: INDENT, linked: true }
const CANDIDATE: Kind = { indent: INDENT + 4, linked: false }

/** A result in Bandit's JSON, from its first key to its closing brace; `weak` if it names a weakness. */
function partsOf({ indent, linked }: Kind, weak: boolean): Part[] {
  const margin = ' '.repeat(indent)
  const key = (name: string) => `,\n${margin}"${name}": `
  const [beforeCwe, afterCwe] = CWE_PAGE
  const weakness: Part[] = [
    `{\n${margin}  "id": `,
    { value: 'cwe' },
    `,\n${margin}  "link": "${beforeCwe}`,
    { value: 'cwe' },
    `${afterCwe}"\n${margin}}`,
  ]
  const link: Part[] = [`${key('more_info')}"`, { value: 'link' }, '"']
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
    `"${key('issue_cwe')}`,
    ...(weak ? weakness : ['{}']),
    `${key('issue_severity')}"`,
    { value: 'severity' },
    `"${key('issue_text')}"`,
    { value: 'message' },
    `"${key('line_number')}`,
    { value: 'line' },
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

/** The same for the native side, which makes the results where they are found, with what comes before them. */
export function resultParts(): RowPart[] {
  return [BEFORE, ...partsOf(RESULT, true)].map(part => (typeof part === 'string' ? { text: part } : part))
}

/** Writes results, or candidates, which the scan has not made. */
export class ResultWriter {
  /** By whether there is a weakness; made when there is something to write, as mostly there is not. */
  private readonly steps = new Map<boolean, Step[]>()

  constructor(
    private readonly out: ByteChunks,
    private readonly kind: 'result' | 'candidate',
  ) {}

  write(finding: Finding): void {
    // Rows of a profile's own tables may name no weakness.
    const weak = finding.cwe !== 0
    const steps = this.steps.get(weak) ?? this.stepsFor(weak)
    for (const step of steps) step(finding)
  }

  private stepsFor(weak: boolean): Step[] {
    const kind = this.kind === 'result' ? RESULT : CANDIDATE
    const steps = partsOf(kind, weak).map(part => stepOf(this.out, part))
    this.steps.set(weak, steps)
    return steps
  }
}

type Step = (finding: Finding) => void

function stepOf(out: ByteChunks, part: Part): Step {
  if (typeof part === 'string') return () => out.ascii(part)
  return finding => WRITERS[part.value](out, finding, part.text ?? '')
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
  id: (out, { id }) => out.ascii(pythonString(id).slice(1, -1)),
  testName: (out, { testName }) => out.ascii(testName),
  link: (out, { rule }) => out.ascii(rule.link),
  cwe: (out, { cwe }) => out.integer(cwe),
  line: (out, { line }) => out.integer(line),
  lines: (out, { lineRange: { first, last } }, between) => {
    out.integer(first)
    for (let line = first + 1; line <= last; line++) {
      out.ascii(between)
      out.integer(line)
    }
  },
}
