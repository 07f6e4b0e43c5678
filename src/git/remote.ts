import { records } from './names.js'
import type { Git } from './program.js'

/** Reading settings takes no time. If it does, they name a file that never ends. */
const SECONDS = 10

/**
 * The address of the remote `origin`, or of the only remote. It comes from the settings of the repository, so it is not
 * to be trusted, and it may contain a password.
 */
export async function remoteAddress(git: Git): Promise<string | undefined> {
  const output = await git.run(['config', '--null', '--get-regexp', '^remote\\..*\\.url$'], {
    success: 1,
    seconds: SECONDS,
  })
  const addresses = new Map<string, string>()
  for (const record of records(output)) {
    const [, name = '', address = ''] = /^remote\.(.*)\.url\n(.*)$/s.exec(record) ?? []
    if (!addresses.has(name)) addresses.set(name, address)
  }
  return addresses.get('origin') ?? (addresses.size === 1 ? [...addresses.values()][0] : undefined)
}
