import { systemMessage, UserError } from '../errors.js'
import type { Git } from '../git/program.js'

/** The environment of a run. Entry points create it, and pass it to everything below them. */
export interface Host {
  /** The working directory, absolute. Relative names start here. */
  readonly cwd: string
  readonly env: Readonly<NodeJS.ProcessEnv>
  /** Runs git in the working directory. */
  readonly git: Git
}

/** The host of this process. */
export function hostOf({ cwd, env }: Pick<NodeJS.Process, 'cwd' | 'env'>): Host {
  const folder = existing(cwd)
  return { cwd: folder, env, git: lazyGit(folder, env) }
}

/** The working directory, unless somebody has removed it. */
function existing(cwd: () => string): string {
  try {
    return cwd()
  } catch (error) {
    throw new UserError(`cannot find the working directory: ${systemMessage(error)}`)
  }
}

/** Git in this folder, loaded when it first runs, because most scans need no git. */
function lazyGit(cwd: string, env: Readonly<NodeJS.ProcessEnv>): Git {
  let git: Promise<Git> | undefined
  const load = () => (git ??= import('../git/program.js').then(({ gitIn }) => gitIn(cwd, env)))
  return {
    run: async (args, options) => (await load()).run(args, options),
    async *stream(args, options) {
      yield* (await load()).stream(args, options)
    },
  }
}
