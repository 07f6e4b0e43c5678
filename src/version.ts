import { readFileSync } from 'node:fs'

/** The release of Bandit whose rules and reports posse reproduces. */
export const BANDIT_VERSION = '1.9.4'

/** The version of posse. */
export function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
