import { createHash } from 'node:crypto'
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The part of the tree that can be committed on every system. */
const PLAIN = fileURLToPath(new URL('tree', import.meta.url))

/** Files whose names or bytes do not survive every checkout, and files in folders that are excluded by default. */
const AWKWARD: Record<string, string | Uint8Array> = {
  'code/crlf.py': 'import pickle\r\n\r\n# a comment\r\nassert (\r\n  1\r\n)\r\n',
  'code/cr.py': 'import pickle\rassert 1\r',
  'code/empty.py': '',
  'code/no_last_newline.py': 'assert 1  # caf\u00e9 \ud83d\ude00 nosec',
  'code/latin1.py': Buffer.from('# -*- coding: latin-1 -*-\nassert "caf\u00e9", eval("\u00e9")\n', 'latin1'),
  'code/undeclared.py': Buffer.from('assert 1\n\n# caf\u00e9\neval("1")\n', 'latin1'),
  'code/bom.py': '\ufeffassert 1\n',
  'code/nul.py': 'assert 1\0\n',
  'configs/latin1.toml': Buffer.from('[tool.bandit]\nskips = ["B101"] # caf\u00e9\n', 'latin1'),
  'configs/latin1.yaml': Buffer.from('skips: [B101] # caf\u00e9\n', 'latin1'),
  'configs/crlf.yaml': 'skips: [B101]\r\n# \u00e9\r\n',
  'configs/bom.toml': '\ufeff[tool.bandit]\nskips = ["B101"]\n',
  'ini/latin1.ini': Buffer.from('[bandit]\nskips = B101\n# caf\u00e9\n', 'latin1'),
  'ini/bom.ini': '\ufeff[bandit]\nskips = B101\n',
  'baselines/latin1.json': Buffer.from('{"results": [], "name": "caf\u00e9"}\n', 'latin1'),
  'baselines/bom.json': '\ufeff{"results": []}\n',
  'newer/except.py': 'try:\n    eval("1")\nexcept KeyError, ValueError:\n    pass\n',
  'code/.git/hook.py': 'assert 1\n',
  'code/.tox/lib.py': 'assert 1\n',
  'code/.github/check.py': 'assert 1\n',
  'code/build/lib.egg': 'assert 1\n',
  'odd/with space.py': 'assert eval("  two  ")\n',
  'odd/new\nline.py': 'assert 1\n',
  'odd/comma,name.py': 'assert 1\n',
  'odd/quote"\'.py': 'assert "\'", eval("\\"")\n',
  'odd/<b>&amp;.py': 'assert "<b>&amp;</b>"\n',
  'odd/-dash.py': 'assert 1\n',
  'odd/[x].py': 'assert 1\n',
  'odd/{line}%s.py': 'assert 1\n',
  'odd/back\\slash.py': 'assert 1\n',
  'odd/\u00fcn\u00ef \u65e5\u672c\u8a9e \ud83d\ude00.py': 'password = "\u65e5\u672c\u8a9e \ud83d\ude00"\n',
  'odd/e\u0301.py': 'password = "e\u0301\t\\x1b[31m"\n',
  'odd/folder.py/inside.py': 'assert 1\n',
  'odd/UPPER.PY': 'assert 1\n',
  'odd/tab\there.py': 'assert 1\t\n',
  'odd/\u0007bell.py': 'password = "\u0007 \u007f \u0085 \u2028 \ufeff \ufffe"\n',
}

/** Links by name, each with its target. */
const LINKS: Record<string, string> = {
  'links/file.py': '../code/app.py',
  'links/broken.py': 'nowhere.py',
  'links/folder': '../code/pkg',
  'links/loop': '.',
  'links/itself.py': 'itself.py',
}

/** A name that is not UTF-8. */
const BYTES = Buffer.from('bytes/caf\u00e9.py', 'latin1')

/** Creates the tree in which the command lines run. Replaces what is at `path`. */
export function makeTree(path: string): void {
  rmSync(path, { recursive: true, force: true })
  cpSync(PLAIN, path, { recursive: true })
  for (const [name, content] of Object.entries(AWKWARD)) {
    mkdirSync(`${path}/${dirname(name)}`, { recursive: true })
    writeFileSync(`${path}/${name}`, content)
  }
  mkdirSync(`${path}/links`)
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, `${path}/${name}`)
  mkdirSync(`${path}/bytes`)
  writeFileSync(Buffer.concat([Buffer.from(`${path}/`), BYTES]), 'assert eval("1")\n')
}

/** The files under a folder, by name (one character per byte), without folders and git's own files. */
export type Files = Map<string, string>

/** Reads all files under a folder: for a link, its target; for a file, its bytes, one character per byte. */
export function readFiles(folder: string): Files {
  const files: Files = new Map()
  const visit = (inside: string): void => {
    const at = (name: string): Buffer =>
      Buffer.from(`${Buffer.from(folder).toString('latin1')}/${name}`, 'latin1')
    for (const entry of readdirSync(at(inside), { encoding: 'buffer' })) {
      const name = inside ? `${inside}/${entry.toString('latin1')}` : entry.toString('latin1')
      const path = at(name)
      const stat = lstatSync(path)
      if (stat.isDirectory()) {
        if (name !== '.git') visit(name)
      } else {
        files.set(
          name,
          stat.isSymbolicLink() ? `-> ${readlinkSync(path)}` : readFileSync(path).toString('latin1'),
        )
      }
    }
  }
  visit('')
  return files
}

/** A digest of the state of the tree. */
export function digestFiles(files: Files): string {
  const hash = createHash('sha256')
  for (const [name, content] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) {
    hash.update(`${name.length} ${name} ${content.length} ${content}`)
  }
  return hash.digest('hex')
}
