import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../conformance/report.js'
import { Bandit } from './bandit.js'
import { scanFolder } from './posse.js'
import { type Part, signatureOf } from './signature.js'

/** How long either program may take for a file; a batch has at least the second. */
const SECONDS_A_FILE = 0.5
const SECONDS = 60

/** A text on which the programs differ. */
export interface Difference {
  text: string
  /** What differs, without names and numbers: equal for texts that differ in the same way. */
  signature: string
}

/** Says on which texts two programs differ. */
export interface Comparer {
  differences(texts: readonly string[]): Promise<Difference[]>
}

/** Both programs over folders of texts. */
export class Pair implements Comparer {
  private readonly bandit = new Bandit()

  constructor(
    private readonly folder: string,
    private readonly note: (line: string) => void,
  ) {}

  /** The texts on which the programs differ. A batch that one of them does not survive is halved. */
  async differences(texts: readonly string[]): Promise<Difference[]> {
    try {
      return await this.compare(texts)
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      const [only] = texts
      if (only === undefined) return []
      if (texts.length === 1)
        return [{ text: only, signature: `no answer: ${reason.replace(/\/\S+/g, '…')}` }]
      this.note(`${reason}: halving a batch of ${texts.length}`)
      const middle = texts.length >> 1
      return [
        ...(await this.differences(texts.slice(0, middle))),
        ...(await this.differences(texts.slice(middle))),
      ]
    }
  }

  stop(): void {
    this.bandit.stop()
  }

  private async compare(texts: readonly string[]): Promise<Difference[]> {
    const batch = join(this.folder, 'batch')
    rmSync(batch, { recursive: true, force: true })
    mkdirSync(batch, { recursive: true })
    for (const [at, text] of texts.entries()) writeFileSync(join(batch, nameOf(at)), text, 'latin1')
    const seconds = SECONDS + texts.length * SECONDS_A_FILE
    const [theirs, ours] = await Promise.all([
      this.bandit.scan(this.folder, 'batch', join(this.folder, 'theirs.json'), seconds),
      scanFolder(this.folder, 'batch', join(this.folder, 'ours.json'), seconds),
    ])
    if (theirs.report.text === ours.text) return []
    const left = byFile(theirs.report)
    const right = byFile(ours)
    const found = texts.flatMap((text, at) => {
      const name = `batch/${nameOf(at)}`
      const [their, our] = [left.get(name) ?? NOTHING, right.get(name) ?? NOTHING]
      if (JSON.stringify(their) === JSON.stringify(our)) return []
      return [{ text, signature: signatureOf(their, our, theirs.reasons.get(name)) }]
    })
    if (found.length === 0) this.note('the same content of each file, and another text of the report')
    return found
  }
}

const NOTHING: Part = { results: [], errors: [] }

/** Names sort as numbers do. */
const nameOf = (at: number): string => `f${String(at).padStart(4, '0')}.py`

/** What a report says of each file. */
function byFile({ results, errors, metrics }: Report): Map<string, Part> {
  const files = new Map<string, Part>()
  for (const [name, counters] of Object.entries(metrics))
    files.set(name, { results: [], errors: [], metrics: counters })
  const of = (name: string) => {
    const file = files.get(name) ?? { results: [], errors: [] }
    files.set(name, file)
    return file
  }
  for (const row of results) of(row.filename).results.push(row)
  for (const error of errors) of(error.filename).errors.push(error)
  return files
}
