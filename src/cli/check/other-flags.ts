import { UsageError } from '../../errors.js'

/** What to write in place of flags that Bandit, Ruff, Semgrep and oxlint have. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['-r', 'folders are searched without it'],
  ['--recursive', 'folders are searched without it'],
  ['-l', "use --fail-on 'medium' or 'high'"],
  ['--level', "use --fail-on 'medium' or 'high'"],
  ['--severity-level', "use --fail-on 'medium' or 'high'"],
  ['-i', "use --fail-on with a confidence, as in 'low:high'"],
  ['--confidence', "use --fail-on with a confidence, as in 'low:high'"],
  ['--confidence-level', "use --fail-on with a confidence, as in 'low:high'"],
  ['-x', 'use --exclude or --extend-exclude'],
  ['-s', 'use --ignore'],
  ['--skip', 'use --ignore'],
  ['--skips', 'use --ignore'],
  ['-t', 'use --select'],
  ['--test', 'use --select'],
  ['--tests', 'use --select'],
  ['-c', 'use --config'],
  ['--configfile', 'use --config'],
  ['-p', 'use --profile'],
  ['-n', 'full reports show the code around each finding'],
  ['--number', 'full reports show the code around each finding'],
  ['--ini', 'no .bandit file is read; posse init --from bandit carries it over'],
  ['--ignore-nosec', 'use --show-suppressed'],
  ['--ignore-noqa', 'use --show-suppressed'],
  ['--disable-noqa', 'use --show-suppressed'],
  ['--add-noqa', 'use posse nosec add'],
  ['--format', 'use -f or --output-format'],
  ['--json', 'use -f json'],
  ['--sarif', 'use -f sarif'],
  ['--text', 'use -f txt'],
  ['--junit-xml', 'use -f junit'],
  ['--gitlab-sast', 'use -f gitlab'],
  ['--error', 'findings always exit with 1; --exit-zero turns that off'],
  ['--deny-warnings', 'findings always exit with 1; --exit-zero turns that off'],
  ['--exit-non-zero-on-fix', 'to fail where something can be mended, use --diff'],
  ['--no-cache', 'nothing is kept unless --cache or --cache-dir asks for it'],
  ['--include', 'name the files or folders'],
  ['--show-settings', 'use posse config show'],
  ['--target-version', "use --config 'target-version=...'"],
  ['--per-file-ignores', "use --config 'per-file-ignores={...}'"],
  ['--color', 'use --no-color; terminals get colours without it'],
  ['--version', 'use posse --version'],
  ['-V', 'use posse --version'],
  ['--explain', 'use posse explain'],
  ['--baseline-commit', 'use --new-since'],
  ['-D', 'use --select, or --severity ID=LEVEL'],
  ['-A', 'use --ignore'],
  ['-W', 'use --severity ID=LEVEL'],
])

/** Adds to an error about a flag what to write in its place. With one letter, any other flag would seem similar. */
export function withAdvice(error: UsageError): UsageError {
  const { message, misspelling } = error
  if (!misspelling?.word.startsWith('-')) return error
  const { word } = misspelling
  const advice = OTHERS.get(/^-(l+|i+)$/.test(word) ? word.slice(0, 2) : word)
  if (advice !== undefined) return new UsageError(`${message} (${advice})`)
  return word.length === 2 ? new UsageError(message) : error
}
