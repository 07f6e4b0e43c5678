import type { Format, FormatOptions } from '../formats/format.js'
import { silent } from '../log.js'
import type { Chunk } from '../output/chunk.js'
import type { Host } from '../plan/host.js'
import { repositoryPaths } from '../plan/repository-paths.js'
import type { Report } from '../report/report.js'

/** Formats by name. The modes of posse have different ones. */
export type Formats<Name extends string> = Readonly<Record<Name, () => Promise<Format>>>

/** Options of all formats, and where the scanned files can be seen, which posse looks up if it is not given. */
export interface WriteOptions extends FormatOptions {
  /** The value of `--source-url`. */
  sourceUrl?: string
}

/** Writes a report in a format, and looks up what only this format needs. */
export async function formatted<Name extends string>(
  name: Name,
  report: Report,
  { sourceUrl, ...options }: WriteOptions,
  host: Host,
  formats: Formats<Name>,
): Promise<Iterable<Chunk>> {
  const format = await formats[name]()
  if (name !== 'html' || report.findings.length === 0) return format(report, options)
  const { sourceHost } = await import('../plan/source-host.js')
  const { log = silent, pathOf = repositoryPaths(host.cwd, host.env) } = options
  const source = await sourceHost(sourceUrl, pathOf, host, log)
  return format(report, { ...options, ...(source && { source }) })
}
