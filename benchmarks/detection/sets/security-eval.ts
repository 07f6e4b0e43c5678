import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cweNumber, familiesOfCwe } from '../families.js'
import type { LabelledSet } from '../item.js'
import { prepareSource } from '../sources.js'

/** An answer of an assistant, or of a page that explains a weakness. */
interface Answer {
  ID: string
  Insecure_code: string
}

/** SecurityEval: insecure answers, each with a CWE in its name. The flaw may be anywhere in the file. */
export function securityEval(): LabelledSet {
  return securityEvalOf(readFileSync(join(prepareSource('SecurityEval'), 'dataset.jsonl'), 'utf8'))
}

export function securityEvalOf(text: string): LabelledSet {
  const answers: Answer[] = text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line))
  return {
    name: 'security-eval',
    files: new Map(answers.map(({ ID, Insecure_code }) => [ID, `${Insecure_code}\n`])),
    items: answers.map(({ ID }) => ({
      set: 'security-eval',
      id: ID.replace(/\.py$/, ''),
      file: ID,
      families: familiesOfCwe(cweNumber(ID) ?? 0),
      flawed: true,
    })),
  }
}
