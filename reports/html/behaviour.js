'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const byId = (id) => document.getElementById(id)

// Theme: what the system says, until the reader says otherwise. A page from disk may have no storage.
const storage = (action) => {
  try {
    return action(localStorage)
  } catch {
    return null
  }
}
const system = matchMedia('(prefers-color-scheme: dark)')
const showTheme = (name) => {
  if (name === 'dark' || name === 'light') document.documentElement.dataset.theme = name
  const isDark = (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark'
  byId('theme').setAttribute('aria-pressed', String(isDark))
  return isDark
}
showTheme(storage((store) => store.getItem('theme')))
system.addEventListener('change', () => showTheme())
byId('theme').addEventListener('click', () => {
  const next = showTheme() ? 'light' : 'dark'
  storage((store) => store.setItem('theme', next))
  showTheme(next)
})

// Search and filters hide what does not match; a filter speaks only of what has such a property.
const search = byId('search')
const selects = all('[data-filter]')
const items = all('[data-search]')
const apply = () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const wanted = selects.filter((select) => select.value !== '')
  let shown = 0
  for (const item of items) {
    const isFinding = item.classList.contains('finding')
    const text = item.dataset.search
    const matches =
      words.every((word) => text.includes(word)) &&
      wanted.every(({ value, dataset }) => !isFinding || item.dataset[dataset.filter].split(' ').includes(value))
    item.hidden = !matches
    if (isFinding && matches) shown++
  }
  for (const group of all('.map tbody')) group.hidden = all('tr[data-search]', group).every((row) => row.hidden)
  for (const cause of all('.cause')) cause.hidden = all('.finding', cause).every((finding) => finding.hidden)
  const total = all('.finding').length
  byId('count').textContent = words.length + wanted.length === 0 ? '' : `${shown} of ${total} findings`
}
search.addEventListener('input', apply)
for (const select of selects) select.addEventListener('change', apply)
for (const form of all('form')) form.addEventListener('submit', (event) => event.preventDefault())
const clear = () => {
  search.value = ''
  for (const select of selects) select.value = ''
  apply()
}
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    search.focus()
  } else if (event.key === 'Escape' && document.activeElement === search) clear()
})

// A link to a finding or an operation opens it, and clears a filter that hides it.
const show = () => {
  const target = byId(location.hash.slice(1))
  if (target === null) return
  if (target.closest('[hidden]') !== null) clear()
  const inner = target.querySelector(':scope > details')
  if (inner !== null) inner.open = true
  for (let outer = target.closest('details'); outer !== null; outer = outer.parentElement.closest('details'))
    outer.open = true
  target.scrollIntoView()
  const focus = target.querySelector('summary') ?? target
  focus.focus({ preventScroll: true })
}
addEventListener('hashchange', show)
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]')
  // A second click on the same link changes no hash.
  if (link !== null && link.getAttribute('href') === location.hash) show()
})
// After the browser's own look for the target, which would take the focus away again.
addEventListener('load', show)

// What is marked may stand further down in its box than the box is high.
const reveal = (root) => {
  for (const box of all('pre', root)) {
    const mark = box.querySelector('mark')
    if (mark === null || box.scrollHeight <= box.clientHeight) continue
    const [inner, outer] = [mark.getBoundingClientRect(), box.getBoundingClientRect()]
    if (inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3
  }
}
document.addEventListener('toggle', ({ target }) => reveal(target), true)
reveal(byId('findings'))

for (const button of all('[data-all]')) {
  button.addEventListener('click', () => {
    for (const details of all('.finding:not([hidden]) > details')) details.open = button.dataset.all === 'open'
  })
}

// Copying: the clipboard where the browser allows it, else the selection.
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}
for (const button of all('[data-copy]')) {
  const label = button.textContent
  button.addEventListener('click', async () => {
    const isCopied = await copy(button.closest('.command').querySelector('pre').textContent)
    button.textContent = isCopied ? 'Copied' : 'Select it by hand'
    button.focus()
    setTimeout(() => (button.textContent = label), 1500)
  })
}

// Paper cannot be clicked.
let closed = []
addEventListener('beforeprint', () => {
  closed = all('.finding > details:not([open])')
  for (const details of closed) details.open = true
})
addEventListener('afterprint', () => {
  for (const details of closed) details.open = false
})
