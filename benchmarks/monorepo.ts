import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cached, keep } from '../conformance/cache.js'
import { download } from '../conformance/corpora.js'
import { run, venv } from '../conformance/python.js'

/** A wheel on PyPI, of which the Python code is scanned. */
export interface Wheel {
  name: string
  version: string
}

/** The second monorepo: 17 million lines, partly written by hand and partly generated, as in large companies. */
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

/** Unpacks the `*.py` of a wheel, whatever else it holds: only they are scanned. */
const UNPACK = `
import sys, zipfile
wheel, folder = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(folder, [name for name in archive.namelist() if name.endswith('.py')])
`

/** Brings wheels into the cache, each in a folder of its name; returns the folder that they lie in. */
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
