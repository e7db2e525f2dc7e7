/**
 * Whether a host is on a list. Each entry stands for a domain and all below it; one that begins with `!` takes what is in
 * and below its domain off the list again.
 */
export function isListedHost(hostname: string, list: readonly string[]): boolean {
  // `api.example.com.` is the same host, fully written out.
  const host = hostname.toLowerCase().replace(/\.+$/, '')
  const isWithin = (domain: string): boolean => host === domain || host.endsWith(`.${domain}`)
  const names = list.map((entry) => entry.toLowerCase())
  return (
    names.some((name) => !name.startsWith('!') && isWithin(name)) &&
    !names.some((name) => name.startsWith('!') && isWithin(name.slice(1)))
  )
}
