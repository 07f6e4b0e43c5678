import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached, keep } from '../../conformance/cache.js'
import { BANDIT } from '../../conformance/projects.js'
import { run, venv } from '../../conformance/python.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { ruffCode } from '../../src/rules/ruff.js'
import { POSSE } from '../commands.js'
import { EXTRAS, prepareExtra } from '../extras.js'
import { RUFF } from '../tools.js'
import type { LabelledSet, SetName } from './item.js'
import { cwesOf, securityRules } from './sets/semgrep-rules.js'

/** What a tool reported. */
export interface Finding {
  /** The path below the folder that was scanned, with slashes. */
  file: string
  line: number
  /** The lines that it shows as steps on the way to there. */
  steps?: readonly number[]
  rule: string
  cwes: readonly number[]
}

/** The profiles of posse, and other programs. */
export type ToolName = 'Bandit' | 'Ruff' | 'Semgrep' | Profile
export const PROFILES = ['recommended', 'audit'] as const
export type Profile = (typeof PROFILES)[number]

/** The code of all sets, as files. */
export interface Code {
  folder: string
  /** Identifies the content. */
  key: string
  sets: readonly SetName[]
}

/** Writes the files of all sets, each set in a folder of its name. */
export function writeCode(sets: readonly LabelledSet[]): Code {
  const hash = createHash('sha256')
  for (const { name, files } of sets) {
    for (const [file, text] of files) hash.update(`${name}\0${file}\0${text}\0`)
  }
  const key = hash.digest('hex')
  const folder = join(cached('detection'), 'code')
  keep(folder, key, path => {
    for (const { name, files } of sets) {
      mkdirSync(join(path, name), { recursive: true })
      for (const [file, text] of files) writeFileSync(join(path, name, file), text)
    }
  })
  return { folder, key, sets: sets.map(({ name }) => name) }
}

/** What each tool finds in the code. Answers of other programs are kept until the code or their version changes. */
export const TOOLS: Record<ToolName, (code: Code) => Finding[]> = {
  Bandit: code => kept('Bandit', BANDIT, code, bandit),
  Ruff: code => kept('Ruff', RUFF, code, ruff),
  Semgrep: code => kept('Semgrep', EXTRAS.semgrep.version, code, semgrep),
  recommended: code => posse('recommended', code.folder, code.sets),
  audit: code => posse('audit', code.folder, code.sets),
}

function kept(name: ToolName, version: string, code: Code, scan: (code: Code) => Finding[]): Finding[] {
  const path = cached('detection', `${name.toLowerCase()}.json`)
  keep(path, `${version} ${code.key}`, partial => {
    console.error(`running ${name} ${version}`)
    writeFileSync(partial, JSON.stringify(scan(code)))
  })
  return JSON.parse(readFileSync(path, 'utf8'))
}

interface BanditReport {
  results: {
    filename: string
    line_number: number
    test_id: string
    issue_cwe: { id?: number }
    issue_severity: string
    issue_confidence: string
    issue_text: string
    flow?: { line: number }[]
  }[]
}

/** A finding of posse, with what people read. */
export interface PosseFinding extends Finding {
  severity: string
  confidence: string
  message: string
}

/** Runs `posse check` on folders, and leaves out no file. */
export function posse(profile: Profile, cwd: string, folders: readonly string[]): PosseFinding[] {
  const [node, program] = POSSE
  const files = ['--isolated', '--no-default-excludes', '--no-respect-gitignore']
  const report = ['-f', 'json', '--exit-zero', '--quiet']
  return banditFindings(
    run(node, [program, 'check', '--profile', profile, ...files, ...report, ...folders], cwd),
  )
}

function bandit({ folder, sets }: Code): Finding[] {
  const options = ['--quiet', '-r', '--ignore-nosec', '-f', 'json', '--exit-zero']
  return banditFindings(run(venv('bandit'), [...options, ...sets], folder))
}

function banditFindings(report: string): PosseFinding[] {
  const { results }: BanditReport = JSON.parse(report)
  return results.map(result => ({
    file: slashed(result.filename),
    line: result.line_number,
    ...(result.flow && { steps: result.flow.map(({ line }) => line) }),
    rule: result.test_id,
    cwes: result.issue_cwe.id === undefined ? [] : [result.issue_cwe.id],
    severity: result.issue_severity,
    confidence: result.issue_confidence,
    message: result.issue_text,
  }))
}

/** Ruff says no weaknesses: its rules have those of Bandit's rules that they copy, and their ids. */
function ruff({ folder, sets }: Code): Finding[] {
  const rules = [
    '--isolated',
    '--no-cache',
    '--ignore-noqa',
    '--select',
    'S,PLE2502',
    '--preview',
    '--exit-zero',
  ]
  const report = run(venv('ruff'), ['check', ...rules, '--output-format', 'json', ...sets], folder)
  const origins = new Map(builtinRules().map(({ id, cwe }) => [ruffCode(id), { rule: id, cwes: [cwe] }]))
  const found: { filename: string; location: { row: number }; code: string | null }[] = JSON.parse(report)
  return found.flatMap(({ filename, location, code }) => {
    const origin = code ? origins.get(code) : undefined
    return origin
      ? [{ file: slashed(filename).slice(slashed(folder).length + 1), line: location.row, ...origin }]
      : []
  })
}

/** Semgrep runs with the rules of semgrep-rules, but not on their own tests. */
function semgrep({ folder, sets }: Code): Finding[] {
  const config = join(cached('detection'), 'semgrep-rules.yaml')
  const placed = securityRules()
  const unique = new Map(placed.map(({ path, rule }) => [`${path.replace(/\W/g, '-')}-${rule.id}`, rule]))
  // JSON is YAML, too.
  writeFileSync(config, JSON.stringify({ rules: [...unique].map(([id, rule]) => ({ ...rule, id })) }))
  const quiet = [
    '--metrics',
    'off',
    '--disable-version-check',
    '--disable-nosem',
    '--no-git-ignore',
    '--quiet',
    '--json',
  ]
  const others = sets.filter(name => name !== 'semgrep-rules')
  const report = run(prepareExtra('semgrep'), ['scan', '--config', config, ...quiet, ...others], folder)
  rmSync(config)
  const { results }: { results: { path: string; start: { line: number }; check_id: string }[] } =
    JSON.parse(report)
  return results.map(({ path, start, check_id }) => {
    const id = check_id.split('.').at(-1) ?? check_id
    const rule = unique.get(id)
    return { file: slashed(path), line: start.line, rule: rule?.id ?? id, cwes: rule ? cwesOf(rule) : [] }
  })
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '')
}
