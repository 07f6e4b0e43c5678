/** Code on which the reports are compared. */
export interface Project {
  name: string
  /** The version on PyPI, for a project whose wheel is scanned. */
  version?: string
}

/** The version of Bandit to compare with, and of the CPython whose parser it uses. */
export const BANDIT = '1.9.4'
export const PYTHON = '3.13'

/** The CPython for which wheels are chosen. Another version might give a different set of files. */
export const WHEEL_PYTHON = '3.11'

/** Our own collection of awkward code, in the folder next to this file. */
export const SNIPPETS = 'snippets'
/** The examples in Bandit's own source. */
export const EXAMPLES = 'bandit-examples'
/** The standard library of the interpreter, including its tests. */
export const STDLIB = `cpython-${PYTHON}`

/** All projects, small ones first. */
export const PROJECTS: readonly Project[] = [
  { name: SNIPPETS },
  { name: EXAMPLES },
  { name: 'botocore', version: '1.44.5' },
  { name: 'buildbot', version: '4.3.0' },
  { name: 'streamlit', version: '1.67.0' },
  { name: 'apache-airflow-core', version: '3.3.2' },
  { name: 'apache-airflow-providers-google', version: '22.8.0' },
  { name: 'django', version: '5.2.19' },
  { name: 'dask', version: '2026.8.0' },
  { name: 'networkx', version: '3.6.1' },
  { name: 'langchain-community', version: '0.4.2' },
  { name: 'wagtail', version: '8.0.1' },
  { name: 'scikit-learn', version: '1.9.1' },
  { name: 'mlflow', version: '3.18.0' },
  { name: 'neutron', version: '29.0.0' },
  { name: STDLIB },
  { name: 'pandas', version: '3.1.1' },
  { name: 'sympy', version: '1.14.0' },
  { name: 'transformers', version: '5.23.0' },
]

/** The projects with these names, or all projects if there are no names. Throws a RangeError for an unknown name. */
export function projectsNamed(names: readonly string[]): readonly Project[] {
  if (names.length === 0) return PROJECTS
  return names.map(name => {
    const project = PROJECTS.find(one => one.name === name)
    if (!project)
      throw new RangeError(`no project is called ${name}: ${PROJECTS.map(one => one.name).join(', ')}`)
    return project
  })
}
