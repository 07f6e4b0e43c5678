import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cached } from '../../conformance/cache.js'
import { EXAMPLES } from '../../conformance/projects.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { oneOf } from './arguments.js'
import { grouped } from './grouped.js'
import { excerpt, markdownTable } from './report.js'
import { type PosseFinding, PROFILES, type Profile, posse } from './tools.js'

export const USAGE = `npm run bench -- --noise [FOLDER ...] [OPTION ...]

Counts what posse finds in real projects, by rule, and writes a sample of each rule's findings with their code, to be
read. Without folders: the projects of the conformance tests that have been fetched.

  --profile NAME  ${PROFILES.join(' or ')} (default: recommended)
  --sample N      findings of each rule in the sample (default: 20)
  --seed N        another seed gives another sample (default: 1)
  --output FILE   where the sample goes (default: noise-PROFILE.txt in the cache)
  --help          show this
`

interface NoiseArguments {
  folders: string[]
  profile: Profile
  sample: number
  seed: number
  output: string
  help: boolean
}

/** Parses the words after `--noise`. Throws a RangeError or a TypeError with a one-line message if they are wrong. */
export function readNoise(argv: readonly string[]): NoiseArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'recommended' },
      sample: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const profile = oneOf(values.profile, 'profile', PROFILES)
  return {
    folders: positionals,
    profile,
    sample: whole('sample', values.sample),
    seed: whole('seed', values.seed),
    output: values.output ?? cached('bench', `noise-${profile}.txt`),
    help: values.help,
  }
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`--${name} ${text}: not a whole number`)
  return Number(text)
}

/** A finding in one of the projects. */
export interface Placed extends PosseFinding {
  project: string
  /** The folder that the file's path is relative to. */
  parent: string
}

/** Counts findings in real code, and writes a sample of them: `npm run bench -- --noise`. */
export function noise(argv: readonly string[]): void {
  const asked = readNoise(argv)
  if (asked.help) {
    process.stdout.write(USAGE)
    return
  }
  const folders = asked.folders.length > 0 ? asked.folders.map(folderOf) : realProjects()
  const found = folders.flatMap(folder => findingsIn(folder, asked.profile))
  const byRule = [...grouped(found, ({ rule }) => rule)].sort((one, other) => other[1].length - one[1].length)
  const names = new Map(builtinRules().map(({ id, name }) => [id, name]))
  const rows = byRule.map(([rule, findings]) => {
    const projects = new Set(findings.map(({ project }) => project))
    return [rule, names.get(rule) ?? '', `${findings.length}`, `${projects.size}`]
  })
  const texts = byRule.map(([rule, all]) => sampleText(rule, names.get(rule) ?? '', all, asked))
  writeFileSync(asked.output, texts.join('\n'))
  const table = markdownTable(['rule', 'name', 'findings', 'projects'], rows, 2)
  const total = `${found.length} findings of ${asked.profile} in ${folders.length} projects. To read: ${asked.output}`
  process.stdout.write(`${table}\n\n${total}\n`)
}

function folderOf(name: string): string {
  const path = resolve(name)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new RangeError(`${name}: no folder`)
  return path
}

/** The projects in the cache. Bandit's examples are flawed on purpose. */
function realProjects(): string[] {
  const parent = cached('corpora')
  return readdirSync(parent)
    .filter(name => name !== EXAMPLES && !name.endsWith('.partial') && !name.endsWith('.download'))
    .map(name => join(parent, name))
    .filter(path => statSync(path).isDirectory())
}

function findingsIn(folder: string, profile: Profile): Placed[] {
  const [parent, project] = [dirname(folder), basename(folder)]
  return posse(profile, parent, [project]).map(finding => ({ ...finding, project, parent }))
}

/** Some findings of a rule, with the code around each. */
function sampleText(
  rule: string,
  name: string,
  all: readonly Placed[],
  { sample, seed }: Pick<NoiseArguments, 'sample' | 'seed'>,
): string {
  const chosen = sampleOf(all, sample, seed)
  const texts = chosen.map(({ parent, file, line, severity, confidence, message }) => {
    const code = readFileSync(join(parent, file), 'utf8')
    return `--- ${file}:${line} [${severity}, ${confidence}] ${message}\n${excerpt(code, [line, line], 5)}\n`
  })
  return [`=== ${rule} ${name}: ${chosen.length} of ${all.length}\n`, ...texts].join('\n')
}

/**
 * Some findings, spread over projects: one of each in turn. Each finding's place in the order hangs on itself and the
 * seed alone, so that a finding more or less changes the sample by one.
 */
export function sampleOf<Finding extends Pick<Placed, 'project' | 'file' | 'line' | 'rule'>>(
  all: readonly Finding[],
  count: number,
  seed: number,
): Finding[] {
  const keyed = all.map(finding => ({ finding, key: orderKey(finding, seed) }))
  keyed.sort((one, other) => (one.key < other.key ? -1 : 1))
  const turns = new Map<string, number>()
  const ranked = keyed.map(({ finding }) => {
    const turn = turns.get(finding.project) ?? 0
    turns.set(finding.project, turn + 1)
    return { finding, turn }
  })
  // The sort is stable: within a turn, the order of the keys stays.
  ranked.sort((one, other) => one.turn - other.turn)
  return ranked.slice(0, count).map(({ finding }) => finding)
}

function orderKey({ file, line, rule }: Pick<Placed, 'file' | 'line' | 'rule'>, seed: number): string {
  return createHash('sha256').update(`${seed}\0${rule}\0${file}\0${line}`).digest('hex')
}
