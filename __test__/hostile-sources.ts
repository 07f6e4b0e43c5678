const PAYLOADS = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '</noscript><img src=x onerror=alert(3)>',
  '</li></ol></article><article class="finding" id="f1"><script>alert(4)</script>',
  '--><svg onload=alert(5)>]]><iframe srcdoc="<script>alert(6)</script>">',
  '"><input autofocus onfocus=alert(7)>',
  "' onmouseover='alert(8)",
  '<a href="javascript:alert(9)">&lt;script&gt;alert(10)&lt;/script&gt;</a>',
  '<!--<script><style>@import "https://example.com/a.css"</style>',
  '<link rel=stylesheet href=https://example.com/b.css><base href=https://example.com>',
  '\u2028alert(11)\u2029\ufeff\u202e\u2066{{alert(12)}}\x1b[31m\x7f',
]

/** Sources that inject markup into whatever displays them, through names, messages and code. */
export const HOSTILE = PAYLOADS.map((payload, index) => ({
  name: `${index}/${payload}.py`,
  content: Buffer.from(
    `password = '''${payload.replaceAll("'", '"')}'''\nassert 1  # ${payload}\nexec("${payload.replaceAll('"', "'")}")\n`,
  ),
}))
