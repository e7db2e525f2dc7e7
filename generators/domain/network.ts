import { date } from '../formats/date-time.ts'
import { uuid } from '../formats/identifier.ts'
import { ip } from '../formats/internet.ts'
import { url } from '../formats/uri.ts'
import type { DomainEntry } from '../registry.ts'
import { byFormat } from './by-format.ts'

/** Addresses and keys. */
export const networkEntries: readonly DomainEntry[] = [
  byFormat('uuid', /\b(uuid|guid|idempotency key)$/, uuid),
  byFormat('ip-address', /\bip ?(address)?$/, ip),
  byFormat('url', /\b(url|uri|website|webhook|href)$/, url),
  byFormat('date', /\b(full|calendar|iso) date$/, date),
]
