import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemMessage, UserError } from '../errors.js'
import { foldersOfPath, gitEnvironment, gitSettings } from './environment.js'

/** Git failed. The message is the line that says why. */
export class GitError extends UserError {}

/** Runs git in one folder. */
export interface Git {
  /**
   * Runs git and resolves to its standard output. Rejects with a GitError if git fails, and with a UserError if git
   * cannot be run or exceeds a limit.
   */
  run(args: readonly string[], options?: RunOptions): Promise<Buffer>
  /** Like `run`, but yields the output as it comes. Git is stopped when the consumer stops. */
  stream(args: readonly string[], options?: RunOptions): AsyncGenerator<Buffer>
}

export interface RunOptions {
  /** The content of standard input. */
  input?: string | Uint8Array
  /** Runs git outside of any repository, without any settings. */
  outside?: boolean
  /** The highest exit status that is no failure: 0 by default. */
  success?: number
  /** What the call may take, if less than other calls. */
  seconds?: number
}

/** What one call of git may take. */
export interface Limits {
  seconds: number
  /** Of output that is collected. */
  bytes: number
}

/** Far more than a call takes in the largest repositories. */
const LIMITS: Limits = { seconds: 600, bytes: 2 ** 30 }
/** Of git's messages, only the first line is shown. */
const MESSAGE_LENGTH = 2 ** 16

/** Git in this folder, which sees only the safe part of this environment. */
export function gitIn(cwd: string, env: Readonly<NodeJS.ProcessEnv>, limits: Limits = LIMITS): Git {
  const stream = (args: readonly string[], options: RunOptions = {}) =>
    streamGit({ cwd, env, limits }, args, options)
  return {
    stream,
    async run(args, options) {
      const parts: Buffer[] = []
      let length = 0
      for await (const part of stream(args, options)) {
        length += part.length
        if (length > limits.bytes)
          throw new UserError(`git ${args[0]} printed more than ${limits.bytes} bytes`)
        parts.push(part)
      }
      return Buffer.concat(parts)
    },
  }
}

interface Place {
  cwd: string
  env: Readonly<NodeJS.ProcessEnv>
  limits: Limits
}

async function* streamGit(
  { cwd, env, limits }: Place,
  args: readonly string[],
  { input = '', outside = false, success = 0, seconds = limits.seconds }: RunOptions,
): AsyncGenerator<Buffer> {
  // Loaded here, because most runs need no git.
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn(programIn(foldersOfPath(env)), [...gitSettings(env), ...args], {
    cwd,
    env: gitEnvironment(env, outside),
    windowsHide: true,
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).catch((error: unknown) => {
    throw cannotRun(systemMessage(error))
  })
  // It is awaited after the output has been read, and may fail before that.
  ended.catch(() => undefined)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    if (said.length < MESSAGE_LENGTH) said += part
  })
  // Git may exit before it has read everything; its status says why.
  child.stdin.on('error', () => undefined).end(input)
  const tooLong = new UserError(`git ${args[0]} took longer than ${seconds} seconds and was stopped`)
  const timer = setTimeout(() => {
    child.kill('SIGKILL')
    // Another process may hold the pipes open.
    child.stdin.destroy()
    child.stderr.destroy()
    child.stdout.destroy(tooLong)
  }, seconds * 1000)
  try {
    yield* child.stdout
    const status = await ended
    if (status === null || status > success) {
      throw new GitError(reasonOf(said) || `git ${args[0]} exited with status ${status}`)
    }
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}

/** The path of git. Windows would look for it in the working directory first, which is a scanned tree. */
function programIn(folders: readonly string[]): string {
  const name = process.platform === 'win32' ? 'git.exe' : 'git'
  const found = folders.map(folder => join(folder, name)).find(isProgram)
  if (found === undefined) throw cannotRun('no such file or directory')
  return found
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

const cannotRun = (reason: string) => new UserError(`git cannot be run: ${reason}`)

/** What git says of its failure: warnings may come before it. */
function reasonOf(said: string): string {
  if (/from promisor remote|lazy fetching disabled|transport '.*' not allowed/.test(said)) return PARTIAL
  const lines = said.split('\n')
  const line = (lines.find(each => each.startsWith('fatal: ')) ?? lines[0] ?? '').replace(
    /^(fatal|error): /,
    '',
  )
  // Some of its lines do not say what they are about.
  return line && `git: ${line}`
}

const PARTIAL =
  'the repository lacks objects, because this clone is partial: fetch them first (git fetch --refetch --no-filter)'
