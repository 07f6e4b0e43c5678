import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'

/** How long one command line may take, in milliseconds. */
const PATIENCE = 60_000

/** The time that our reports give for their run, and Bandit's after their own is taken out. */
export const EPOCH = 1_767_225_600

/** What a command line of the shell came to; of text, each byte is a character. */
export interface Outcome {
  /** The exit code; of the last command, where there are several. */
  status: number
  stdout: string
}

/** What every command line finds in its environment, and nothing else, so that all users' are the same. */
const ENVIRONMENT = {
  LC_ALL: 'C.UTF-8',
  HOME: '/nonexistent',
  SOURCE_DATE_EPOCH: String(EPOCH),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'posse',
  GIT_AUTHOR_EMAIL: 'posse@example.org',
  GIT_COMMITTER_NAME: 'posse',
  GIT_COMMITTER_EMAIL: 'posse@example.org',
  GIT_AUTHOR_DATE: `${EPOCH} +0000`,
  GIT_COMMITTER_DATE: `${EPOCH} +0000`,
}

/** Runs a command line of the shell in a folder, with `programs` before all others on the PATH. */
export function runLine(line: string, folder: string, programs: string): Promise<Outcome> {
  const child = spawn('/bin/sh', ['-c', line], {
    cwd: folder,
    env: { ...ENVIRONMENT, PATH: `${programs}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: PATIENCE,
  })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', status => {
      if (status === null) reject(new Error(`${line}: took more than ${PATIENCE} ms`))
      else resolve({ status, stdout: Buffer.concat(parts).toString('latin1') })
    })
  })
}
