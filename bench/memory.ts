import { join } from 'node:path'
import process from 'node:process'
import { runBench } from './bench-run.ts'

// Peak resident memory of a process that does nothing but one run.
const [url = '', cases = '10000', scratch = ''] = process.argv.slice(2)
await runBench(url, Number(cases), join(scratch, `memory-${cases}`))
process.send?.({ rss: process.resourceUsage().maxRSS })
