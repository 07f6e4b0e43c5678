/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What can be copied to the clipboard. */
export type CopyKind = 'CSV' | 'Markdown'

/**
 * Findings as a table, from their elements. `code` writes text as code for a cell in Markdown. Runs in the reader's
 * browser, and must not refer to anything outside itself.
 */
export function tableOf(
  findings: readonly Element[],
  kind: CopyKind,
  code: (text: string) => string,
): string {
  const rows = findings.map(finding => {
    const text = (selector: string) => finding.querySelector(selector)?.textContent ?? ''
    const [, file = '', line = ''] = /^([\s\S]*):(\d+)$/.exec(text('.place')) ?? []
    return {
      severity: text('b'),
      confidence: text('span').replace(/ .*/, ''),
      rule: text('.rule'),
      cwe: text('[href^="https://cwe.mitre.org/"]'),
      file,
      line,
      finding: text('h3'),
      link: finding.querySelector('.source')?.getAttribute('href') ?? '',
    }
  })
  if (kind === 'CSV') {
    /** A spreadsheet takes a cell for a formula by its first character. */
    const cell = (value: string) => {
      const harmless = value.replace(/^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/, "'$&")
      return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
    }
    const head = 'Severity,Confidence,Rule,CWE,File,Line,Finding,Link'
    return [head, ...rows.map(row => Object.values(row).map(cell).join(','))]
      .map(line => `${line}\r\n`)
      .join('')
  }
  const lines = rows.map(({ severity, confidence, rule, file, line, finding, link }) => {
    const place = code(`${file}:${line}`)
    return `| ${severity} | ${confidence} | ${link ? `[${place}](${link})` : place} | ${code(rule)} ${code(finding)} |\n`
  })
  return `| Severity | Confidence | Place | Finding |\n| --- | --- | --- | --- |\n${lines.join('')}`
}
