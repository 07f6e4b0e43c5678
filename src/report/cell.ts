/*
 * How texts name the cell of a notebook. Its number is 0 in other files.
 */

/** The part of a place before the line: `cell 3:`, or nothing. */
export function cellPart(cell: number): string {
  return cell > 0 ? `cell ${cell}:` : ''
}

/** The text of a finding, for a format that has no other place for the cell. */
export function textWithCell({ cell, text }: { readonly cell: number; readonly text: string }): string {
  return cell > 0 ? `${cellPart(cell)} ${text}` : text
}
