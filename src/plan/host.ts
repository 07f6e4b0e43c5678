import { type Git, gitIn } from '../git/program.js'

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
  const folder = cwd()
  return { cwd: folder, env, git: gitIn(folder, env) }
}
