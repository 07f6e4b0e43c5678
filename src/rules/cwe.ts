/** What is before and after the number of a weakness in the address of the page about it. */
export const CWE_PAGE = ['https://cwe.mitre.org/data/definitions/', '.html'] as const

/** The page about a weakness; empty where none is known. */
export function cweLink(cwe: number): string {
  return cwe === 0 ? '' : CWE_PAGE.join(String(cwe))
}
