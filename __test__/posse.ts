import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'

export const CLI = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
export const BASELINE_COMMAND = fileURLToPath(new URL('../dist/baseline-command.cjs', import.meta.url))

/** The time in all reports. */
export const EPOCH = '1767225600'

export interface Run {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  /** Standard input; empty by default. */
  input?: string | Uint8Array
  env?: Record<string, string>
}

/** Runs the built command line, with pipes for standard output and error. */
export function posse(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return run(process.execPath, [CLI, ...args], options)
}

/** A finding as reports in JSON show it, as far as tests look at it. */
export interface Shown {
  filename: string
  test_id: string
  test_name: string
  issue_text: string
  issue_severity: string
  issue_confidence: string
  line_number: number
  col_offset: number
}

/** Runs posse-baseline in the same way. */
export function posseBaseline(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return run(process.execPath, [BASELINE_COMMAND, ...args], options)
}

/** Runs a shell script in which `$POSSE` is the command line. */
export function shell(script: string, options: RunOptions = {}): Promise<Run> {
  const env = { ...options.env, POSSE: `${process.execPath} ${CLI}` }
  return run('/bin/sh', ['-c', script], { ...options, env })
}

/** Runs a program and waits for it to exit. */
export function run(command: string, args: readonly string[], { cwd, input, env }: RunOptions): Promise<Run> {
  const child = spawn(command, args, {
    ...(cwd && { cwd }),
    env: { ...process.env, SOURCE_DATE_EPOCH: EPOCH, ...env },
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => stdout.push(part))
  child.stderr.on('data', (part: Buffer) => stderr.push(part))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => {
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString()
      resolve({ status, signal, stdout: text(stdout), stderr: text(stderr) })
    })
  })
}

export type Files = Record<string, string | Uint8Array>

/** Creates a folder with these files, which is removed after the test. Returns its path. */
export function folder(t: ExecutionContext, files: Files = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'posse-test-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}

/** The fields of a JSON result that tests use. */
export interface JsonResult {
  code: string
  col_offset: number
  end_col_offset: number
  filename: string
  issue_confidence: string
  issue_cwe: { id: number; link: string }
  issue_severity: string
  issue_text: string
  line_number: number
  line_range: number[]
  more_info: string
  test_id: string
  test_name: string
}

export interface JsonReport {
  errors: { filename: string; reason: string }[]
  generated_at: string
  metrics: Record<string, Record<string, number>>
  results: JsonResult[]
}

/** Runs with `-f json` and reads the report. */
export async function report(args: readonly string[], options: RunOptions = {}): Promise<JsonReport & Run> {
  const run = await posse(['-f', 'json', ...args], options)
  return { ...run, ...(JSON.parse(run.stdout) as JsonReport) }
}

/** Each result as `B307 2:11`. */
export function places(results: readonly JsonResult[]): string[] {
  return results.map(({ test_id, line_number, col_offset }) => `${test_id} ${line_number}:${col_offset}`)
}

/** A folder with files, at the root of a repository: what is above it does not count. */
export function project(t: ExecutionContext, files: Files): string {
  return folder(t, { '.git/HEAD': '', ...files })
}
