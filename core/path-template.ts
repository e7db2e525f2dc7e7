/** A variable of a path template: how it is written between the braces, and the path parameter it takes its value from. */
export interface PathVariable {
  readonly written: string
  readonly name: string
}

/**
 * The variables of a path template, each once. Some documents decorate them as their router does (`{+path}`, `{proxy+}`,
 * `{rest*}`, `{id?}`, `{id:[0-9]+}`): where only the plain name is declared, that parameter is meant.
 *
 * @param declared - names of the path parameters
 */
export function pathVariables(template: string, declared: readonly string[]): readonly PathVariable[] {
  const written = new Set([...template.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string))
  return [...written].map((text) => {
    const plain = text
      .replace(/^[+#./;?&*]/, '')
      .replace(/:.*$/s, '')
      .replace(/[*+?]$/, '')
    return { written: text, name: declared.includes(plain) ? plain : text }
  })
}
