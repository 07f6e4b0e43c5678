import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cached, keep } from '../conformance/cache.js'
import { download } from '../conformance/corpora.js'
import { run, venv } from '../conformance/python.js'

/** A wheel on PyPI whose Python code is scanned. */
export interface Wheel {
  name: string
  version: string
}

/** The monorepo: 17 million lines, partly handwritten and partly generated, as in large companies. */
export const MONOREPO: readonly Wheel[] = [
  { name: 'moto', version: '5.2.5' },
  { name: 'plotly', version: '7.1.0' },
  { name: 'homeassistant', version: '2025.4.4' },
  { name: 'kubernetes', version: '37.0.2' },
  { name: 'google-ads', version: '34.0.0' },
  { name: 'google-cloud-aiplatform', version: '2.7.0' },
  { name: 'ansible', version: '14.5.0' },
  { name: 'oci', version: '2.189.0' },
]

/** Unpacks only the `*.py` files of a wheel: nothing else is scanned. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.endswith('.py')])
`

/** Fetches wheels into the cache, each into a folder with its name. Returns their parent folder. */
export function prepareMonorepo(wheels: readonly Wheel[]): string {
  const parent = cached('monorepo')
  for (const { name, version } of wheels) {
    keep(join(parent, name), version, path => {
      console.error(`fetching ${name} ${version}`)
      const wheel = download(path, `${name}==${version}`, '--only-binary', ':all:')
      run(venv('python'), ['-c', UNPACK, wheel, path])
      rmSync(dirname(wheel), { recursive: true })
    })
  }
  return parent
}
