import { type Git, gitIn } from '../git/program.js'

/** Where a run takes place. The entry points make one; everything below them takes it as a value. */
export interface Host {
  /** The working directory, absolute: relative names start here. */
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
