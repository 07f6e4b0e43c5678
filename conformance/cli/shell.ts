import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'

/** The time limit for a command line, in milliseconds. */
const PATIENCE = 60_000

/** The time in our reports, which also replaces the time in Bandit's. */
export const EPOCH = 1_767_225_600

/** The outcome of a shell command line. In texts, each character is one byte. */
export interface Outcome {
  /** The exit code of the last command. */
  status: number
  stdout: string
}

/** The whole environment of every command line, so that it is the same for all users. */
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

/** Runs a shell command line in a folder, with `programs` first on the PATH. */
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
