import type { CredentialsConfig, DomainConfigEntry } from '../config/define-config.ts'
import type { RunOptions } from '../config/run-options.ts'
import type { Contract } from '../spec/model.ts'
import { loadContract } from '../spec/load.ts'
import type { Target } from './target.ts'
import type { Transport } from '../transport/send.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { RequestGeneration } from './request-generation.ts'

export interface PrepareRequest {
  readonly options: RunOptions
  readonly extra: { readonly credentials?: CredentialsConfig; readonly domain?: readonly DomainConfigEntry[] }
  readonly secrets: { readonly apiKey: string | undefined; readonly bearer: string | undefined }
  readonly cacheDir: string
  readonly cwd: string
}

/** Everything a run needs before its first request, and the way to put it away again. */
export interface PreparedRun {
  readonly contract: Contract
  readonly target: Target
  readonly transport: Transport
  readonly credentials: Credentials
  readonly generation: RequestGeneration
  generated(): { readonly values: number; readonly discarded: number }
  lineOf(pointer: string): number | undefined
  close(): Promise<void>
}
