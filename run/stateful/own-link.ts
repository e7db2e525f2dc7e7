/** Whether a URL is one of the target's own: nothing of the run, least of all its credentials, goes anywhere else. */
export function isOwnLink(url: string, baseUrl: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === URL.parse(baseUrl)?.origin
}
