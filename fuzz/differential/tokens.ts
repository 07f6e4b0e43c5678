/** Pieces of Python, near enough to its tokens; together they are the text. */
const TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|#[^\n]*|[A-Za-z_]\w*|\d[\w.]*|[ \t]+|\r?\n|\*\*=?|\/\/=?|->|:=|\.\.\.|[-+*/%@&|^=<>!]=|<<|>>|[\s\S]/g

/** The pieces of a text. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? []
}

/** Words and signs that a mutation puts anywhere. */
export const DICTIONARY: readonly string[] = [
  ...'False None True and as assert async await break class continue def del elif else except finally for from'.split(
    ' ',
  ),
  ...'global if import in is lambda nonlocal not or pass raise return try while with yield match case type _'.split(
    ' ',
  ),
  ...'( ) [ ] { } , : . ; @ = -> += -= := ** * // / % | & ^ ~ < > == != >= ... \\ ! $ ?'.split(' '),
  ...['0', '1', '0x1F', '0o7', '0b1', '1e3', '1_000', '2j', '0777', '00', '1__0', '9'.repeat(4301), '.5'],
  ...[
    '""',
    "''",
    'b"a"',
    'r"\\d"',
    'f"{x}"',
    'f"{x!r:>{w}}"',
    'u"a"',
    '"""a\nb"""',
    "'\\N{DASH}'",
    "'\\x'",
    'rb"\\"',
    'f"{x=}"',
  ],
  ...[
    't"{x}"',
    '"%s" % x',
    '"SELECT * FROM t WHERE x = " + x',
    '"/tmp/a"',
    '"0.0.0.0"',
    "'password'",
    '0o777',
    "'\\ud800'",
  ],
  ...[
    'eval(x)',
    'exec(x)',
    'os.system(x)',
    'subprocess.call(x, shell=True)',
    'yaml.load(x)',
    'pickle.loads(x)',
  ],
  ...[
    'hashlib.md5(x)',
    'requests.get(x, verify=False)',
    'mark_safe(x)',
    'assert x',
    'password = "a"',
    'import pickle',
  ],
  ...[
    'from os import *',
    'import a.b as c',
    'from . import x',
    'tempfile.mktemp()',
    'random.random()',
    'ssl.wrap_socket()',
  ],
  ...[
    'yield',
    'yield x',
    'yield from x',
    'await x',
    'x := 1',
    '*a',
    '**k',
    'x for x in y',
    'async for x in y',
    'lambda: 0',
  ],
]

/** Comments that mention nosec. */
export const NOSEC: readonly string[] = [
  '# nosec',
  '#nosec',
  '# nosec: B101',
  '# nosec B101, B602',
  '# nosec B101,B602 text',
  '# nosec assert_used',
  '# nosec:B324,B303',
  '# noqa # nosec B105',
  '# nosec # noqa',
  '# NOSEC',
  '# nosec B999',
  '# nosec hardcoded_password_string B101',
  '# type: ignore # nosec: B404',
  '#  nosec\u00c2\u00a0B101',
  '## nosec #',
  '# nosec\t:  B1',
]

/** First lines that name an encoding. */
export const COOKIES: readonly string[] = [
  ...[
    'utf-8',
    'latin-1',
    'iso-8859-15',
    'cp1252',
    'ascii',
    'utf8',
    'UTF-8-SIG',
    'koi8-r',
    'shift_jis',
    'euc-jp',
    'gbk',
  ],
  ...[
    'big5',
    'utf-16',
    'utf-7',
    'mbcs',
    'rot13',
    'hex',
    'unknown',
    'cp437',
    'mac-roman',
    'iso2022_jp',
    'utf-8-unix',
  ],
].map(name => `# -*- coding: ${name} -*-`)

/** Headers of blocks, which lines are put into. */
export const HEADERS: readonly string[] = [
  ...[
    'if x:',
    'else:',
    'while x:',
    'for x in y:',
    'with a as b:',
    'with (a, b as c):',
    'try:',
    'finally:',
    'except:',
  ],
  ...[
    'except E as e:',
    'except* E:',
    'def f(x, /, y, *, z=1):',
    'async def f():',
    'class C(B, metaclass=M):',
  ],
  ...[
    'match x:',
    'case [a, *b] if c:',
    'case {"a": 1, **r}:',
    'case C(x=1) | None:',
    'async with a:',
    'lambda:',
    '@d',
  ],
]
