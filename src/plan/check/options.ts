import type { Source } from '../../../index.js'
import type { Overrides } from '../../configuration/overrides.js'
import type { Log } from '../../log.js'
import type { Options } from '../options.js'

/** What to check. What the options leave out, the configuration of each file decides. */
export interface CheckOptions
  extends Overrides,
    Pick<
      Options,
      | 'baseline'
      | 'baselineMatch'
      | 'cacheDir'
      | 'changes'
      | 'contextLines'
      | 'known'
      | 'lineHashes'
      | 'maxFileSize'
      | 'maxFileTime'
      | 'onProgress'
      | 'readStdin'
      | 'signal'
      | 'threads'
    > {
  /** Files and folders; the working directory by default. */
  targets?: readonly string[]
  /** Sources to check instead of files on disk. Their configuration is found by their names. */
  sources?: readonly Source[]
  /** The configuration of all files, in place of those that are found. */
  configFile?: string
  /** Read no configuration files. */
  isolated?: boolean
  /** Show secrets whole in the report. By default, it shows how they begin and how long they are. */
  showSecrets?: boolean
  log?: Log
}
