import { BANDIT_VERSION, version } from '../version.js'

/** What --version prints. */
export function versionText(): string {
  return `posse ${version()}\n  compatible with Bandit ${BANDIT_VERSION}\n`
}
