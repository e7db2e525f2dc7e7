import { isAbsolute, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where the contract lies for a reader of another tool: a URL, or a file with its path from the root of the sources. */
export type ContractPlace =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string }

/**
 * @param source path or URL as the user gave it; relative paths start from the working directory
 * @param root of the sources, where it is not the working directory; a file outside of it stays absolute
 */
export function contractPlace(
  source: string,
  folders: { readonly cwd?: string; readonly root?: string } = {},
): ContractPlace {
  if (/^[a-z][a-z+.-]+:\/\//i.test(source)) return { kind: 'url', url: source }
  const { cwd, root = cwd } = folders
  if (root === undefined) return { kind: 'file', path: withSlashes(source) }
  const inside = relative(root, isAbsolute(source) || cwd === undefined ? source : `${cwd}/${source}`)
  return { kind: 'file', path: withSlashes(inside.startsWith('..') || isAbsolute(inside) ? source : inside) }
}

/** The same as a URI reference, as SARIF wants it. */
export function uriOf(place: ContractPlace): string {
  if (place.kind === 'url') return place.url
  if (isAbsolute(place.path)) return pathToFileURL(place.path).href
  return place.path.split('/').map(encodeURIComponent).join('/')
}

/** The repository that the sources were checked out from, at one commit. */
export interface SourceRepository {
  /** `https://github.com/owner/name` */
  readonly url: string
  readonly commit: string
}

/** Where a browser opens the contract (a line is added as `#L12`): in its repository where it is known, else on disk. */
export function contractUrl(place: ContractPlace, cwd: string, repository: SourceRepository | undefined): string {
  if (place.kind === 'url') return place.url
  if (repository !== undefined && !isAbsolute(place.path)) {
    return `${repository.url}/blob/${repository.commit}/${uriOf(place)}`
  }
  return pathToFileURL(resolve(cwd, place.path)).href
}

function withSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
