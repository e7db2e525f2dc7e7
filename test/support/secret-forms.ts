import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The forms in which a secret could stand in a file: as it is, percent-encoded, escaped in JSON, base64 at each offset. */
export function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, 'a'), Buffer.from(secret)]).toString('base64')
    // What depends on the neighbours is left out at both ends.
    return encoded.slice(offset === 0 ? 0 : 4, Math.floor((offset + secret.length) / 3) * 4)
  })
  const forms = [
    secret,
    secret.replaceAll('-', ''),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    Buffer.from(secret).toString('hex'),
  ]
  // Four digits are everywhere; as a value of their own they are not.
  if (secret.length === 4)
    return [`"${secret}"`, `\\"${secret}\\"`, `'${secret}'`, `=${secret}`, `>${secret}<`, ` ${secret} `]
  return [...new Set(forms)]
}

/** Where secrets stand in texts, with what is around them; each secret in each of its forms. */
export function leaksIn(
  texts: ReadonlyMap<string, string>,
  secrets: Readonly<Record<string, string>>,
): readonly string[] {
  const wanted = Object.entries(secrets).map(([name, secret]) => ({ name, forms: formsOf(secret) }))
  return [...texts].flatMap(([file, content]) =>
    wanted.flatMap(({ name, forms }) =>
      forms.flatMap((form) => {
        const at = content.indexOf(form)
        return at === -1 ? [] : [`${name} as ${form} in ${file}: …${content.slice(Math.max(0, at - 60), at + 60)}`]
      }),
    ),
  )
}

/** Every file below a folder, byte by byte. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  return new Map(
    files.map(({ parentPath, name }) => [
      relative(folder, join(parentPath, name)),
      readFileSync(join(parentPath, name), 'latin1'),
    ]),
  )
}
