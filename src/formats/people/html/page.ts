/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * The script of the page: filters, sorting, search and keyboard shortcuts. Its source text is copied into the report, so
 * it must not refer to anything outside itself. The findings are in a <noscript>, which browsers with JavaScript treat as
 * text: parsing tens of thousands of them would take seconds. Each becomes HTML when it scrolls into view.
 */
export function page(facetNames: readonly string[], chunkSize: number): void {
  /** Up to this many findings are rendered at once, so that the browser's own search finds them all. */
  const ALL_AT_ONCE = 500

  const must = <T extends Element>(selector: string, parent: ParentNode = document): T => {
    const element = parent.querySelector<T>(selector)
    if (!element) throw new Error(`no ${selector}`)
    return element
  }
  if (!document.querySelector('#findings')) return
  const list = must<HTMLElement>('#findings')
  const filters = must<HTMLElement>('aside')
  const search = must<HTMLInputElement>('#search')
  const sort = must<HTMLSelectElement>('#sort')
  const reverse = must<HTMLButtonElement>('#reverse')
  const code = must<HTMLButtonElement>('#code')
  const reset = must<HTMLButtonElement>('#reset')
  const shown = must<HTMLOutputElement>('#shown')

  const number = new Intl.NumberFormat('en-US')
  const rows = must('noscript').textContent.match(/<article [\s\S]*?<\/article>/g) ?? []
  const facets = facetNames.map(name => {
    const labels = [...must(`[data-facet=${name}]`).querySelectorAll('label')]
    return {
      labels,
      boxes: labels.map(label => must<HTMLInputElement>('input', label)),
      counts: labels.map(label => must('b', label)),
      keys: new Int32Array(rows.length),
    }
  })
  for (const [index, row] of rows.entries()) {
    const keys = /data-keys="([^"]*)"/.exec(row)?.[1]?.split(' ') ?? []
    for (const [at, facet] of facets.entries()) facet.keys[index] = Number(keys[at])
  }

  /** All rows in sorted order, the rows that are shown, and the elements for chunks of these. */
  let sorted = rows.map((_, index) => index)
  let order = sorted
  let chunks: { element: HTMLElement; start: number; end: number }[] = []

  /** The searchable text of each row. Built in advance while the page is idle. */
  const texts: string[] = []
  const addText = () => {
    const text = (rows[texts.length] ?? '').replace(/<[^>]*>/g, ' ').toLowerCase()
    const plain = text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
    texts.push(plain.replace(/&amp;/g, '&'))
  }
  const addTexts = () => {
    const end = performance.now() + 10
    while (texts.length < rows.length && performance.now() < end) addText()
    if (texts.length < rows.length) setTimeout(addTexts)
  }

  /** Finds the rows that match all filters. The counts of a facet show how many rows a click would select. */
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    while (words.length > 0 && texts.length < rows.length) addText()
    const active = facets.map(({ boxes, keys }) => {
      const checked = Uint8Array.from(boxes, box => Number(box.checked))
      return { keys, tally: new Int32Array(boxes.length), checked: checked.includes(1) ? checked : undefined }
    })
    order = sorted.filter(index => {
      if (!words.every(word => texts[index]?.includes(word))) return false
      const missed = active.filter(({ keys, checked }) => checked?.[keys[index] ?? 0] === 0)
      for (const { keys, tally } of missed.length === 0 ? active : missed.length === 1 ? missed : []) {
        const key = keys[index] ?? 0
        tally[key] = (tally[key] ?? 0) + 1
      }
      return missed.length === 0
    })
    for (const [at, { labels, counts }] of facets.entries()) {
      for (const [key, label] of labels.entries()) {
        const tally = active[at]?.tally[key] ?? 0
        label.classList.toggle('empty', tally === 0)
        const text = number.format(tally)
        const count = counts[key]
        if (count && count.textContent !== text) count.textContent = text
      }
    }
    const isFiltered = words.length > 0 || active.some(({ checked }) => checked)
    shown.value = isFiltered ? `${number.format(order.length)} of ${number.format(rows.length)} shown` : ''
    reset.hidden = !isFiltered
    must<HTMLElement>('#none').hidden = order.length > 0
    render()
  }

  const facetInUse = () => facets[facetNames.indexOf(sort.value)]

  const arrange = () => {
    const keys = facetInUse()?.keys ?? new Int32Array()
    const sign = reverse.ariaPressed === 'true' ? -1 : 1
    sorted = rows.map((_, index) => index).sort((a, b) => sign * ((keys[a] ?? 0) - (keys[b] ?? 0)) || a - b)
    filter()
  }

  /** Lays out groups of empty chunks, which are filled when they scroll into view. */
  const render = () => {
    sight.disconnect()
    chunks = []
    const facet = facetInUse()
    const groups: HTMLElement[] = []
    for (let start = 0; start < order.length; ) {
      const key = facet?.keys[order[start] ?? 0] ?? 0
      let end = start
      while (end < order.length && facet?.keys[order[end] ?? 0] === key) end++
      const group = groupOf(facet?.labels[key]?.title ?? '', end - start)
      for (; start < end; start += chunkSize) {
        const size = Math.min(chunkSize, end - start)
        const element = document.createElement('div')
        element.className = `chunk n${size}`
        chunks.push({ element, start, end: start + size })
        group.append(element)
      }
      start = end
      groups.push(group)
    }
    list.className = `by-${sort.value}`
    list.replaceChildren(...groups)
    if (order.length <= ALL_AT_ONCE) fillAll()
    else for (const { element } of chunks) sight.observe(element)
  }

  const groupOf = (name: string, size: number) => {
    const group = document.createElement('section')
    const heading = document.createElement('h2')
    const title = document.createElement('span')
    const count = document.createElement('b')
    title.textContent = name
    count.textContent = number.format(size)
    heading.append(title, ' ', count)
    group.append(heading)
    return group
  }

  const fill = ({ element, start, end }: (typeof chunks)[number]) => {
    if (element.childElementCount > 0) return
    element.innerHTML = order
      .slice(start, end)
      .map(index => rows[index])
      .join('\n')
    sight.unobserve(element)
  }
  const fillAll = () => {
    for (const chunk of chunks) fill(chunk)
  }
  const sight = new IntersectionObserver(
    entries => {
      const seen = new Set(entries.filter(entry => entry.isIntersecting).map(entry => entry.target))
      for (const chunk of chunks) if (seen.has(chunk.element)) fill(chunk)
    },
    { rootMargin: '1500px' },
  )

  /** The element of the row at an index of `order`. */
  const elementAt = (place: number) => {
    const chunk = chunks.find(({ start, end }) => place >= start && place < end)
    if (!chunk) return undefined
    fill(chunk)
    return chunk.element.children[place - chunk.start] as HTMLElement | undefined
  }
  const placeOf = (finding: Element) => {
    const chunk = chunks.find(({ element }) => element === finding.parentElement)
    return chunk ? chunk.start + [...chunk.element.children].indexOf(finding) : 0
  }

  const goTo = (place: number, block: 'nearest' | 'start') => {
    const finding = elementAt(place)
    if (!finding) return
    finding.tabIndex = -1
    finding.focus({ preventScroll: true })
    finding.scrollIntoView({ block })
  }
  /** Goes to the next or previous finding, from the focused one or the first visible one. */
  const step = (by: 1 | -1) => {
    const used = document.activeElement?.closest('.finding')
    const inSight = document
      .elementFromPoint(list.getBoundingClientRect().left + 40, 160)
      ?.closest('.finding')
    if (used) goTo(placeOf(used) + by, 'nearest')
    else goTo(inSight ? placeOf(inSight) : 0, 'nearest')
  }

  const clear = () => {
    search.value = ''
    for (const { boxes } of facets) for (const box of boxes) if (box.checked) box.checked = false
    filter()
  }

  const onEscape = () => {
    if (document.activeElement !== search) clear()
    else if (search.value === '') search.blur()
    else {
      search.value = ''
      filter()
    }
  }

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { key, target } = event
    const inSearch = target === search
    const isTyping = inSearch || target === sort
    const isFinding = target instanceof Element && target.matches('.finding')
    if (key === 'Escape') onEscape()
    else if (key === 'Enter' && isFinding) target.classList.toggle('turned')
    else if (key === '/' && !isTyping) search.focus()
    else if (
      (inSearch && key === 'Enter') ||
      (target !== sort && key === 'ArrowDown') ||
      (!isTyping && key === 'j')
    )
      step(1)
    else if (!isTyping && (key === 'k' || key === 'ArrowUp')) step(-1)
    else return
    event.preventDefault()
  }

  const onClick = ({ target }: Event) => {
    if (!(target instanceof Element)) return
    // External links open in a new tab, so that the report stays open.
    const link = target.closest('a')
    if (link && link.origin !== location.origin) link.target = '_blank'
    if (target.matches('h3')) target.closest('.finding')?.classList.toggle('turned')
  }

  /** Shows the finding that the URL links to, even if a filter hides it. */
  const onTarget = () => {
    const index = /^#f\d+$/.test(location.hash) ? Number(location.hash.slice(2)) - 1 : -1
    if (index < 0 || index >= rows.length) return
    if (!order.includes(index)) clear()
    goTo(order.indexOf(index), 'start')
  }

  let frame = 0
  const filterSoon = () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      filter()
      if (list.getBoundingClientRect().top < 0) must('main').scrollIntoView()
    })
  }
  search.addEventListener('input', filterSoon)
  filters.addEventListener('change', filterSoon)
  sort.addEventListener('change', arrange)
  reverse.addEventListener('click', () => {
    reverse.ariaPressed = String(reverse.ariaPressed !== 'true')
    arrange()
  })
  code.addEventListener('click', () => {
    code.ariaPressed = String(code.ariaPressed !== 'true')
    document.body.classList.toggle('brief', code.ariaPressed !== 'true')
  })
  reset.addEventListener('click', clear)
  document.addEventListener('keydown', onKey)
  document.addEventListener('click', onClick)
  addEventListener('hashchange', onTarget)
  addEventListener('beforeprint', fillAll)
  if (matchMedia('(max-width: 60rem)').matches) {
    for (const facet of filters.querySelectorAll('details')) facet.open = false
  }
  // Browsers keep the values of form fields across a reload, so filters may be set already.
  arrange()
  onTarget()
  addTexts()
}
