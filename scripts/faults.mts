// Makes the system fail under the command line, and checks that every report is the old one or the whole new one, and
// that the exit code says which. `npm run faults -- --times 200` repeats each random fault 200 times.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** What came of a kind of fault. */
export interface Outcome {
  /** How often it was tried. */
  tried: number
  /** What went wrong, one line each. */
  wrong: string[]
  /** What is worth knowing, but not wrong. */
  notes?: string[]
}

/** A kind of fault. */
export interface Fault {
  name: string
  /** Tries it. Where the moment is random, does so at least `times` times. */
  run: (times: number) => Promise<Outcome>
}

const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const OLD = 'the old report\n'
const ENV = { ...process.env, SOURCE_DATE_EPOCH: '1767225600', GITHUB_STEP_SUMMARY: '' }

interface Ended {
  status: number | null
  signal: NodeJS.Signals | null
  stderr: string
}

/** Starts posse through a shell that runs `setup` first, such as a limit. */
function start(
  cwd: string,
  words: readonly string[],
  setup = '',
): { child: ChildProcess; ended: Promise<Ended> } {
  const script = `${setup}\nexec "$0" "$@"`
  const child = spawn('bash', ['-c', script, process.execPath, CLI, ...words], {
    cwd,
    env: ENV,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A run that hangs ends with this signal, which the checks below do not expect.
    timeout: 60_000,
    killSignal: 'SIGABRT',
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, stderr }))
  })
  return { child, ended }
}

const posse = (cwd: string, words: readonly string[], setup?: string) => start(cwd, words, setup).ended

/** Calls `use` with a folder that has a folder `src` of files with findings, and removes it afterwards. */
async function inProject<T>(files: number, use: (cwd: string) => Promise<T>): Promise<T> {
  const cwd = mkdtempSync(join(tmpdir(), 'posse-faults-'))
  try {
    mkdirSync(join(cwd, 'src'))
    for (let n = 0; n < files; n++) writeFileSync(join(cwd, `src/f${n}.py`), source(n))
    return await use(cwd)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const source = (n: number) => Array.from({ length: 20 }, (_, line) => `exec("${n} ${line}")\n`).join('')
const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
const leftovers = (cwd: string) => readdirSync(cwd).filter(name => name.endsWith('.tmp'))

/** Writes two reports, of many blocks and of one. */
const REPORTS = ['report.json', 'report.txt']
const SCAN = ['-q', '-r', 'src', '-f', 'json', '-o', 'report.json', '--also', 'custom=report.txt']

function reset(cwd: string): void {
  for (const name of leftovers(cwd)) rmSync(join(cwd, name))
  for (const name of REPORTS) writeFileSync(join(cwd, name), OLD)
}

/** What the reports are if nothing fails. */
async function wholeReports(cwd: string): Promise<ReadonlyMap<string, string>> {
  reset(cwd)
  const { status, stderr } = await posse(cwd, SCAN)
  if (status !== 1) throw new Error(`exit ${status}: ${stderr}`)
  return new Map(REPORTS.map(name => [name, read(cwd, name)]))
}

/** The names of the reports that are neither the old one nor the whole new one. */
function torn(cwd: string, whole: ReadonlyMap<string, string>): string[] {
  return REPORTS.filter(
    name => !existsSync(join(cwd, name)) || ![OLD, whole.get(name)].includes(read(cwd, name)),
  )
}

/** Kills a run at random moments: every other time anywhere, else shortly after it has begun to write. */
function killed(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Fault['run'] {
  return times =>
    inProject(300, async cwd => {
      const whole = await wholeReports(cwd)
      const wrong: string[] = []
      const begun = Date.now()
      await posse(cwd, SCAN)
      const usual = Date.now() - begun
      const seen = { old: 0, new: 0, mixed: 0, finished: 0, left: 0 }
      for (let n = 0; n < times; n++) {
        reset(cwd)
        const { child, ended } = start(cwd, SCAN)
        if (n % 2 === 0) await wait(Math.random() * usual)
        else {
          while (child.exitCode === null && leftovers(cwd).length === 0) await wait(0)
          await wait(Math.random() * 12)
        }
        child.kill(signal)
        const { status, signal: by, stderr } = await ended
        if (by !== signal && status !== 1) wrong.push(`try ${n}: exit ${status}, ${by}: ${stderr}`)
        for (const name of torn(cwd, whole)) wrong.push(`try ${n}: ${name} is torn`)
        const fresh = REPORTS.filter(name => read(cwd, name) === whole.get(name)).length
        if (by === null && fresh < REPORTS.length) wrong.push(`try ${n}: exit ${status}, but a report is old`)
        seen[fresh === 0 ? 'old' : fresh === REPORTS.length ? 'new' : 'mixed']++
        if (by === null) seen.finished++
        seen.left += leftovers(cwd).length
      }
      const notes = [
        `old reports ${seen.old}, new ${seen.new}, one of each ${seen.mixed}; ` +
          `${seen.finished} runs had ended; ${seen.left} temporary files left`,
      ]
      return { tried: times, wrong, notes }
    })
}

/** Lets no file grow beyond a size, for each size that is reached by one more write. */
async function fullDisk(): Promise<Outcome> {
  return inProject(60, async cwd => {
    const whole = await wholeReports(cwd)
    const kilobytes = Math.ceil((whole.get('report.json')?.length ?? 0) / 1024)
    const wrong: string[] = []
    let tried = 0
    for (let limit = 0; limit < kilobytes; limit += 32, tried++) {
      reset(cwd)
      const { status, stderr } = await posse(cwd, SCAN, `ulimit -f ${limit}`)
      if (status !== 2) wrong.push(`${limit} KiB: exit ${status}: ${stderr}`)
      if (!stderr.includes('cannot write')) wrong.push(`${limit} KiB: no reason given`)
      if (read(cwd, 'report.json') !== OLD) wrong.push(`${limit} KiB: report.json is not the old one`)
      for (const name of torn(cwd, whole)) wrong.push(`${limit} KiB: ${name} is torn`)
      for (const name of leftovers(cwd)) wrong.push(`${limit} KiB: ${name} is left`)
    }
    return { tried, wrong }
  })
}

const FORMATS =
  'checkstyle codequality csv custom github gitlab html json jsonl junit markdown rdjson sarif screen txt xml yaml'

/** Sends each format, and what other commands print, to a device that is full. */
async function fullOutput(): Promise<Outcome> {
  return inProject(60, async cwd => {
    const lines = [
      ...FORMATS.split(' ').map(format => ['-r', 'src', '-f', format]),
      ...[['rules'], ['explain', 'B101'], ['--help'], ['--version']],
    ]
    const wrong: string[] = []
    for (const words of lines) {
      const { status, stderr } = await posse(cwd, words, 'exec > /dev/full')
      const told = /cannot write standard output: no space left on device\n$/.test(stderr)
      if (status !== 2 || !told) wrong.push(`${words.join(' ')}: exit ${status}: ${stderr}`)
    }
    return { tried: lines.length, wrong }
  })
}

/** Takes away standard error. The exit code must stay the same. */
async function fullError(): Promise<Outcome> {
  return inProject(3, async cwd => {
    const lines: [words: string[], status: number][] = [
      [['-r', 'src', '-o', 'report.json', '-f', 'json'], 1],
      [['-r', 'src', '-o', 'report.json', '-f', 'json', '--exit-zero'], 0],
      [['-r', 'src', '-t', 'B999'], 2],
      [['--no-such-flag'], 2],
      [['-r', 'src', '-o', 'none/report'], 2],
    ]
    const wrong: string[] = []
    for (const setup of ['exec 2> /dev/full', 'exec 2>&-']) {
      for (const [words, expected] of lines) {
        const { status } = await posse(cwd, words, setup)
        if (status !== expected) wrong.push(`${setup}: ${words.join(' ')}: exit ${status}, not ${expected}`)
      }
    }
    return { tried: 2 * lines.length, wrong }
  })
}

async function fewDescriptors(): Promise<Outcome> {
  return inProject(400, async cwd => {
    const whole = await wholeReports(cwd)
    reset(cwd)
    const words = [...SCAN, '--jobs', '16', '--cache-dir', 'cache']
    const wrong: string[] = []
    // The first scan fills the cache, the second uses it.
    for (let n = 0; n < 2; n++) {
      const { status, stderr } = await posse(cwd, words, 'ulimit -n 64')
      if (status !== 1 || stderr !== '') wrong.push(`exit ${status}: ${stderr}`)
      for (const name of REPORTS) if (read(cwd, name) !== whole.get(name)) wrong.push(`${name} differs`)
    }
    return { tried: 2, wrong }
  })
}

interface Json {
  errors: { filename: string; reason: string }[]
  results: { filename: string }[]
}

/** Fails the read of some files: of one before the first byte, and with a C compiler of others after some bytes. */
async function badReads(): Promise<Outcome> {
  return inProject(20, async cwd => {
    symlinkSync('/proc/self/mem', join(cwd, 'src/f20.py'))
    writeFileSync(join(cwd, 'src/bad.py'), `${source(1)}${'# padding\n'.repeat(200_000)}`)
    const shim = compiled(cwd)
    const wrong: string[] = []
    const setup = shim ? `export LD_PRELOAD=${shim}` : ''
    const { status, stderr } = await posse(cwd, ['-q', '-r', 'src', '-f', 'json', '-o', 'report.json'], setup)
    if (status !== 1) wrong.push(`exit ${status}: ${stderr}`)
    const { errors, results } = JSON.parse(read(cwd, 'report.json')) as Json
    const expected = [...(shim ? ['src/bad.py: Input/output error'] : []), 'src/f20.py: Input/output error']
    const found = errors.map(({ filename, reason }) => `${filename}: ${reason}`)
    if (found.join() !== expected.join()) wrong.push(`errors: ${found.join(', ')}`)
    if (results.length !== (shim ? 400 : 420)) wrong.push(`${results.length} findings`)
    const failing = await posse(
      cwd,
      ['-q', '-r', 'src', '--exit-zero', '--fail-on-error', '-o', 'report.txt'],
      setup,
    )
    if (failing.status !== 1) wrong.push(`--fail-on-error: exit ${failing.status}`)
    return {
      tried: 2 * expected.length,
      wrong,
      notes: shim ? [] : ['no C compiler: no reads failed halfway'],
    }
  })
}

/** A library that fails the second read of a file called bad.py. */
const SHIM = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
ssize_t read(int fd, void *to, size_t size) {
  static __thread int reads;
  static ssize_t (*next)(int, void *, size_t);
  if (!next) next = (ssize_t (*)(int, void *, size_t))dlsym(RTLD_NEXT, "read");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length > 7 && memcmp(path + length - 7, "/bad.py", 7) == 0 && ++reads % 2 == 0) { errno = EIO; return -1; }
  return next(fd, to, size);
}
`

/** Compiles the library. Returns its path, or undefined without a compiler. */
function compiled(cwd: string): string | undefined {
  const path = join(cwd, 'shim.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', path, '-ldl'], {
      input: SHIM,
      stdio: 'pipe',
    })
    return path
  } catch {
    return undefined
  }
}

/** Changes files while they are scanned: they shrink, grow, vanish, move, and become folders, links and pipes. */
async function moving(times: number): Promise<Outcome> {
  return inProject(200, async cwd => {
    const wrong: string[] = []
    const changes: ((path: string) => void)[] = [
      path => {
        if (lstatSync(path).isFile()) truncateSync(path, 7)
      },
      path => {
        // Opening a pipe to write would wait for a reader.
        if (lstatSync(path).isFile()) writeFileSync(path, 'exec("grown")\n'.repeat(5000))
      },
      path => rmSync(path),
      path => renameSync(path, `${path}.moved.py`),
      path => {
        rmSync(path)
        mkdirSync(path)
      },
      path => {
        rmSync(path)
        symlinkSync('nowhere', path)
      },
      path => {
        rmSync(path)
        execFileSync('mkfifo', [path])
      },
    ]
    for (let n = 0; n < times; n++) {
      rmSync(join(cwd, 'src'), { recursive: true })
      mkdirSync(join(cwd, 'src'))
      for (let file = 0; file < 200; file++) writeFileSync(join(cwd, `src/f${file}.py`), source(file))
      writeFileSync(join(cwd, 'report.json'), OLD)
      const run = start(cwd, ['-q', '-r', 'src', '-f', 'json', '-o', 'report.json'])
      while (run.child.exitCode === null && run.child.signalCode === null) {
        const path = join(cwd, `src/f${Math.floor(Math.random() * 200)}.py`)
        try {
          changes[Math.floor(Math.random() * changes.length)]?.(path)
        } catch {
          // It was changed before.
        }
        await wait(0)
      }
      const { status, stderr } = await run.ended
      if (status !== 0 && status !== 1) wrong.push(`try ${n}: exit ${status}: ${stderr}`)
      else {
        const { errors, results } = JSON.parse(read(cwd, 'report.json')) as Json
        if (errors.some(({ reason }) => reason === ''))
          wrong.push(`try ${n}: a file is skipped without a reason`)
        if (results.length > 0 !== (status === 1))
          wrong.push(`try ${n}: exit ${status}, ${results.length} findings`)
      }
    }
    return { tried: times, wrong }
  })
}

export const FAULTS: readonly Fault[] = [
  { name: 'SIGINT at a random moment', run: killed('SIGINT') },
  { name: 'SIGTERM at a random moment', run: killed('SIGTERM') },
  { name: 'SIGKILL at a random moment', run: killed('SIGKILL') },
  { name: 'files that change and vanish during the scan', run: moving },
  { name: 'a disk that is full at each write', run: fullDisk },
  { name: 'a full standard output', run: fullOutput },
  { name: 'a full or closed standard error', run: fullError },
  { name: 'a limit of 64 descriptors', run: fewDescriptors },
  { name: 'reads that fail', run: badReads },
]

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { times: { type: 'string', default: '200' } } })
  let failed = 0
  for (const { name, run } of FAULTS) {
    const { tried, wrong, notes = [] } = await run(Number(values.times))
    failed += wrong.length
    console.log(`${name}: ${tried} tries, ${wrong.length} wrong`)
    for (const line of [...notes, ...wrong]) console.log(`  ${line}`)
  }
  process.exitCode = failed > 0 ? 1 : 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
