/** An element as a strict reader sees it. */
export interface XmlNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlNode[]
  readonly text: string
}

const NAME = String.raw`[A-Za-z_][\w.-]*`
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads a document of elements, attributes and text by the rules of XML 1.0 and refuses everything else. */
export function readXml(source: string): XmlNode {
  if (FORBIDDEN.test(source)) throw new Error('a character that XML 1.0 does not allow')
  // An XML processor sees line ends as \n alone.
  const text = source.replace(/\r\n?/g, '\n')
  const prolog = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(text)
  if (prolog === null) throw new Error('no XML declaration')
  const { node, end } = readElement(text, prolog[0].length)
  if (text.slice(end).trim() !== '') throw new Error(`content after the root element: ${text.slice(end, end + 40)}`)
  return node
}

function readElement(source: string, start: number): { node: XmlNode; end: number } {
  const open = new RegExp(`<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y')
  open.lastIndex = start
  const tag = open.exec(source)
  if (tag === null) throw new Error(`not an element: ${source.slice(start, start + 80)}`)
  const [whole, name = '', written = '', closed] = tag
  const attributes: Record<string, string> = {}
  for (const [, attribute = '', value = ''] of written.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (attribute in attributes) throw new Error(`attribute ${attribute} twice`)
    attributes[attribute] = unescape(value.replace(/[\n\t]/g, ' '))
  }
  let position = start + whole.length
  if (closed === '/') return { node: { name, attributes, children: [], text: '' }, end: position }
  const children: XmlNode[] = []
  let text = ''
  while (!source.startsWith(`</${name}>`, position)) {
    if (source[position] === '<') {
      const inner = readElement(source, position)
      children.push(inner.node)
      position = inner.end
    } else {
      const next = source.indexOf('<', position)
      if (next === -1) throw new Error(`${name} is not closed`)
      const raw = source.slice(position, next)
      if (raw.includes(']]>')) throw new Error('a bare ]]> in text')
      text += unescape(raw)
      position = next
    }
  }
  return { node: { name, attributes, children, text }, end: position + name.length + 3 }
}

function unescape(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (whole, entity: string) => {
    const code = /^#(\d+)$/.exec(entity)?.[1]
    const character = code === undefined ? ENTITIES[entity] : String.fromCodePoint(Number(code))
    if (character === undefined || !whole.endsWith(';') || FORBIDDEN.test(character))
      throw new Error(`bad reference ${whole}`)
    return character
  })
}
