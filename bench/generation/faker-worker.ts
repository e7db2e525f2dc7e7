import { parentPort, workerData } from 'node:worker_threads'
import { createGeneratorSync } from 'json-schema-faker'
import type { Json, JsonObject } from '../../core/json.ts'
import { rateOf } from './rate.ts'

// json-schema-faker by itself: some schemas it never finishes, and it takes all the memory there is.
const { schema } = workerData as { readonly schema: JsonObject }
const generator = createGeneratorSync({ seed: 1 })
// What it is given it may change.
parentPort?.postMessage(rateOf(() => generator.generate(structuredClone(schema)) as Json))
