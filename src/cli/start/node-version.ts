/** The oldest Node that can run posse, such as `20.19`. The build takes it from package.json. */
declare const OLDEST_NODE: string

/** Checks whether this Node can run posse. If not, prints one line and sets exit code 2. */
export function canRun(): boolean {
  const [major = 0, minor = 0] = OLDEST_NODE.split('.').map(Number)
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return true
  process.stderr.write(`posse needs Node ${OLDEST_NODE} or later, and this is ${process.versions.node}\n`)
  process.exitCode = 2
  return false
}
