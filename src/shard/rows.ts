import { FindingField } from '../native.js'
import { Finding } from '../report/finding.js'
import { FIELDS, type FindingRows, numbersOf, TEXTS, textBytes, WIDTH } from '../report/finding-row.js'
import { textsFrom } from '../report/texts.js'
import type { RuleInfo } from '../rules/rule-info.js'

/** A finding in a record. The hash is GitHub's fingerprint of its line, or empty. */
export type Recorded = readonly [
  /** The numbers in `FIELDS`. `rule` is the index of the rule in the record. */
  numbers: readonly number[],
  hash: string,
  /** The texts in `TEXTS`. */
  texts: readonly string[],
  code: string,
  /** Why the profile `recommended` would hide it, or empty. */
  hiddenInRecommended: string,
]

/** Returns the JSON of a recorded finding. Its texts are already escaped. */
export function recordFinding(finding: Finding, rule: number, hash: string): string {
  const numbers = numbersOf(finding).with(FindingField.Rule, rule)
  const texts = TEXTS.map((_, field) => `"${ascii(textBytes(finding, field))}"`)
  const hidden = JSON.stringify(finding.hiddenInRecommended)
  return `[[${numbers.join(',')}],"${hash}",[${texts}],"${ascii(finding.codeBytes)}",${hidden}]`
}

/** Turns recorded findings into findings, with rows like those of a scan. */
export function findingsOf(
  recorded: readonly (readonly [file: string, finding: Recorded])[],
  rules: readonly RuleInfo[],
): Finding[] {
  const rows = new Uint32Array(recorded.length * WIDTH)
  for (const [at, [, [numbers]]] of recorded.entries()) {
    rows.set(numbers, at * WIDTH)
    for (const field of TEXTS.keys()) rows[at * WIDTH + FIELDS.length + field] = at * TEXTS.length + field
  }
  const shared = textsFrom(recorded.flatMap(([, [, , texts]]) => texts))
  const excerpts = textsFrom(recorded.map(([, [, , , code]]) => code))
  const all: FindingRows = {
    rows,
    sharedEnd: Uint32Array.from(shared.end),
    sharedText: shared.text,
    codeStart: excerpts.end.map((_, at) => excerpts.end[at - 1] ?? 0),
    codeEnd: excerpts.end,
    text: excerpts.text,
  }
  const ruleOf = ([numbers]: Recorded) => rules[numbers[FindingField.Rule] ?? 0] as RuleInfo
  return recorded.map(([name, finding], at) => new Finding({ name }, ruleOf(finding), all, at, finding[4]))
}

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
