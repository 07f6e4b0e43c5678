/**
 * Colours Python in HTML: wraps keywords, constants, strings and comments in spans. `html` is escaped text with tags, in
 * which no tag is inside a token except in a string of several lines. Runs in the reader's browser, so that the report
 * stays small, and must not refer to anything outside itself.
 */
export function paint(html: string): string {
  const keywords = new Set(
    'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
      ' ',
    ),
  )
  const constants = new Set(['False', 'None', 'True'])
  const token =
    /<[^>]*>|((?:#|&#35;)[^\n<]*)|([a-z]{0,2})((&quot;|&#39;|["'])(?:\4\4)?)|(\d[\w.]*|[\w\x80-\uffff]+)|&#?\w+;|[^<#&"'\w\x80-\uffff]+|[\s\S]/giy
  const inString = /<[^>]*>|\\(?:&[^;]*;|[^<])|\{\{|(\{[^{}\n<]*\})|&#?\w+;|[^<\\{&"'\n]+|[\s\S]/y
  const span = (kind: string, text: string) => (text === '' ? '' : `<span class="${kind}">${text}</span>`)
  let painted = ''

  /** Paints a string from its text after the first quotes. Returns the place after it. */
  const paintString = (from: number, opening: string, quotes: string, isFormat: boolean) => {
    let text = opening
    const close = () => {
      painted += span('s', text)
      text = ''
    }
    let at = from
    for (;;) {
      if (html.startsWith(quotes, at)) {
        text += quotes
        at += quotes.length
        break
      }
      inString.lastIndex = at
      const [part, field] = inString.exec(html) ?? ['']
      // Only triple quotes go on in the next line.
      if (part === '' || (part === '\n' && !/^(&quot;|&#39;|.)\1\1$/.test(quotes))) break
      at += part.length
      const isCode = part.startsWith('<') || (isFormat && field !== undefined)
      if (isCode) {
        close()
        painted += part
      } else text += part
    }
    close()
    return at
  }

  /** The quotes that end a string which began before this text, if it looks like the end of one. */
  const unopened = () => {
    const text = html.replace(/<[^>]*>/g, '')
    return ['&quot;', '&#39;', '"', "'"]
      .map(quote => quote.repeat(3))
      .find(quotes => {
        const parts = text.split(quotes)
        return (
          parts.length % 2 === 0 &&
          !/[:=(,[{]\s*[a-z]{0,2}$/i.test(parts[0] ?? '') &&
          /^\s*(?:$|[)\],.;:%}])/m.test(parts[1] ?? '')
        )
      })
  }

  const rest = unopened()
  let at = rest === undefined ? 0 : paintString(0, '', rest, false)
  while (at < html.length) {
    token.lastIndex = at
    const [part = '', comment, prefix = '', quotes, , word] = token.exec(html) ?? []
    if (quotes !== undefined) at = paintString(at + part.length, part, quotes, /[ft]/i.test(prefix))
    else {
      at += part.length
      const kind = comment
        ? 'c'
        : !word
          ? ''
          : keywords.has(word)
            ? 'k'
            : /^\d/.test(word) || constants.has(word)
              ? 'n'
              : ''
      painted += kind === '' ? part : span(kind, part)
    }
  }
  return painted
}
