import { FORMATS, type FormatName } from '../formats/index.js'
import { BASELINE_MATCHES } from '../report/baseline/match.js'
import { RANKING } from '../rules/levels.js'

/**
 * How a flag takes its value: none, none but counted, a string, a string each time that it is given, an
 * integer, a string that may be missing, or none because the run ends there.
 */
export type FlagKind = 'switch' | 'count' | 'text' | 'list' | 'integer' | 'optional' | 'exit'

export interface Flag {
  readonly key: string
  /** Short names first, as errors and help list them. */
  readonly names: readonly [string, ...string[]]
  readonly kind: FlagKind
  readonly choices?: readonly string[]
  /** Flags of one group exclude each other. */
  readonly group?: string
  /** Bandit has no such flag: a prefix that fits one of Bandit's, too, means that one. */
  readonly ours?: true
  readonly help: string
}

/** The words of --severity-level and --confidence-level. */
export const LEVELS = ['all', 'low', 'medium', 'high'] as const

/** Index in the ranking for each word of --severity-level and --confidence-level. */
export const thresholdOf = (word: string): number => LEVELS.indexOf(word as (typeof LEVELS)[number])

/** Index in the ranking for `-l`, `-ll`, ... and `-i`, `-ii`, ...; more of them ask for the highest. */
export const thresholdOfCount = (count: number): number => Math.min(count, RANKING.length - 1)

/** The whole command line. Order is that of the help. */
export const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: 'show this help message and exit' },
  {
    key: 'recursive',
    names: ['-r', '--recursive'],
    kind: 'switch',
    help: 'find and process files in subdirectories',
  },
  {
    key: 'aggregate',
    names: ['-a', '--aggregate'],
    kind: 'text',
    choices: ['file', 'vuln'],
    help: 'order a JSON or YAML report by file name (default) or by check',
  },
  {
    key: 'number',
    names: ['-n', '--number'],
    kind: 'integer',
    help: 'lines of code to show for each finding (default: 3)',
  },
  {
    key: 'configFile',
    names: ['-c', '--configfile'],
    kind: 'text',
    help: 'configuration file: TOML with [tool.bandit], or YAML',
  },
  {
    key: 'profile',
    names: ['-p', '--profile'],
    kind: 'text',
    help: 'profile of the configuration file to run (default: every test)',
  },
  { key: 'tests', names: ['-t', '--tests'], kind: 'text', help: 'comma-separated list of test IDs to run' },
  { key: 'skips', names: ['-s', '--skip'], kind: 'text', help: 'comma-separated list of test IDs to skip' },
  {
    key: 'severity',
    names: ['-l', '--level'],
    kind: 'count',
    group: 'severity',
    help: 'report findings of this severity or higher (-l LOW, -ll MEDIUM, -lll HIGH)',
  },
  {
    key: 'severityLevel',
    names: ['--severity-level'],
    kind: 'text',
    choices: LEVELS,
    group: 'severity',
    help: 'the same by name',
  },
  {
    key: 'confidence',
    names: ['-i', '--confidence'],
    kind: 'count',
    group: 'confidence',
    help: 'report findings of this confidence or higher (-i LOW, -ii MEDIUM, -iii HIGH)',
  },
  {
    key: 'confidenceLevel',
    names: ['--confidence-level'],
    kind: 'text',
    choices: LEVELS,
    group: 'confidence',
    help: 'the same by name',
  },
  {
    key: 'format',
    names: ['-f', '--format'],
    kind: 'text',
    choices: Object.keys(FORMATS) as FormatName[],
    help: 'form of the report (default: screen on a terminal, txt elsewhere)',
  },
  {
    key: 'msgTemplate',
    names: ['--msg-template'],
    kind: 'text',
    help: 'template of a line of the custom format, such as "{relpath}:{line}: {msg}"',
  },
  { key: 'output', names: ['-o', '--output'], kind: 'optional', help: 'write the report to this file' },
  {
    key: 'verbose',
    names: ['-v', '--verbose'],
    kind: 'switch',
    group: 'verbosity',
    help: 'list the files in scope with their scores, and the excluded ones',
  },
  {
    key: 'debug',
    names: ['-d', '--debug'],
    kind: 'switch',
    help: 'say on standard error what is being done',
  },
  {
    key: 'quiet',
    names: ['-q', '--quiet', '--silent'],
    kind: 'switch',
    group: 'verbosity',
    help: 'print nothing where nothing is found',
  },
  {
    key: 'jobs',
    names: ['-j', '--jobs'],
    kind: 'integer',
    help: 'how many threads scan (default: all cores)',
  },
  {
    key: 'cache',
    names: ['--cache'],
    kind: 'switch',
    help: 'keep what is found, and scan only what has changed the next time',
  },
  {
    key: 'cacheDir',
    names: ['--cache-dir'],
    kind: 'text',
    help: 'keep it in this folder (default: posse in the folder for caches)',
  },
  {
    key: 'ignoreNosec',
    names: ['--ignore-nosec'],
    kind: 'switch',
    help: 'report what # nosec comments silence, too',
  },
  {
    key: 'exclude',
    names: ['-x', '--exclude'],
    kind: 'text',
    help: 'comma-separated paths or globs to leave out, beside those of the configuration',
  },
  {
    key: 'forceExclude',
    names: ['--force-exclude'],
    kind: 'switch',
    ours: true,
    help: 'leave out files that are named as targets also where a scan of . would, as a hook needs',
  },
  {
    key: 'baseline',
    names: ['-b', '--baseline'],
    kind: 'text',
    help: 'JSON report whose findings are known and are not reported again',
  },
  {
    key: 'baselineMatch',
    names: ['--baseline-match'],
    kind: 'text',
    choices: BASELINE_MATCHES,
    ours: true,
    help: 'what is known: all that is equal but for its line (bandit, default), or rule, line of code and number (exact)',
  },
  {
    key: 'ini',
    names: ['--ini'],
    kind: 'text',
    help: 'a .bandit file with options (default: the one found under the targets)',
  },
  {
    key: 'also',
    names: ['--also'],
    kind: 'list',
    ours: true,
    help: 'one more report of the same scan, FORMAT or FORMAT=FILE; may be given several times',
  },
  {
    key: 'sarifCategory',
    names: ['--sarif-category'],
    kind: 'text',
    ours: true,
    help: 'what tells this SARIF report from others of the same commit (default: posse)',
  },
  {
    key: 'sarifMaxResults',
    names: ['--sarif-max-results'],
    kind: 'integer',
    ours: true,
    help: 'results in a SARIF report, the most severe ones (default: 25000, the most that GitHub takes)',
  },
  {
    key: 'sarifIncludeSuppressed',
    names: ['--sarif-include-suppressed'],
    kind: 'switch',
    ours: true,
    help: 'put what # nosec comments silence into a SARIF report, marked as suppressed',
  },
  {
    key: 'since',
    names: ['--since'],
    kind: 'text',
    group: 'since',
    ours: true,
    help: 'scan only files that changed since the merge base of this commit and HEAD',
  },
  {
    key: 'newSince',
    names: ['--new-since'],
    kind: 'text',
    group: 'since',
    ours: true,
    help: 'report only findings that this commit does not have; scans only files that differ from it',
  },
  {
    key: 'staged',
    names: ['--staged'],
    kind: 'switch',
    ours: true,
    help: 'scan what is staged for the next commit, not what is on disk',
  },
  {
    key: 'changedLines',
    names: ['--changed-lines'],
    kind: 'switch',
    ours: true,
    help: 'with one of these three: report only findings on added or changed lines',
  },
  {
    key: 'noDiscovery',
    names: ['--no-discovery'],
    kind: 'switch',
    ours: true,
    help: 'scan the named files as they are: nothing is looked for or left out',
  },
  {
    key: 'shard',
    names: ['--shard'],
    kind: 'text',
    ours: true,
    help: 'scan part INDEX/TOTAL of the files, such as 2/8, and write a record for posse merge to -o FILE',
  },
  {
    key: 'failOn',
    names: ['--fail-on'],
    kind: 'text',
    ours: true,
    help: 'exit with 1 only for findings from SEVERITY or SEVERITY:CONFIDENCE up, such as high or medium:high',
  },
  {
    key: 'failOnError',
    names: ['--fail-on-error'],
    kind: 'switch',
    ours: true,
    help: 'exit with 1 also where a file could not be scanned',
  },
  { key: 'exitZero', names: ['--exit-zero'], kind: 'switch', help: 'exit with 0, even with findings' },
  { key: 'version', names: ['--version'], kind: 'exit', help: 'show the version and exit' },
] as const satisfies readonly Flag[]
