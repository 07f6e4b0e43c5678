import type { Log } from '../log.js'
import type { Change } from './index-changes.js'
import { encodeName, records } from './names.js'
import type { Git } from './program.js'

/** Attributes by which a file on disk has other bytes than in the repository, beside the ends of lines. */
const ATTRIBUTES = ['filter', 'ident', 'working-tree-encoding']

/** Warns of files that may be the same as in the repository, if git would convert them: no filter is run to find out. */
export async function warnOfConversions(git: Git, files: readonly Change[], log: Log): Promise<void> {
  const edited = files.filter(({ before, blob }) => before && blob === undefined)
  if (edited.length === 0) return
  const input = Buffer.concat(edited.map(({ path }) => Buffer.concat([encodeName(path), Buffer.of(0)])))
  const fields = records(await git.run(['check-attr', '-z', '--stdin', ...ATTRIBUTES], { input })).values()
  const converted = new Map<string, string>()
  for (const path of fields) {
    const attribute = fields.next().value
    const value = fields.next().value ?? ''
    if (!/^(unspecified|unset)$/.test(value)) converted.set(path, `${attribute}=${value}`)
  }
  const [first] = converted
  if (!first) return
  const others = converted.size > 1 ? ` (and ${converted.size - 1} more)` : ''
  log.warning(
    `${first[0]}${others}: taken as changed, because no filter is run (${first[1]} in .gitattributes)`,
  )
}
