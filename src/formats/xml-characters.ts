import { escapeOf } from '../output/visible.js'

/** Replaces characters that an XML 1.0 document must not contain, even as a reference, by Python's escapes. */
export function allowedInXml(text: string): string {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]/gu, escapeOf)
}
