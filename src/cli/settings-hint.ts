import { readRegular } from '../inputs.js'
import type { Log } from '../log.js'

/** Says that a file has settings which are not read, because nothing names it. */
export function hintOfSettings(file: string, log: Log): void {
  try {
    if (/^\s*\[tool\.bandit[.\]]/m.test(readRegular(file).toString()))
      log.info('pyproject.toml has settings in [tool.bandit]; to use them: -c pyproject.toml')
  } catch {
    // It is not for us.
  }
}
