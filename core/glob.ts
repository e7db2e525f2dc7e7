/** The names a pattern stands for: `*` is any run of characters. Case counts for nothing: who types `get` means the one there is. */
export function globExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${escaped}$`, 'is')
}
