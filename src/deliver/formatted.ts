import type { FormatOptions } from '../formats/format.js'
import { FORMATS, type FormatName } from '../formats/index.js'
import { silent } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import type { Host } from '../plan/host.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import type { Report } from '../report/report.js'

/** Options of all formats, and where the scanned files can be seen, which posse looks up if it is not given. */
export interface WriteOptions extends FormatOptions {
  /** The value of `--source-url`. */
  sourceUrl?: string
}

/** Writes a report in a format, and looks up what only this format needs. */
export async function formatted(
  name: FormatName,
  report: Report,
  { sourceUrl, ...options }: WriteOptions,
  host: Host,
): Promise<Iterable<Chunk>> {
  const format = await FORMATS[name]()
  if (name !== 'html' || report.findings.length === 0) return format(report, options)
  const { sourceHost } = await import('../plan/source-host.js')
  const { log = silent, pathOf = repositoryPaths(host.cwd, host.env) } = options
  const source = await sourceHost(sourceUrl, pathOf, host, log)
  return format(report, { ...options, ...(source && { source }) })
}
