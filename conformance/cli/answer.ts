import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from './row.js'
import { EPOCH, type Outcome, runLine } from './shell.js'
import { type Files, makeTree, readFiles } from './tree.js'

/** The parts of the answer to a command line in which both programs must agree. */
export interface Answer extends Outcome {
  /** Files that were created, changed, or removed (then null), by name. */
  written: Record<string, string | null>
}

/** A folder in which command lines run one after another. It is restored after each. */
export class Workplace {
  private readonly tree: string
  private pristine: Files | undefined

  /** Nothing else may use the folder. */
  constructor(private readonly folder: string) {
    this.tree = join(folder, 'tree')
  }

  /** Runs a command line of a topic with the programs in a folder. */
  async ask(line: string, { setup }: Topic, programs: string): Promise<Answer> {
    const place = setup === undefined ? this.tree : await this.makePlace(setup)
    const before = setup === undefined ? this.prepareTree() : readFiles(place)
    const { status, stdout } = await runLine(line, place, programs)
    const after = readFiles(place)
    const written = changes(before, after)
    if (setup === undefined) this.restore(written)
    const neutral = (text: string): string => withoutPlaces(text, place)
    return {
      status,
      stdout: neutral(stdout),
      written: Object.fromEntries(
        Object.entries(written).map(([name, text]) => [name, text === null ? text : neutral(text)]),
      ),
    }
  }

  private prepareTree(): Files {
    if (this.pristine === undefined) {
      makeTree(this.tree)
      this.pristine = readFiles(this.tree)
    }
    return this.pristine
  }

  private restore(written: Answer['written']): void {
    for (const name of Object.keys(written)) {
      const path = join(this.tree, name)
      const text = this.pristine?.get(name)
      if (text === undefined) rmSync(path)
      else writeFileSync(path, text, 'latin1')
    }
  }

  private async makePlace(setup: string): Promise<string> {
    const place = join(this.folder, 'place')
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place, { recursive: true })
    const { status } = await runLine(`set -e\n${setup}`, place, '/bin')
    if (status !== 0) throw new Error(`setup failed with ${status}: ${setup}`)
    return place
  }
}

function changes(before: Files, after: Files): Answer['written'] {
  const written: Answer['written'] = {}
  for (const [name, text] of after) if (before.get(name) !== text) written[name] = text
  for (const name of before.keys()) if (!after.has(name)) written[name] = null
  return written
}

/** Removes the folder in which the command ran, and the path by which the config generator was called. */
function withoutPlaces(text: string, place: string): string {
  return text
    .replaceAll(place, '/place')
    .replace(/^# '\S*config-generator(\.cjs)?(?=[ '])/m, "# 'config-generator")
}

/** Bandit's answer, with its time replaced by the one in ours. */
export function atOurTime(answer: Answer): Answer {
  const iso = new Date(EPOCH * 1000).toISOString()
  const day = iso.slice(0, 10)
  const clock = iso.slice(11, 19)
  const timed = (text: string): string =>
    text
      .replace(/(Run started:)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00:00/g, `$1${day} ${clock}+00:00`)
      .replace(/(generated_at"?: ["'])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, `$1${day}T${clock}Z`)
  const written = Object.entries(answer.written).map(([name, text]) => [
    name,
    text === null ? text : timed(text),
  ])
  return { ...answer, stdout: timed(answer.stdout), written: Object.fromEntries(written) }
}
