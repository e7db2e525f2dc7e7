/** An element to be written: attributes that are `undefined` are left out, strings among the children are text. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly (XmlElement | string)[]
}

export function element(
  name: string,
  attributes: XmlElement['attributes'],
  ...children: readonly (XmlElement | string)[]
): XmlElement {
  return { name, attributes, children }
}

/** A whole XML 1.0 document, indented by two spaces (text is never indented), with a newline at the end. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`
}

function write({ name, attributes, children }: XmlElement, indent: string): string {
  const written = Object.entries(attributes).flatMap(([attribute, value]) =>
    value === undefined ? [] : [` ${attribute}="${escapeAttribute(String(value))}"`],
  )
  const open = `${indent}<${name}${written.join('')}`
  if (children.length === 0) return `${open}/>`
  if (children.some((node) => typeof node === 'string')) {
    const text = children.map((node) => (typeof node === 'string' ? escapeText(node) : write(node, ''))).join('')
    return `${open}>${text}</${name}>`
  }
  const inner = children.map((node) => (typeof node === 'string' ? node : write(node, `${indent}  `)))
  return `${open}>\n${inner.join('\n')}\n${indent}</${name}>`
}

/** What XML 1.0 cannot hold even as a reference: control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

function escapeText(text: string): string {
  return text
    .replace(FORBIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}

/** Parsers turn bare whitespace of an attribute into spaces. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}
