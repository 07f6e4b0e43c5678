import { systemMessage, UserError } from '../errors.js'

/** Git failed. The message is the first line that it printed. */
export class GitError extends UserError {}

/** Runs git in one folder. */
export interface Git {
  /**
   * Runs git with `input` on its standard input. Resolves to its standard output. Rejects with a GitError if git
   * fails, and with a UserError if git cannot be run.
   */
  run(args: readonly string[], input?: string): Promise<Buffer>
  /** Like `run`, but yields the output as it comes. */
  stream(args: readonly string[], input?: string): AsyncGenerator<Buffer>
}

/**
 * Reading commands only read: none takes a lock to refresh the index, or starts the file system monitor that a
 * repository names. Git's messages are in English, and no setting of the user's changes the output that is parsed.
 */
const ENVIRONMENT = { GIT_OPTIONAL_LOCKS: '0', GIT_DIFF_OPTS: '', LC_ALL: 'C' }
const SETTINGS = ['core.fsmonitor=false', 'core.quotePath=true', 'diff.relative=false'].flatMap(each => [
  '-c',
  each,
])

/** Git in this folder, with this environment. */
export function gitIn(cwd: string, env: Readonly<NodeJS.ProcessEnv>): Git {
  const stream = (args: readonly string[], input = '') => streamGit({ cwd, env }, args, input)
  return {
    stream,
    async run(args, input) {
      const parts: Buffer[] = []
      for await (const part of stream(args, input)) parts.push(part)
      return Buffer.concat(parts)
    },
  }
}

async function* streamGit(
  { cwd, env }: { cwd: string; env: Readonly<NodeJS.ProcessEnv> },
  args: readonly string[],
  input: string,
): AsyncGenerator<Buffer> {
  // Loaded here, because most runs need no git.
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn('git', [...SETTINGS, ...args], {
    cwd,
    env: { ...env, ...ENVIRONMENT },
    windowsHide: true,
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).catch((error: unknown) => {
    throw new UserError(`git cannot be run: ${systemMessage(error)}`)
  })
  // It is awaited after the output has been read, and may fail before that.
  ended.catch(() => undefined)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part
  })
  // Git may exit before it has read everything; its status says why.
  child.stdin.on('error', () => undefined).end(input)
  yield* child.stdout
  const status = await ended
  if (status !== 0) throw new GitError(firstLine(said) || `git ${args[0]} exited with status ${status}`)
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^(fatal|error): /, '')
}
