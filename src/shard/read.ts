import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { systemMessage, UserError } from '../errors.js'
import { isMapping } from '../python/value.js'
import type { Finding } from '../report/finding.js'
import type { HiddenFinding, SuppressedFinding } from '../report/report.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { version } from '../version.js'
import { isFileLine, isHeader } from './check.js'
import { isRecord } from './find.js'
import { type FileLine, FORM, type Header, MAGIC } from './record.js'
import { findingsOf, type Recorded } from './rows.js'

/** One file of a part, with its findings. */
export interface RecordedFile extends Omit<FileLine, 'findings' | 'suppressed' | 'hidden'> {
  findings: readonly Finding[]
  suppressed: readonly SuppressedFinding[]
  hidden: readonly HiddenFinding[]
  hashes: ReadonlyMap<Finding, string>
}

export interface PartRecord extends Omit<Header, 'rules'> {
  /** The name of its file. */
  file: string
  rules: readonly RuleInfo[]
  files: readonly RecordedFile[]
}

/** Reads a record. Rejects with a UserError if it is not a complete record of this version. */
export async function readRecord(file: string, builtin: readonly RuleInfo[]): Promise<PartRecord> {
  const sealed = await checkSeal(file)
  if (!isHeader(sealed)) throw foreign(file)
  const header = withRules(sealed, builtin)
  let files: RecordedFile[] = []
  let pending = new Gathering()
  for await (const line of linesOf(file)) {
    if (!line.subarray(0, NAME.length).equals(NAME)) continue
    const fileLine = parse(line)
    if (!isFileLine(fileLine, header.rules.length)) throw foreign(file)
    pending.add(fileLine as FileLine)
    if (pending.isFull) {
      files = files.concat(pending.end(header.rules))
      pending = new Gathering()
    }
  }
  return { ...header, file, files: files.concat(pending.end(header.rules)) }
}

/** The start of the line of a file. */
const NAME = Buffer.from('{"name":')

/** Checks that a record is complete and undamaged. Resolves with the header. */
async function checkSeal(file: string): Promise<Header> {
  const digest = createHash('sha256')
  let header: Header | undefined
  let last: Buffer | undefined
  for await (const line of linesOf(file)) {
    header ??= readHeader(file, line)
    if (last) digest.update(last).update('\n')
    last = line
  }
  if (!header && !(await isRecord(file))) throw foreign(file)
  const [, sha256] = /^{"sha256":"(.*)"}$/.exec(last?.toString('latin1') ?? '') ?? []
  if (!header || sha256 === undefined) throw new UserError(`'${file}' is truncated`)
  if (sha256 !== digest.digest('hex')) throw damaged(file)
  return header
}

function readHeader(file: string, line: Buffer): Header {
  if (!line.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) throw foreign(file)
  const header = parse(line)
  if (!isMapping(header)) throw damaged(file)
  if (header['posse-shard'] === FORM && header.version === version()) return header as unknown as Header
  throw new UserError(
    `'${file}' was written by posse ${header.version}, but this is posse ${version()}: use the same version for all parts`,
  )
}

/** The value of a line; undefined if it is not JSON. */
function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return undefined
  }
}

function withRules(header: Header, builtin: readonly RuleInfo[]) {
  const byId = new Map(builtin.map(rule => [rule.id, rule]))
  const rules = header.rules.map(rule => (typeof rule === 'string' ? byId.get(rule) : rule))
  return { ...header, rules: rules.filter(rule => rule !== undefined) }
}

const foreign = (file: string) => new UserError(`'${file}' is not a record of posse --shard`)
const damaged = (file: string) => new UserError(`'${file}' is damaged: its digest does not match`)

/** Yields the complete lines of a file, without line ends. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
      let start = 0
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        yield Buffer.concat([...begun, chunk.subarray(start, end)])
        begun = []
        start = end + 1
      }
      begun.push(chunk.subarray(start))
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).errno === undefined) throw error
    throw new UserError(`cannot read '${file}': ${systemMessage(error)}`)
  }
}

/** How many characters of code become rows at once. */
const FULL = 64 * 1024 * 1024

/** Files whose recorded findings have not been converted yet. */
class Gathering {
  private readonly lines: FileLine[] = []
  private size = 0

  get isFull(): boolean {
    return this.size >= FULL
  }

  add(line: FileLine): void {
    this.lines.push(line)
    for (const [, , , code] of recordedOf(line)) this.size += code.length
  }

  end(rules: readonly RuleInfo[]): RecordedFile[] {
    const recorded = this.lines.flatMap(line => recordedOf(line).map(each => [line.name, each] as const))
    const made = findingsOf(recorded, rules)
    let at = 0
    return this.lines.map(line => {
      const own = recordedOf(line).map(([, hash]) => [made[at++] as Finding, hash] as const)
      const { findings = [], suppressed = [], hidden = [] } = line
      const next = own.map(([finding]) => finding).values()
      const take = () => next.next().value as Finding
      return {
        ...line,
        findings: findings.map(take),
        suppressed: suppressed.map(({ comment }) => ({ finding: take(), comment })),
        hidden: hidden.map(({ reason }) => ({ finding: take(), reason })),
        hashes: new Map(own),
      }
    })
  }
}

function recordedOf({ findings = [], suppressed = [], hidden = [] }: FileLine): Recorded[] {
  return [...findings, ...[...suppressed, ...hidden].map(({ finding }) => finding)]
}
