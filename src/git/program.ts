import { spawn } from 'node:child_process'
import { systemMessage, UserError } from '../errors.js'

/** Git refused. The message is what it said first. */
export class GitError extends UserError {}

/**
 * Reading commands only read: none takes a lock to refresh the index, or starts the monitor that a
 * repository names. What git says is English, and none of its users' settings reach into what we parse.
 */
const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', GIT_DIFF_OPTS: '', LC_ALL: 'C' }
const SETTINGS = ['core.fsmonitor=false', 'core.quotePath=true', 'diff.relative=false'].flatMap(each => [
  '-c',
  each,
])

/**
 * Runs git in the working directory with `input` on its standard input. Resolves to its standard output.
 * Rejects with a GitError where git fails, and with a UserError where there is no git.
 */
export async function git(args: readonly string[], input = ''): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of streamGit(args, input)) parts.push(part)
  return Buffer.concat(parts)
}

/** The same as it comes. */
export async function* streamGit(args: readonly string[], input: string): AsyncGenerator<Buffer> {
  const child = spawn('git', [...SETTINGS, ...args], {
    env: { ...process.env, ...ENVIRONMENT },
    windowsHide: true,
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).catch((error: unknown) => {
    throw new UserError(`git cannot be run: ${systemMessage(error)}`)
  })
  // It is awaited after the output has been read, and may fail before.
  ended.catch(() => undefined)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  // Git may end before it has read all: its status says why.
  child.stdin.on('error', () => undefined).end(input)
  yield* child.stdout
  const status = await ended
  if (status !== 0) throw new GitError(firstLine(said) || `git ${args[0]} ended with status ${status}`)
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^(fatal|error): /, '')
}
