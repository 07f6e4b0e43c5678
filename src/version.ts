import { readFileSync } from 'node:fs'

/** The release of Bandit whose checks and reports these are. */
export const BANDIT_VERSION = '1.9.4'

/** Our own release. */
export function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return manifest.version
}
