import { type Random, randomFor } from '../random.js'
import { mutateBytes } from '../text/mutate.js'

/** Settings files as people write them. */
const FILES = [
  `# Bandit's settings
skips: ['B101', 'B602']  # comment
tests: [B404,B405]
exclude_dirs:
  - tests
  - "build/"
  - 'it''s'
assert_used:
  skips: ['*_test.py', '*/test_*.py']
`,
  `### Bandit config file generated from:
# './bandit-config-generator -o out.yaml'

# Available tests:
# B101 : assert_used
# B102 : exec_used

# (optional) list included test IDs here, eg '[B101, B406]':
tests:

# (optional) list skipped test IDs here, eg '[B101, B406]':
skips:

any_other_function_with_shell_equals_true:
  no_shell:
  - os.execl
  - os.execle
  shell:
  - os.system
  subprocess:
  - subprocess.Popen
hardcoded_tmp_directory:
  tmp_dirs:
  - /tmp
  - /var/tmp
try_except_pass:
  check_typed_exception: true
weak_cryptographic_key:
  weak_key_size_dsa_high: 1024
  weak_key_size_ec_medium: 224
`,
  `---
profiles:
    gate:
        include: [exec_used, "blacklist_calls",]
        exclude:
            - try_except_pass
    all: &all
        include:
            - any_other_function_with_shell_equals_true
    more:
        <<: *all
        exclude: [{a: 1, "b": 'c'}, [x, y]]
blacklist_calls:
    bad_name_sets:
        - pickle: {qualnames: [pickle.loads, pickle.load],
                   message: "Pickle library appears to be in use, \\
                     possible security issue."}
        - marshal:
            qualnames: [marshal.load]
            message: >-
                Deserialization with the {func}
                is possibly dangerous.

                Really.
            level: LOW
...
`,
  `? complex key
: - a
  -   - b
      - c
  - ? d
text: |+
  one
   two

folded: >2
   three
plain: a b
  c # d
  e#f
quoted: "x \\u00e9 \\x41
  y"
numbers: [1, 0x1F, 017, 1_000, 1.5, .inf, 1e3, 1:30, -5, +3.0e+2]
words: [yes, No, ON, off, true, ~, null, y, =]
dates: [2001-12-14, 2001-12-14t21:59:43.10-05:00]
tags: [!!str 5, !!int "7", !!float 3, !!set {a, b}, !!binary aGk=, !!omap [a: 1], ! x]
url: http://x.y/z?a=b#c
empty: {}
none: []
`,
]

const WORDS = [
  '#',
  ' #',
  '#c',
  '\t',
  ' \t',
  '\t ',
  '\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u00a0',
  ' ',
  '  ',
  ': ',
  ':',
  '- ',
  '-',
  '? ',
  '?',
  ', ',
  ',',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '|',
  '>',
  '|-',
  '>+',
  '&a ',
  '*a',
  '!',
  '!!',
  '!x ',
  '%',
  '%YAML 1.1\n---\n',
  '---',
  '---\n',
  '...',
  '...\n',
  '@',
  '`',
  '<<: ',
  '=',
  '~',
]

/** A settings file with a few changes. */
export function settingsFile(seed: number, index: number): Buffer {
  const random = randomFor(seed, index)
  let text = fileOf(random)
  if (random.once(3)) return mutateBytes(Buffer.from(text), WORDS, random, Buffer.from(random.pick(FILES)))
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(text.length + 1)
    text = text.slice(0, at) + random.pick(WORDS) + text.slice(at + random.pick([0, 0, 0, 1, 1, 2, 5]))
  }
  return Buffer.from(text)
}

/** Some lines of a file, because one error hides what comes after it. */
function fileOf(random: Random): string {
  const lines = random.pick(FILES).split('\n')
  const start = random.below(lines.length)
  const text = random.once(4) ? lines.join('\n') : lines.slice(start, start + 1 + random.below(8)).join('\n')
  const ending = random.pick(['\n', '\n', '\n', '\r\n', '\r', '\u0085', '\u2028'])
  return `${text.replaceAll('\n', ending)}${random.once(4) ? '' : ending}`
}
