/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import type { CopyKind } from './copy.js'

/** The other functions that run in the reader's browser. */
export interface Tools {
  paint: (html: string) => string
  tableOf: (findings: readonly Element[], kind: CopyKind) => string
  theme: () => string
}

/**
 * The script of the page: filters, sorting, search, keyboard shortcuts, the address and what opens on a click. Its source
 * text is copied into the report, so it must not refer to anything outside itself. The findings are in a <noscript>,
 * which browsers with JavaScript treat as text: parsing tens of thousands of them would take seconds. Each becomes HTML
 * when it scrolls into view.
 */
export function page(
  facetNames: readonly string[],
  chunkSize: number,
  { paint, tableOf, theme }: Tools,
): void {
  /** Up to this many findings are rendered at once, so that the browser's own search finds them all. */
  const ALL_AT_ONCE = 500

  const must = <T extends Element>(selector: string, parent: ParentNode = document): T => {
    const element = parent.querySelector<T>(selector)
    if (!element) throw new Error(`no ${selector}`)
    return element
  }

  const root = document.documentElement
  const themes = must<HTMLElement>('#theme')
  must<HTMLInputElement>(`[value=${theme()}]`, themes).checked = true
  themes.addEventListener('change', ({ target }) => {
    const { value } = target as HTMLInputElement
    if (value === 'auto') delete root.dataset.theme
    else root.dataset.theme = value
    try {
      localStorage.setItem('posse-theme', value)
    } catch {
      // The browser allows this page no storage.
    }
  })

  if (!document.querySelector('#findings')) return
  const list = must<HTMLElement>('#findings')
  const filters = must<HTMLElement>('aside')
  const search = must<HTMLInputElement>('#search')
  const sort = must<HTMLSelectElement>('#sort')
  const reverse = must<HTMLButtonElement>('#reverse')
  const code = must<HTMLButtonElement>('#code')
  const reset = must<HTMLButtonElement>('#reset')
  const shown = must<HTMLOutputElement>('#shown')
  const copied = must<HTMLOutputElement>('#copied')
  const copies = must<HTMLDetailsElement>('#copy')

  /** The order of the page without its script. */
  const usual = must<HTMLOptionElement>('[selected]', sort).value

  const number = new Intl.NumberFormat('en-US')
  /** The HTML of each finding, in the order of the scan, by which findings are numbered from 1. */
  const found = must('noscript').textContent.match(/<article [\s\S]*?<\/article>/g) ?? []
  const rows = new Array<string>(found.length)
  for (const row of found) rows[Number(/id="f(\d+)"/.exec(row)?.[1]) - 1] = row
  const facets = facetNames.map(name => {
    const labels = [...must(`[data-facet=${name}]`).querySelectorAll('label')]
    const names = labels.map(label => must('span', label).textContent)
    return {
      name,
      labels,
      /** The values in the address: levels in lower case, ids of rules, and files. */
      words: names.map(each =>
        name === 'file' ? each : name === 'rule' ? each.replace(/ .*/, '') : each.toLowerCase(),
      ),
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
    const text = (rows[texts.length] ?? '')
      .replace(/<a class="source".*?<\/a>|<\/?mark>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .toLowerCase()
    const plain = text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    texts.push(plain.replace(/&amp;/g, '&'))
  }
  const addTexts = () => {
    const end = performance.now() + 10
    while (texts.length < rows.length && performance.now() < end) addText()
    if (texts.length < rows.length) setTimeout(addTexts)
  }

  const isPressed = (button: HTMLButtonElement) => button.ariaPressed === 'true'
  const press = (button: HTMLButtonElement, pressed: boolean) => {
    button.ariaPressed = String(pressed)
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

  const facetNamed = (name: string) => facets[facetNames.indexOf(name)]
  const facetInUse = () => facetNamed(sort.value)

  /** Sorts by the chosen facet. Within a file, findings are in the order of the scan; elsewhere, severe ones come first. */
  const arrange = () => {
    const keys = facetInUse()?.keys ?? new Int32Array()
    const sign = isPressed(reverse) ? -1 : 1
    const others = sort.value === 'file' ? [] : ['severity', 'confidence'].map(name => facetNamed(name)?.keys)
    sorted = rows
      .map((_, index) => index)
      .sort((a, b) => {
        let difference = sign * ((keys[a] ?? 0) - (keys[b] ?? 0))
        for (const other of others) difference ||= (other?.[a] ?? 0) - (other?.[b] ?? 0)
        return difference || a - b
      })
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
      const group = groupOf(facet?.labels[key], end - start, sort.value === 'rule' ? key : undefined)
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

  const groupOf = (label: Element | undefined, size: number, rule: number | undefined) => {
    const group = document.createElement('section')
    const heading = document.createElement('h2')
    const count = document.createElement('b')
    count.textContent = number.format(size)
    // The label has places at which a long path may break.
    heading.append(label?.querySelector('span')?.cloneNode(true) ?? '', ' ', count)
    if (rule !== undefined) {
      const link = document.createElement('a')
      link.className = 'rule'
      link.href = `#r${rule}`
      link.ariaExpanded = 'false'
      link.textContent = 'What to do'
      group.append(link)
    }
    group.prepend(heading, ' ')
    return group
  }

  /** The HTML of a row, with what would make the report larger: colours, breaks in paths, and the label of the help. */
  const rowOf = (index: number) =>
    (rows[index] ?? '')
      .replace(/<i>[^<]*/, path => path.replace(/\//g, '/<wbr>'))
      .replace(/(<a class="rule") (.*?)<\/a>/, '$1 aria-expanded="false" $2 <small>what to do</small></a>')
      .replace(/<ol[\s\S]*?<\/ol>/g, paint)

  const fill = ({ element, start, end }: (typeof chunks)[number]) => {
    if (element.childElementCount > 0) return
    element.innerHTML = order.slice(start, end).map(rowOf).join('\n')
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

  /** The part of the address from the `#` that is shown. */
  let address = ''
  /** Writes filters, order and, if given, the number of a finding to the address. `isNew` adds an entry to the history. */
  const save = (isNew: boolean, finding?: string) => {
    const state = new URLSearchParams({ sort: sort.value })
    if (isPressed(reverse)) state.set('order', 'reverse')
    for (const { name, words, boxes } of facets)
      for (const [key, box] of boxes.entries()) if (box.checked) state.append(name, words[key] ?? '')
    if (search.value.trim() !== '') state.set('search', search.value.trim())
    if (!isPressed(code)) state.set('code', 'hidden')
    if (finding !== undefined) state.set('finding', finding)
    address = `#${state}`.replaceAll('%2F', '/')
    if (address === location.hash) return
    // Unlike the functions of `history`, these work in every frame.
    if (isNew) location.hash = address
    else location.replace(address)
  }

  /** Sets filters and order to what the address says, and goes to the finding that it names. */
  const load = () => {
    address = location.hash
    const hash = address.slice(1)
    const state = new URLSearchParams(hash.replace(/^f(\d+)$/, 'finding=$1'))
    for (const { name, words, boxes } of facets) {
      const wanted = new Set(state.getAll(name))
      for (const [key, box] of boxes.entries()) box.checked = wanted.has(words[key] ?? '')
    }
    search.value = state.get('search') ?? ''
    sort.value = facetNames.find(name => name === state.get('sort')) ?? usual
    press(reverse, state.get('order') === 'reverse')
    press(code, state.get('code') !== 'hidden')
    document.body.classList.toggle('brief', !isPressed(code))
    arrange()
    const place = order.indexOf(Number(state.get('finding')) - 1)
    if (place >= 0) goTo(place, 'start')
    else if (hash !== '' && !hash.includes('=')) document.getElementById(hash)?.scrollIntoView()
  }

  const clear = () => {
    if (reset.hidden) return
    search.value = ''
    for (const { boxes } of facets) for (const box of boxes) if (box.checked) box.checked = false
    filter()
    save(true)
  }

  const onEscape = () => {
    if (copies.open) copies.open = false
    else if (document.activeElement !== search) clear()
    else if (search.value === '') search.blur()
    else {
      search.value = ''
      filter()
      save(true)
    }
  }

  /** Opens or closes what the rule of a finding, or of a group, says about it. */
  const toggleHelp = (link: HTMLAnchorElement) => {
    const holder = link.closest('.finding, section')
    const open = holder?.querySelector(':scope > .help')
    link.ariaExpanded = String(!open)
    if (open) return open.remove()
    const help = document.createElement('div')
    help.className = 'help'
    const [, ...content] = document.querySelector(link.hash)?.children ?? []
    help.append(...content.map(element => element.cloneNode(true)))
    if (holder?.matches('.finding')) holder.append(help)
    else link.after(help)
  }

  const copy = async (kind: CopyKind) => {
    const { content } = Object.assign(document.createElement('template'), {
      innerHTML: order.map(index => rows[index]?.replace(/<ol[\s\S]*<\/[ou]l>/, '')).join(''),
    })
    const text = tableOf([...content.children], kind)
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    copied.value =
      done || copyByCommand(text) ? `Copied ${number.format(order.length)} as ${kind}` : 'The browser refuses'
    setTimeout(() => {
      copied.value = ''
    }, 4000)
  }
  /** The way to copy in pages that come over a connection without encryption. */
  const copyByCommand = (text: string) => {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }

  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { key, target } = event
    // The arrows choose a theme there.
    if (themes.contains(target as Node)) return
    const inSearch = target === search
    const isTyping = inSearch || target === sort
    const isFinding = target instanceof Element && target.matches('.finding')
    if (key === 'Escape') onEscape()
    else if (key === 'Enter' && isFinding) target.classList.toggle('turned')
    else if (key === '?' && isFinding) toggleHelp(must('.rule', target))
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

  const onClick = (event: MouseEvent) => {
    const { target } = event
    if (!(target instanceof Element)) return
    if (target.matches('h3')) target.closest('.finding')?.classList.toggle('turned')
    if (!target.closest('#copy')) copies.open = false
    const link = target.closest('a')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    // External links open in a new tab, so that the report stays open.
    if (!link.getAttribute('href')?.startsWith('#')) {
      link.target = '_blank'
      return
    }
    // Filters and order stay in the address.
    if (link.matches('.rule')) toggleHelp(link)
    else if (link.matches('.place')) {
      const finding = link.closest('.finding')
      if (finding) goTo(placeOf(finding), 'nearest')
      save(true, link.hash.slice(2))
    } else if (link.hash.includes('=')) return
    else {
      const part = document.getElementById(link.hash.slice(1))
      part?.scrollIntoView()
      part?.focus()
    }
    event.preventDefault()
  }

  /** Filters in the next frame. What is typed in one go is one entry in the history. */
  let frame = 0
  let isNew = false
  let isTyped = false
  const filterSoon = (makesEntry: boolean) => {
    isNew ||= makesEntry
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      filter()
      if (list.getBoundingClientRect().top < 0) must('main').scrollIntoView()
      save(isNew)
      isNew = false
    })
  }
  search.addEventListener('input', () => {
    filterSoon(!isTyped)
    isTyped = true
  })
  search.addEventListener('blur', () => {
    isTyped = false
  })
  filters.addEventListener('change', () => filterSoon(true))
  sort.addEventListener('change', () => {
    arrange()
    save(true)
  })
  reverse.addEventListener('click', () => {
    press(reverse, !isPressed(reverse))
    arrange()
    save(true)
  })
  code.addEventListener('click', () => {
    press(code, !isPressed(code))
    document.body.classList.toggle('brief', !isPressed(code))
    save(true)
  })
  reset.addEventListener('click', clear)
  for (const button of copies.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      copies.open = false
      copy(button.value as CopyKind)
    })
  }
  document.addEventListener('keydown', onKey)
  document.addEventListener('click', onClick)
  addEventListener('hashchange', () => {
    if (location.hash !== address) load()
  })
  addEventListener('beforeprint', fillAll)
  if (matchMedia('(max-width: 60rem)').matches) {
    for (const facet of filters.querySelectorAll('details')) facet.open = false
  }
  for (const example of document.querySelectorAll('.help pre')) example.innerHTML = paint(example.innerHTML)
  load()
  addTexts()
}
