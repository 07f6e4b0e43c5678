/** A notebook of code cells, as Jupyter writes it. */
export function notebookOf(sources: readonly string[], language = 'python'): string {
  const cells = sources.map((source, at) => ({
    cell_type: 'code',
    id: `c${at + 1}`,
    metadata: {},
    outputs: [],
    source: source.split(/(?<=\n)/),
  }))
  const metadata = { language_info: { name: language } }
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)
}
