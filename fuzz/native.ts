import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awkwardFiles, KEPT, ours } from './corpus.js'
import { DICTIONARY } from './differential/tokens.js'
import type { Row } from './row.js'

/** The fuzz targets of the core, and whether their inputs are Python files. */
export const NATIVE_TARGETS: Readonly<Record<string, { python: boolean }>> = {
  scan: { python: true },
  decode: { python: true },
  fnmatch: { python: false },
  discover: { python: false },
  record: { python: false },
  cache: { python: false },
  options: { python: false },
  notebook: { python: true },
  globs: { python: false },
}

/** The sanitizers that the targets are built with, and the share of the time that goes to each. */
export const SANITIZERS = { none: 0.7, address: 0.3 } as const
export type Sanitizer = keyof typeof SANITIZERS

/** After this many failures a target is not started again. */
const FAILURES = 20

/** Seconds for one input, and the most memory in MiB. */
const LIMITS = ['-timeout=20', '-rss_limit_mb=3000', '-malloc_limit_mb=2000']

/** The largest input, in bytes. */
const LONGEST = 8192

/** Builds the targets with cargo-fuzz, which needs a nightly toolchain. Throws an Error if that fails. */
export function buildTargets(sanitizer: Sanitizer): void {
  const args = [
    '+nightly',
    'fuzz',
    'build',
    '--fuzz-dir',
    '.',
    '--sanitizer',
    sanitizer,
    '--target-dir',
    targetDir(sanitizer),
  ]
  const { status } = spawnSync('cargo', args, { cwd: ours('fuzz'), stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('needs cargo-fuzz (`cargo install cargo-fuzz`) and a nightly toolchain')
}

const targetDir = (sanitizer: Sanitizer): string => ours(`fuzz/target/${sanitizer}`)

/** Runs a target for some time, from a corpus that grows from run to run. Starts it again when it fails. */
export async function fuzzNative(
  name: string,
  sanitizer: Sanitizer,
  seed: number,
  minutes: number,
): Promise<Row> {
  const python = NATIVE_TARGETS[name]?.python ?? false
  const corpus = folder('corpus', name)
  const artifacts = folder('artifacts', name)
  const known = new Set(readdirSync(artifacts))
  const until = Date.now() + minutes * 60_000
  const row: Row = {
    target: sanitizer === 'none' ? name : `${name}, ${sanitizer}`,
    executions: 0,
    crashes: 0,
    hangs: 0,
    leaks: 0,
    kept: [],
  }
  for (let run = 0; run < FAILURES && Date.now() < until; run++) {
    const seconds = Math.max(1, Math.round((until - Date.now()) / 1000))
    const args = [
      `-seed=${seed + run}`,
      `-max_total_time=${seconds}`,
      `-artifact_prefix=${artifacts}/`,
      ...LIMITS,
    ]
    if (python) args.push(`-dict=${dictionary()}`, `-max_len=${LONGEST}`)
    row.executions += await runTarget(name, sanitizer, [
      ...args,
      '-print_final_stats=1',
      corpus,
      ...(python ? seeds() : []),
    ])
    const found = readdirSync(artifacts).filter(file => !known.has(file))
    for (const file of found) {
      known.add(file)
      if (file.startsWith('timeout') || file.startsWith('slow-unit')) row.hangs++
      else if (file.startsWith('leak')) row.leaks++
      else row.crashes++
      row.kept.push(join(artifacts, file))
    }
  }
  return row
}

/** Resolves with the number of executions. */
async function runTarget(name: string, sanitizer: Sanitizer, args: readonly string[]): Promise<number> {
  const program = join(targetDir(sanitizer), 'x86_64-unknown-linux-gnu', 'release', name)
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-100_000)
  })
  await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject))
  writeFileSync(join(folder('logs'), `${name}-${sanitizer}.log`), log)
  return Number(/stat::number_of_executed_units:\s*(\d+)/.exec(log)?.[1] ?? 0)
}

function folder(...names: string[]): string {
  const path = join(KEPT, ...names)
  mkdirSync(path, { recursive: true })
  return path
}

/** Folders with awkward code. */
function seeds(): string[] {
  const files = awkwardFiles('3.13')
  return [...new Set(files.map(file => join(file, '..')))]
}

/** The words for Python files, as libFuzzer reads them. */
function dictionary(): string {
  const file = join(KEPT, 'python.dict')
  const escaped = (word: string) =>
    word
      .replace(/[\\"]/g, '\\$&')
      .replace(/[^ -~]/g, char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const words = DICTIONARY.filter(word => word.length <= 60)
  writeFileSync(file, words.map(word => `"${escaped(word)}"\n`).join(''))
  return file
}
