import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scan } from '../../src/api.js'
import { UserError } from '../../src/errors.js'
import { custom } from '../../src/formats/bandit/custom.js'
import { compareAnswers, general } from '../answers.js'
import { templateText } from './texts.js'

type Answer = { text: string } | { refused: true } | { crash: string }

const SOURCE = 'exec("\u00e9")\nassert (\n  1)\nimport os\nos.system("ls")\n'

/**
 * Compares how posse and Bandit write findings with this many templates, and prints each way in which they differ with a
 * short example. Returns whether there is none. Where Bandit crashes, any answer will do.
 */
export async function compareTemplates(
  count: number,
  seed: number,
  log: (line: string) => void,
): Promise<boolean> {
  const cwd = mkdtempSync(join(tmpdir(), 'posse-templates-'))
  try {
    const file = join(cwd, 'a.py')
    writeFileSync(file, SOURCE)
    const report = await scan({ targets: [file] })
    const options = { aggregate: 'file', verbose: false, quiet: false, time: new Date(), cwd } as const
    const answers = { text: 0, refused: 0, crash: 0 }
    const difference = (theirs: Answer, input: Buffer) => {
      answers[Object.keys(theirs)[0] as keyof typeof answers]++
      try {
        const ours = [...custom(report, { ...options, template: input.toString() })].join('')
        if ('refused' in theirs) return 'only Bandit refuses it'
        return 'text' in theirs && theirs.text !== ours ? 'different texts' : undefined
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        return 'text' in theirs ? `only posse refuses it: ${general(error.message)}` : undefined
      }
    }
    const script = new URL('worker.py', import.meta.url)
    const inputOf = (index: number) => templateText(seed, index)
    const kinds = await compareAnswers<Answer>({ script, cwd, count, inputOf, difference }, log)
    const { text, refused, crash } = answers
    log(
      `${count} templates: Bandit accepts ${text}, refuses ${refused} and crashes on ${crash}; ${kinds} kinds of differences`,
    )
    return kinds === 0
  } finally {
    rmSync(cwd, { recursive: true })
  }
}
